import Markup
import Storage
import Vocabulary

/// What this feature keeps of a member, in the file they download, and take in again. Words beside numbers, so that a person can
/// read it.
enum JournalExport {
    struct ConditionRecord: Codable, Sendable {
        let condition: String
        /// Of an entry of the vocabulary, by which another site knows it; nil for a word of the member's own.
        let conditionEntry: String?
        let since: String?
        let notedAt: String

        init(_ condition: MemberCondition, notedAt: Instant, _ names: Names) {
            (self.condition, since) = (names.condition(condition.condition), condition.since?.text)
            conditionEntry = names.catalogue.condition(condition.condition)?.slug
            self.notedAt = notedAt.description
        }
    }

    struct CourseRecord: Codable, Sendable {
        let treatment: String
        /// Of an entry of the vocabulary, by which another site knows it; nil for a word of the member's own.
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

        init(_ course: Course, addedAt: Instant, changedAt: Instant, _ names: Names) {
            (treatment, treatmentEntry) = (
                names.treatment(course.treatment), names.catalogue.treatment(course.treatment)?.slug
            )
            (purpose, purposeEntry) = (
                names.purpose(course.purpose), names.catalogue.purpose(course.purpose.id)?.slug
            )
            purposeKind = course.purpose.kind.rawValue
            (self.addedAt, self.changedAt) = (addedAt.description, changedAt.description)
            (started, ended, dose) = (course.started?.text, course.ended?.text, course.dose)
            whyStopped = course.stopReason?.rawValue
        }
    }

    struct EvaluationRecord: Codable, Sendable {
        let treatment: String
        /// Of an entry of the vocabulary, by which another site knows it; nil for a word of the member's own.
        let treatmentEntry: String?
        let purpose: String
        let purposeEntry: String?
        let purposeKind: String
        let date: String
        let remembered: String?
        /// 0 not at all, 1 a little, 2 somewhat, 3 a lot, 4 highly.
        let effectiveness: Int
        /// Whether it made things worse, which is step 0 then; left out where that was not offered.
        let gotWorse: Bool?
        /// 0 none, 1 mild, 2 moderate, 3 severe, 4 extreme.
        let sideEffectSeverity: Int?
        let sideEffects: [String]
        /// Their entries in the same order; null for a word of the member's own.
        let sideEffectEntries: [String?]
        /// 0 rarely, 1 sometimes, 2 mostly, 3 always.
        let adherence: Int?
        /// 0 not hard, 1 a little, 2 quite, 3 very.
        let burden: Int?
        /// A month: 0 nothing, 1 under 25 dollars, 2 up to 100, 3 more.
        let cost: Int?
        let advice: String?
        /// Whether others may read it: passed; held, waiting for or refused by a moderator; unread, where nobody has looked;
        /// withdrawn, while its author does not agree to that.
        let adviceState: String?
        let whyStopped: String?

        static let withdrawn = "withdrawn"

        init(_ evaluation: Evaluation, of course: Course, isShown: Bool, _ names: Names) {
            let answers = evaluation.answers
            (treatment, treatmentEntry) = (
                names.treatment(course.treatment), names.catalogue.treatment(course.treatment)?.slug
            )
            (purpose, purposeEntry) = (
                names.purpose(course.purpose), names.catalogue.purpose(course.purpose.id)?.slug
            )
            purposeKind = course.purpose.kind.rawValue
            (date, remembered) = (evaluation.evaluatedAt.description, evaluation.remembered?.text)
            (effectiveness, sideEffectSeverity) = (answers.effectiveness.rawValue, answers.sideEffects?.rawValue)
            gotWorse = answers.gotWorse
            sideEffects = answers.symptoms.map { names.symptom($0) }
            sideEffectEntries = answers.symptoms.map { names.catalogue.symptom($0)?.slug }
            (adherence, burden, cost) = (answers.adherence?.rawValue, answers.burden?.rawValue, answers.cost?.rawValue)
            (advice, whyStopped) = (answers.advice, answers.stopReason?.rawValue)
            adviceState = answers.advice == nil ? nil : isShown ? evaluation.adviceState.rawValue : Self.withdrawn
        }
    }
}
