import Foundation
package import Storage
package import Vocabulary

/// What is often taken for a condition or a symptom, read from `Vocabulary/plausible.csv`: what the site names where too few
/// have told, whoever recorded anything, and what simulated people take.
package struct LikelyTreatments: Sendable {
    /// A condition or symptom, how many have it beside others, and what is taken for it.
    struct OfPurpose: Sendable {
        let purpose: Purpose
        /// People in a thousand who live with it; only the proportions matter.
        let weight: Double
        /// What is taken for it, roughly from common to rare.
        let treatments: [Treatment]
    }

    let all: [OfPurpose]
    private let places: [ID<Purpose>: Int]

    /// Reads a file with the columns `kind`, `slug`, `weight` and `treatments`. Throws `ContentError` when it is broken or
    /// names what the catalogue does not have.
    init(bytes: [UInt8], catalogue: Catalogue) throws {
        var all: [OfPurpose] = []
        var met: Set<ID<Purpose>> = []
        let columns = ["kind", "slug", "weight", "treatments"]
        for row in try ContentTable("plausible.csv", bytes: bytes, columns: columns).rows {
            let one = try Self.ofPurpose(row, catalogue)
            guard met.insert(one.purpose.id).inserted else {
                throw ContentError(file: "plausible.csv", line: row.line, reason: "\(row["slug"]) stands here twice")
            }
            all.append(one)
        }
        self.init(all)
    }

    init(_ all: [OfPurpose] = []) {
        self.all = all
        places = Dictionary(all.enumerated().map { ($0.element.purpose.id, $0.offset) }) { first, _ in first }
    }

    /// Roughly from common to rare; empty where nothing is known.
    package func of(_ purpose: ID<Purpose>) -> [Treatment] { places[purpose].map { all[$0].treatments } ?? [] }

    private static func ofPurpose(_ row: ContentTable.Row, _ catalogue: Catalogue) throws -> OfPurpose {
        func fault(_ reason: String) -> ContentError {
            ContentError(file: "plausible.csv", line: row.line, reason: reason)
        }
        guard let kind = ConceptKind(rawValue: row["kind"]), kind != .treatment,
            let purpose = catalogue.concept(kind, slug: row["slug"])?.purpose
        else { throw fault("there is no \(row["kind"]) called \(row["slug"])") }
        guard let weight = Double(row["weight"]), weight > 0, weight < 10_000 else { throw fault("no weight") }
        var treatments: [Treatment] = []
        for slug in row.list("treatments") {
            if let family = catalogue.family(slug: slug) {
                treatments += catalogue.treatments(in: family)
            } else if let treatment = catalogue.treatment(slug: slug) {
                treatments.append(treatment)
            } else {
                throw fault("there is no family or treatment called \(slug)")
            }
        }
        guard !treatments.isEmpty else { throw fault("nothing is taken for it") }
        var seen: Set<Int> = []
        return OfPurpose(
            purpose: purpose, weight: weight, treatments: treatments.filter { seen.insert($0.index).inserted })
    }
}
