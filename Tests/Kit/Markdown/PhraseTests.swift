import Markup
import Testing

@testable import Markdown

/// Names of members and words of the vocabulary become links where they are said, and only there.
@Suite struct PhraseTests {
    private static let phrases: LinkedPhrases = {
        var phrases = LinkedPhrases()
        phrases.add(name: "Quiet River 12", "/m/river")
        phrases.add(name: "Quiet", "/m/quiet")
        phrases.add(name: "José-María", "/m/jose")
        phrases.add(phrase: "sertraline", "/t/sertraline")
        phrases.add(phrase: "Zoloft", "/t/sertraline")
        phrases.add(phrase: "St. John's wort", "/t/wort")
        phrases.add(phrase: "vitamin D", "/t/d")
        phrases.add(phrase: "vitamin D deficiency", "/c/deficiency")
        return phrases
    }()

    private func linked(_ source: String) throws -> [String] {
        let rendering = try MarkdownText(source).rendered(linking: [Self.phrases])
        #expect(
            PostReader(
                rendering.html.string.replacing(
                    "<a href=\"/", with: "<a rel=\"nofollow noopener noreferrer ugc\" href=\"https://h.example/")
            ).faults.isEmpty)
        return rendering.html.string.matches(of: /<a href="(\/[^"]*)">([^<]*)<\/a>/).map { "\($0.1) \($0.2)" }
    }

    static let found: [(typed: String, links: [String])] = [
        ("Thank you @Quiet River 12!", ["/m/river @Quiet River 12"]), ("@Quiet River 13", ["/m/quiet @Quiet"]),
        ("(@quiet river 12)", ["/m/river @quiet river 12"]), ("@Quiet River 12's words", ["/m/river @Quiet River 12"]),
        ("@Quiet and @Quiet", ["/m/quiet @Quiet", "/m/quiet @Quiet"]), ("@jose maria", ["/m/jose @jose maria"]),
        ("@Jose\u{301}-Mari\u{301}a.", ["/m/jose @Jose\u{301}-Mari\u{301}a"]),
        ("**@Quiet** _@Quiet River 12_", ["/m/quiet @Quiet", "/m/river @Quiet River 12"]),
        ("> @Quiet", ["/m/quiet @Quiet"]), ("- @Quiet\n- b", ["/m/quiet @Quiet"]), ("@@Quiet", ["/m/quiet @Quiet"]),
        ("Sertraline, then sertraline.", ["/t/sertraline Sertraline"]),
        ("Zoloft is sertraline", ["/t/sertraline Zoloft"]),
        ("st john's-wort", ["/t/wort st john's-wort"]), ("St. John’s Wort", ["/t/wort St. John’s Wort"]),
        ("vitamin D deficiency", ["/c/deficiency vitamin D deficiency"]),
        ("vitamin D, deficiency", ["/t/d vitamin D"]), ("vitamin\nD", []),
        ("> sertraline\n\nsertraline", ["/t/sertraline sertraline"]),
        ("# Sertraline", ["/t/sertraline Sertraline"]), ("~~sertraline~~", ["/t/sertraline sertraline"]),
    ]

    @Test(arguments: found) func `a name or phrase that is said is a link`(typed: String, links: [String]) throws {
        let shown = links.map { $0.replacing("'", with: "&#39;") }
        #expect(try linked(typed) == shown)
    }

    @Test func `one name is replaced wherever it stands, and no longer one that begins with it`() {
        let many = (spoken: String(repeating: "@Quiet ", count: 300), left: String(repeating: "@… ", count: 300))
        let typed = "@Quiet, (@quiet) and @Quiet River 12: `@QUIET` is quiet <b>@Quiet</b> me@quiet \(many.spoken)"
        let left = "@…, (@…) and @Quiet River 12: `@…` is quiet <b>@…</b> me@quiet \(many.left)"
        #expect(Self.phrases.replacing("/m/quiet", in: typed, with: "@…") == left)
        #expect(Self.phrases.replacing("/m/quiet", in: "", with: "@…") == "")
    }

    @Test(arguments: [
        "Quiet River 12", "@River", "me@quiet", "x@Quiet", "@ Quiet", "@Quietly", "`@Quiet sertraline`",
        "```\n@Quiet sertraline\n```", "[@Quiet sertraline](https://a.example)",
        "sertralines", "presertraline", "@sertraline", "> sertraline", "vitamin", "vitamin – D", "vitamin    D",
        "https://a.example/sertraline", "sertra**line**", "",
    ]) func `what only resembles one is none`(typed: String) throws {
        #expect(try linked(typed).isEmpty)
    }

    @Test func `it is told who and what was linked, once each`() throws {
        let text = try MarkdownText("sertraline @Quiet @Quiet River 12 @quiet Zoloft `@José-María`")
        #expect(text.rendered(linking: [Self.phrases]).linked.map(\.text) == ["/t/sertraline", "/m/quiet", "/m/river"])
        #expect(text.rendered().linked.isEmpty && text.html == text.rendered(linking: [LinkedPhrases()]).html)
    }

    @Test func `of several lists the phrase with most words is taken`() throws {
        var other = LinkedPhrases()
        other.add(name: "Quiet River", "/m/other")
        other.add(phrase: "", "/never")
        other.add(phrase: "—", "/never")
        other.add(phrase: String(repeating: "long ", count: 11), "/never")
        let text = try MarkdownText("@Quiet River @Quiet River 12 — " + String(repeating: "long ", count: 11))
        #expect(text.rendered(linking: [Self.phrases, other]).linked.map(\.text) == ["/m/other", "/m/river"])
    }

    @Test func `words stay as they were typed`() throws {
        var chance = Chance(seed: 8)
        let parts = [
            "@", "Quiet", "quiet", " ", "River", "12", "-", ".", "’", "sertraline", "ñ", "\u{301}", "&", "<", "\"", "🌲",
            "vitamin", "D", "__",
        ]
        for _ in 0..<2_000 {
            var words = "x"
            for _ in 0..<chance.below(20) { words += chance.one(of: parts) }
            var finder = PhraseFinder([Self.phrases])
            let found = finder.parts(of: words, isQuoted: false)
            expect(
                found.map { String($0.words) }.joined().utf8.elementsEqual(words.utf8), "\(words) came back different")
        }
    }
}
