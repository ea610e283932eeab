import Testing

@testable import Markdown

/// The words of a post without its marks.
@Suite struct PlainTextTests {
    static let texts: [(typed: String, plain: String)] = [
        ("", ""), ("a **b** _c_ ~~d~~ `e*`", "a b c d e*"), ("a\nb\n\nc", "a\nb\nc"),
        ("# Big\n> q\n\n- a\n- b\n  1. c", "Big\nq\na\nb\nc"),
        ("[w](https://a.example/x) www.b.example [c](/c)", "w (a.example) www.b.example c"),
        ("![p](https://a.example)", "p (a.example)"),
        ("```\n  a\n\n*b*\n```\nc", "  a\n\n*b*\nc"), ("```\n```", ""), ("a\n\n***\n\nb", "a\nb"),
        ("<b>a</b> &lt;i&gt; 2 < 3", "<b>a</b> <i> 2 < 3"),
        ("\u{202E}a\u{0}", "a"), ("-", ""), ("a  \nb", "a\nb"),
    ]

    @Test(arguments: texts) func `words stay, marks go`(typed: String, plain: String) throws {
        #expect(try MarkdownText(typed).plainText == plain)
    }

    @Test func `an excerpt is the beginning in whole words`() throws {
        let text = try MarkdownText("**Hello**\n\n> big   world\n")
        #expect(text.plainText == "Hello\nbig   world")
        let wanted: [(Int, String)] = [
            (-1, ""), (0, ""), (1, "…"), (3, "He…"), (5, "Hell…"), (6, "Hello…"), (9, "Hello…"), (10, "Hello big…"),
            (14, "Hello big…"), (15, "Hello big world"),
            (16, "Hello big world"), (.max, "Hello big world"),
        ]
        for (most, excerpt) in wanted {
            expect(text.excerpt(scalars: most) == excerpt, "\(most): \(text.excerpt(scalars: most))")
        }
    }

    @Test func `a letter and its marks are not torn apart`() throws {
        let text = try MarkdownText("xe\u{301}e\u{301}👩\u{200D}⚕\u{FE0F}👍🏽z")
        let wanted = [
            2: "x…", 3: "x…", 4: "xe\u{301}…", 5: "xe\u{301}…", 6: "xe\u{301}e\u{301}…", 9: "xe\u{301}e\u{301}…",
            10: "xe\u{301}e\u{301}👩\u{200D}⚕\u{FE0F}…",
        ]
        for (most, excerpt) in wanted {
            let found = text.excerpt(scalars: most)
            expect(found.unicodeScalars.elementsEqual(excerpt.unicodeScalars), "\(most): \(found)")
        }
    }

    @Test func `an excerpt is never longer than asked`() throws {
        var chance = Chance(seed: 3)
        for _ in 0..<2_000 {
            var source = ""
            for _ in 0..<chance.below(30) {
                source += chance.one(of: ["a", "bc ", "\n\n", "*d*", "\u{301}", "  ", "👍🏽", "- ", "`e`"])
            }
            let text = try MarkdownText(source)
            let most = chance.below(30)
            let excerpt = text.excerpt(scalars: most)
            expect(
                excerpt.unicodeScalars.count <= most,
                "\(source.debugDescription) in \(most): \(excerpt.debugDescription)")
            expect(!excerpt.unicodeScalars.contains("\n"), "\(source.debugDescription) breaks the line")
        }
    }
}
