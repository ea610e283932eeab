import Foundation
import Testing

@testable import Markup

/// A language is what its files say.
@Suite struct LanguagesTests {
    /// An invented language with a letter of two signs, three plural forms and its own order of a date.
    static let invented = """
        {"name": "Nuvo", "direction": "rtl", "months": ["m1","m2","m3","m4","m5","m6","m7","m8","m9","m10","m11","m12"],
         "day": "{year}/{month}/{day}", "month": "{year}/{month}", "time": "{date} {hour}h{minute}",
         "grouping": ".", "decimal": ",", "alphabet": "a b ch c å",
         "plurals": {"one": "n % 10 = 1 and n % 100 != 11", "few": "n % 10 = 2..4 and n % 100 != 12..14"}}
        """
    static let main = invented.replacing("\"Nuvo\"", with: "\"Main\", \"default\": true")

    static func languages(_ files: [String: String]) throws -> Languages {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wayfellow-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (tag, json) in files { try Data(json.utf8).write(to: folder.appending(path: "\(tag).json")) }
        return try Languages(folder: folder)
    }

    static let nuvo = Language(rawValue: "nv-419")

    static func text(_ json: String, _ other: String) throws -> Text {
        let languages = try languages(["zz": main, "nv-419": invented])
        let files = [Language(rawValue: "zz"): Array(other.utf8), nuvo: Array(json.utf8)]
        return try Texts([("x", files)], languages: languages)[nuvo]
    }

    @Test func `files alone make a language`() throws {
        let languages = try Self.languages(["zz": Self.main, "nv-419": Self.invented])
        #expect(languages.all.map(\.rawValue) == ["zz", "nv-419"])
        #expect(languages.standard.rawValue == "zz" && languages.ownName(of: Self.nuvo) == "Nuvo")
        #expect(languages.named("NV-419") == Self.nuvo && languages.named("nv") == nil)
        let words = #"{"x.a": {"one": "{n} ka", "few": "{n} kak", "other": "{n} kakak"}}"#
        let text = try Self.text(words, words)
        #expect(
            [1, 3, 5, 11, 12, 21, 1_022].map { text("x.a", ["n": .count($0)]) }
                == ["1 ka", "3 kak", "5 kakak", "11 kakak", "12 kakak", "21 ka", "1.022 kak"])
        #expect(text.number(-1_234.5, decimals: 2) == "−1.234,50")
        #expect(
            text.date(year: 2026, month: 11, day: 3) == "2026/m11/3"
                && text.rules.dateOrder == ["year", "month", "day"])
        #expect(text.dateAndTime("d", hour: 7, minute: 5) == "d 07h05")
        #expect(text.sorted(["å", "ca", "cha", "ba", "zb"], by: { $0 }) == ["ba", "cha", "ca", "å", "zb"])
        let page = Shell(text: text, title: "x", main: "<h1>x</h1>", path: "/").document().string
        #expect(page.contains("<html lang=\"nv-419\" dir=\"rtl\">"))
    }

    @Test func `what a file lacks is said at start with its name`() throws {
        let cases: [(json: String, says: String)] = [
            ("{", "nv-419.json"), (Self.invented.replacing("\"m12\"", with: "1"), "nv-419.json"),
            (Self.invented.replacing(",\"m12\"", with: ""), "twelve"),
            (Self.invented.replacing("{day}", with: ""), "\"day\" must say"),
            (Self.invented.replacing("n % 10 = 2..4", with: "n is 4"), "no plural rule"),
            (Self.invented.replacing("\"few\"", with: "\"some\""), "no plural form: some"),
            (Self.main, "\"default\": true"),
        ]
        for (json, says) in cases {
            let error = #expect(throws: LanguagesError.self) {
                try Self.languages(["zz": Self.main, "nv-419": json])
            }
            #expect(error?.description.contains(says) == true, "\(says): \(error?.description ?? "")")
        }
        #expect(throws: TextsError.noFile(feature: "x", Self.nuvo)) {
            let languages = try Self.languages(["zz": Self.main, "nv-419": Self.invented])
            _ = try Texts([("x", [languages.standard: Array("{}".utf8)])], languages: languages)
        }
        #expect(throws: TextsError.unknownLanguage(feature: "x", Self.nuvo)) {
            let languages = try Self.languages(["zz": Self.main])
            let files = [languages.standard: Array("{}".utf8), Self.nuvo: Array("{}".utf8)]
            _ = try Texts([("x", files)], languages: languages)
        }
    }

    static let rules: [(rule: String, holds: [UInt], not: [UInt])] = [
        ("n = 1", [1], [0, 2, 11]), ("n = 0..1", [0, 1], [2]),
        ("n = 0,2..3 or n % 100 = 11", [0, 2, 3, 11, 111], [1, 4]),
        ("i = 1 and v = 0", [1], [2]), ("v != 0 and n = 1", [], [1]),
        ("n != 0 and n % 1000000 = 0", [1_000_000], [0, 1]),
    ]

    @Test(arguments: rules) func `rules of plurals are read as CLDR writes them`(
        rule: String, holds: [UInt], not: [UInt]
    ) throws {
        let read = try #require(PluralRule(rule))
        #expect(holds.allSatisfy { read.holds(for: $0) } && !not.contains { read.holds(for: $0) })
    }

    @Test(arguments: ["", "n", "n =", "n = x", "m = 1", "n % 0 = 1", "n = 3..1", "n = 1 or", "and n = 1", "n = 1,"])
    func `what is no rule is refused`(rule: String) {
        #expect(PluralRule(rule) == nil)
    }

    static let orders: [(language: Language, words: [String])] = [
        (.en, ["Ácido", "Acné", "acne", "ADHD", "Back pain", "café au lait spots", "Eczema", "Zoster"]),
        (.es, ["3 días", "Ácido fólico", "Acné", "Nuez", "Ñandú", "Obesidad", "Úlcera", "Uña", "Zóster", "Ωmega"]),
    ]

    @Test(arguments: orders) func `words stand where a reader looks them up`(language: Language, words: [String]) throws
    {
        let text = try ownTexts()[language]
        #expect(text.sorted(words.reversed(), by: { $0 }) == words)
        #expect(text.sorted(words.shuffled(), by: { $0.decomposedStringWithCanonicalMapping }) == words)
    }

    @Test func `a language without files is written like the default`() throws {
        let text = try ownTexts()
        #expect(text[Self.nuvo].language == .en && text.languages.ownName(of: Self.nuvo) == "nv-419")
    }
}

/// The generated language of tests.
@Suite struct PseudoLanguageTests {
    @Test func `every sentence is longer and in brackets, its places stay`() throws {
        let plain = try ownTexts()
        let texts = try Texts([(MarkupTexts.feature, MarkupTexts.bundle)], pseudo: true)
        let language = Language(rawValue: "en-XA")
        let text = texts[language]
        #expect(!plain.languages.all.contains(language) && texts.languages.all.last == language)
        #expect(text("markup.crisis.call", ["number": "988"]) == "⟪Calll 988⟫")
        #expect(text.date(year: 2026, month: 5, day: 3) == "⟪Mayy⟫ 3, 2026")
        for key in texts.keys {
            let (short, long) = (plain[.en](key), text(key))
            expect(long.hasPrefix("⟪") && long.hasSuffix("⟫") && !long.contains("⟦"), long)
            expect(long.unicodeScalars.count > short.unicodeScalars.count + 1, long)
        }
    }
}
