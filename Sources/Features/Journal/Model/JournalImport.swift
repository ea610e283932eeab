/// What is taken in from a file that a member downloaded: as `JournalExport` has it.
enum JournalImport {
    /// The catalogue's entry and, for what it does not know here, the words.
    struct Named: Sendable {
        let entry: String?
        let word: String
        /// What it is called in the file.
        let field: String
    }

    struct Condition: Decodable, Sendable {
        let condition: String
        let conditionEntry: String?
        let since: String?
        let notedAt: String

        var named: Named { Named(entry: conditionEntry, word: condition, field: "condition") }
    }

    struct Course: Decodable, Sendable {
        let treatment: String
        let treatmentEntry: String?
        let purpose: String
        let purposeEntry: String?
        let purposeKind: String
        let addedAt: String
        let changedAt: String
        let started: String?
        let ended: String?
        let dose: String?
        let whyStopped: String?
    }

    struct Evaluation: Decodable, Sendable {
        let treatment: String
        let treatmentEntry: String?
        let purpose: String
        let purposeEntry: String?
        let purposeKind: String
        let date: String
        let remembered: String?
        let effectiveness: Int
        let sideEffectSeverity: Int?
        let sideEffects: [String]
        let sideEffectEntries: [String?]
        let adherence: Int?
        let burden: Int?
        let cost: Int?
        let advice: String?
        let whyStopped: String?
    }
}
