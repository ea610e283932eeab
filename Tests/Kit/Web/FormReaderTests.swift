import Markup
import Storage
import Testing

@testable import Web

@Suite struct FormReaderTests {
    /// What a text field makes of what was sent: the value, or the key of the error.
    static let texts: [(sent: String, value: String, error: String?)] = [
        ("  Ana  ", "Ana", nil), ("", "", "web.form.choice"), (" \u{3000}\n ", "", "web.form.choice"),
        ("\u{200B}\u{FEFF}", "", "web.form.choice"), ("\u{2800}", "", "web.form.choice"),
        ("\u{3164} \u{FFA0}", "", "web.form.choice"), ("\u{AD}\u{200D}\u{FE0F}", "", "web.form.choice"),
        ("می\u{200C}خواهم", "می\u{200C}خواهم", nil), ("⠓⠊", "⠓⠊", nil), ("❤️", "❤️", nil),
        ("Jose\u{301}", "Jos\u{E9}", nil), ("a\0b", "", "web.form.characters"), ("a\nb", "", "web.form.characters"),
        ("a\u{202E}b", "", "web.form.characters"), ("a\u{2066}b", "", "web.form.characters"),
        ("a\u{85}b", "", "web.form.characters"), ("a\u{2028}b", "", "web.form.characters"),
        ("a\u{FFFE}b", "", "web.form.characters"), ("a\n\u{301}b", "", "web.form.characters"),
        ("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦", nil), ("مرحبا بك", "مرحبا بك", nil), ("<b>'\"&", "<b>'\"&", nil),
        ("0123456789", "0123456789", nil), ("0123456789x", "", "web.form.long"),
    ]

    @Test func `a text is trimmed, composed, and refused with a reason`() {
        for (sent, value, error) in Self.texts {
            var reader = FormReader(["f": sent])
            #expect(reader.text("f", max: 10, required: "web.form.choice").utf8.elementsEqual(value.utf8), "\(sent)")
            #expect(reader.errors.entries.map(\.key) == (error.map { [$0] } ?? []), "\(sent.debugDescription)")
        }
    }

    @Test func `a text area keeps its lines and makes them plain`() {
        var reader = FormReader(["f": " one\r\ntwo\rthree\n\r\n"])
        #expect(reader.text("f", max: 100, multiline: true) == "one\ntwo\nthree")
        #expect(reader.errors.isEmpty)
    }

    @Test func `whatever ends a line in what was pasted ends a line here`() {
        for end in ["\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}", "\r\n", "\r", "\n"] {
            var reader = FormReader(["f": "one\(end)two é – three"])
            #expect(reader.text("f", max: 100, multiline: true) == "one\ntwo é – three", "\(end.debugDescription)")
            #expect(reader.errors.isEmpty, "\(end.debugDescription)")
        }
    }

    @Test func `what was refused for signs that nobody sees is taken when it is sent again as shown`() {
        for sent in ["call \u{2068}Ana\u{2069}", "\u{202A}call Ana\u{202C}", "call\u{7} Ana", "call Ana\u{FFFE}"] {
            var first = FormReader(["f": sent])
            #expect(first.text("f", max: 100) == "", "\(sent.debugDescription)")
            let shown = (["f": sent] as FormFields)["f"] ?? ""
            var second = FormReader(["f": shown])
            #expect(second.text("f", max: 100) == "call Ana", "\(sent.debugDescription)")
            #expect(second.errors.isEmpty, "\(sent.debugDescription)")
        }
        #expect((["f": "one\u{2028}two\u{B}three"] as FormFields)["f"] == "one\ntwo\nthree")
    }

    @Test func `a passphrase keeps its spaces`() {
        var reader = FormReader(["f": " five words of mine "])
        #expect(reader.secret("f", max: 100) == " five words of mine ")
        #expect(reader.errors.isEmpty)
    }

    @Test func `what a person typed comes back without what a page cannot hold`() {
        let fields: FormFields = ["f": "a\0b\u{7}\u{9B}c\n💔"]
        #expect(fields["f"] == "abc\n💔")
        #expect(fields["g"] == nil)
    }

    static let integers: [(sent: String, value: Int?, error: String?)] = [
        ("3", 3, nil), (" 3 ", 3, nil), ("-1", nil, "web.form.range"), ("5", nil, "web.form.range"),
        ("3.0", nil, "web.form.number"), ("1e3", nil, "web.form.number"), ("٣", nil, "web.form.number"),
        ("99999999999999999999", nil, "web.form.number"), ("--1", nil, "web.form.number"),
        ("-", nil, "web.form.number"),
        ("", nil, nil), ("+1", nil, "web.form.number"),
    ]

    @Test func `a number is digits within its range`() {
        for (sent, value, error) in Self.integers {
            var reader = FormReader(["f": sent])
            #expect(reader.integer("f", in: 0...4) == value, "\(sent)")
            #expect(reader.errors.entries.map(\.key) == (error.map { [$0] } ?? []), "\(sent)")
        }
    }

    static let dates: [(year: String, month: String, day: String, text: String?, error: String?)] = [
        ("2019", "", "", "2019", nil), ("2019", "3", "", "2019-03", nil), ("2019", "03", "14", "2019-03-14", nil),
        ("2019", "", "14", nil, "web.form.date"), ("", "3", "", nil, "web.form.date"), ("", "", "", nil, nil),
        ("2019", "2", "30", nil, "web.form.date"), ("19", "", "", nil, "web.form.date"),
        ("2019", "13", "", nil, "web.form.date"), ("2027", "", "", nil, "web.form.date.future"),
        ("2026", "11", "3", "2026-11-03", nil), ("2026", "11", "4", nil, "web.form.date.future"),
        ("2020", "2", "29", "2020-02-29", nil), ("0x7E3", "", "", nil, "web.form.date"),
        ("2019", "x", "", nil, "web.form.date"),
    ]

    @Test func `a date may be partial but must exist and have come`() throws {
        let now = try #require(Instant(year: 2026, month: 11, day: 3, hour: 8))
        for (year, month, day, text, error) in Self.dates {
            var reader = FormReader(["d-year": year, "d-month": month, "d-day": day])
            #expect(reader.partialDate("d", notAfter: now)?.text == text, "\(year)-\(month)-\(day)")
            #expect(reader.errors.entries.map(\.key) == (error.map { [$0] } ?? []), "\(year)-\(month)-\(day)")
        }
    }

    @Test func `a choice is one of those offered`() {
        var reader = FormReader(["a": "2", "b": "9", "c": "", "d": "1", "d2": "x"])
        #expect(reader.choice("a", among: ["1", "2"]) == "2")
        #expect(reader.choice("b", among: ["1", "2"]) == nil)
        #expect(reader.choice("c", among: ["1"]) == nil)
        #expect(reader.choices("d", among: ["0", "1"]) == ["1"])
        #expect(reader.errors.entries.map(\.field) == ["b"])
        #expect(throws: Problem.self) { try reader.finish() }
    }

    @Test func `every error of a form reads well in both languages`() throws {
        let texts = try TestSite.texts()
        for language in Language.allCases {
            var errors = FormErrors(field: "a", "web.form.long", ["max": .count(4_000)])
            errors.add(field: "a", "web.form.number")
            errors.add(field: "b", "web.form.range", ["low": "0", "high": "4"])
            let messages = errors.messages(texts[language])
            #expect(messages.map(\.field) == ["a", "b"])
            #expect(messages.allSatisfy { !$0.message.contains("⟦") && !$0.message.contains("{") })
            #expect(errors.message(for: "a", texts[language])?.contains("4,000") == true)
        }
    }
}

extension FormFields: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, String)...) {
        self.init(items: elements.map { .init(name: $0.0, value: $0.1) })
    }
}
