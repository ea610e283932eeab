import CMarkGFM
import Markup
import Testing

@testable import Markdown

/// Texts made to cost much: what they cost is bounded by their length. Work is counted in nodes of the tree and in how
/// deep quotes and lists stand, for each line walks through all that are open.
@Suite struct BombTests {
    static let limit = 20_000

    /// As often as fits.
    private static func filled(_ piece: String, _ end: String = "", in length: Int = limit) -> String {
        let room = length - end.unicodeScalars.count
        return String(repeating: piece, count: room / piece.unicodeScalars.count) + end
    }

    /// Beginnings that are repeated: those of cmark's own tests of pathological input and of its advisories, and more.
    static let repeated = [
        "[", "![", "]", "[]", "[a]", "![a]", "[[a]]", "[a](", "![[]()", "[a](<", "[a](<b", "[a](b", "[a](\\(", "[a](((",
        "[a]: u\n", "[a]: <\n", "[x\n", "[ (", "[a](u \"",
        "[^a]", "[^a]:\n", "[*", "*[", "*", "_", "**", "a**b", "*a ", "_a ", "*a_ ", "*a **a ", "***a", "*****a_____b",
        "a**b_c* ", "*_~", "~", "~~", "~~a", "a~~", "~a~~b~~~",
        "`", "` `` ", "`a", "<", "<>", "</", "<!--", "a <!--", "a <?", "a <![CDATA[", "a <!A ", "<a ", "<a b=",
        "<a b='", "<t f=\"", "<http:", "<https://", "<https://a b", "<a@b",
        ">", "> ", "> a\n\n", ">\n", ">- ", ">1) ", "- ", "* ", "+ ", "1. ", "-\n", "1.\n", "- a\n", "* * a\n",
        "- a\n  b\n", "\t", ">\t", "-\t", " ", "\n", "a\n", "    a\n", "```\n", "~~~\n",
        "#", "# \n", "# #", "a\n=\n", "a\n-\n", "***\n", "_ _", "\\", "\\\\", "a\\\n", "a  \n", "\\[", "&", "&#", "&a;",
        "&amp;", "&#x202E;", "\"", "|", "|x|\n|-|\n", "{", "@", "@a", "@a ", "a@b.c ",
        "a@", "w:", "www.", "www.*", "www.a", "www.a.b", "https://", "https://*", "https://)", "https://(",
        "(https://a.b/(", "https://a.b/[", "h", "ww", "mailto:", "xmpp:", "\u{301}", "\(marks[1])<", "\u{0}",
    ]

    private static func nested(_ mark: String, lines: String) -> String {
        String(repeating: mark, count: 5_000) + "x\n" + filled(lines, in: limit - 10_002)
    }

    static let built = [
        nested("> ", lines: "> x\n"), nested("- ", lines: "-\n"), nested("- ", lines: "\n"), nested("> ", lines: "a\n"),
        nested("* ", lines: "  a\n"),
        (0..<135).map { String(repeating: "  ", count: $0) + "- a" }.joined(separator: "\n"),
        (0..<30).map { String(repeating: " ", count: 40 * $0) + String(repeating: "- ", count: 20) + "a" }.joined(
            separator: "\n") + String(repeating: "\n", count: 900),
        (0..<60).map { String(repeating: "> ", count: $0) + "a" }.joined(separator: "\n"),
        (1..<199).map { "e" + String(repeating: "`", count: $0) }.joined(),
        "[a]: " + String(repeating: "u", count: 9_000) + "\n\n" + filled("[a]", in: 10_000),
        "[a]: u '" + String(repeating: "t", count: 9_000) + "'\n\n" + filled("[a]", in: 10_000),
        filled("[", in: 10_000) + filled("]", in: 10_000), filled("**x [a*b**c*](d)"), "a\n" + filled("=", in: 19_000),
        "***" + filled("*", "a", in: 19_997), "https://a.b/" + filled(")", in: 19_000),
        "https://a.b/" + filled("&a;", in: 19_000), filled("a.", "@", in: 19_000), filled("https://a.bc ", in: 2_600),
        filled("[a](https://a.bc)", in: 3_400), filled("www.a.bc ", in: 1_800),
        filled(">>>>>>>>>>>>>>>>>>>>a\n\n"), filled("- - - - - - - - - - - - - - - - - - - a\n"),
    ]

    /// What the parser makes of a text: nodes, and how many quotes, lists and items stand inside each other.
    private func cost(_ guarded: GuardedSource) -> (nodes: Int, blocks: Int) {
        var (nodes, open, most) = (0, 0, 0)
        let containers = [CMARK_NODE_BLOCK_QUOTE, CMARK_NODE_LIST, CMARK_NODE_ITEM]
        ParsedTree(guarded).walk { (node: OpaquePointer, isEntered: Bool) in
            if isEntered { nodes += 1 }
            guard containers.contains(cmark_node_get_type(node)) else { return }
            open += isEntered ? 1 : -1
            most = max(most, open)
        }
        return (nodes, most)
    }

    private func check(_ source: String) {
        let name = "\(source.prefix(40).debugDescription)…"
        let bytes = source.utf8.count
        let guarded = GuardedSource(source)
        expect(guarded.bytes.count <= 6 * bytes + 64, "\(name) grows to \(guarded.bytes.count) of \(bytes)")
        let cost = cost(guarded)
        expect(cost.nodes <= 2 * bytes + 2, "\(name) makes \(cost.nodes) nodes")
        expect(cost.blocks <= 130, "\(name) nests \(cost.blocks) blocks")
        do throws(MarkdownFault) {
            check(name, bytes, try MarkdownText(source))
        } catch {
            expect(error == .tooManyLinks(most: 200), "\(name): \(error)")
        }
    }

    private func check(_ name: String, _ bytes: Int, _ text: MarkdownText) {
        let html = text.html.string
        expect(text.pieces.count <= 4 * bytes + 2, "\(name) makes \(text.pieces.count) pieces")
        expect(html.utf8.count <= 26 * bytes + 200 * text.links.count, "\(name) makes \(html.utf8.count) of \(bytes)")
        let post = PostReader(html)
        expect(post.faults.isEmpty, "\(name): \(post.faults)")
        expect(post.depth <= 22, "\(name) is \(post.depth) deep")
    }

    @Test func `what is repeated costs no more than it is long`() {
        for piece in Self.repeated {
            check(Self.filled(piece))
            check(Self.filled(piece, "x"))
            check("x " + Self.filled(piece, in: 10_000) + "\n" + Self.filled(piece, in: 9_000))
        }
    }

    @Test func `what is nested costs no more than it is long`() {
        for source in Self.built { check(source) }
    }

    @Test func `no definition multiplies`() throws {
        let text = try MarkdownText(
            "[a]: https://a.example/" + String(repeating: "u", count: 9_000) + "\n\n"
                + String(repeating: "[a]", count: 3_000))
        #expect(text.html.count < 40_000 && text.links.isEmpty)
    }

    @Test func `names and phrases cost no more than the text is long`() throws {
        var phrases = LinkedPhrases()
        for number in 0..<2_000 { phrases.add(name: "a a a a a a a a \(number)", "/m/\(String(number))") }
        phrases.add(name: "a", "/m/a")
        phrases.add(phrase: "b", "/t/b")
        let rendering = try MarkdownText(Self.filled("@a b ")).rendered(linking: [phrases])
        #expect(rendering.linked.map(\.text) == ["/m/a", "/t/b"])
        #expect(rendering.html.count <= 3 * Self.limit + 200 * 30)
    }
}
