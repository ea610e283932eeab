import Foundation
package import Vocabulary

/// Which side effects to offer with which treatment: a list for a family of treatments, else for a wider family, else
/// for the kind; read from `Vocabulary/side-effects.csv`.
///
/// A list of suggestions, not of facts: what people really felt is counted from what they tick.
package struct CommonSideEffects: Sendable {
    /// Slugs of symptoms by a family's slug, or by `kind:` and a kind.
    private let lists: [String: [String]]

    init(lists: [String: [String]]) {
        self.lists = lists
    }

    /// Reads a file with the columns `family` and `symptoms`. Throws `ContentError` when it is broken.
    init(bytes: [UInt8]) throws {
        var lists: [String: [String]] = [:]
        for row in try ContentTable("side-effects.csv", bytes: bytes, columns: ["family", "symptoms"]).rows {
            lists[row["family"]] = row.list("symptoms")
        }
        self.lists = lists
    }

    /// The suggestions, the most common first; empty where there is no list.
    package func symptoms(of treatment: Treatment?, in catalogue: Catalogue) -> [Symptom] {
        guard let treatment else { return slugs(["kind:medicine"], catalogue) }
        return slugs(keys(of: treatment.family, catalogue) + ["kind:\(treatment.kind.rawValue)"], catalogue)
    }

    /// Those of a family's treatments.
    package func symptoms(ofFamily family: Family, in catalogue: Catalogue) -> [Symptom] {
        slugs(keys(of: family, catalogue), catalogue)
    }

    private func keys(of family: Family?, _ catalogue: Catalogue) -> [String] {
        sequence(first: family) { $0.flatMap { catalogue.parent(of: $0) } }.prefix(8).compactMap { $0?.slug }
    }

    private func slugs(_ keys: [String], _ catalogue: Catalogue) -> [Symptom] {
        let list = keys.lazy.compactMap { lists[$0] }.first ?? []
        return list.compactMap { catalogue.symptom(slug: $0) }
    }

    /// Every slug that is named, for a test that compares them with the catalogue.
    var named: (families: Set<String>, symptoms: Set<String>) {
        (Set(lists.keys), Set(lists.values.flatMap { $0 }))
    }
}
