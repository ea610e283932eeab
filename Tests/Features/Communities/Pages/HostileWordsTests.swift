import Storage
import Testing
import Web
import World

@testable import Communities

/// Markup, Markdown and letters that turn a line around, through every field that somebody writes in: each page that
/// shows them again is made of its own tags only.
@Suite struct HostileWordsTests {
    static let markup: [String] = [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</textarea></form><script>1</script>",
        "</title></main><svg onload=alert(1)>", "\"\u{301}><i\u{301} hostile>'\u{301}><i hostile>", "'\"><b hostile>",
        "<!-- --><style>*{color:red}</style>", "<iframe srcdoc='<script>1</script>'></iframe>",
        "<a href=javascript:1>x</a>",
        "<x-hostile onclick=1>", "<math><mi xlink:href=\"data:x,<script>1</script>\">",
        "&lt;script&gt;&#60;b hostile&#62;",
        "\u{FF1C}script\u{FF1E}", "<ScRiPt/x>1</ScRiPt\t>", "<base href=//evil.example>", "<<b>script hostile>",
    ]
    private static let markdown: [String] = [
        "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,<script>1</script>)",
        "[x](vbscript:1)", "[x](//evil.example)", "[x](/sign-out)", "[x](\\\\evil.example)",
        "[x](https://a@evil.example)",
        "[x](https://evil.example/\" onclick=\"1)", "[x](https://evil.example '\"><b hostile>')",
        "![x](https://evil.example/a.png)",
        "<https://evil.example/\"onmouseover=1>", "<javascript:1>", "[x][1]\n\n[1]: javascript:1",
        "`</code><b hostile>`",
        "```\n</code></pre><b hostile>\n```", "    </code></pre><b hostile>",
        "[`</a><b hostile>`](https://evil.example)",
        "# </h1><b hostile>", "> </blockquote><b hostile>", "1. </li><b hostile>", "~~</del><b hostile>~~",
        "[<b hostile>](https://evil.example)", "**<b hostile>**", "[x](&#106;avascript:1)", "[x](java\nscript:1)",
        "@\"><b hostile>", "https://evil.example/<b hostile>", "www.evil.example/\"><b hostile>",
        "[x]( javascript:1)", "[x](https://evil.example\u{202E}gnp.exe)", "\u{202E}gnitset",
    ]
    private static let bombs: [String] = [
        String(repeating: "[", count: 9_000), String(repeating: "> ", count: 4_000) + "x",
        String(repeating: "*a _b ", count: 1_500), String(repeating: "- ", count: 4_000) + "x",
        String(repeating: "`", count: 9_000), String(repeating: "![[", count: 3_000),
        String(repeating: "<", count: 9_000), String(repeating: "&#x3c;", count: 1_600),
        String(repeating: "x", count: 10_000), String(repeating: "\u{300}", count: 9_999) + "x",
    ]

    /// What a page is made of does not hang on the engine, whose part is to give words back as they were: a few show that.
    private func some(_ texts: [String], on backend: Backend) -> [String] {
        switch backend {
        case .sqlite: texts
        case .postgres: stride(from: 0, to: texts.count, by: 6).map { texts[$0] }
        }
    }

    private func expectSafe(_ page: Exchange, _ about: String) {
        expect(page, 200, lacks: ["alert(1)</script>", "<b hostile", "<i hostile", "<i\u{301} hostile"], about)
        let faults = PageScan(main: page.text).faults
        expect(faults, is: [], about)
    }

    @Test(arguments: Backend.available)
    func `whatever stands in a post, its page is made of its own tags and leads nowhere by script`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            for words in some(Self.markup + Self.markdown + Self.bombs, on: backend) {
                let place = try await site.put(words, in: thread, by: 1)
                let page = CommunityThread.page(of: place.number)
                expectSafe(await site.get("\(site.path(thread))?page=\(page)", as: 2), words)
                for what in ["edit", "delete"] { expectSafe(await site.get(site.path(place, what), as: 1), words) }
                let quoting = "\(site.path(thread))/reply?answers=\(place.number)&quote=yes"
                expectSafe(await site.get(quoting, as: 2), words)
                expectSafe(await site.get("/report/communities.post/\(place.record)", as: 2), words)
                // Each by itself, so that a page has one of them.
                _ = try await site.remove(place, by: 1)
            }
        }
    }

    @Test(arguments: Backend.available, ["title", "warning", "words"])
    func `whatever is sent in a field is shown again as it was typed, or refused with it`(
        on backend: Backend, field: String
    ) async throws {
        try await withTalk(on: backend) { site in
            let usual = [
                ("title", "How long?"), ("words", "It did for me."), ("warning", "about time"), ("readers", "members"),
            ]
            for typed in some(Self.markup + Self.markdown, on: backend) {
                let value = field == "words" ? typed : String(String.UnicodeScalarView(typed.unicodeScalars.prefix(79)))
                let fields = usual.filter { $0.0 != field } + [(field, value)]
                let sent = await site.post("\(TestTalk.page)/ask", as: 1, fields)
                switch sent.status {
                case 303:
                    let path = try #require(sent.header("location"))
                    for page in [path, TestTalk.page, "/me/talk", "\(path)/reply", "\(path)/posts/1/edit"] {
                        expectSafe(await site.get(page, as: 1), "\(field): \(value) on \(page)")
                    }
                // Held, or wrong: the form comes back with it.
                case 200, 422:
                    expect(PageScan(main: sent.text).faults, is: [], "\(field): \(value)")
                default: Issue.record("\(field): \(value): \(sent.status)")
                }
                site.time.pass(.days(1))
            }
        }
    }

    @Test(arguments: Backend.available)
    func `the source of a claim is a link to another site, or no source`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let usual = [
                ("kind", "claim"), ("title", "How long?"), ("words", "It did for me."), ("readers", "members"),
            ]
            for source in [
                "javascript:alert(1)", "https://evil.example/\"><b hostile>", "//evil.example",
                "https://a@evil.example",
                "http://evil.example", "https://evil", "https://evil.example\\x", "data:text/html,x", "/sign-out",
                "https://evil.example/ x", "https://\u{65}vil.ex\u{430}mple",
            ] {
                let sent = await site.post("\(TestTalk.page)/ask", as: 1, usual + [("source", source)])
                expect(sent, 422, holds: ["href=\"#source\""], source)
                expect(PageScan(main: sent.text).faults, is: [], source)
            }
            let good = "https://example.org/a?b=c&d=%22"
            let sent = await site.post("\(TestTalk.page)/ask", as: 1, usual + [("source", good)])
            let page = await site.get(try #require(sent.header("location")), as: 2)
            expectSafe(page, good)
            expect(
                page, 200,
                holds: ["rel=\"nofollow noopener noreferrer ugc\" href=\"https://example.org/a?b=c&amp;d=%22\""])
        }
    }

    @Test func `the scan finds what is no part of a page`() {
        for inside in [
            "<script>", "<b hostile>x</b>", "<p onclick=\"1\">", "<a href=\"javascript:1\">x</a>", "<p class=x>",
            "<a href=\"//evil.example\">x</a>", "<i>x</i>", "</script>",
        ] {
            expect(PageScan(main: "<main>\(inside)</main>").faults.isEmpty, is: false, inside)
        }
        expect(PageScan(main: "<main id=\"main\"><a href=\"/x\">y</a></main>").faults, is: [])
    }
}
