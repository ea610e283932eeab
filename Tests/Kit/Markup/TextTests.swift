@testable import Markup
import Testing

/// Sentences in two languages that match, with plurals and places to fill.
@Suite struct TextTests {
    static func texts(en: String, es: String) throws -> Texts {
        try Texts([("x", [.en: Array(en.utf8), .es: Array(es.utf8)])], languages: .shipped())
    }

    static func sample() throws -> Texts {
        try texts(
            en: """
                {"x.hello": "Hello, {name}.", "x.plain": "Plain {braces",
                 "x.people": {"zero": "Nobody yet", "one": "{n} person", "other": "{n} people"},
                 "x.both": {"one": "{n} person knows {who}", "other": "{n} people know {who}"}}
                """,
            es: """
                {"x.hello": "Hola, {name}.", "x.plain": "Simple {braces",
                 "x.people":
                    {"zero": "Nadie aún", "one": "{n} persona", "many": "{n} de personas", "other": "{n} personas"},
                 "x.both": {"one": "{n} persona conoce a {who}", "other": "{n} personas conocen a {who}"}}
                """)
    }

    static let counts: [(Int, Language, String)] = [
        (0, .en, "Nobody yet"), (1, .en, "1 person"), (2, .en, "2 people"), (1_204, .en, "1,204 people"),
        (0, .es, "Nadie aún"), (1, .es, "1 persona"), (2, .es, "2 personas"), (1_000_000, .es, "1,000,000 de personas"),
        (1_000_001, .es, "1,000,001 personas"), (1_000_000, .en, "1,000,000 people"),
    ]

    @Test(arguments: counts) func `a count picks its form`(n: Int, language: Language, sentence: String) throws {
        let text = try Self.sample()[language]
        #expect(text("x.people", ["n": .count(n)]) == sentence)
        #expect(text.html("x.people", count: n).string == sentence)
    }

    @Test func `places are filled, and a place without a value shows its name`() throws {
        let text = try Self.sample()[.en]
        #expect(text("x.hello", ["name": "Ana"]) == "Hello, Ana.")
        #expect(text("x.hello", ["name": .text("{name}")]) == "Hello, {name}.")
        #expect(text("x.hello") == "Hello, {name}.")
        #expect(text("x.plain") == "Plain {braces")
    }

    @Test func `markup fills places and the sentence around it is escaped`() throws {
        let text = try Self.texts(en: #"{"x.a": "<i> {who} & co"}"#, es: #"{"x.a": "<i> {who} y más"}"#)[.en]
        #expect(text.html("x.a", ["who": "<b>Ana</b>"]).string == "&lt;i&gt; <b>Ana</b> &amp; co")
        let both = try Self.sample()[.es].html("x.both", count: 2, ["who": "<b>Ana</b>"])
        #expect(both.string == "2 personas conocen a <b>Ana</b>")
    }

    @Test func `a missing sentence shows its key and stops nothing`() throws {
        let text = try Self.sample()[.en]
        #expect(text("x.none", ["n": 3]) == "⟦x.none⟧")
        #expect(text.html("x.<b>").string == "⟦x.&lt;b&gt;⟧")
        #expect(!text.has("x.none"))
    }

    static let numbers: [(Int, String)] = [
        (0, "0"), (999, "999"), (1_000, "1,000"), (-1_204, "−1,204"), (1_234_567, "1,234,567"),
        (Int.max, "9,223,372,036,854,775,807"), (Int.min, "−9,223,372,036,854,775,808"),
    ]

    @Test(arguments: numbers) func `thousands are set apart`(number: Int, text: String) throws {
        #expect(try Self.sample()[.es].number(number) == text)
    }

    static let decimals: [(Double, Int, String)] = [
        (0.05, 1, "0.1"), (-0.04, 1, "0.0"), (1_234.5, 2, "1,234.50"), (-2.5, 1, "−2.5"), (.nan, 1, "–"), (3.6, 0, "4"),
        (1e300, 2, "–"), (0.007, 2, "0.01"), (12, 9, "12.000000"),
    ]

    @Test(arguments: decimals) func `decimals are as many as asked for`(number: Double, places: Int, text: String)
        throws
    {
        #expect(try Self.sample()[.en].number(number, decimals: places) == text)
    }

    @Test func `languages that do not match are found at start`() {
        #expect(throws: TextsError.unequal(.es, lacks: ["x.a"], hasBesides: ["x.b"])) {
            try Self.texts(en: #"{"x.a": "A"}"#, es: #"{"x.b": "B"}"#)
        }
        #expect(throws: TextsError.differentPlaceholders(.es, keys: ["x.a"])) {
            try Self.texts(en: #"{"x.a": "A {n}"}"#, es: #"{"x.a": "A {m}"}"#)
        }
        let one = Array(#"{"x.a": "A"}"#.utf8)
        #expect(throws: TextsError.definedTwice(keys: ["x.a"])) {
            try Texts([("x", [.en: one, .es: one]), ("y", [.en: one, .es: one])], languages: .shipped())
        }
    }

    @Test(arguments: ["", "[]", "{\"x.a\": 3}", "{\"x.a\": {\"one\": \"1\"}}", "{\"x.a\": \"A\"", "{\"x.a\": null}"])
    func `a file that is no table of sentences is refused`(json: String) {
        #expect(throws: TextsError.self) { try Self.texts(en: json, es: json) }
    }
}
