import Markup
import Testing
import World

@testable import Communities

/// What in words could give their writer away, and the gentler words for it.
@Suite struct DarkGiveawayTests {
    private func found(_ words: String, _ language: Language) async throws -> [String] {
        var found: [String] = []
        try await withTalk { site in
            let text = try worldTexts(site.world.features)[language]
            let finder = DarkGiveaways(text, pseudonym: "Quick Cherry 84")
            let bytes = Array(words.utf8)
            found = finder.found(in: words).map {
                "\($0.kind.rawValue): \(String(decoding: bytes[$0.place], as: UTF8.self))"
            }
        }
        return found
    }

    @Test func `ages, places, dates, names and addresses are found`() async throws {
        let table: [(String, Language, [String])] = [
            ("I’m 18, at Hillside High.", .en, ["age: 18", "place: at Hillside High"]),
            ("I am 52 years old and in pain", .en, ["age: 52 years old"]),
            ("It began on November 3, or on 3/12/2026", .en, ["date: November 3", "date: 3/12/2026"]),
            (
                "Write to me at ana@example.org or 603-555-0123", .en,
                ["address: ana@example.org", "address: 603-555-0123"]
            ),
            ("As I said as quick cherry 84", .en, ["name: quick cherry 84"]),
            ("Tengo 18 años y estudio en el Liceo San José.", .es, ["age: 18 años", "place: en el Liceo San José"]),
            ("Empezó el 3 de noviembre", .es, ["date: 3 de noviembre"]),
        ]
        for (words, language, wanted) in table { expect(try await found(words, language), is: wanted, words) }
    }

    @Test func `what only looks like it is left alone`() async throws {
        let table: [(String, Language)] = [
            ("I have had it for 18 years", .en), ("18 years ago it began", .en), ("I take 20 mg at night", .en),
            ("It is 3.5 or 1-2 a day", .en), ("", .en), ("I", .en), ("Hace 12 años que me duele", .es),
            ("Me duele en la espalda", .es),
        ]
        for (words, language) in table { expect(try await found(words, language), is: [], words) }
    }

    @Test func `what is left out takes the comma before it along`() {
        let words = "I’m 18, at Hillside High. And so"
        let from = "I’m 18, ".utf8.count
        let place = from..<from + "at Hillside High".utf8.count
        expect(DarkGiveaways.replaced(place, of: words, by: ""), is: "I’m 18. And so")
        expect(DarkGiveaways.replaced(place, of: words, by: "at school"), is: "I’m 18, at school. And so")
        expect(DarkGiveaways.replaced(0..<999, of: words, by: ""), is: words)
    }
}
