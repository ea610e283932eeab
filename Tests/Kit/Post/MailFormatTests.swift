import Foundation
import Storage
import Testing

@testable import Post

/// What goes over the wire is what a receiver reads.
@Suite struct MailFormatTests {
    @Test func `a plain mail can be read by eye`() throws {
        let id = try #require(ID<Mail>("019ac9a8-0000-7000-8000-000000000001"))
        let bytes = MailFormat.bytes(
            of: try mail(text: "It is 1234.\n.\nFrom us", unsubscribe: "https://wayfellow.test/u/abc", id: id))
        #expect(
            String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n") == [
                "From: post@wayfellow.test", "To: ana@example.org", "Subject: Your code",
                "Date: Sat, 28 Nov 2026 08:31:00 +0000",
                "Message-ID: <019ac9a8-0000-7000-8000-000000000001@wayfellow.test>", "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable",
                "Content-Language: en", "Auto-Submitted: auto-generated",
                "List-Unsubscribe: <https://wayfellow.test/u/abc>",
                "List-Unsubscribe-Post: List-Unsubscribe=One-Click", "", "It is 1234.", "=2E", "=46rom us", "",
            ])
    }

    @Test func `every try is the same mail`() throws {
        let one = try mail()
        #expect(MailFormat.bytes(of: one) == MailFormat.bytes(of: one))
        #expect(ReadMail.id(try ReadMail(MailFormat.bytes(of: one))) == one.messageID)
    }

    static let texts = [
        "Hola, María: tu código está aquí.", "=?UTF-8?B?SGk=?=", "two  spaces", " before", "after ", "a = b? c",
        String(repeating: "word ", count: 60) + "end", String(repeating: "long", count: 200),
        String(repeating: "👩‍👩‍👧‍👦e\u{301}", count: 30), "שלום עולם", "你好，世界",
        String(repeating: "é", count: 500), "x",
    ]

    @Test(arguments: texts) func `a subject comes back as it was`(text: String) throws {
        let bytes = MailFormat.bytes(of: try mail(subject: text))
        #expect(Array((try ReadMail(bytes)["subject"] ?? "").unicodeScalars) == Array(text.unicodeScalars))
        for line in String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n") {
            #expect(line.utf8.count <= 78)
        }
    }

    @Test(arguments: [
        ("Wayfellow", "From: Wayfellow <post@wayfellow.test>"),
        ("Friends of the Way", "From: Friends of the Way <post@wayfellow.test>"),
        ("Friends, Inc.", "From: =?UTF-8?B?RnJpZW5kcywgSW5jLg==?= <post@wayfellow.test>"),
        ("Red de María", "From: =?UTF-8?B?UmVkIGRlIE1hcsOtYQ==?= <post@wayfellow.test>"),
    ])
    func `the name beside the address is written as readers take it`(name: String, line: String) throws {
        let bytes = MailFormat.bytes(of: try mail(named: name))
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix(line + "\r\n"))
    }

    static let names = [
        "a\" <b@c.d>, \"e", "post@evil.test", "(x)", "a\\", "=?UTF-8?B?SGk=?=", "two  spaces", " before", "after ",
        "שלום עולם", String(repeating: "é", count: 100), String(repeating: "word ", count: 39) + "end", "x", "a.b",
        String(repeating: "long", count: 50), "<>", ":;,",
    ]

    @Test(arguments: names) func `a name comes back as it was, and the address stays one`(name: String) throws {
        let bytes = MailFormat.bytes(of: try mail(named: name))
        let from = try ReadMail(bytes)["from"] ?? ""
        #expect(Array(from.unicodeScalars) == Array("\(name) <post@wayfellow.test>".unicodeScalars))
        let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        // Outside of encoded words nothing has a meaning in a header but the one pair of angle brackets.
        let header = lines.prefix { !$0.hasPrefix("To:") }.joined(separator: "").dropFirst(5)
        #expect(!header.contains { "\"(),:;\\".contains($0) } && header.filter { $0 == "<" }.count == 1)
    }

    @Test(arguments: ["", "a\r\nBcc: a@b.c", "a\nb", "a\0b", String(repeating: "a", count: 201)])
    func `a name that cannot be written is no mail`(name: String) {
        #expect(throws: MailFault.name) { try mail(named: name) }
    }

    @Test(arguments: texts) func `a text comes back as it was`(text: String) throws {
        let body = try ReadMail(MailFormat.bytes(of: try mail(text: text))).body
        #expect(Array(body.unicodeScalars) == Array((text + "\r\n").unicodeScalars))
    }

    @Test(arguments: [
        ("a\nb", "a\r\nb\r\n"), ("a\r\nb\r\n", "a\r\nb\r\n"), ("a\rb\r", "a\r\nb\r\n"), ("\n\n", "\r\n\r\n"),
        ("a \n\tb\t\n", "a \r\n\tb\t\r\n"), ("a\n\rb", "a\r\n\r\nb\r\n"),
    ])
    func `all ends of lines are one`(text: String, read: String) throws {
        #expect(try ReadMail(MailFormat.bytes(of: try mail(text: text))).body.utf8.elementsEqual(read.utf8))
    }

    @Test(arguments: ["\r\nBcc: a@b.c", "a\nb", "a\rb", "a\0b", "a\u{1B}[2J", "a\u{85}b", "a\u{2028}b", ""])
    func `a subject with a control character is no mail`(subject: String) {
        #expect(throws: MailFault.subject) { try mail(subject: subject) }
    }

    @Test func `what cannot be written is no mail`() {
        #expect(throws: MailFault.text) { try mail(text: "a\0") }
        #expect(throws: MailFault.text) { try mail(text: "") }
        #expect(throws: MailFault.text) { try mail(text: String(repeating: "a", count: 1_000_001)) }
        #expect(throws: MailFault.subject) { try mail(subject: String(repeating: "a", count: 1_001)) }
        for tag in ["", "en\r\nX: y", "e n", "en-", "ünd", String(repeating: "abc-", count: 12) + "a"] {
            #expect(throws: MailFault.language) { try mail(language: tag) }
        }
        for url in ["http://a.test/u", "mailto:a@b.test", "https:///u", "https://me@a.test/u", "https://a.test/u,v"] {
            #expect(throws: MailFault.unsubscribe) { try mail(unsubscribe: url) }
        }
    }

    @Test(arguments: [
        "", "ana", "@b.c", "ana@", "ana@@b.c", "a b@c.d", "ana@b..c", "ana@-b.c", "ana@b-.c", ".a@b.c", "a.@b.c",
        "a@b.c\r\nBcc: d@e.f", "a@b.c\0", "a\n@b.c", "<a@b.c>", "a@b.c, d@e.f", "\"a b\"@c.d", "a@[127.0.0.1]",
        "a@127.0.0.1", "ána@b.c", "a@bé.c", "a@b.c ", "a(x)@b.c",
    ])
    func `what is not one plain address is none`(text: String) {
        #expect(MailAddress(text) == nil)
    }

    @Test func `an address is at most 254 bytes, its name 64`() throws {
        let domain = [63, 63, 61].map { String(repeating: "d", count: $0) }.joined(separator: ".")
        let longest = String(repeating: "n", count: 64) + "@" + domain
        #expect(longest.utf8.count == 254)
        #expect(MailAddress(longest)?.text == longest)
        #expect(MailAddress(longest + "d") == nil)
        #expect(MailAddress(String(repeating: "n", count: 65) + "@b.c") == nil)
        #expect(MailAddress("Ana.O'Neil+x@Example.ORG")?.text == "Ana.O'Neil+x@example.org")
        #expect(MailAddress("ana@localhost")?.domain == "localhost")
        let one = try Mail(
            id: .random(), from: address(longest), to: address(longest), subject: "x", text: "x", language: "en",
            written: morning)
        #expect(try ReadMail(MailFormat.bytes(of: one))["to"] == longest)
    }

    @Test func `dates are those of the calendar`() throws {
        for (milliseconds, date) in [
            (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (951_782_399_999, "Mon, 28 Feb 2000 23:59:59 +0000"),
            (951_782_400_000, "Tue, 29 Feb 2000 00:00:00 +0000"),
            (1_735_689_599_000, "Tue, 31 Dec 2024 23:59:59 +0000"),
        ] as [(Int64, String)] {
            let one = try Mail(
                id: .random(), from: address("a@b.c"), to: address("a@b.c"), subject: "x", text: "x", language: "en",
                written: Instant(milliseconds: milliseconds))
            #expect(try ReadMail(MailFormat.bytes(of: one))["date"] == date)
        }
    }

    @Test func `nothing of a mail, an address or a secret is printed`() throws {
        let one = try mail(to: "secretname", subject: "secretsubject", text: "secrettext")
        let credentials = SMTPSettings.Credentials(user: Secret("secretuser"), password: Secret("secretword"))
        let settings = SMTPSettings(host: "a.test", port: 587, encryption: .startTLS, credentials: credentials)
        var dumped = ""
        dump((one, settings), to: &dumped)
        for text in ["\(one)", String(reflecting: one), "\(one.to)", dumped, "\(settings as Any)"] {
            #expect(!text.contains("secret"), "\(text)")
        }
    }
}

extension ReadMail {
    static func id(_ mail: ReadMail) -> String? { mail["message-id"] }
}
