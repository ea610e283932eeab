import Markup
import Web
import World
import Storage
import Testing
import Vocabulary

@testable import Journal

/// Records under a member's word move to the entry that it turned out to mean.
@Suite struct MergedWordTests {
    @Test(arguments: Backend.available) func `a merged condition takes its list entries and courses along`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let word = ID<ProposedWord>.random()
            let old = ID<Condition>(high: word.high, low: word.low)
            try await world.journal.conditions.add(
                MemberCondition(condition: old, since: PartialDate("2018")), as: world.asAna, now: world.now)
            let course = try await world.course(for: .condition(old), by: world.asAna)
            _ = try await world.evaluate(course, .aLot, by: world.asAna)
            try await move(word, .condition(try #require(world.catalogue.condition(slug: "back-pain"))), world)
            let mine = try await world.journal.conditions.conditions(as: world.asAna)
            expect(mine.map(\.condition), is: [Condition.id(slug: "back-pain")])
            expect(mine.first?.since?.text, is: "2018")
            let own = try await world.journal.ownCourse(
                of: TestJournal.duloxetine, for: TestJournal.backPain, as: world.asAna)
            expect(own?.course.id, is: course)
            expect(own?.last?.answers.effectiveness, is: .aLot)
        }
    }

    @Test(arguments: Backend.available) func `a merged treatment joins the course that is there, and the newest counts`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let word = ID<ProposedWord>.random()
            let known = try await world.course(by: world.asAna)
            _ = try await world.evaluate(known, .aLittle, by: world.asAna)
            world.time.pass(.days(1))
            let other = try await world.course(ID(high: word.high, low: word.low), by: world.asAna)
            _ = try await world.evaluate(other, .highly, by: world.asAna)
            let duloxetine = Concept.treatment(try #require(world.catalogue.treatment(slug: "duloxetine")))
            try await move(word, duloxetine, world)
            try await move(word, duloxetine, world)
            expect(try await world.count(.courses), is: 1)
            let history = try await world.journal.evaluations.history(of: known, as: world.asAna)
            expect(history.map(\.answers.effectiveness), is: [.highly, .aLittle])
            expect(history.map(\.isCurrent), is: [true, false])
        }
    }

    @Test(arguments: Backend.available) func `a merged symptom is named once`(on backend: Backend) async throws {
        try await withJournal(on: backend) { world in
            let word = ID<ProposedWord>.random()
            let old = ID<Symptom>(high: word.high, low: word.low)
            let nausea = try #require(world.catalogue.symptom(slug: "nausea"))
            let course = try await world.course(by: world.asAna)
            _ = try await world.evaluate(course, .aLot, by: world.asAna) { $0.symptoms = [old, nausea.id] }
            try await move(word, .symptom(nausea), world)
            let history = try await world.journal.evaluations.history(of: course, as: world.asAna)
            expect(history.map(\.answers.symptoms), is: [[nausea.id]])
        }
    }

    private func move(_ word: ID<ProposedWord>, _ concept: Concept, _ world: TestJournal) async throws {
        try await world.database.write { try MergedWordStore.move(word, to: concept, in: $0) }
    }
}
