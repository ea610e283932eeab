import Markdown
import Markup
import Storage
import Testing
import World

@testable import Communities

/// What a keyboard puts into words is taken out of them, and nothing is read as markup.
@Suite struct DarkStyleTests {
    @Test func `marks, dots, spaces and signs are those of a plain keyboard, and twice is once`() {
        for (typed, level) in [
            ("\u{201C}So\u{201D} \u{2018}it\u{2019} is\u{2026}", "\"So\" 'it' is..."),
            ("\u{AB}¿Y tú?\u{BB} \u{2014} dijo", "\"¿Y tú?\" - dijo"), ("Wait .... what??!!", "Wait ... what?!"),
            ("two..  spaces\u{A0}here\t", "two... spaces here"), ("sad \u{1F622}\u{1F3FD} :( today :-)", "sad today"),
            ("\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} we", "we"),
            ("2 \u{2764}\u{FE0F} 1 \u{B0}C #3 *4*", "2 1 \u{B0}C #3 *4*"),
            ("One\r\n\r\n\r\nTwo  \nThree\n\n", "One\n\nTwo\nThree"), ("Cafe\u{301}", "Caf\u{E9}"),
            ("\u{1F622}", "\u{1F622}"), ("", ""), ("at 20:30 (see http://x.test/a)", "at 20:30 (see http://x.test/a)"),
        ] {
            expect(DarkStyle.level(typed), is: level)
            expect(DarkStyle.level(level), is: level, "twice")
        }
    }

    @Test(arguments: Backend.available)
    func `markup is not read, nobody is spoken to, and treatments lead to their pages`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let name = try await site.name(1)
            let words = "*Not* so: [x](https://e.test) <b>&\u{2026}\n> @\(name), is Cymbalta it?\n\n# 1"
            let thread = try await site.askInTheDark("\u{201C}Really\u{201D}?", words)
            // An address is looked at first, here as everywhere.
            try await site.decide(PostPlace(thread, 1), isAllowed: true)
            try await site.put("Yes.", in: thread, by: 1)
            try await site.release(.reply(site.reply("@\(name), thanks\u{2026}")))
            try await site.decide(PostPlace(thread, 3), isAllowed: true)
            expect(
                await site.get(site.path(thread), as: 2), 200,
                holds: [
                    "&quot;Really&quot;?", "*Not* so: [x](https://e.test) &lt;b&gt;&amp;...", "# 1",
                    "href=\"/treatments/duloxetine\"", "thanks...",
                ], lacks: ["href=\"https://e.test", "<em>Not", "\u{2026}"])
            expect(try await site.count("SELECT COUNT(*) FROM post_mentions"), is: 0)
        }
    }

    @Test func `plain words become paragraphs and lines`() throws {
        let html = try MarkdownText(plain: "a *b*\nc\n \n\nd").html
        expect(String(decoding: html.bytes, as: UTF8.self), is: "<p>a *b*<br>c</p><p>d</p>")
    }
}
