import Testing

@testable import Post

/// Words out of markup, and nothing of the markup.
@Suite struct MarkupTextTests {
    private func text(_ markup: String) -> String {
        MarkupText.lines(markup.asMailText).map { String(repeating: ">", count: $0.depth) + $0.text }.joined(
            separator: "\n")
    }

    @Test(arguments: [
        ("Yes.", "Yes."), ("<p>one</p><p>two</p>", "one\n\ntwo"), ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"), ("one<br>two<BR/>three", "one\ntwo\nthree"),
        ("one\n  two\t three", "one two three"), ("a&nbsp;&nbsp;b", "a b"), ("<b>bo</b>ld <i>it</i>", "bold it"),
        ("<ul><li>one</li><li>two</ul>after", "- one\n- two\nafter"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<blockquote>theirs<blockquote>older</blockquote></blockquote>mine", ">theirs\n>\n>>older\n\nmine"),
        ("</blockquote></p>mine", "mine"), ("<pre>a  b\n c</pre>", "a  b\n c"),
        ("<style>p { color: red }</style><script>if (1 < 2) alert('x')</script>Yes", "Yes"),
        ("<title>no</title><textarea>no</textarea>yes", "yes"), ("<SCRIPT>no</script x=\">\">yes", "yes"),
        ("a<!-- <p>no</p> -->b", "ab"), ("<!DOCTYPE html><?xml ?>yes", "yes"),
        ("<o:p></o:p>yes<img alt=\"no\">", "yes"),
        ("<a href=\"https://example.org/>x\" title='>'>here</a>", "here"),
        ("&lt;b&gt; &amp;amp; &quot;&apos;", "<b> &amp; \"'"), ("&iquest;Qu&eacute; ma&ntilde;ana?", "¿Qué mañana?"),
        ("&#233;&#xE9;&#XE9;&#128;&#x1F49B;", "ééé€💛"), ("&#0;&#xD800;&#x110000;&#10;x", "\u{FFFD}\u{FFFD}\u{FFFD} x"),
        ("&bogus; &; & &#; &#x; &#99999999999; AT&T", "&bogus; &; & &#; &#x; &#99999999999; AT&T"),
        ("3 < 5 and 5 <6", "3 < 5 and 5 <6"), ("a<b", "a"), ("a<!-- b", "a"), ("a<style>b", "a"),
        ("a<p title=\"b", "a"),
        ("<", "<"), ("</", ""), ("&", "&"), ("<p", ""), ("", ""),
    ])
    func `markup becomes lines`(markup: String, expected: String) { #expect(text(markup) == expected) }

    @Test func `depth has an end`() {
        let deep = String(repeating: "<blockquote>", count: 10_000) + "x"
        #expect(MarkupText.lines(deep).allSatisfy { $0.depth <= MailLine.deepest })
    }
}
