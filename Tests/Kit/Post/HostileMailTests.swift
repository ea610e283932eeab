import Databases
import Foundation
import Storage
import Testing

@testable import Post

/// Whatever people type, a mail is refused or says just that, under the headers that every mail has.
@Suite struct HostileMailTests {
    static let names = [
        "from", "to", "subject", "date", "message-id", "mime-version", "content-type", "content-transfer-encoding",
        "content-language", "auto-submitted",
    ]

    private static func text(_ random: inout SeededRandom, upTo length: Int) -> String {
        let attacks = [
            "\r\n", "\n", "\r", "\r\n.\r\n", "\n.\n", "\r\nBcc: x@y.z", "\r\n\r\n", "=?UTF-8?B?", "?=", "=\r\n",
            "=0D=0A",
            "From ", ".", " ", "\t", "\0", "<", ">", "@", ",", ":", ";", "\"", "\\", "\u{301}", "\u{202E}", "\u{2028}",
            "\u{85}", "\u{FEFF}", "e\u{301}", "👩‍👩‍👧‍👦", "שלום", "你好", "\u{10FFFF}", String(repeating: "x", count: 80),
        ]
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...length, using: &random) {
            switch Int.random(in: 0..<5, using: &random) {
            case 0: scalars.append(contentsOf: (attacks.randomElement(using: &random) ?? "").unicodeScalars)
            case 1: scalars.append(UnicodeScalar(UInt32.random(in: 0..<0x11_0000, using: &random)) ?? "\u{FFFD}")
            default: scalars.append(UnicodeScalar(UInt8.random(in: 32...126, using: &random)))
            }
        }
        return String(scalars)
    }

    /// Without what no mail may hold, so that most are written.
    private static func cleaned(_ text: String, but allowed: Set<Unicode.Scalar>) -> String {
        var scalars = String.UnicodeScalarView()
        scalars.append(
            contentsOf: text.unicodeScalars.filter {
                allowed.contains($0) || !($0.isControl || $0.isLineEnd)
            })
        return String(scalars)
    }

    /// Lines as a receiver counts them.
    private static func received(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8.map { $0 })
        var (lines, at): ([UInt8], Int) = ([], 0)
        if bytes.last != 10, bytes.last != 13 { bytes.append(10) }
        while at < bytes.count {
            if bytes[at] == 13 || bytes[at] == 10 {
                lines += [13, 10]
                at += bytes[at] == 13 && at + 1 < bytes.count && bytes[at + 1] == 10 ? 2 : 1
            } else {
                lines.append(bytes[at])
                at += 1
            }
        }
        return lines
    }

    private static func hostile(_ random: inout SeededRandom) -> (mail: Mail?, hasControl: Bool) {
        var (subject, body) = (text(&random, upTo: 60), text(&random, upTo: 200))
        if Bool.random(using: &random) {
            (subject, body) = (cleaned(subject, but: []), cleaned(body, but: ["\n", "\r", "\t"]))
        }
        let made = try? mail(subject: subject, text: body)
        let controls = (subject + body).unicodeScalars.contains {
            $0.isControl && !["\n", "\r", "\t"].contains($0)
        }
        let breaks = subject.unicodeScalars.contains { ["\n", "\r", "\t"].contains($0) }
        return (made, controls || breaks)
    }

    @Test func `two thousand hostile mails are refused or come back as they were`() throws {
        var random = SeededRandom(seed: 8)
        var written = 0
        for _ in 0..<2_000 {
            let (mail, hasControl) = Self.hostile(&random)
            guard let mail else { continue }
            written += 1
            if hasControl { Issue.record("a control got through") }
            let read = try ReadMail(MailFormat.bytes(of: mail))
            let isSame =
                read.fields.map(\.name) == Self.names
                && (read["subject"] ?? "").utf8.elementsEqual(mail.subject.utf8)
                && read.body.utf8.elementsEqual(Self.received(mail.text))
            if !isSame { Issue.record("\(mail.subject.debugDescription) \(mail.text.debugDescription)") }
        }
        #expect(written > 700)
    }

    @Test func `two thousand hostile addresses are refused or stand as they are`() throws {
        var random = SeededRandom(seed: 9)
        let signs = Array("@.-_+'!a9Z< >\",:;\r\n\0\u{301}é\\()[]".unicodeScalars)
        var read = 0
        for _ in 0..<2_000 {
            var text = String.UnicodeScalarView("ana@example.org".unicodeScalars)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = text.index(text.startIndex, offsetBy: Int.random(in: 0...text.count, using: &random))
                text.insert(signs.randomElement(using: &random) ?? "@", at: at)
            }
            guard let address = MailAddress(String(text)) else { continue }
            read += 1
            let mail = try Mail(
                id: .random(), from: address, to: address, subject: "x", text: "x", language: "en", written: morning)
            let fields = try ReadMail(MailFormat.bytes(of: mail)).fields
            let isSame =
                fields.map(\.name) == Self.names
                && fields[1].value.lowercased().utf8.elementsEqual(String(text).lowercased().utf8)
            if !isSame { Issue.record("\(address.text.debugDescription)") }
        }
        #expect(read > 100)
    }

    static let python = ["/usr/bin/python3", "/usr/local/bin/python3", MailServer.python.path(percentEncoded: false)]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test(.enabled(if: python != nil, "python3 is not installed"))
    func `another reader of mail reads the same`() async throws {
        try await withFolder { folder in
            var random = SeededRandom(seed: 10)
            var mails: [Mail] = []
            while mails.count < 200 {
                guard let mail = Self.hostile(&random).mail else { continue }
                let name = folder.appending(path: "\(mails.count).eml")
                try Data(MailFormat.bytes(of: mail)).write(to: name)
                mails.append(mail)
            }
            let script = """
                import email, email.policy, json, pathlib, sys
                read = []
                for number in range(200):
                    bytes = pathlib.Path(sys.argv[1], f"{number}.eml").read_bytes()
                    mail = email.message_from_bytes(bytes, policy=email.policy.default)
                    assert not mail.defects, mail.defects
                    body = mail.get_payload(decode=True).decode()
                    read.append([str(len(mail.keys())), mail["To"], mail["Subject"], body])
                print(json.dumps(read))
                """
            let answer = try run(Self.python ?? "", ["-c", script, folder.path(percentEncoded: false)])
            let read = try JSONDecoder().decode([[String]].self, from: answer)
            #expect(read.count == mails.count)
            for (fields, mail) in zip(read, mails) {
                let isSame =
                    fields[0] == "\(Self.names.count)" && fields[1] == mail.to.text
                    && fields[2].utf8.elementsEqual(mail.subject.utf8)
                    && fields[3].utf8.elementsEqual(Self.received(mail.text))
                if !isSame { Issue.record("\(fields) \(mail.subject.debugDescription)") }
            }
        }
    }

    private func run(_ program: String, _ arguments: [String]) throws -> Data {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return answer
    }
}
