import Markup
import Storage
import Vocabulary

/// What simulated people live with, take, feel and say: read from `plausible.csv`, `side-effects.csv` and
/// `simulated-advice.csv`.
struct SimulationContent: Sendable {
    let conditions: [LikelyTreatments.OfPurpose]
    let symptoms: [LikelyTreatments.OfPurpose]
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
        let likely = try LikelyTreatments(bytes: plausible, catalogue: catalogue)
        conditions = likely.all.filter { $0.purpose.kind == .condition }
        symptoms = likely.all.filter { $0.purpose.kind != .condition }
        self.advice = try AdviceSentences(bytes: advice)
        self.sideEffects = sideEffects
        self.catalogue = catalogue
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
