import Accounts
import World
import Markup
import Storage
import Testing
import Web

@testable import Vocabulary

@Suite struct WordsTests {
    @Test(arguments: Backend.available)
    func `a word works at once for its member and is nobody else's`(on backend: Backend) async throws {
        try await withWords(on: backend) { world in
            let word = try await world.word("Moon milk", by: world.asAna)
            #expect(word.treatmentID == ID<Treatment>(high: word.id.high, low: word.id.low))
            #expect(word.purpose == nil && word.status == .pending && word.people == 1)
            #expect(try await world.ownWords(of: world.asAna) == [word])
            #expect(try await world.ownWords(of: world.asBen).isEmpty)
            #expect(try await world.ownWords(of: .anonymous).isEmpty)
            let id = word.id
            for (viewer, sees) in [
                (world.asAna, true), (world.asBen, false), (.anonymous, false), (world.asSteward, true),
            ] {
                let found = try await world.database.read { try ProposedWordStore.find(id, as: viewer, in: $0) }
                #expect((found != nil) == sees)
            }
            #expect(world.vocabulary.catalogue.search("moon milk", language: .en, limit: 5).isEmpty)
        }
    }

    @Test(arguments: Backend.available)
    func `members who say the same word share it`(on backend: Backend) async throws {
        try await withWords(on: backend) { world in
            let first = try await world.word("Té de Luna", by: world.asAna)
            let again = try await world.word("  té de luna ", by: world.asAna)
            let other = try await world.word("TE DE LUNA!", by: world.asBen)
            #expect(first.id == again.id && again.id == other.id)
            #expect(again.people == 1 && other.people == 2 && other.text == "Té de Luna")
            let condition = try await world.word("Té de Luna", .condition, by: world.asBen)
            #expect(condition.id != first.id && condition.purpose?.kind == .condition)
        }
    }

    @Test func `a word that the catalogue knows is not proposed`() async throws {
        try await withWords { world in
            guard case .known(let concept) = try await world.propose("ZOLOFT", by: world.asAna) else {
                Issue.record("proposed")
                return
            }
            #expect(concept.slug == "sertraline")
            #expect(try await world.ownWords(of: world.asAna).isEmpty)
        }
    }

    @Test(arguments: [
        ("", WordRefusal.empty), (" \u{0}\u{202E} ", .empty), ("12 34", .empty), ("👍👍", .empty),
        (String(repeating: "a", count: 81), .long),
    ]) func `what is no word is refused`(text: String, refusal: WordRefusal) async throws {
        try await withWords { world in
            await #expect(throws: refusal) { try await world.propose(text, by: world.asAna) }
        }
    }

    @Test func `invisible marks are left out of a word`() async throws {
        try await withWords { world in
            let word = try await world.word("moon\u{0}\u{202E} milk\u{200B}", by: world.asAna)
            #expect(Array(word.text.unicodeScalars) == Array("moon milk".unicodeScalars))
        }
    }

    @Test(arguments: Backend.available)
    func `a member has only so many words waiting`(on backend: Backend) async throws {
        try await withWords(on: backend) { world in
            for number in 0..<ProposedWord.mostPending {
                _ = try await world.word("brew number \(number)", by: world.asAna)
            }
            await #expect(throws: WordRefusal.tooMany) { try await world.propose("one more brew", by: world.asAna) }
            _ = try await world.word("brew number 3", by: world.asAna)
            _ = try await world.word("one more brew", by: world.asBen)
        }
    }

    @Test func `a visitor proposes nothing`() async throws {
        try await withWords { world in
            await #expect(throws: Problem.self) { try await world.propose("moon milk", by: .anonymous) }
        }
    }

    @Test(arguments: Backend.available)
    func `erasing a member takes the words that only they say`(on backend: Backend) async throws {
        try await withWords(on: backend) { world in
            let own = try await world.word("only ana's", by: world.asAna)
            let shared = try await world.word("everybody's", by: world.asAna)
            _ = try await world.word("everybody's", by: world.asBen)
            let ana = world.ana
            try await world.database.write { _ = try ProposedWordStore.erase(ana, limit: 10, in: $0) }
            let waiting = try await world.database.read {
                try ProposedWordStore.waiting(after: nil, limit: 10, as: world.asSteward, in: $0)
            }
            #expect(waiting.map(\.id) == [shared.id] && waiting.first?.people == 1)
            #expect(!waiting.contains { $0.id == own.id })
            #expect(try await world.ownWords(of: world.asAna).isEmpty)
        }
    }
}
