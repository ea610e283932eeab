import Storage
import Testing

@testable import Post

/// The head of a mail that came in.
@Suite struct InboundMailTests {
    private func inbound(_ lines: String...) -> InboundMail? {
        InboundMail(Array((lines + ["", "text"]).joined(separator: "\r\n").utf8))
    }

    @Test(
        arguments: [
            ("ana@example.org", "ana@example.org", ""), ("<ana@Example.ORG>", "ana@example.org", ""),
            ("Ana Torres <ana@example.org>", "ana@example.org", "Ana Torres"),
            ("\"Torres, Ana (she)\" <ana@example.org>", "ana@example.org", "Torres, Ana (she)"),
            ("Torres\\, Ana", nil, ""), ("ana@example.org (Ana Torres)", "ana@example.org", ""),
            ("=?UTF-8?Q?Ana_Garc=C3=ADa?= <ana@example.org>", "ana@example.org", "Ana García"),
            ("=?iso-8859-1?Q?Garc=EDa=2C_Ana?= <ana@example.org>", "ana@example.org", "García, Ana"),
            ("=?utf-8?B?R2FyY8Ot?= =?utf-8?B?YQ==?= <ana@example.org>", "ana@example.org", "García"),
            ("=?utf-8?B?R2FyY8M=?= =?utf-8?B?rWE=?= <ana@example.org>", "ana@example.org", "García"),
            ("=?koi8-r?B?4Q==?= <ana@example.org>", "ana@example.org", "=?koi8-r?B?4Q==?="),
            ("ana@example.org, bea@example.org", nil, ""), ("Friends: ana@example.org;", "ana@example.org", ""),
            ("\"a b\"@example.org", nil, ""), ("<>", nil, ""), ("", nil, ""),
            ("<@a.example,@b.example:ana@example.org>", nil, ""),
            ("Ana <ana@example.org", "ana@example.org", "Ana"), ("\"Ana <ana@example.org>", nil, ""),
            ("((((Ana <ana@example.org>", nil, ""),
        ] as [(String, String?, String)])
    func `whom it is from is one plain address, or nobody`(field: String, address: String?, name: String) throws {
        let mail = try #require(inbound("From: \(field)"))
        #expect(mail.from?.text == address && (mail.senderName == name || address == nil))
    }

    @Test func `where it went and what it answers are read`() throws {
        let mail = try #require(
            inbound(
                "From ana@example.org  Sat Nov 28 08:31:00 2026", "Delivered-To: a@example.org",
                "X-Original-To: b@example.org", "To: Friends: c@example.org, <d@example.org>;, nobody",
                "Cc: \"e@example.org\" <f@example.org>", "Subject: =?utf-8?q?Caf=C3=A9?=\t =?utf-8?q?_con_leche?= now",
                "Message-ID: <1@example.org>", "In-Reply-To: <2@example.org> (of Saturday)",
                "References: <3@example.org>\r\n\t<2@example.org>"))
        #expect(mail.envelope.map(\.text) == ["a@example.org", "b@example.org"])
        #expect(mail.recipients.map(\.text) == ["c@example.org", "d@example.org", "f@example.org"])
        #expect(mail.subject == "Café con leche now" && mail.messageID == "1@example.org")
        #expect(mail.answers == ["2@example.org", "3@example.org", "2@example.org"])
    }

    @Test func `what is no head is no mail`() {
        #expect(InboundMail([]) == nil && InboundMail(Array("\r\n\r\n".utf8)) == nil)
        #expect(inbound("no field") == nil && inbound(": empty") == nil && inbound(" folded: first") == nil)
        #expect(inbound("Subject: a", "sub ject: b") == nil)
        #expect(InboundMail(Array((0..<201).map { "X-\($0): y\r\n" }.joined().utf8)) == nil)
        #expect(InboundMail(Array((0..<200).map { "X-\($0): y\r\n" }.joined().utf8)) != nil)
        #expect(inbound("X: " + String(repeating: "y", count: 15_000)) != nil)
        #expect(inbound("X: " + String(repeating: "y", count: 17_000)) == nil)
        #expect(inbound("X: y" + String(repeating: "\r\n " + String(repeating: "y", count: 900), count: 100)) == nil)
    }

    @Test func `addresses without end are read to a hundred`() {
        let many = (0..<5_000).map { "a\($0)@example.org" }.joined(separator: ",")
        #expect(MailboxList.read(many).count == MailboxList.most)
    }
}
