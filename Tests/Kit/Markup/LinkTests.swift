import Markup
import Testing

/// A link leads to this site, or to where a literal or a check says.
@Suite struct LinkTests {
    static let encoded: [(String, String)] = [
        ("duloxetine", "/t/duloxetine"), ("a/b", "/t/a%2Fb"), ("a b?c#d", "/t/a%20b%3Fc%23d"), ("ñ", "/t/%C3%B1"),
        ("\"><script>", "/t/%22%3E%3Cscript%3E"), ("javascript:alert(1)", "/t/javascript%3Aalert%281%29"),
        ("..", "/t/%252E%252E"), (".", "/t/%252E"), ("...", "/t/..."), ("\\evil", "/t/%5Cevil"),
        ("\u{0}\n", "/t/%00%0A"),
        ("-._~", "/t/-._~"), ("", "/t/"),
    ]

    @Test(arguments: encoded) func `what is put into a path is one segment of it`(value: String, address: String) {
        #expect(Link("/t/\(value)").text == address)
        #expect(("<a href=\"\(Link("/t/\(value)"))\">" as HTML).string == "<a href=\"\(address)\">")
    }

    @Test func `an empty first segment does not lead to another site`() {
        #expect(Link("/\("")/\("evil.example")").text == "/")
        #expect(Link("/\("/evil.example")").text == "/%2Fevil.example")
    }

    static let home: [Link] = [
        "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "", " /x",
        "data:text/html,x",
    ]

    @Test(arguments: home) func `a literal that is no path leads home`(link: Link) {
        #expect(link.text == "/")
    }

    static let refused = [
        "//evil.example", "/\\evil.example", "\\\\evil", "https://evil.example", "javascript:alert(1)", "", "me",
        "/a b",
        "/a\nb", "/a\u{0}", "/<b>", "/\"", "/ñ", "/a\\b", "?x", "#x", "/" + String(repeating: "a", count: 2_001),
    ]

    @Test(arguments: refused) func `an address from outside is taken only when it is a plain path here`(address: String)
    {
        #expect(Link(local: address) == nil)
    }

    @Test(arguments: ["/", "/me", "/treatments/duloxetine?for=pain&x=%20#top", "/a//b"])
    func `a plain path is kept as it is`(address: String) {
        #expect(Link(local: address)?.text == address)
    }

    @Test(arguments: [
        "http://example.org", "https://", "https://user@example.org", "https://example.org:8080", "https://localhost",
        "https://exam ple.org", "https://example.org/\"x", "https://ex\u{430}mple.org", "javascript:alert(1)",
        "https:///example.org", "HTTPS://example.org", "https://example.org\\@evil.example",
    ]) func `another site is linked only over https and by a plain name`(address: String) {
        #expect(Link(external: address) == nil)
    }

    @Test func `other sites, telephones and messages have links of their own`() {
        #expect(Link(external: "https://988lifeline.org/chat?a=b#c")?.text == "https://988lifeline.org/chat?a=b#c")
        #expect(Link(calendar: "https://example.org/feeds/x.ics")?.text == "webcal://example.org/feeds/x.ics")
        for wrong in ["javascript:alert(1)", "/feeds/x.ics", "https://example.org/\"x", ""] {
            #expect(Link(calendar: wrong) == nil, "\(wrong)")
        }
        #expect(Link.telephone("+1 (603) 555-0100").text == "tel:+16035550100")
        #expect(Link.message(to: "988\" onclick=\"x").text == "sms:988")
    }

    @Test func `a query item is added before the fragment`() {
        #expect(Link("/search").adding("q", "a&b").text == "/search?q=a%26b")
        #expect(Link("/search?x=1#top").adding("q", "ñ").text == "/search?x=1&q=%C3%B1#top")
    }

    @Test func `two links to the same place are equal`() {
        #expect(Link("/t/\("a")") == Link("/t/a"))
        #expect(Set([Link("/t/\("a")"), Link("/t/a")]).count == 1)
    }
}
