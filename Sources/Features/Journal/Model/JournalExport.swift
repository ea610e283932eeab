import Markup
import Storage
import Vocabulary

/// What this feature keeps of a member, in the file they download. Words beside numbers, so that a person can read it.
enum JournalExport {
    struct ConditionRecord: Encodable, Sendable {
        let condition: String
        let since: String?

        init(_ condition: MemberCondition, _ names: Names) {
            (self.condition, since) = (names.condition(condition.condition), condition.since?.text)
        }
    }

    struct CourseRecord: Encodable, Sendable {
        let treatment: String
        let purpose: String
        let started: String?
        let ended: String?
        let dose: String?
        let whyStopped: String?

        init(_ course: Course, _ names: Names) {
            (treatment, purpose) = (names.treatment(course.treatment), names.purpose(course.purpose))
            (started, ended, dose) = (course.started?.text, course.ended?.text, course.dose)
            whyStopped = course.stopReason?.rawValue
        }
    }

    struct EvaluationRecord: Encodable, Sendable {
        let treatment: String
        let purpose: String
        let date: String
        let remembered: String?
        /// 0 not at all, 1 a little, 2 somewhat, 3 a lot, 4 highly.
        let effectiveness: Int
        /// 0 none, 1 mild, 2 moderate, 3 severe, 4 extreme.
        let sideEffectSeverity: Int?
        let sideEffects: [String]
        /// 0 rarely, 1 sometimes, 2 mostly, 3 always.
        let adherence: Int?
        /// 0 not hard, 1 a little, 2 quite, 3 very.
        let burden: Int?
        /// A month: 0 nothing, 1 under 25 dollars, 2 up to 100, 3 more.
        let cost: Int?
        let advice: String?
        let whyStopped: String?

        init(_ evaluation: Evaluation, of course: Course, _ names: Names) {
            let answers = evaluation.answers
            (treatment, purpose) = (names.treatment(course.treatment), names.purpose(course.purpose))
            (date, remembered) = (evaluation.evaluatedAt.description, evaluation.remembered?.text)
            (effectiveness, sideEffectSeverity) = (answers.effectiveness.rawValue, answers.sideEffects?.rawValue)
            sideEffects = answers.symptoms.map { names.symptom($0) }
            (adherence, burden, cost) = (answers.adherence?.rawValue, answers.burden?.rawValue, answers.cost?.rawValue)
            (advice, whyStopped) = (answers.advice, answers.stopReason?.rawValue)
        }
    }
}
