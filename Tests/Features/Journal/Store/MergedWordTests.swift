import Markup
import Web
import World
import Storage
import Testing

@testable import Journal
@testable import Vocabulary

/// Records under a member's word move to the entry that it turned out to mean.
@Suite struct MergedWordTests {
    @Test(arguments: Backend.available) func `a merged condition takes its list entries and courses along`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let word = ID<ProposedWord>.random()
            let old = ID<Condition>(high: word.high, low: word.low)
            try await world.add(
                MemberCondition(condition: old, since: PartialDate("2018")), as: world.asAna)
            let course = try await world.course(for: .condition(old), by: world.asAna)
            _ = try await world.evaluate(course, .aLot, by: world.asAna)
            try await move(word, .condition(try #require(world.catalogue.condition(slug: "back-pain"))), world)
            let mine = try await world.conditions(as: world.asAna)
            expect(mine.map(\.condition), is: [Condition.id(slug: "back-pain")])
            expect(mine.first?.since?.text, is: "2018")
            let own = try await world.ownCourse(
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
            let history = try await world.history(of: known, as: world.asAna)
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
            let history = try await world.history(of: course, as: world.asAna)
            expect(history.map(\.answers.symptoms), is: [[nausea.id]])
        }
    }

    /// A page opened before the decision, in another process, may be sent after the records were moved.
    @Test(arguments: Backend.available)
    func `a word's records move once, and again when more come, whatever the clocks`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let vocabulary = world.journal.vocabulary
            let (viewer, steward) = (world.asAna, Viewer.person(world.ben, roles: [HeldRole(.steward, in: .site)]))
            let proposal = try await world.database.write {
                try vocabulary.propose("cymbal pills", kind: .treatment, language: .en, by: viewer, in: $0)
            }
            guard case .proposed(let word) = proposal, let old = word.treatmentID else { return }
            _ = try await world.course(old, by: world.asAna)
            let duloxetine = Concept.treatment(try #require(world.catalogue.treatment(slug: "duloxetine")))
            // A steward's process whose clock is a year behind that of whoever moves.
            world.time.pass(.days(-365))
            try await vocabulary.merge(word, into: duloxetine, by: steward)
            world.time.pass(.days(365))
            try await world.journal.moveMergedWords()
            expect(try await isMoved(of: world.asAna, world), is: true)
            let late = try await world.course(old, by: world.asBen)
            _ = try await world.evaluate(late, .aLot, by: world.asBen)
            expect(try await isMoved(of: world.asBen, world), is: false)
            for _ in 0..<2 { try await world.journal.moveMergedWords() }
            expect(try await isMoved(of: world.asBen, world), is: true)
            expect(try await world.database.read { try vocabulary.unmovedWords(in: $0) }.count, is: 0)
        }
    }

    private func isMoved(of viewer: Viewer, _ world: TestJournal) async throws -> Bool {
        guard let member = viewer.personID else { return false }
        return try await world.database.read { tx in
            try CourseStore.course(of: TestJournal.duloxetine, for: TestJournal.backPain, of: member, in: tx) != nil
        }
    }

    private func move(_ word: ID<ProposedWord>, _ concept: Concept, _ world: TestJournal) async throws {
        try await world.database.write { try MergedWordStore.move(word, to: concept, in: $0) }
    }
}
