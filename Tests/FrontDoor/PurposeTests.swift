import Foundation
import Markup
import Testing
import Vocabulary
import Web
import World

@testable import wayfellow

/// What a treatment is for, asked in ordinary words of the real catalogue.
@Suite struct PurposeTests {
    @Test(arguments: [("chronic pain", "chronic pain"), ("dolor crónico", "chronic pain"), ("migraine", "migraine")])
    func `a condition that is called as a symptom is offered once`(word: String, name: String) async throws {
        try await WholeHouse.open { house in
            let fields = [("treatment", "walking"), ("other", word)]
            // It is the one thing that the word names: nothing is left to choose.
            let sent = try await house.send("POST", "/me/treatments/new", as: .member, fields)
            expect(sent.status, is: 303)
            let form = try #require(sent.header("location"))
            expect(try await house.send("GET", form, as: .member), 200, holds: [name])
        }
    }

    @Test func `no two purposes that a word brings are called the same`() async throws {
        try await WholeHouse.open { house in
            var asked = 0
            for word in ["dolor", "pain", "cansancio", "sueño", "alergia"] {
                let fields = [("treatment", "walking"), ("other", word)]
                let sent = try await house.send("POST", "/me/treatments/new", as: .member, fields)
                let labels = sent.text.matches(of: /name="purpose"[^>]*>\s*<label[^>]*>([^<]+)/).map { String($0.1) }
                asked += labels.count
                expect(labels.count, is: Set(labels).count, "\(word): \(labels)")
            }
            #expect(asked > 3)
        }
    }

    @Test(arguments: ["dejar el tabaco", "tabaco", "dejar de fumar", "stop smoking", "quit smoking"])
    func `who looks for a way out of smoking finds it, and no bowels`(query: String) async throws {
        try await WholeHouse.open { house in
            let vocabulary = await house.house.rooms.vocabulary
            let found = vocabulary.catalogue.search(query, language: .es, limit: 5)
            #expect(found.first.map { ["smoking", "quitting-smoking"].contains($0.slug) } == true)
            let address = "/search?q=\(query.replacing(" ", with: "+"))"
            expect(try await house.send("GET", address, as: .visitor), 200, lacks: ["bowel", "Bowel"])
        }
    }
}
