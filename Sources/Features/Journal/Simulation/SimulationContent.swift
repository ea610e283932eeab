import Markup
import Storage
import Vocabulary

/// What simulated people live with, take, feel and say: read from `plausible.csv`, `side-effects.csv` and
/// `simulated-advice.csv`.
struct SimulationContent: Sendable {
    /// A condition or symptom, how many have it beside others, and what is taken for it.
    struct TreatedPurpose: Sendable {
        let purpose: Purpose
        /// People in a thousand who live with it; only the proportions matter.
        let weight: Double
        /// What is taken for it, roughly from common to rare.
        let treatments: [Treatment]
    }

    let conditions: [TreatedPurpose]
    let symptoms: [TreatedPurpose]
    let advice: AdviceSentences
    let sideEffects: CommonSideEffects
    let catalogue: Catalogue

    /// Throws `ContentError` for a file that is missing or broken, or names what the catalogue does not have.
    init(folder: String, catalogue: Catalogue) throws {
        try self.init(
            plausible: ContentTable.bytes("plausible.csv", in: folder),
            advice: ContentTable.bytes("simulated-advice.csv", in: folder),
            sideEffects: CommonSideEffects(bytes: ContentTable.bytes("side-effects.csv", in: folder)),
            catalogue: catalogue)
    }

    init(plausible: [UInt8], advice: [UInt8], sideEffects: CommonSideEffects, catalogue: Catalogue) throws {
        var conditions: [TreatedPurpose] = []
        var symptoms: [TreatedPurpose] = []
        let columns = ["kind", "slug", "weight", "treatments"]
        var met: Set<ID<Purpose>> = []
        for row in try ContentTable("plausible.csv", bytes: plausible, columns: columns).rows {
            let treated = try Self.treatedPurpose(row, catalogue)
            guard met.insert(treated.purpose.id).inserted else {
                throw ContentError(file: "plausible.csv", line: row.line, reason: "\(row["slug"]) stands here twice")
            }
            if treated.purpose.kind == .condition { conditions.append(treated) } else { symptoms.append(treated) }
        }
        self.conditions = conditions
        self.symptoms = symptoms
        self.advice = try AdviceSentences(bytes: advice)
        self.sideEffects = sideEffects
        self.catalogue = catalogue
    }

    private static func treatedPurpose(_ row: ContentTable.Row, _ catalogue: Catalogue) throws -> TreatedPurpose {
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
        return TreatedPurpose(
            purpose: purpose, weight: weight, treatments: treatments.filter { seen.insert($0.index).inserted })
    }
}

/// Sentences that simulated people leave for the next person, by kind of treatment and by how much it helped.
struct AdviceSentences: Sendable {
    private struct Sentence: Sendable {
        let kind: String
        let helped: String
        let texts: [Language: String]
    }

    private let sentences: [String: [Sentence]]
    /// The languages of the columns, in their order.
    let languages: [Language]

    /// Throws `ContentError`.
    init(bytes: [UInt8]) throws {
        let table = try ContentTable("simulated-advice.csv", bytes: bytes, columns: ["kind", "helped"], more: true)
        let languages = table.otherColumns.map { Language(rawValue: $0) }
        let rows = table.rows.map { row in
            let texts = languages.map { ($0, row[$0.rawValue]) }.filter { !$0.1.isEmpty }
            return Sentence(
                kind: row["kind"], helped: row["helped"],
                texts: Dictionary(texts, uniquingKeysWith: { first, _ in first }))
        }
        self.languages = languages
        sentences = Dictionary(grouping: rows) { "\($0.kind) \($0.helped)" }
    }

    /// What somebody writes in: four of five the first language, the others another.
    func language(_ random: inout RandomNumbers) -> Language {
        let others = languages.dropFirst()
        let isAnother = random.chance(0.2)
        let other = others.count > 1 ? random.pick(Array(others)) : others.first
        return (isAnother ? other : nil) ?? languages.first ?? Language(rawValue: "und")
    }

    /// A sentence that fits; nil when there is none.
    func sentence(
        _ kind: TreatmentKind, _ effectiveness: Effectiveness, _ language: Language, _ random: inout RandomNumbers
    ) -> String? {
        let helped = effectiveness.isHelpedALot ? "much" : effectiveness == .somewhat ? "some" : "little"
        // What fits the kind is said more often than what could be said of anything.
        let key = random.chance(0.75) ? "\(kind.rawValue) \(helped)" : "any \(helped)"
        guard let sentence = random.pick(sentences[key] ?? sentences["any \(helped)"] ?? []) else { return nil }
        guard let text = sentence.texts[language] ?? languages.first.flatMap({ sentence.texts[$0] }) else { return nil }
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        return text.replacing("{weeks}", with: String(2 + random.below(7)))
            .replacing("{months}", with: String(2 + random.below(5)))
    }
}
