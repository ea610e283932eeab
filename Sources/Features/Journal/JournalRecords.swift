import Markup
import Storage
import Vocabulary
import Web

extension JournalFeature {
    /// Everything recorded by a member.
    var records: [RecordSet] {
        [
            .list(
                "journal/conditions",
                .init("member_conditions", of: ["member_id"], codes: ["condition_id", "since"]),
                erased: .pieces(ExportStore.eraseConditions), count: ExportStore.conditionCount
            ) { member, after, limit, tx in
                let names = try names(of: member, in: tx)
                return try ExportStore.conditions(of: member, after: after, limit: limit, in: tx)
                    .map {
                        (
                            $0.condition.condition,
                            JournalExport.ConditionRecord($0.condition, notedAt: $0.notedAt, names)
                        )
                    }
            }.read(as: conditionWords).takenIn("journal.takeIn.conditions", as: JournalExport.ConditionRecord.self) {
                try check($0, $1)
            },
            .list(
                "journal/treatments",
                .init(
                    "courses", of: ["member_id"], words: ["dose"],
                    codes: ["treatment_id", "purpose_id", "purpose_kind", "started", "ended", "stop_reason"],
                    except: ["source_row": "of reviews from elsewhere, which no member wrote"]),
                erased: .pieces(ExportStore.eraseCourses), count: ExportStore.courseCount
            ) { member, after, limit, tx in
                let names = try names(of: member, in: tx)
                return try ExportStore.courses(of: member, after: after, limit: limit, in: tx)
                    .map { course, addedAt, changedAt in
                        let record = JournalExport.CourseRecord(
                            course, addedAt: addedAt, changedAt: changedAt, names)
                        return (course.id, record)
                    }
            }.read(as: treatmentWords).takenIn("journal.takeIn.treatments", as: JournalExport.CourseRecord.self) {
                try check($0, $1)
            }
            .keeping(stayingCourses),
            .list(
                "journal/evaluations",
                .init(
                    "evaluations", words: ["advice"],
                    codes: ["treatment_id", "purpose_id", "remembered", "stop_reason", "advice_state"]),
                .init("evaluation_side_effects", codes: ["symptom_id"]), count: ExportStore.evaluationCount
            ) { member, after, limit, tx in
                let names = try names(of: member, in: tx)
                let isShown = try ExportStore.isShown(member, in: tx)
                return try ExportStore.evaluations(of: member, after: after, limit: limit, in: tx)
                    .map { course, evaluation in
                        let record = JournalExport.EvaluationRecord(evaluation, of: course, isShown: isShown, names)
                        return (ExportStore.EvaluationKey(evaluation), record)
                    }
            }.read(as: evaluationWords).takenIn("journal.takeIn.evaluations", as: JournalExport.EvaluationRecord.self) {
                try check($0, $1)
            },
            .ofNobody("sources", "review_imports", because: "of reviews from elsewhere, which no member wrote"),
            .ofNobody("simulation_truth", because: "figures of the program's own"),
        ]
    }

    private func names(of member: ID<Person>, in tx: Transaction) throws -> Names {
        let catalogue = vocabulary.catalogue
        return Names(
            catalogue: catalogue, language: catalogue.languages.first ?? Language(rawValue: ""),
            own: try vocabulary.ownWords(as: .person(member, roles: []), in: tx))
    }
}
