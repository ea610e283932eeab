import World
import Markup
import Testing
import Web

@testable import Vocabulary

@Suite struct WordsPageTests {
    @Test func `only stewards see the queue`() async throws {
        try await withWords { world in
            let word = try await world.word("moon milk", by: world.asAna)
            for target in ["/steward/words", "/steward/words/\(word.id)"] {
                expect(await world.get(target, as: world.asAna), 404, lacks: ["moon milk"])
                expect(await world.get(target, as: world.asSteward), 200, holds: ["moon milk"])
                #expect(await world.get(target).status == 303)
            }
            for action in ["merge", "accept", "decline"] {
                let page = try await world.post(
                    "/steward/words/\(word.id)/\(action)", on: "/search?q=xyzzy", as: world.asAna,
                    [("entry", "walking")])
                expect(page, 404)
            }
            #expect(try await world.ownWords(of: world.asAna).map(\.status) == [.pending])
        }
    }

    @Test func `an empty queue says so`() async throws {
        try await withWords { world in
            expect(await world.get("/steward/words", as: world.asSteward), 200, holds: ["No words are waiting"])
            expect(
                await world.get("/steward/words", as: world.asSteward, .es), 200, holds: ["No hay palabras en espera"])
        }
    }

    @Test func `a long queue goes on to further pages`() async throws {
        try await withWords { world in
            for number in 0..<20 {
                _ = try await world.word("ana \(number) brew", by: world.asAna)
                _ = try await world.word("ben \(number) brew", by: world.asBen)
                _ = try await world.word("steward \(number) brew", by: world.asSteward)
            }
            let first = await world.get("/steward/words", as: world.asSteward)
            let next = try #require(first.text.firstMatch(of: /\/steward\/words\?after=[0-9a-f-]{36}/))
            expect(first, 200)
            let second = await world.get(String(next.0), as: world.asSteward)
            expect(second, 200)
            // Words of one millisecond stand in no certain order, for other tests make identifiers at the same time.
            for name in ["ana", "ben", "steward"] {
                for number in 0..<20 {
                    let word = "\(name) \(number) brew"
                    #expect(first.text.contains(word) != second.text.contains(word), "\(word)")
                }
            }
            let nonsense = await world.get("/steward/words?after=nonsense", as: world.asSteward)
            expect(nonsense, 200, holds: ["\(next.0)"])
        }
    }

    @Test func `a hostile word is shown safely`() async throws {
        try await withWords { world in
            let word = try await world.word("<script>alert(1)</script>\"'", by: world.asAna)
            for target in ["/steward/words", "/steward/words/\(word.id)"] {
                expect(
                    await world.get(target, as: world.asSteward), 200, holds: ["&lt;script&gt;"],
                    lacks: ["<script>alert"])
            }
        }
    }

    @Test func `a steward finds the entry that a word means`() async throws {
        try await withWords { world in
            let word = try await world.word("happy pills", by: world.asAna)
            let page = "/steward/words/\(word.id)"
            expect(
                await world.get("\(page)?q=zoloft", as: world.asSteward), 200,
                holds: ["value=\"sertraline\"", "Sertraline"])
            let nothing = try await world.post("\(page)/merge", on: page, as: world.asSteward, [("q", "zoloft")])
            expect(nothing, 422, holds: ["Choose the entry that it means", "value=\"sertraline\""])
            let done = try await world.post("\(page)/merge", on: page, as: world.asSteward, [("entry", "sertraline")])
            expect(done, 303, to: "/steward/words")
            expect(await world.get("/search?q=happy+pills"), 200, holds: ["/treatments/sertraline"])
            expect(await world.get(page, as: world.asSteward), 409, holds: ["already decided"])
        }
    }

    @Test func `a steward adds a new treatment`() async throws {
        try await withWords { world in
            let word = try await world.word("moon milk", by: world.asAna)
            let page = "/steward/words/\(word.id)"
            let bad = try await world.post(
                "\(page)/accept", on: page, as: world.asSteward, [("name_en", "Moon <i>milk"), ("kind", "pill")])
            expect(
                bad, 422,
                holds: ["value=\"Moon &lt;i&gt;milk\"", "Write the name in each language", "Choose the family"])
            let done = try await world.post(
                "\(page)/accept", on: page, as: world.asSteward,
                [("name_en", "Moon milk"), ("name_es", "Leche de luna"), ("kind", "diet"), ("parent", "movement")])
            expect(done, 303, to: "/steward/words")
            expect(await world.get("/search?q=leche+de+luna"), 200, holds: ["/treatments/moon-milk"])
        }
    }

    @Test(arguments: [ConceptKind.condition, .symptom])
    func `a steward adds a new condition or symptom`(kind: ConceptKind) async throws {
        try await withWords { world in
            let word = try await world.word("moon head", kind, by: world.asAna)
            let page = "/steward/words/\(word.id)"
            let done = try await world.post(
                "\(page)/accept", on: page, as: world.asSteward,
                [
                    ("name_en", "Moon head"), ("name_es", "Cabeza de luna"),
                    ("parent", kind == .condition ? "anxiety" : ""),
                ])
            expect(done, 303, to: "/steward/words")
            let concept = try #require(world.vocabulary.catalogue.concept(kind, slug: "moon-head"))
            #expect(concept.purpose == word.purpose)
        }
    }

    @Test func `a steward declines`() async throws {
        try await withWords { world in
            let word = try await world.word("snake oil", by: world.asAna)
            let page = "/steward/words/\(word.id)"
            expect(
                try await world.post("\(page)/decline", on: page, as: world.asSteward, []), 303, to: "/steward/words")
            expect(await world.get("/steward/words", as: world.asSteward), 200, lacks: ["snake oil"])
        }
    }
}
