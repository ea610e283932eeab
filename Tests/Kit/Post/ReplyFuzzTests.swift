import Databases
import Foundation
import Storage
import Testing

@testable import Post

/// Whatever comes in, there is an answer, and soon.
@Suite struct ReplyFuzzTests {
    /// Short mails in which everything is read that can be.
    static let seeds = [
        """
        From: =?utf-8?Q?Ana_Garc=C3=ADa?= <ana@example.org>
        To: {reply}
        Message-ID: <1@example.org>
        Content-Type: multipart/alternative; boundary="b"

        --b
        Content-Type: text/plain; charset=iso-8859-15; format=flowed; delsp=yes
        Content-Transfer-Encoding: quoted-printable

        S=ED, a m=ED =
        tambi=E9n.

        El 28/11/26 a las 9:31, X <x@y.example> escribi=F3:
        > no=20
        --b
        Content-Type: text/html; charset=utf-8

        <p>S&iacute;<br><blockquote>no</blockquote>
        --b--
        """,
        """
        Delivered-To: {reply}
        From: "Torres, Ana" <ana@example.org>
        Subject: =?iso-8859-1?B?Y2Fm6Q==?=
        Content-Type: text/plain; charset=windows-1252
        Content-Transfer-Encoding: base64

        WWVzLCBteSBmcmllbmQuDQoNClNlbnQgZnJvbSBteSBpUGhvbmUNCg0KPiBubw0K
        """,
        """
        From: Ana Torres <ana@example.org>
        To: Friends: {reply}, a@example.org;
        Content-Type: text/html

        <div>Yes &amp; no&#33;<!-- x --><style>a</style></div><hr><b>From:</b> X<br>Sent: Y<br>To: Z<br>
        """,
        """
        From: Ana Torres <ana@example.org>
        To: {reply}

        Yes.
        > why?
        Because.
        --\u{20}
        Ana Torres

        -----Original Message-----
        From: X
        To: Y
        """,
    ]
    private static let pieces: [[UInt8]] = [
        "\r\n", "\n", "\r", "--b", "--b--", ":", "\"", ";", " ", "\t", "=", "<", ">", "> ", "&", "&#", "=?", "?=", "\0",
        "é",
        "\u{301}", "\\", "(", "wrote:", "-- ", "From:", "=C3", "<!--", "<pre>", "charset=utf-8", "base64",
    ].map { Array($0.utf8) }

    private static func broken(_ seed: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: at)
            case 2: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...40, using: &random)))
            case 3: bytes.removeLast((bytes.count - at - 1) / 2)
            default: bytes.insert(contentsOf: bytes[max(0, at - 50)..<at], at: at)
            }
            if bytes.isEmpty { bytes = [10] }
        }
        return bytes
    }

    /// Two hundred thousand were, when it was written: a piece of 25,000 for each of eight seeds.
    @Test(arguments: 0..<2) func `ten thousand broken mails are read or refused`(piece: UInt64) throws {
        let replier = try Replier()
        let seeds = try Self.seeds.map { try replier.bytes($0) }
        var random = SeededRandom(seed: 40 + piece)
        var outcomes: [String: Int] = [:]
        for round in 0..<5_000 {
            let outcome = try replier.outcome(Self.broken(seeds[round % seeds.count], &random))
            outcomes[
                outcome.utf8.first == UInt8(ascii: "!") || outcome.hasPrefix("silence") ? outcome : "words", default: 0] +=
                1
            if outcome.utf8.contains(0) || outcome.contains("reply+") { Issue.record("\(outcome.debugDescription)") }
        }
        #expect(outcomes["words", default: 0] > 1_000, "\(outcomes)")
        #expect(outcomes["silence: broken", default: 0] > 100 && outcomes["silence: notOurs", default: 0] > 20)
        #expect(outcomes["!unreadable", default: 0] > 20 && outcomes["!noWords", default: 0] > 2, "\(outcomes)")
    }

    @Test func `each of them is read before it is broken`() throws {
        let words = try Self.seeds.map { try Replier().outcome($0) }
        #expect(words == ["Sí, a mí también.", "Yes, my friend.", "Yes & no!", "Yes.\n\nBecause."])
    }

    /// Where work grew with the square of what came, these would take minutes.
    @Test(arguments: [
        ">", ">\n", "\n", "wrote:\n", "a:\n", "On 1 a <@\n", "From: x\n", "-- \n", "--\n", "> a\nb\n", "a ", "<p>",
        "<br>",
        "<blockquote>", "<", "<!--", "<a b='", "&", "&#1;", "=", "=\n", "=C3", "é\n", "e\u{301}", "\u{301}", "reply+\n",
        "--b\n", "--b\n\n", "________\n", "[image: a]\n", "Sent from my\n", "Ana\n",
    ])
    func `a mail of nothing but one thing is read soon`(piece: String) throws {
        let replier = try Replier()
        let body = String(repeating: piece, count: 20_000 / piece.utf8.count)
        for type in ["text/plain; format=flowed", "text/plain", "text/html", "multipart/mixed; boundary=b"] {
            let head = "From: Ana Torres <ana@example.org>\nTo: {reply}\nContent-Type: \(type)\n"
            let outcome = try replier.outcome("\(head)Content-Transfer-Encoding: quoted-printable\n\n\(body)")
            #expect(!outcome.hasPrefix("silence"))
        }
    }

    @Test func `a mail beyond the limit is told of by its head`() throws {
        let mail = "From: ana@example.org\nTo: {reply}\n\n" + String(repeating: "x", count: MailedReplies.limit)
        #expect(try Replier().outcome(mail) == "!large")
        #expect(try Replier().outcome("X: " + String(repeating: "x", count: MailedReplies.limit)) == "silence: broken")
    }

    @Test func `a head of nothing but one thing is read soon`() throws {
        for (field, piece) in [
            ("Subject", "=?utf-8?Q?a?= "), ("Subject", "=?"), ("Subject", "="), ("To", "<"), ("To", "("),
            ("To", "a@b.example,"),
            ("To", "\""), ("References", "<a@b.example>"), ("References", "<"), ("From", "a@b.example,"), ("Cc", "\\"),
        ] {
            let line = String(repeating: piece, count: 900 / piece.utf8.count)
            let value = Array(repeating: line, count: 65).joined(separator: "\n ")
            let outcome = try Replier().outcome("Delivered-To: {reply}\n\(field): \(value)\n\nYes.")
            #expect(outcome == "Yes.", "\(field) \(piece)")
        }
    }
}
