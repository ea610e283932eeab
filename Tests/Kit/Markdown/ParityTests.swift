import CMarkGFM
import Foundation
import Testing

@testable import Markdown

/// What members may use is shown as cmark itself shows it.
@Suite struct ParityTests {
    static let words = [
        "one", "two three", "*em*", "**strong**", "*a **b***", "`code`", "``c ` d``", "AT&amp;T", "5 < 6", "\\*",
        "snake_case", "***both***", "Ünï", "\"q\"",
    ]

    static let blocks = [
        "%", "%\n%", "%\n\n%", "> %\n> %", "> %\n\n%", "- %\n- %", "- %\n\n- %", "1. %\n2. %", "4) %\n5) %",
        "- %\n  - %\n  - %\n- %", "1. %\n\n   %\n2. %", "> - %\n> - %", "- > %\n- %",
        "```\n%\n```", "    %\n\n%", "%\n\n***\n\n%", "* %\n+ %\n- %", "> > %\n>\n> %", "- %\n\n      code\n\n  %",
        "10. %\n    - %\n\n      %", "%  \n%", "-\n\n%", "- %\n\n\n\n%",
    ]

    /// What cmark writes, without the line ends between its tags and in our spelling of the same.
    private static func reference(_ source: String) -> String {
        let options = CMARK_OPT_HARDBREAKS
        guard let html = cmark_markdown_to_html(source, source.utf8.count, options) else { return "" }
        defer { free(html) }
        var text = String(cString: html)
        for (theirs, ours) in [("<br />\n", "<br>"), ("<hr />", "<hr>"), ("'", "&#39;")] {
            text = text.replacingOccurrences(of: theirs, with: ours)
        }
        for tag in ["p", "blockquote", "ul", "ol", "li", "pre"] {
            text = text.replacingOccurrences(of: "</\(tag)>\n", with: "</\(tag)>")
        }
        return text.replacing(/(<(?:blockquote|ul|ol|li|hr)(?: start="\d+")?>)\n/) { $0.1 }.replacing(
            /\n(<\/?(?:ul|ol|li|blockquote|p|pre)>|<ol start)/
        ) { $0.1 }
    }

    @Test(arguments: blocks) func `blocks with lines in them are the same`(block: String) throws {
        var chance = Chance(seed: UInt64(block.utf8.count))
        for _ in 0..<40 {
            var source = ""
            for part in block.split(separator: /(?=%)/) {
                source += part.hasPrefix("%") ? chance.one(of: Self.words) + part.dropFirst() : part
            }
            let ours = try html(source)
            expect(
                ours == Self.reference(source),
                "\(source.debugDescription)\nours \(ours)\ntheirs \(Self.reference(source))")
        }
    }

    @Test func `a link without title is the same but for its host`() throws {
        for source in [
            "[a](https://example.org/x?y=1&z=2)", "<https://example.org>", "[a *b*](https://example.org/(c))",
            "x [a](<https://example.org>) y",
        ] {
            let ours = try html(source).replacing(" rel=\"nofollow noopener noreferrer ugc\"", with: "").replacing(
                /\ <span class="host">\([a-z.]+\)<\/span>/, with: "")
            #expect(ours == Self.reference(source).trimmingCharacters(in: .newlines))
        }
    }
}
