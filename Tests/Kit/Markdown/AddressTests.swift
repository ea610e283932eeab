import Markup
import Testing

@testable import Markdown

/// Links lead to other sites, say where, and nothing else is a link.
@Suite struct AddressTests {
    static let links: [(typed: String, shown: String)] = [
        (
            "[words](https://example.org/a?b=1&c=2#d)",
            link("https://example.org/a?b=1&amp;c=2#d", "words", host: "example.org")
        ),
        ("[words](http://example.org)", link("http://example.org", "words", host: "example.org")),
        ("[w](HTTPS://Example.ORG/A \"title\")", link("https://example.org/A", "w", host: "example.org")),
        ("[w](<https://example.org/a b>)", link("https://example.org/a%20b", "w", host: "example.org")),
        (
            "[*w* `c`](https://example.org)",
            link("https://example.org", "<em>w</em> <code>c</code>", host: "example.org")
        ),
        ("https://example.org/a", link("https://example.org/a", "https://example.org/a")),
        ("<https://example.org/a>", link("https://example.org/a", "https://example.org/a")),
        ("www.example.org/a", link("https://www.example.org/a", "www.example.org/a")),
        ("WWW.Example.org", link("https://www.example.org", "WWW.Example.org")),
        ("[example.org](https://example.org/)", link("https://example.org/", "example.org")),
        ("[example.org](https://evil.example)", link("https://evil.example", "example.org", host: "evil.example")),
        (
            "[https://good.example](https://evil.example)",
            link("https://evil.example", "https://good.example", host: "evil.example")
        ),
        (
            "[example.org](https://example.org/elsewhere)",
            link("https://example.org/elsewhere", "example.org", host: "example.org")
        ),
        (
            "![a picture](https://example.org/x.png)",
            link("https://example.org/x.png", "a picture", host: "example.org")
        ),
        ("Wow![w](https://example.org)", "Wow" + link("https://example.org", "w", host: "example.org")),
        ("\\![w](https://example.org)", "!" + link("https://example.org", "w", host: "example.org")),
        ("\\\\![w](https://example.org)", "\\" + link("https://example.org", "w", host: "example.org")),
        ("[](https://example.org)", link("https://example.org", "https://example.org")),
        ("[\u{200B}](https://example.org)", link("https://example.org", "\u{200B}https://example.org")),
        (
            "[a https://b.example c](https://example.org)",
            link("https://example.org", "a https://b.example c", host: "example.org")
        ),
        (
            "https://ex\u{430}mple.org/x",
            link("https://xn--exmple-4nf.org/x", "https://ex\u{430}mple.org/x", host: "xn--exmple-4nf.org")
        ),
        (
            "https://es.wikipedia.org/wiki/Depresión",
            link("https://es.wikipedia.org/wiki/Depresi%C3%B3n", "https://es.wikipedia.org/wiki/Depresión")
        ),
        (
            "https://en.wikipedia.org/wiki/Crohn's_disease",
            link("https://en.wikipedia.org/wiki/Crohn%27s_disease", "https://en.wikipedia.org/wiki/Crohn&#39;s_disease")
        ),
        (
            "https://example.org/_a_*b*~~c~~d",
            link("https://example.org/_a_*b*~~c~~d", "https://example.org/_a_*b*~~c~~d")
        ),
        ("https://a.example/?x=1&y=2", link("https://a.example/?x=1&amp;y=2", "https://a.example/?x=1&amp;y=2")),
    ]

    @Test(arguments: links) func `an address is a link that says where it leads`(typed: String, shown: String) throws {
        #expect(try line(typed) == shown)
    }

    /// A link to `https://a.example/b` with these before and behind it.
    static let surroundings: [(String, String)] = [
        ("", ""), ("see ", "."), ("(", ")"), ("(see ", "), then"), ("\"", "\""), ("“", "”"), ("«", "»"), ("", ", and"),
        ("", "!"), ("", "?!…"), ("'", "'"), ("", ";"), ("日本", "　日本"), ("[", "]"), ("- ", "\n"), ("x: ", ":"),
        ("", "<br>"),
    ]

    @Test(arguments: surroundings) func `an address ends where the sentence goes on`(before: String, behind: String)
        throws
    {
        let source = before + "https://a.example/b" + behind
        let text = try MarkdownText(source)
        #expect(text.links.map(\.link.text) == ["https://a.example/b"], "\(text.html.string)")
    }

    static let together = [
        "**https://a.example/b**", "_https://a.example/b_", "~~https://a.example/b~~", "*a* https://a.example/b *c*",
        "https://a.example/b `https://c.example`", "[w](https://a.example/b).", "[w]( https://a.example/b )",
        "[w](www.c.example) https://a.example/b", "`www.c.example` https://a.example/b",
        "xhttps://c.example https://a.example/b",
        "@www.c.example https://a.example/b", "foo.www.c.example https://a.example/b", "https:// https://a.example/b",
        "<a href=\"https://a.example/b\">", "> https://a.example/b", "1. https://a.example/b", "# https://a.example/b",
        "<<https://a.example/b>>", "Link:https://a.example/b", "[w](<blob:https://a.example/b>)",
        "www. https://a.example/b", "https://-- https://a.example/b",
    ]

    @Test(arguments: together) func `exactly the address is found among other marks`(source: String) throws {
        let text = try MarkdownText(source)
        #expect(text.links.map(\.link.text) == ["https://a.example/b"], "\(text.html.string)")
    }

    static let refused = [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "mailto:a@b.example", "tel:1",
        "ftp://a.example",
        "//a.example", "/me", "me", "#x", "?x", "", "https:a.example", "https:/a.example", "https:///a.example",
        "https://user@a.example",
        "https://a:b@a.example", "https://a.example:8080", "https://localhost", "https://127.0.0.1", "https://0x7f.1",
        "https://[::1]",
        "https://a.example\\@b.example", "https://a..example", "https://.example", "https://a.example.",
        "https://-a.example",
        "https://a.b", "https://a_b.example", "https://a%2eb.example", "https://\u{FF20}.example",
        "https://us\u{E9}r@a.example",
        "https://a.example/" + String(repeating: "x", count: 2_000),
    ]

    @Test(arguments: refused) func `any other address leaves its words`(address: String) throws {
        let text = try MarkdownText("[the words](<\(address)>) ![the picture](<\(address)>)")
        #expect(text.links.isEmpty && text.html.string == "<p>the words the picture</p>", "\(text.html.string)")
    }

    @Test func `mail addresses are words`() throws {
        #expect(
            try line("me@a.example <me@a.example> xmpp:me@a.example")
                == "me@a.example &lt;me@a.example&gt; xmpp:me@a.example")
    }

    @Test func `links tell their hosts`() throws {
        let text = try MarkdownText("[a](https://A.example) www.b.example [c](/c) `https://d.example` www.b.example")
        #expect(text.links.map(\.host) == ["a.example", "www.b.example", "www.b.example"])
    }
}
