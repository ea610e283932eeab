import Markup
import Web
import World
import Storage
import Testing
import Vocabulary

@testable import Journal

/// Courses and evaluations, on every engine.
@Suite struct JournalStoreTests {
    @Test(arguments: Backend.available) func `a condition is added once and taken off again`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let pain = MemberCondition(condition: Condition.id(slug: "back-pain"), since: PartialDate("2019-03"))
            try await world.add(MemberCondition(condition: pain.condition), as: world.asAna)
            try await world.add(pain, as: world.asAna)
            try await world.add(MemberCondition(condition: pain.condition), as: world.asAna)
            expect(try await world.conditions(as: world.asAna), is: [pain])
            expect(try await world.conditions(as: world.asBen), is: [])
            expect(try await world.conditions(as: .anonymous), is: [])
            let (ana, ben) = (world.asAna, world.asBen)
            try await world.database.write { try MemberConditionStore.remove(pain.condition, as: ben, in: $0) }
            expect(try await world.conditions(as: world.asAna).count, is: 1)
            try await world.database.write { try MemberConditionStore.remove(pain.condition, as: ana, in: $0) }
            expect(try await world.conditions(as: world.asAna), is: [])
        }
    }

    @Test(arguments: Backend.available) func `a person has one course of a treatment for a purpose`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let first = try await world.course(by: world.asAna)
            let again = try await world.course(by: world.asAna)
            let other = try await world.course(for: TestJournal.depression, by: world.asAna)
            let others = try await world.course(by: world.asBen)
            expect(first, is: again)
            expect(Set([first, other, others]).count, is: 3)
            expect(try await world.count(.courses), is: 3)
        }
    }

    @Test(arguments: Backend.available) func `the same form sent again mends what it wrote`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            var course = Course(
                id: .new(at: world.now), treatment: TestJournal.walking, purpose: TestJournal.backPain, dose: "a mile")
            expect(try await world.add(course, as: world.asAna), is: .new(course.id))
            course.dose = "two miles"
            expect(try await world.add(course, as: world.asAna), is: .new(course.id))
            expect(try await world.course(course.id, as: world.asAna)?.dose, is: "two miles")
            // Somebody else's identifier, or one's own for another treatment, makes a course of its own.
            let stolen = try await world.add(course, as: world.asBen)
            expect(stolen != .new(course.id), is: true)
            expect(try await world.count(.courses), is: 2)
        }
    }

    @Test(arguments: Backend.available) func `an evaluation sent twice is one, and the last answer counts`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let course = try await world.course(by: world.asAna)
            let id = ID<Evaluation>.new(at: world.now)
            let nausea = Symptom.id(slug: "nausea")
            _ = try await world.evaluate(course, .aLittle, id: id, by: world.asAna) { $0.symptoms = [nausea, nausea] }
            let first = world.now
            world.time.pass(.minutes(1))
            _ = try await world.evaluate(course, .aLot, id: id, by: world.asAna) { $0.advice = "With food." }
            let history = try await world.history(of: course, as: world.asAna)
            expect(history.map(\.answers.effectiveness), is: [.aLot])
            expect(history.first?.answers.advice, is: "With food.")
            expect(history.first?.evaluatedAt, is: first)
            expect(try await world.count(.sideEffects), is: 0)
        }
    }

    @Test(arguments: Backend.available) func `history is kept, and the newest is current whenever it was entered`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let course = try await world.course(started: "2020", by: world.asAna)
            _ = try await world.evaluate(course, .somewhat, by: world.asAna)
            world.time.pass(.days(30))
            _ = try await world.evaluate(course, .highly, by: world.asAna)
            _ = try await world.evaluate(course, .notAtAll, remembered: "2021-05", by: world.asAna)
            let history = try await world.history(of: course, as: world.asAna)
            expect(history.map(\.answers.effectiveness), is: [.highly, .somewhat, .notAtAll])
            expect(history.map(\.isCurrent), is: [true, false, false])
            expect(history.last?.remembered?.text, is: "2021-05")
            expect(try await world.count(.current), is: 1)
        }
    }

    @Test(arguments: Backend.available) func `when the newest is deleted the one before it is current`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let course = try await world.course(by: world.asAna)
            let newest = ID<Evaluation>.new(at: world.now)
            _ = try await world.evaluate(course, .somewhat, by: world.asAna)
            world.time.pass(.days(1))
            _ = try await world.evaluate(course, .highly, id: newest, by: world.asAna)
            expect(try await world.remove(newest, of: course, as: world.asBen), is: false)
            expect(try await world.remove(newest, of: course, as: world.asAna), is: true)
            let history = try await world.history(of: course, as: world.asAna)
            expect(history.map(\.isCurrent), is: [true])
            expect(try await world.remove(newest, of: course, as: world.asAna), is: false)
        }
    }

    @Test(arguments: Backend.available) func `nobody sees or changes another person's course`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let course = try await world.course(by: world.asAna)
            _ = try await world.evaluate(course, .aLot, by: world.asAna)
            for stranger in [world.asBen, .anonymous, .system(reason: "test")] {
                expect(try await world.course(course, as: stranger), is: nil)
                expect(try await world.history(of: course, as: stranger), is: [])
                expect(try await world.evaluate(course, .notAtAll, by: stranger), is: nil)
                expect(try await world.remove(course, as: stranger), is: false)
                expect(try await world.record(as: stranger).count, is: 0)
                let own = try await world.ownCourse(
                    of: TestJournal.duloxetine, for: TestJournal.backPain, as: stranger)
                expect(own == nil, is: true)
            }
            expect(try await world.count(.evaluations), is: 1)
        }
    }

    @Test(arguments: Backend.available) func `stopping ends the course and taking it again resumes it`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let course = try await world.course(by: world.asAna)
            let stopped = try await world.evaluate(course, .aLittle, by: world.asAna) { $0.stopReason = .sideEffects }
            expect(stopped?.isOngoing, is: false)
            let entry = EvaluationStore.Entry(
                id: .new(at: world.now), course: course, answers: EvaluationAnswers(effectiveness: .somewhat),
                remembered: nil, isOver: false, ended: nil)
            let resumed = try await world.save(entry, as: world.asAna)
            expect(resumed?.isOngoing, is: true)
            expect(resumed?.stopReason, is: nil)
        }
    }

    @Test(arguments: Backend.available) func `erasing a member takes everything along, and imports stay`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let course = try await world.course(by: world.asAna)
            _ = try await world.evaluate(course, .aLot, by: world.asAna) { $0.symptoms = [Symptom.id(slug: "nausea")] }
            let condition = MemberCondition(condition: Condition.id(slug: "back-pain"))
            try await world.add(condition, as: world.asAna)
            let ana = world.ana
            _ = try await world.database.write { try $0.execute("DELETE FROM members WHERE id = \(ana)") }
            for table in [TestJournal.CountedTable.courses, .evaluations, .sideEffects, .conditions] {
                expect(try await world.count(table), is: 0)
            }
        }
    }

    @Test(arguments: Backend.available) func `the record shows ongoing courses first, each with what was said last`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let ended = try await world.course(started: "2026-05", by: world.asAna)
            let ongoing = try await world.course(TestJournal.walking, started: "2019", by: world.asAna)
            let undated = try await world.course(for: TestJournal.depression, started: nil, by: world.asAna)
            _ = try await world.evaluate(ended, .aLot, by: world.asAna) { $0.stopReason = .gotBetter }
            let lines = try await world.record(as: world.asAna)
            expect(lines.map(\.course.id), is: [ongoing, undated, ended])
            expect(lines.map { $0.last?.answers.effectiveness }, is: [nil, nil, .aLot])
        }
    }

    @Test(arguments: Backend.available) func `what is sent at the same time neither doubles nor loses anything`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let course = Course(
                id: .new(at: world.now), treatment: TestJournal.walking, purpose: TestJournal.backPain)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask { _ = try await world.add(course, as: world.asAna) }
                }
                try await group.waitForAll()
            }
            expect(try await world.count(.courses), is: 1)
            let sameForm = ID<Evaluation>.new(at: world.now)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<10 {
                    group.addTask {
                        let id = number < 5 ? sameForm : ID<Evaluation>.new(at: world.now)
                        _ = try await world.evaluate(course.id, .aLot, id: id, by: world.asAna)
                    }
                }
                try await group.waitForAll()
            }
            expect(try await world.count(.evaluations), is: 6)
            expect(try await world.count(.current), is: 1)
        }
    }
}
