import Foundation
import Markup
import Testing

@testable import Markdown

/// Whatever is typed, a post holds only what may stand in one. Read back by a parser of another kind (`PostReader`).
@Suite struct HostileTests {
    static let schemes = [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
        "\u{1}javascript:alert(1)",
        " javascript:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)", "&#106;avascript:alert(1)",
        "&#x6A;&#x61;vascript:alert(1)", "java\u{0}script:alert(1)", "javascript\(marks[1]):alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:text/html;base64,PHNjcmlwdD4=", "vbscript:msgbox(1)", "file:///etc/passwd", "//evil.example",
        "\\\\evil.example",
        "https://evil.example/\" onclick=\"alert(1)", "https://evil.example/' onclick='alert(1)",
        "https://evil.example/\"\u{301} onclick=x",
        "https://evil.example/&quot;onclick=alert(1)", "https://evil.example/><script>alert(1)</script>",
        "https://good.example@evil.example",
        "https://evil.example/\u{202E}gro.doog", "https://evil.example\\@good.example", "https:evil.example",
        "http:/\\evil.example",
    ]

    /// `%` stands for an address.
    static let places = [
        "[x](%)", "[x](<%>)", "[x](% \"t\")", "![x](%)", "![x](<%> 'onerror=alert(1)')", "<%>", "%", "[%](%)",
        "[![x](%)](%)",
        "[x][y]\n\n[y]: %", "[x]\n\n[x]: <%> 'onload=x'", "<a href=\"%\">x</a>", "<a href=%>x</a>",
        "<img src=x onerror=\"%\">", "`%`",
        "# [x](%)", "> [x](%)", "- [x](%)", "**[x](%)**", "[*x*](%)", "[x](\n%\n)", "~~[x](%)~~", "www.%", "[x]( % )",
        "[`%`](%)",
    ]

    static let tags = [
        "<script>alert(1)</script>", "<ScRiPt src=//evil.example></sCrIpT>", "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>", "<iframe srcdoc=\"<script>alert(1)</script>\">",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<body onload=alert(1)>", "<math><mtext></p><img src onerror=alert(1)>",
        "<style>*{x:expression(alert(1))}</style>",
        "<link rel=stylesheet href=//evil.example>", "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<base href=//evil.example>",
        "<form action=//evil.example><input name=x></form>", "<!--><script>alert(1)</script>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?><x/>", "<!DOCTYPE html>", "<details open ontoggle=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "</p></div></body>", "<span class=\"host\">(good.example)</span>", "<p\u{301} onclick=x>",
        "<\u{0}script>alert(1)</script>",
        "<scr\u{200B}ipt>alert(1)</script>", "＜script＞alert(1)＜/script＞", "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;", "%3Cscript%3E",
        "\(marks[1])<script>\(marks[1])", "<\(marks[0])script>", "\"><script>alert(1)</script>",
        "'><img src=x onerror=alert(1)>", "\"\u{301}><b\u{338}>",
        "<\u{338}script\u{20DD}>", "]]>", "{{constructor.constructor('alert(1)')()}}", "${alert(1)}",
        "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">",
    ]

    /// `%` stands for a tag.
    static let surroundings = [
        "%", "text % text", "> %", "- %", "1. %", "# %", "`%`", "```\n%\n```", "    %", "``` %\nx\n```", "*%*", "**%**",
        "[%](https://a.example)",
        "[x](https://a.example/%)", "[x](https://a.example \"%\")", "![%](https://a.example)", "<https://a.example/%>",
        "https://a.example/%",
        "\\%", "x\\\n%", "~~%~~", "[x]: https://a.example '%'\n\n[x]", "a%\n%b\n\n%",
    ]

    private func check(_ source: String) throws {
        let text = try MarkdownText(source)
        let reader = PostReader(text.html.string)
        expect(reader.faults.isEmpty, "\(source.debugDescription): \(reader.faults)\n\(text.html.string)")
        expect(reader.links == text.links.count, "\(source.debugDescription) has other links than it says")
        expect(reader.seen == withoutSpace(text.plainText), "\(source.debugDescription): \(text.plainText)")
    }

    @Test func `no scheme, spelling or quotation mark makes a link of another kind`() throws {
        for place in Self.places {
            for scheme in Self.schemes { try check(place.replacingOccurrences(of: "%", with: scheme)) }
        }
        #expect(Self.places.count * Self.schemes.count >= 300)
    }

    @Test func `no tag is more than what was typed`() throws {
        for place in Self.surroundings {
            for tag in Self.tags { try check(place.replacingOccurrences(of: "%", with: tag)) }
        }
        #expect(Self.surroundings.count * Self.tags.count >= 300)
    }

    @Test func `HTML is shown as it was typed`() throws {
        for tag in Self.tags where !tag.contains("&") && !(["\u{0}"] + marks).contains(where: tag.contains) {
            let text = try MarkdownText("\(tag) x")
            expect(text.plainText == "\(tag) x", "\(tag) is shown as \(text.plainText)")
        }
    }

    private static let fragments = [
        "*", "**", "_", "__", "~~", "~", "`", "``", "```", "\n", "\n\n", "> ", ">", "- ", "1. ", "# ", "    ", "\t",
        "***\n", "---\n", "===\n", "[", "]", "(", ")",
        "![", "](", "](https://a.example)", "](<", ">", "<", "</", "<!--", "<?", "\\", "&", "&amp;", "&#x202E;",
        "&#60;", "https://", "https://a.example/", "www.",
        "www.b.example", "]:", "[a]: ", "word", "Ünïcödé", "日本", "👩\u{200D}⚕️", "\u{301}", "\u{202E}", "\(marks[0])",
        "\(marks[1])", "\(marks[2])", "\(marks[4])", "\"", "'", "|", "@", "@Ana",
        "sertraline", " ", " ", "  \n", "\r", "\u{2028}", "=", "+", ".", ":", ";", "{", "}", "$", "%", "^",
    ]

    @Test func `random marks make well-formed posts whose words are the plain text`() throws {
        var chance = Chance(seed: 20_261_123)
        for _ in 0..<4_000 {
            var source = ""
            for _ in 0..<chance.below(60) { source += chance.one(of: Self.fragments) }
            try check(source)
        }
    }

    @Test func `code comes back as it was typed`() throws {
        var chance = Chance(seed: 77)
        let fence = String(repeating: "~", count: 100)
        for _ in 0..<1_000 {
            var typed = ""
            for _ in 0..<chance.below(40) { typed += chance.one(of: Self.fragments) }
            typed += "\n"
            let readable = String(decoding: ReadableText.bytes(of: typed), as: UTF8.self)
            let text = try MarkdownText("\(fence)\n\(typed)\(fence)")
            expect(text.pieces == [.codeBlock(readable)], "\(typed.debugDescription) is \(text.pieces)")
        }
    }

    @Test func `random scalars make well-formed posts`() throws {
        var chance = Chance(seed: 5)
        for _ in 0..<1_000 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<chance.below(80) {
                let limit = chance.one(of: [0x80, 0x80, 0x80, 0x250, 0x3000, 0x11_0000])
                scalars.append(Unicode.Scalar(UInt32(chance.below(limit))) ?? "\u{FFFD}")
            }
            try check(String(scalars))
        }
    }
}
