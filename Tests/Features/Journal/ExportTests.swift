import Accounts
import Databases
import Foundation
import Markup
import Storage
import Testing
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
            try await world.journal.conditions.add(condition, as: world.asAna, now: world.now)
            expect(try await world.journal.conditions.conditions(as: world.asAna), is: [condition])
            let (course, entry) = try await record(world)
            expect(try await world.journal.courses.course(course.id, as: world.asAna), is: course)
            let history = try await world.journal.evaluations.history(of: course.id, as: world.asAna)
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
        _ = try await world.journal.courses.add(course, as: world.asAna, now: world.now)
        let answers = EvaluationAnswers(
            effectiveness: .highly, sideEffects: .severe, symptoms: [Symptom.id(slug: "nausea")],
            adherence: .mostly, burden: .aLittle, cost: .nothing, advice: "With breakfast.", stopReason: .cost)
        let entry = EvaluationStore.Entry(
            id: .new(at: world.now), course: course.id, answers: answers, remembered: PartialDate("2019-05"),
            isOver: nil, ended: nil)
        _ = try await world.journal.evaluations.save(entry, as: world.asAna, now: world.now)
        return (course, entry)
    }

    private func expectExported(
        _ condition: MemberCondition, _ course: Course, _ evaluation: Evaluation, _ world: TestJournal
    ) async throws {
        let json = try JSONSerialization.jsonObject(
            with: try JSONEncoder().encode(AnyEncodable(try await world.journal.exporter.export(world.ana))))
        let export = try #require(json as? [String: Any])
        let conditions = try #require(export["conditions"] as? [[String: Any]])
        let courses = try #require(export["treatments"] as? [[String: Any]])
        let evaluations = try #require(courses.first?["evaluations"] as? [[String: Any]])
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
                    "sideEffects": ("sideEffectSeverity", "3"), "symptoms": ("sideEffects", "Nausea"),
                    "adherence": ("adherence", "2"), "burden": ("burden", "1"), "cost": ("cost", "0"),
                    "advice": ("advice", "With breakfast."), "stopReason": ("whyStopped", "cost"),
                ], leftOut: ["id": identifier, "course": identifier, "isCurrent": "the newest is"],
                in: evaluations.first ?? [:])
        expect(problems, is: [])
    }
}

/// What an exporter answers, whatever its type.
private struct AnyEncodable: Encodable {
    let value: any Encodable
    init(_ value: any Encodable) { self.value = value }
    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
