import Foundation
import Storage
import Testing

@testable import Post

/// The text of a mail, out of its parts, sets of letters and ways of writing them.
@Suite struct MailTextTests {
    private static func lines(_ mail: String) throws -> [MailLine] {
        try lines(Array(mail.replacing("\n", with: "\r\n").utf8))
    }

    private static func lines(_ mail: [UInt8]) throws -> [MailLine] {
        try MailText.lines(of: try #require(MailFields(mail[...], within: .mail)))
    }

    private static func text(_ mail: String) throws -> String {
        try lines(mail).map(\.text).joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test(arguments: [
        ("utf-8", "caf\u{E9} €5", "Y2Fmw6kg4oKsNQ=="), ("UTF8", "café", "Y2Fmw6k="), ("us-ascii", "cafe", "Y2FmZQ=="),
        ("us-ascii", "café", "Y2Fmw6k="), ("utf-8", "café", "Y2Fm6Q=="), ("iso-8859-1", "café", "Y2Fm6Q=="),
        ("ISO-8859-15", "5 € Šš", "NSCkIKao"), ("windows-1252", "“5 €” …", "kzUggJQghQ=="),
        ("iso-8859-1", "“5 €”", "kzUggJQ="), ("windows-1252", "a\u{FFFD}b", "YYFi"),
        ("utf-8", "José", "Sm9zZcyB"), ("utf-8", "byte order", "77u/Ynl0ZSBvcmRlcg=="),
        ("utf-8", "ab\tc", "YQBiCWMbBw=="), ("utf-8", "a\nb", "YeKAqGI="),
    ])
    func `letters of every set are read`(charset: String, expected: String, base64: String) throws {
        let text = try Self.text(
            "Content-Type: text/plain; charset=\"\(charset)\"\nContent-Transfer-Encoding: base64\n\n\(base64)\n")
        #expect(Array(text.unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test(arguments: ["koi8-r", "iso-2022-jp", "utf-7", "utf-16", "x-unknown"])
    func `a set that is not known is not guessed at`(charset: String) {
        #expect(throws: ReplyFault.unreadable) { try Self.text("Content-Type: text/plain; charset=\(charset)\n\nYes.") }
    }

    @Test(arguments: [
        ("quoted-printable", "caf=C3=A9 =\nau lait =3D 1=20  \nnext", "café au lait = 1 \nnext"),
        ("quoted-printable", "=ZZ = =4 =c3=a9", "=ZZ = =4 é"), ("Quoted-Printable", "a=", "a"),
        ("base64", "WWVz\nLg", "Yes."), ("base64", "WW Vz?Lg==", "Yes."), ("BASE64", "WWVzLg==\n\n", "Yes."),
        ("7bit", "Yes=2E", "Yes=2E"), ("8bit", "sí", "sí"), ("binary", "Yes.", "Yes."),
    ])
    func `every way of writing bytes is read`(encoding: String, body: String, expected: String) throws {
        #expect(try Self.text("Content-Transfer-Encoding: \(encoding)\n\n\(body)") == expected)
    }

    @Test(arguments: [("base64", "WWVzLg==WWVz"), ("base64", "WWVzL"), ("uuencode", "x"), ("x-gzip64", "x")])
    func `a way that is not known, or half of it, is not guessed at`(encoding: String, body: String) {
        #expect(throws: ReplyFault.unreadable) { try Self.text("Content-Transfer-Encoding: \(encoding)\n\n\(body)") }
    }

    @Test func `lines that flow come together`() throws {
        let flowed = "one \ntwo \n\n> three \n> four\n>> five \n> six\n >not quoted\n-- \nAna \nTorres"
        let lines = try Self.lines("Content-Type: text/plain; format=Flowed\n\n\(flowed)")
        #expect(
            lines == [
                MailLine(depth: 0, text: "one two "), MailLine(depth: 0, text: ""),
                MailLine(depth: 1, text: "three four"),
                MailLine(depth: 2, text: "five "), MailLine(depth: 1, text: "six"),
                MailLine(depth: 0, text: ">not quoted"),
                MailLine(depth: 0, text: "-- "), MailLine(depth: 0, text: "Ana Torres"),
            ])
        #expect(try Self.text("Content-Type: text/plain; format=flowed; delsp=yes\n\nwalk \ning") == "walking")
        #expect(try Self.lines("\n> > a\n>> b\n>c\n> >10\n").map(\.depth) == [2, 2, 1, 2, 0])
        #expect(try Self.lines("\n" + String(repeating: ">", count: 5_000)).map(\.depth) == [MailLine.deepest])
    }

    private static func multipart(_ kind: String, _ parts: String..., boundary: String = "b", end: String = "--")
        -> String
    {
        "Content-Type: multipart/\(kind); boundary=\"\(boundary)\"\n\nFor old programs.\n"
            + parts.map { "--\(boundary)\n\($0)\n" }.joined() + "--\(boundary)\(end)\nbelow"
    }
    private static let plain = "Content-Type: text/plain\n\nplain"
    private static let markup = "Content-Type: text/html\n\n<p>marked"
    private static let file = "Content-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\nfile"

    @Test(arguments: [
        (multipart("alternative", plain, markup), "plain"), (multipart("alternative", markup, plain), "plain"),
        (multipart("alternative", markup), "marked"),
        (multipart("alternative", "Content-Type: text/plain\n\n \n", markup), "marked"),
        (multipart("alternative", "Content-Type: text/plain; charset=utf-7\n\n+AOk-", markup), "marked"),
        (multipart("mixed", plain, file), "plain"), (multipart("mixed", plain, plain), "plain\nplain"),
        (multipart("mixed", plain, "Content-Type: message/rfc822\n\nSubject: other\n\nother"), "plain"),
        (multipart("mixed", plain, "Content-Type: text/calendar\n\nBEGIN:VCALENDAR"), "plain"),
        (multipart("mixed", file), ""), (multipart("related", markup, plain), "marked"),
        (multipart("unheard-of", plain), "plain"), (multipart("mixed", "\nno field"), "no field"),
        (multipart("mixed", multipart("alternative", plain, markup, boundary: "bb"), file), "plain"),
        ("Content-Type: image/jpeg\n\nJFIF", ""), ("Content-Type: nonsense\n\nYes.", ""),
        ("Subject: x\n\nYes.", "Yes."),
    ])
    func `the text is found among the parts`(mail: String, expected: String) throws {
        #expect(try Self.text(mail) == expected)
    }

    @Test(arguments: [
        (multipart("mixed", plain, end: ""), ReplyFault.unreadable),
        (multipart("mixed", plain, "no field\n\nx"), .unreadable),
        ("Content-Type: multipart/mixed\n\nx", .unreadable),
        ("Content-Type: text/plain\nContent-Type: text/html\n\nx", .unreadable),
        (multipart("mixed", plain, "Content-Type: text/plain; charset=utf-7\n\n+AOk-"), .unreadable),
        (multipart("encrypted", plain), .encrypted),
        ("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIAG", .encrypted),
    ])
    func `what cannot be read whole is not read by halves`(mail: String, fault: ReplyFault) {
        #expect(throws: fault) { try Self.text(mail) }
    }

    @Test func `parts are few and not deep`() throws {
        func nested(_ depth: Int) -> String {
            (0..<depth).reduce(Self.plain) { Self.multipart("mixed", $0, boundary: "b\($1)") }
        }
        #expect(try Self.text(nested(5)) == "plain")
        #expect(throws: ReplyFault.tooManyParts) { try Self.text(nested(6)) }
        #expect(throws: ReplyFault.tooManyParts) { try Self.text(nested(400)) }
        func wide(_ count: Int) -> String {
            "Content-Type: multipart/mixed; boundary=b\n\n"
                + String(repeating: "--b\n\(Self.plain)\n", count: count) + "--b--\n"
        }
        #expect(try Self.lines(wide(19)).count { $0.text == "plain" } == 19)
        #expect(throws: ReplyFault.tooManyParts) { try Self.text(wide(20)) }
        #expect(throws: ReplyFault.unreadable) { try Self.text(wide(21)) }
    }
}
