import Accounts
import World
import Foundation
import Markup
import Storage
import Testing
import Web
import Vocabulary

@testable import Journal

/// Nothing that a member records gets lost on its way to the database, to their history or to their download.
@Suite struct ExportTests {
    @Test(arguments: Backend.available)
    func `every property of a record comes back in the history and stands in the export`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let condition = MemberCondition(condition: Condition.id(slug: "acne"), since: PartialDate("2018"))
            let (viewer, now) = (world.asAna, world.now)
            try await world.database.write { try MemberConditionStore.add(condition, as: viewer, now: now, in: $0) }
            let kept = try await world.database.read { try MemberConditionStore.conditions(as: viewer, in: $0) }
            expect(kept, is: [condition])
            let (course, entry) = try await record(world)
            let found = try await world.database.read { try CourseStore.course(course.id, as: viewer, in: $0) }
            expect(found, is: course)
            let history = try await world.history(of: course.id, as: viewer)
            let evaluation = try #require(history.first)
            expect(evaluation.answers, is: entry.answers)
            expect(evaluation.remembered, is: entry.remembered)
            try await expectExported(condition, course, evaluation, world)
        }
    }

    /// A course and its evaluation without an empty place.
    private func record(_ world: TestJournal) async throws -> (Course, EvaluationStore.Entry) {
        let course = Course(
            id: .new(at: world.now), treatment: TestJournal.duloxetine, purpose: TestJournal.backPain,
            started: PartialDate("2019-03"), ended: PartialDate("2020-04"), dose: "60 mg", stopReason: .switched)
        let answers = EvaluationAnswers(
            effectiveness: .highly, gotWorse: false, sideEffects: .severe, symptoms: [Symptom.id(slug: "nausea")],
            adherence: .mostly, burden: .aLittle, cost: .nothing, advice: "With breakfast.", stopReason: .cost)
        let entry = EvaluationStore.Entry(
            id: .new(at: world.now), course: course.id, answers: answers, remembered: PartialDate("2019-05"),
            isOver: nil, ended: nil)
        let (viewer, now) = (world.asAna, world.now)
        try await world.database.write { tx in
            _ = try CourseStore.add(course, as: viewer, now: now, in: tx)
            _ = try EvaluationStore.save(entry, as: viewer, now: now, in: tx)
        }
        return (course, entry)
    }

    private func expectExported(
        _ condition: MemberCondition, _ course: Course, _ evaluation: Evaluation, _ world: TestJournal
    ) async throws {
        let file = try await world.journal.records.exported(of: world.ana, from: world.database)
        let conditions = try #require(file["journal/conditions"])
        let courses = try #require(file["journal/treatments"])
        let evaluations = try #require(file["journal/evaluations"])
        expect(evaluations.first?["treatment"] as? String, is: "Duloxetine")
        expect(evaluations.first?["purpose"] as? String, is: "Back pain")
        let identifier = "it says nothing outside this server"
        let problems =
            exportProblems(
                of: condition, places: ["condition": ("condition", "Acne"), "since": ("since", "2018")], leftOut: [:],
                in: conditions.first ?? [:])
            + exportProblems(
                of: course,
                places: [
                    "treatment": ("treatment", "Duloxetine"), "purpose": ("purpose", "Back pain"),
                    "started": ("started", "2019-03"), "ended": ("ended", "2020-04"), "dose": ("dose", "60 mg"),
                    "stopReason": ("whyStopped", "switched"),
                ], leftOut: ["id": identifier], in: courses.first ?? [:])
            + exportProblems(
                of: evaluation, opening: ["answers"],
                places: [
                    "evaluatedAt": ("date", evaluation.evaluatedAt.description),
                    "remembered": ("remembered", "2019-05"), "effectiveness": ("effectiveness", "4"),
                    "gotWorse": ("gotWorse", "0"),
                    "sideEffects": ("sideEffectSeverity", "3"), "symptoms": ("sideEffects", "Nausea"),
                    "adherence": ("adherence", "2"), "burden": ("burden", "1"), "cost": ("cost", "0"),
                    "advice": ("advice", "With breakfast."), "adviceState": ("adviceState", "unread"),
                    "stopReason": ("whyStopped", "cost"),
                ], leftOut: ["id": identifier, "course": identifier, "isCurrent": "the newest is"],
                in: evaluations.first ?? [:])
        expect(problems, is: [])
    }
}
