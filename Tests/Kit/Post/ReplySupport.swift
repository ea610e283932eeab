import Foundation
import Storage
import Testing

@testable import Post

/// A member who reads mail at `ana@example.org`, and the place that their replies go to.
struct Replier {
    let replies: MailedReplies
    let member = ID<Person>.random()
    let place = ID<ReplyPlace>.random()

    init() throws {
        replies = try #require(
            try MailedReplies(
                base: address("reply@wayfellow.test"), from: address("post@wayfellow.test"),
                links: ["https://wayfellow.test/mail/stop/"], seal: testSeal))
    }

    /// For a mail of this morning.
    func replyAddress() throws -> MailAddress {
        try #require(
            replies.address(to: place, of: member, readingAt: address("ana@example.org"), written: morning))
    }

    /// The words of a mail in which `{reply}` stands for the address; the name of what is wrong, after a `!`; `silence` and
    /// its name where nobody is told.
    func outcome(_ mail: String, at now: Instant = morning) throws -> String {
        try outcome(bytes(mail), at: now)
    }

    func outcome(_ bytes: [UInt8], at now: Instant = morning) throws -> String {
        do throws(ReplyRefusal) {
            let reply = try replies.read(bytes)
            guard let reading = MailAddress("ana@example.org") else { return "" }
            switch replies.words(of: reply, by: member, readingAt: reading, now: now) {
            case .success(let words): return words.text
            case .failure(let fault): return "!\(fault.rawValue)"
            case nil: return "not genuine"
            }
        } catch {
            return "silence: \(error.rawValue)"
        }
    }

    /// With CRLF at the end of lines.
    func bytes(_ mail: String) throws -> [UInt8] {
        let lines = mail.replacing("{reply}", with: try replyAddress().text).components(separatedBy: "\n")
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    /// A mail from Ana with such fields above its text.
    func outcome(fields: [String], _ text: String = "Yes.") throws -> String {
        let usual = ["From: Ana Torres <ana@example.org>", "To: {reply}", "Message-ID: <1@example.org>"]
        let names = Set(fields.map { $0.prefix { $0 != ":" } })
        let head = usual.filter { !names.contains($0.prefix { $0 != ":" }) } + fields
        return try outcome((head + ["", text]).joined(separator: "\n"))
    }
}

/// Mails as people's programs write them, in `Mails`, a file a program: the name of one, what its writer said (or `!` and
/// what is wrong), and the mail, each after a line that begins with `#####`.
struct WrittenMail: CustomTestStringConvertible, Sendable {
    let name: String
    let words: String
    let mail: String
    var testDescription: String { name }

    static let all: [WrittenMail] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Mails")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.sorted { $0.path < $1.path }.flatMap { file in
            let program = file.deletingPathExtension().lastPathComponent
            let parts = ((try? String(contentsOf: file, encoding: .utf8)) ?? "").components(separatedBy: "##### ")
                .dropFirst().map { part -> (title: String, text: String) in
                    let lines = part.components(separatedBy: "\n")
                    return (lines[0], lines.dropFirst().joined(separator: "\n"))
                }
            return stride(from: 0, to: parts.count - 1, by: 2).map { at in
                WrittenMail(
                    name: "\(program): \(parts[at].title)",
                    words: parts[at].text.trimmingCharacters(in: .newlines), mail: parts[at + 1].text)
            }
        }
    }()
}
