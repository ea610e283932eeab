import Markup
import Testing

/// HTML as a value: it composes, it copies, it does not mix.
@Suite struct HTMLTests {
    @Test func `markup passes and text is escaped in the same literal`() {
        let name = "<Ana>"
        let strong: HTML = "<b>\(name)</b>"
        #expect(("<p>\(strong) & \(name)</p>" as HTML).string == "<p><b>&lt;Ana&gt;</b> & &lt;Ana&gt;</p>")
    }

    @Test func `numbers, optionals and sequences are written plainly`() {
        let nothing: String? = nil
        let noHTML: HTML? = nil
        let noNumber: Int? = nil
        let rows = ["a", "<"].map { "<li>\($0)</li>" as HTML }
        let html: HTML = """
            \(0) \(-42) \(Int.min) \(UInt8(200)) \(7 as Int?)|\(nothing)\(noHTML)\(noNumber)|\("x" as String?)|\(rows)\
            \(rows.lazy.map { $0 })|\(HTML.each([1, 2]) { "<i>\($0)</i>" })
            """
        #expect(
            html.string == """
                0 -42 -9223372036854775808 200 7||x|<li>a</li><li>&lt;</li><li>a</li><li>&lt;</li>|<i>1</i><i>2</i>
                """)
    }

    static let decimals: [(Double, String)] = [
        (0, "0"), (1, "1"), (-1.5, "-1.5"), (0.005, "0.01"), (12.345, "12.35"), (99.999, "100"), (-0.001, "0"),
        (.nan, "0"), (.infinity, "0"), (1e300, "0"), (45.6, "45.6"), (0.07, "0.07"),
    ]

    @Test(arguments: decimals) func `a coordinate has at most two decimals`(number: Double, text: String) {
        #expect(("\(number)" as HTML).string == text)
    }

    @Test func `attributes appear only when there is something to say`() {
        let id: String? = nil
        let html: HTML = """
            <a\(attribute: "id", id)\(attribute: "class", "a\"b")\(attribute: "open", when: true)\
            \(attribute: "checked", when: false)>
            """
        #expect(html.string == "<a class=\"a&quot;b\" open>")
    }

    @Test func `appending to a copy leaves the first as it was`() {
        var first: HTML = "<p>\("one")</p>"
        let second = first
        first += "<p>two</p>"
        first += "<p>three</p>"
        var third = second
        third += "<p>\(String(repeating: "x", count: 5_000))</p>"
        #expect(second.string == "<p>one</p>")
        #expect(first.string == "<p>one</p><p>two</p><p>three</p>")
        #expect(third.count == 10 + 5_007)
    }

    @Test func `a value can be appended to itself`() {
        var html: HTML = "<i>\("a")</i>"
        html += html
        html += html
        #expect(html.string == String(repeating: "<i>a</i>", count: 4))
    }

    @Test func `what grows piece by piece moves seldom`() {
        var html: HTML = "<p>\("a")</p>"
        var places: Set<UnsafePointer<UInt8>?> = []
        for _ in 0..<10_000 {
            html += "<br>"
            html.withBytes { _ = places.insert($0.baseAddress) }
        }
        #expect(html.count == 8 + 40_000)
        // Twice as large each time.
        #expect(places.count < 20)
    }

    @Test func `pieces that grow together stay apart`() {
        // Two values that share a buffer must not write into each other's tail.
        var random = Sequence32(seed: 7)
        var values: [(html: HTML, text: String)] = [("", "")]
        for _ in 0..<3_000 {
            var value = values[random.below(UInt32(values.count))]
            let piece = String(repeating: "abc", count: random.below(9))
            value.html += "\(piece)"
            value.text += piece
            if values.count < 40 { values.append(value) } else { values[random.below(40)] = value }
        }
        for value in values { expect(value.html.string == value.text, "a value changed behind its back") }
    }

    @Test func `pieces are joined with something between them`() {
        #expect(HTML.joined(["a", "b", "c"], by: " · ").string == "a · b · c")
        #expect(HTML.joined([]).isEmpty)
        #expect(HTML.when(false, "x").isEmpty)
        #expect(HTML.with(3 as Int?) { "\($0)" }.string == "3")
        #expect(HTML(trusted: Array("<b>".utf8)).string == "<b>")
    }
}
