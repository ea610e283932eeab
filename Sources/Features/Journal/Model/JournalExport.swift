import Markup
import Storage
import Vocabulary

/// What this feature keeps of a member, in the file they download. Words beside numbers, so that a person can read it.
struct JournalExport: Encodable, Sendable {
    let conditions: [ConditionRecord]
    let treatments: [CourseRecord]

    struct ConditionRecord: Encodable, Sendable {
        let condition: String
        let since: String?
    }

    struct CourseRecord: Encodable, Sendable {
        let treatment: String
        let purpose: String
        let started: String?
        let ended: String?
        let dose: String?
        let whyStopped: String?
        let evaluations: [EvaluationRecord]
    }

    struct EvaluationRecord: Encodable, Sendable {
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
    }

    static func make(of member: ID<Person>, journal: JournalFeature) async throws -> JournalExport {
        let vocabulary = journal.vocabulary
        return try await journal.database.read { tx in
            let catalogue = vocabulary.catalogue
            let names = Names(
                catalogue: catalogue, language: catalogue.languages.first ?? Language(rawValue: ""),
                own: try vocabulary.ownWords(as: .person(member, roles: []), in: tx))
            let all = try ExportStore.all(of: member, in: tx)
            return JournalExport(
                conditions: all.conditions.map {
                    ConditionRecord(condition: names.condition($0.condition), since: $0.since?.text)
                },
                treatments: all.courses.map { record($0.course, $0.evaluations, names) })
        }
    }

    private static func record(_ course: Course, _ evaluations: [Evaluation], _ names: Names) -> CourseRecord {
        CourseRecord(
            treatment: names.treatment(course.treatment), purpose: names.purpose(course.purpose),
            started: course.started?.text, ended: course.ended?.text, dose: course.dose,
            whyStopped: course.stopReason?.rawValue,
            evaluations: evaluations.map { evaluation in
                let answers = evaluation.answers
                return EvaluationRecord(
                    date: evaluation.evaluatedAt.description, remembered: evaluation.remembered?.text,
                    effectiveness: answers.effectiveness.rawValue, sideEffectSeverity: answers.sideEffects?.rawValue,
                    sideEffects: answers.symptoms.map { names.symptom($0) }, adherence: answers.adherence?.rawValue,
                    burden: answers.burden?.rawValue, cost: answers.cost?.rawValue, advice: answers.advice,
                    whyStopped: answers.stopReason?.rawValue)
            })
    }
}
