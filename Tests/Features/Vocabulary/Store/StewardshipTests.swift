import World
import Markup
import Storage
import Testing
import Web

@testable import Accounts
@testable import Vocabulary

@Suite struct StewardshipTests {
    static let tea = NewConcept(
        name: LocalizedName([(.en, "Moon tea"), (.es, "Té de luna")]), parent: "movement", treatmentKind: .selfCare)

    @Test(arguments: Backend.available)
    func `an accepted word is an entry under the identifier it had`(on backend: Backend) async throws {
        try await withWords(on: backend) { world in
            let other = try await world.secondProcess()
            let word = try await world.word("moontea brew", by: world.asAna)
            try await world.vocabulary.accept(word, as: Self.tea, by: world.asSteward)
            let id = try #require(word.treatmentID)
            let catalogue = world.vocabulary.catalogue
            let treatment = try #require(catalogue.treatment(id))
            #expect(treatment.slug == "moon-tea" && treatment.kind == .selfCare && treatment.family?.slug == "movement")
            #expect(catalogue.treatments[treatment.index] == treatment)
            #expect(catalogue.search("moontea brew", language: .es, limit: 1).first?.name == "Té de luna")
            #expect(try await world.ownWords(of: world.asAna).isEmpty)
            #expect(other.catalogue.treatment(id) == nil)
            try await other.refresh()
            #expect(other.catalogue.treatment(id) == treatment && other.catalogue.version == catalogue.version)
            let third = try await world.secondProcess()
            #expect(third.catalogue.treatment(slug: "moon-tea") == treatment)
        }
    }

    @Test(arguments: Backend.available)
    func `a merged word leads to its entry, and its records can be moved`(on backend: Backend) async throws {
        try await withWords(on: backend) { world in
            let word = try await world.word("happy pills", by: world.asAna)
            let sertraline = try #require(world.vocabulary.catalogue.concept(.treatment, slug: "sertraline"))
            try await world.vocabulary.merge(word, into: sertraline, by: world.asSteward)
            let catalogue = world.vocabulary.catalogue
            let found = try #require(catalogue.search("happy pills", language: .en, limit: 1).first)
            #expect(found.slug == "sertraline" && found.alsoCalled == "happy pills")
            let id = try #require(word.treatmentID)
            #expect(catalogue.treatment(id)?.slug == "sertraline")
            #expect(try await world.unmoved() == [MergedWord(id: word.id, concept: sertraline)])
            let vocabulary = world.vocabulary
            try await world.database.write { try vocabulary.noteMoved(word.id, in: $0) }
            #expect(try await world.unmoved() == [])
        }
    }

    @Test(arguments: Backend.available)
    func `a record that comes after its word was moved is moved too`(on backend: Backend) async throws {
        try await withWords(on: backend) { world in
            let (word, other) = (
                try await world.word("happy pills", by: world.asAna), try await world.word("moon milk", by: world.asAna)
            )
            let sertraline = try #require(world.vocabulary.catalogue.concept(.treatment, slug: "sertraline"))
            try await world.vocabulary.merge(word, into: sertraline, by: world.asSteward)
            let vocabulary = world.vocabulary
            try await world.database.write { try vocabulary.noteMoved(word.id, in: $0) }
            for _ in 0..<2 {
                try await world.database.write { try VocabularyFeature.noteRecord(under: [word.id, other.id], in: $0) }
            }
            #expect(try await world.unmoved().map(\.id) == [word.id])
        }
    }

    @Test(arguments: Backend.available)
    func `a word whose entry a process does not know waits there and is kept`(on backend: Backend) async throws {
        try await withWords(on: backend) { world in
            let stale = try await world.secondProcess()
            let (new, word) = (
                try await world.word("moontea brew", by: world.asAna),
                try await world.word("lunar tea", by: world.asBen)
            )
            try await world.vocabulary.accept(new, as: Self.tea, by: world.asSteward)
            let tea = try #require(world.vocabulary.catalogue.concept(.treatment, slug: "moon-tea"))
            try await world.vocabulary.merge(word, into: tea, by: world.asSteward)
            #expect(try await world.unmoved(stale) == [])
            try await stale.refresh()
            #expect(try await world.unmoved(stale).map(\.id) == [word.id])
        }
    }

    @Test(arguments: Backend.available)
    func `who erases their account leaves nothing, as a steward and as who said a word`(
        on backend: Backend
    ) async throws {
        try await withWords(on: backend) { world in
            let merged = try await world.word("happy pills", by: world.asAna)
            let sertraline = try #require(world.vocabulary.catalogue.concept(.treatment, slug: "sertraline"))
            try await world.vocabulary.merge(merged, into: sertraline, by: world.asSteward)
            let accepted = try await world.word("moontea brew", by: world.asAna)
            try await world.vocabulary.accept(accepted, as: Self.tea, by: world.asSteward)
            let declined = try await world.word("snake oil", by: world.asAna)
            try await world.vocabulary.decline(declined, by: world.asSteward)
            _ = try await world.word("moon milk", by: world.asAna)
            #expect(try await world.database.places(of: world.ana).contains("word_proposers.member_id"))
            for gone in [world.steward, world.ana] {
                try await world.database.write { tx in
                    _ = try ProposedWordStore.erase(gone, limit: 10, in: tx)
                    _ = try MemberStore.remove(gone, in: tx)
                }
                let left = try await world.database.places(of: gone)
                #expect(left == [])
            }
            // What only she said goes with her; what became everybody's stays.
            #expect(try await world.database.places(of: world.ana, orWords: ["snake oil", "moon milk"]) == [])
            let kept = try await world.database.places(of: world.ana, orWords: ["happy pills"])
            #expect(kept == ["proposed_words.text", "proposed_words.folded", "vocabulary_words.text"])
        }
    }

    @Test(arguments: Backend.available)
    func `a declined word stays its members' own and does not wait again`(on backend: Backend) async throws {
        try await withWords(on: backend) { world in
            let word = try await world.word("snake oil", by: world.asAna)
            try await world.vocabulary.decline(word, by: world.asSteward)
            #expect(try await world.ownWords(of: world.asAna).map(\.status) == [.declined])
            let again = try await world.word("Snake Oil", by: world.asBen)
            #expect(again.id == word.id && again.status == .declined)
            let waiting = try await world.database.read {
                try ProposedWordStore.waiting(after: nil, limit: 10, as: world.asSteward, in: $0)
            }
            #expect(waiting.isEmpty)
            #expect(world.vocabulary.catalogue.search("snake oil", language: .en, limit: 5).isEmpty)
        }
    }

    @Test(arguments: Backend.available)
    func `of two decisions the second is told so and changes nothing`(on backend: Backend) async throws {
        try await withWords(on: backend) { world in
            let word = try await world.word("moon milk", by: world.asAna)
            try await world.vocabulary.decline(word, by: world.asSteward)
            await #expect(throws: Problem.self) {
                try await world.vocabulary.accept(word, as: Self.tea, by: world.asSteward)
            }
            #expect(world.vocabulary.catalogue.treatment(slug: "moon-tea") == nil)
            #expect(try await world.status(of: word) == .declined)
        }
    }

    @Test func `only a steward decides`() async throws {
        try await withWords { world in
            let word = try await world.word("moon milk", by: world.asAna)
            for viewer in [world.asAna, world.asBen, .anonymous, .system(reason: "test")] {
                await #expect(throws: Problem.self) { try await world.vocabulary.decline(word, by: viewer) }
            }
            #expect(try await world.ownWords(of: world.asAna).map(\.status) == [.pending])
        }
    }

    @Test func `two entries of one name get two slugs`() async throws {
        try await withWords { world in
            for (text, slug) in [("brew one", "walking-2"), ("brew two", "walking-3")] {
                let word = try await world.word(text, by: world.asAna)
                let new = NewConcept(
                    name: LocalizedName([(.en, "Walking"), (.es, "Pasear")]), treatmentKind: .exercise)
                try await world.vocabulary.accept(word, as: new, by: world.asSteward)
                let id = try #require(word.treatmentID)
                #expect(world.vocabulary.catalogue.treatment(id)?.slug == slug)
            }
            let word = try await world.word("نعناع", by: world.asBen)
            let new = NewConcept(name: LocalizedName([(.en, "نعناع"), (.es, "نعناع")]), treatmentKind: .diet)
            try await world.vocabulary.accept(word, as: new, by: world.asSteward)
            #expect(world.vocabulary.catalogue.treatment(slug: "treatment") != nil)
        }
    }

    @Test func `words outlive their entry's absence and its coming into the files`() async throws {
        try await withWords { world in
            let merged = try await world.word("happy pills", by: world.asAna)
            let accepted = try await world.word("moon milk", by: world.asAna)
            let sertraline = try #require(world.vocabulary.catalogue.concept(.treatment, slug: "sertraline"))
            try await world.vocabulary.merge(merged, into: sertraline, by: world.asSteward)
            try await world.vocabulary.accept(accepted, as: Self.tea, by: world.asSteward)
            let header = "slug,name_en,name_es,kind,family,synonyms_en,synonyms_es,brands,ingredients\n"
            let files = Fixture.files(["treatments.csv": header + "moon-tea,Moon tea,Té de luna,diet,movement,,,,\n"])
            let later = try VocabularyFeature(
                world.dependencies, accounts: world.vocabulary.accounts, files: CatalogueFiles.rows(of: files))
            try await later.refresh()
            let (gone, kept) = (try #require(merged.treatmentID), try #require(accepted.treatmentID))
            #expect(later.catalogue.treatment(gone) == nil)
            let tea = try #require(later.catalogue.treatment(kept))
            #expect(tea.id == Treatment.id(slug: "moon-tea") && tea.kind == .diet)
        }
    }
}
