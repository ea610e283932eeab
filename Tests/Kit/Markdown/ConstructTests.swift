import Markup
import Testing

@testable import Markdown

/// What members write, as a page shows it.
@Suite struct ConstructTests {
    static let lines: [(typed: String, shown: String)] = [
        ("Hello", "Hello"), ("a *b* _c_", "a <em>b</em> <em>c</em>"),
        ("**b** __c__", "<strong>b</strong> <strong>c</strong>"),
        ("~~gone~~", "<del>gone</del>"), ("~20 mg, then ~30 mg~", "~20 mg, then ~30 mg~"),
        ("one\ntwo", "one<br>two"), ("one\r\ntwo\rthree", "one<br>two<br>three"),
        ("one  \ntwo\\\nthree", "one<br>two<br>three"),
        ("one\u{2028}two\u{85}three", "one<br>two<br>three"),
        ("`a *b* <i>`", "<code>a *b* &lt;i&gt;</code>"), ("``a ` b``", "<code>a ` b</code>"),
        ("2 < 3 & 4 > 1 \"q\" 'q'", "2 &lt; 3 &amp; 4 &gt; 1 &quot;q&quot; &#39;q&#39;"),
        ("\\*no\\* \\<b\\> \\!", "*no* &lt;b&gt; !"), ("AT&amp;T &copy; &lt;b&gt;", "AT&amp;T © &lt;b&gt;"),
        ("snake_case_word 5*3*2", "snake_case_word 5*3*2"), ("`5*3*2` \\*5*3*", "<code>5*3*2</code> *5*3*"),
        ("*5*3 mg* **2*3** a*b*c", "<em>5*3 mg</em> <strong>2*3</strong> a<em>b</em>c"),
        (
            "<b>bold</b> <br/> <!-- x --> <?php ?> <![CDATA[x]]>",
            "&lt;b&gt;bold&lt;/b&gt; &lt;br/&gt; &lt;!-- x --&gt; &lt;?php ?&gt; &lt;![CDATA[x]]&gt;"
        ),
        ("I <3 you", "I &lt;3 you"), ("[a] [b][c] [x]: y", "[a] [b][c] [x]: y"), ("[a]: https://a.example\n[a]", nil),
        ("[ ] todo [x] done", "[ ] todo [x] done"), ("|a|b|\n|-|-|\n|1|2|", "|a|b|<br>|-|-|<br>|1|2|"),
        ("note[^1]", "note[^1]"), ("Hi! [no link]", "Hi! [no link]"), ("ends with !", "ends with !"),
        ("🌲 ñandú 日本 مرحبا \u{200F}x", "🌲 ñandú 日本 مرحبا \u{200F}x"), ("👩\u{200D}⚕️", "👩\u{200D}⚕️"),
    ].map { ($0.0, $0.1 ?? "[a]: \(link("https://a.example", "https://a.example"))<br>[a]") }

    @Test(arguments: lines) func `a line is shown as meant`(typed: String, shown: String) throws {
        #expect(try line(typed) == shown)
    }

    static let blocks: [(typed: String, shown: String)] = [
        ("", ""), (" \n\t\n", ""), ("a\n\nb", "<p>a</p><p>b</p>"),
        ("> q\nstill\n\nmine", "<blockquote><p>q<br>still</p></blockquote><p>mine</p>"),
        ("> > a\n> b", "<blockquote><blockquote><p>a<br>b</p></blockquote></blockquote>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"), ("* a\n\n* b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"), ("7) a", "<ol start=\"7\"><li>a</li></ol>"),
        ("0. a", "<ol start=\"0\"><li>a</li></ol>"),
        ("2026. A good year", "<ol start=\"2026\"><li>A good year</li></ol>"),
        ("- a\n  - b\n\n    c", "<ul><li>a<ul><li><p>b</p><p>c</p></li></ul></li></ul>"),
        ("# Big\n## Small\ntext", "<p><strong>Big</strong></p><p><strong>Small</strong></p><p>text</p>"),
        ("Big\n===\ntext", "<p><strong>Big</strong></p><p>text</p>"), ("#hashtag", "<p>#hashtag</p>"), ("# ", ""),
        ("***", "<hr>"), ("- - -", "<hr>"), ("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
        (
            "```swift\n<a> *b*\n]: ![ https://a.example\n```",
            "<pre><code>&lt;a&gt; *b*\n]: ![ https://a.example\n</code></pre>"
        ),
        ("    www.a.example <b>", "<pre><code>www.a.example &lt;b&gt;\n</code></pre>"),
        ("```\n\u{202E}a\u{0}\n```", "<pre><code>a\n</code></pre>"),
        ("<div>\n*a*\n</div>", "<p>&lt;div&gt;<br><em>a</em><br>&lt;/div&gt;</p>"), (">", ""),
        ("5.", "<ol start=\"5\"><li></li></ol>"),
        (String(repeating: "- ", count: 30), "<hr>"),
    ]

    @Test(arguments: blocks) func `blocks are shown as meant`(typed: String, shown: String) throws {
        #expect(try html(typed) == shown)
    }

    @Test func `what nobody sees and what turns words around is gone`() throws {
        let hidden = [
            "\u{0}", "\u{1}", "\u{7F}", "\u{9F}", "\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}", "\u{FEFF}",
            "\(marks[0])", "\(marks[3])",
        ]
        for scalar in hidden {
            #expect(try line("a\(scalar)b") == "ab")
            #expect(try line("`a\(scalar)b`") == "<code>ab</code>")
        }
        for number in ["0x1", "0x7F", "0x85", "0x202E", "0x2066", "0xFDD0", "0xFDD1", "0xFDD2", "0xFFFF", "0x1FFFE"] {
            let reference = "&#\(number.dropFirst());"
            let shown = try line("a\(reference)b")
            expect(["ab", "a\nb", "a\u{FFFD}b"].contains(shown), "\(reference) gives \(shown.debugDescription)")
        }
        #expect(try line("a&#0;b") == "a\u{FFFD}b")
    }

    @Test func `what is too deep leaves its words`() throws {
        let quotes = try html(String(repeating: ">", count: 30) + " deep")
        #expect(PostReader(quotes).faults.isEmpty)
        #expect(quotes.contains("<p>&gt;&gt;&gt;&gt;&gt;&gt;&gt;&gt;&gt;&gt; deep</p>"))
        let list = (0..<30).map { String(repeating: "  ", count: $0) + "- item \($0)" }.joined(separator: "\n")
        let reader = PostReader(try html(list))
        #expect(reader.faults.isEmpty && reader.depth <= 22)
        for number in 0..<30 { expect(reader.seen.contains("item\(number)"), "item \(number) is lost") }
    }

    @Test func `a text is refused only for its length and its links`() throws {
        let long = String(repeating: "ñ", count: 20_000)
        #expect(try line(long) == long)
        #expect(throws: MarkdownFault.tooLong(most: 20_000)) { try MarkdownText(long + "ñ") }
        #expect(throws: MarkdownFault.tooLong(most: 20_000)) {
            try MarkdownText(String(repeating: "a", count: 1_000_000))
        }
        let links = String(repeating: "https://a.example ", count: 200)
        #expect(try MarkdownText(links).links.count == 200)
        #expect(throws: MarkdownFault.tooManyLinks(most: 200)) { try MarkdownText(links + "www.b.example") }
        var limits = MarkdownText.Limits()
        (limits.scalars, limits.links) = (30, 1)
        #expect(throws: MarkdownFault.tooLong(most: 30)) {
            try MarkdownText("123456789 123456789 123456789 1", limits: limits)
        }
        #expect(throws: MarkdownFault.tooManyLinks(most: 1)) {
            try MarkdownText("www.a.example www.b.example", limits: limits)
        }
        #expect(try MarkdownText("123456789 123456789 123456789 ", limits: limits).plainText.utf8.count == 29)
    }

    @Test func `texts read at once lose nothing`() async {
        let text = "a ~~b~~ and ~~c~~ *d*"
        let expected = "<p>a <del>b</del> and <del>c</del> <em>d</em></p>"
        let wrong = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask { (0..<3_000).count { _ in (try? MarkdownText(text))?.html.string != expected } }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }
}
