import Markup
import Testing

/// Text becomes text: no byte of it becomes markup, and none is lost.
@Suite struct EscapingTests {
    static let table: [(text: String, html: String)] = [
        ("", ""),
        ("plain", "plain"),
        ("a & b", "a &amp; b"),
        ("<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"),
        ("\"quoted\"", "&quot;quoted&quot;"),
        ("&amp;", "&amp;amp;"),
        // A quote with a combining mark is another Character; its byte is still a quote.
        ("\"\u{301} x", "&quot;\u{301} x"),
        ("<\u{338}b", "&lt;\u{338}b"),
        ("'\u{20DD}", "&#39;\u{20DD}"),
        ("\u{0}", "\u{0}"),
        ("ñandú – 日本 🌲", "ñandú – 日本 🌲"),
        // Lengths around the eight bytes that are looked at together.
        ("1234567<", "1234567&lt;"), ("12345678<", "12345678&lt;"), ("<23456789", "&lt;23456789"),
        ("123456789012345>", "123456789012345&gt;"), ("1234567890123456'", "1234567890123456&#39;"),
        ("$%()*+,-./:;=?@", "$%()*+,-./:;=?@"),
    ]

    @Test(arguments: table) func `special bytes become entities and nothing else changes`(text: String, html: String) {
        let escaped: HTML = "\(text)"
        #expect(escaped.string == html)
        #expect(HTML(text: text) == escaped)
        #expect(("\(Substring("[" + text + "]").dropFirst().dropLast())" as HTML) == escaped)
        #expect(("<i title=\"\(text)\">" as HTML).string == "<i title=\"\(html)\">")
    }

    @Test func `every byte below 128 is escaped exactly when it is special`() {
        for byte in UInt8(0)..<128 {
            for length in 0..<20 {
                let text = String(repeating: "a", count: length) + String(UnicodeScalar(byte)) + "zz"
                let isSpecial = [34, 38, 39, 60, 62].contains(byte)
                let html = HTML(text: text).string
                expect(isSpecial ? html.utf8.count > text.utf8.count : html == text, "byte \(byte) at \(length)")
            }
        }
    }

    @Test func `whatever is escaped can be read back, and holds no markup`() {
        var random = Sequence32(seed: 20_261_122)
        for _ in 0..<20_000 {
            let text = random.text(upTo: 60)
            let html = HTML(text: text).bytes
            expect(!html.contains { [34, 39, 60, 62].contains($0) }, "markup left in \(text.debugDescription)")
            expect(unescaped(html) == Array(text.utf8), "\(text.debugDescription) came back different")
        }
    }
}

/// Reads entities back, by another way than they were written: replaces whole entities from the left.
func unescaped(_ bytes: [UInt8]) -> [UInt8]? {
    let entities: [(String, UInt8)] = [
        ("&amp;", 38), ("&lt;", 60), ("&gt;", 62), ("&quot;", 34), ("&#39;", 39),
    ]
    var text: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.first {
        guard byte == 38 else {
            text.append(byte)
            rest = rest.dropFirst()
            continue
        }
        guard let entity = entities.first(where: { rest.starts(with: $0.0.utf8) }) else { return nil }
        text.append(entity.1)
        rest = rest.dropFirst(entity.0.utf8.count)
    }
    return text
}
