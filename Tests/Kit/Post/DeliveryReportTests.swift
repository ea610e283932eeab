import Databases
import Foundation
import Testing

@testable import Post

@Suite struct DeliveryReportTests {
    /// As Postfix writes one.
    static func report(
        status: String = "5.1.1", action: String = "failed", id: String = "<token@wayfellow.test>",
        head: String = "text/rfc822-headers", lineEnd: String = "\r\n", boundary: String = "9B095B5ADSN=_01"
    ) -> [UInt8] {
        let lines = """
            Return-Path: <>
            From: MAILER-DAEMON@mail.example (Mail Delivery System)
            Subject: Undelivered Mail Returned to Sender
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status;
            \tboundary="\(boundary)"

            This is a MIME-encapsulated message.

            --\(boundary)
            Content-Description: Notification
            Content-Type: text/plain; charset=us-ascii

            <ana@example.org>: host mx.example.org said: 550 5.1.1 no such user

            --\(boundary)
            Content-Description: Delivery report
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mail.example
            Arrival-Date: Sat, 28 Nov 2026 08:31:00 +0000 (UTC)

            Final-Recipient: rfc822; ana@example.org
            Action: \(action)
            Status: \(status)
            Diagnostic-Code: smtp; 550 5.1.1 <ana@example.org>: Recipient address
                rejected

            --\(boundary)
            Content-Type: \(head)

            From: post@wayfellow.test
            To: ana@example.org
            Message-ID: \(id)

            --\(boundary)--
            """
        return Array(lines.components(separatedBy: "\n").joined(separator: lineEnd).utf8)
    }

    @Test(arguments: ["\r\n", "\n"], ["text/rfc822-headers", "message/rfc822", "Message/RFC822"])
    func `whose it was and what became of it are read`(lineEnd: String, head: String) throws {
        let report = try #require(DeliveryReport(Self.report(head: head, lineEnd: lineEnd)))
        #expect(report.messageID == "token@wayfellow.test" && report.isBadAddress)
    }

    @Test(arguments: [
        ("5.1.1", "failed", true), ("5.1.10", "failed", true), ("5.2.1", "failed", true), ("5.2.2", "failed", false),
        ("5.4.4", "failed", false), ("5.4.7", "failed", false),
        ("5.0.0", "failed", false), ("5.1.0", "failed", false), ("4.2.2", "failed", false), ("4.4.1", "delayed", false),
        ("5.1.1", "delayed", false), ("5.7.1", "failed", false), ("5.1.8", "failed", false), ("5.3.4", "failed", false),
        ("2.0.0", "delivered", false), ("5.6.0", "FAILED", false), ("5.1.1", "Failed", true),
    ])
    func `only what is said about the address counts`(status: String, action: String, isBad: Bool) throws {
        #expect(try #require(DeliveryReport(Self.report(status: status, action: action))).isBadAddress == isBad)
    }

    @Test(arguments: ["", "5", "5.1", "5.1.1.1", "3.1.1", "5.1.x", "5.1111.1", "-5.1.1", "5.1.1; failed"])
    func `what is no status makes no report`(status: String) {
        #expect(DeliveryReport(Self.report(status: status)) == nil)
    }

    @Test func `another mail, a report by halves and one that contradicts itself are none`() {
        let good = String(decoding: Self.report(), as: UTF8.self)
        let changes = [
            ("multipart/report", "multipart/mixed"), ("delivery-status;", "disposition-notification;"),
            ("--9B095B5ADSN=_01--", ""), ("Message-ID: <token@wayfellow.test>\r\n", ""),
            ("Message-ID: <", "Message-ID: "), ("Status: 5.1.1\r\n", ""), ("Action: failed\r\n", ""),
            ("Status: 5.1.1", "Status: 5.1.1\r\nStatus: 2.0.0"),
            ("Message-ID: <token@wayfellow.test>", "Message-ID: <token@wayfellow.test>\r\nMessage-ID: <b@c>"),
            (
                "\r\n--9B095B5ADSN=_01\r\nContent-Type: text/rfc",
                "\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n--9B095B5ADSN=_01\r\nContent-Type: text/rfc"
            ),
            ("boundary=\"9B095B5ADSN=_01\"", "boundary=\"9B095B5ADSN=_01"),
            ("boundary=\"9B095B5ADSN=_01\"", "boundary=\"\""),
            ("MIME-Version: 1.0", "no field"),
        ]
        #expect(DeliveryReport(Array(good.utf8)) != nil)
        for (old, new) in changes {
            let text = good.replacingOccurrences(of: old, with: new)
            #expect(text != good, "\(old)")
            #expect(DeliveryReport(Array(text.utf8)) == nil, "\(old) → \(new)")
        }
        let twice = good.replacingOccurrences(
            of: "Content-Type: text/plain; charset=us-ascii", with: "Content-Type: message/delivery-status")
        #expect(DeliveryReport(Array(twice.utf8)) == nil)
        #expect(DeliveryReport([]) == nil)
        #expect(DeliveryReport(Self.report() + [UInt8](repeating: 32, count: DeliveryReport.limit)) == nil)
    }

    /// Whatever comes, there is an answer, and soon; a report that was changed says the old, the new, or nothing.
    @Test func `twenty thousand broken reports are read or refused`() {
        var random = SeededRandom(seed: 11)
        let seeds = [
            Self.report(), Self.report(lineEnd: "\n"), Self.report(head: "message/rfc822", boundary: "x"),
        ]
        let pieces: [[UInt8]] = [
            "\r\n", "\n", "--", "--x", "--x--", ":", "\"", ";", " ", "\t", "=", "<", "Status: 5.1.1", "\0", "é", "\\",
        ]
        .map { Array($0.utf8) }
        var read = 0
        for round in 0..<20_000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: at)
                case 2: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...40, using: &random)))
                case 3: bytes.removeLast(bytes.count - at - 1)
                default: bytes.insert(contentsOf: bytes[max(0, at - 50)..<at], at: at)
                }
                if bytes.isEmpty { bytes = [10] }
            }
            if let report = DeliveryReport(bytes), report.messageID.contains("token") { read += 1 }
        }
        #expect(read > 100 && read < 19_000, "\(read)")
    }

    @Test func `a long line, many parts and many fields take no long time`() {
        let (long, many) = (String(repeating: "x", count: 400_000), String(repeating: "--b\r\n\r\n", count: 60_000))
        let head = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"
        for text in [
            head + "X: \(long)\r\n\r\n", head + "\r\n" + many, head + "\r\n" + long,
            head + String(repeating: "X: y\r\n", count: 80_000), head + String(repeating: " x\r\n", count: 120_000),
            "Content-Type: multipart/report;" + String(repeating: "a=b;", count: 100_000),
        ] {
            #expect(DeliveryReport(Array(text.utf8)) == nil)
        }
    }
}
