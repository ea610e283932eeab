import Accounts
import Foundation
import Post
import Storage
import Testing
import Web
import World

@testable import Communities

extension TestTalk {
    func address(_ number: Int) -> String { "p\(number)@example.org" }

    /// A member has an address and says how they wish to be written to.
    func wish(
        _ number: Int, _ pace: MailHabits.Pace = .atOnce, words: Bool = false, zone: String? = nil,
        quiet: (from: Int, to: Int) = (0, 0)
    ) async throws {
        let member = people[number]
        try await world.accounts.demonstrateMail(to: address(number), of: member)
        try await database.write { tx in
            _ = try tx.execute(
                """
                UPDATE contacts SET mail_pace = \(pace.rawValue), mail_words = \(words), mail_zone = \(zone),
                    quiet_from = \(quiet.from), quiet_to = \(quiet.to) WHERE member_id = \(member)
                """)
        }
    }

    /// Members agree that words about their health are kept.
    func agree(_ numbers: Int...) async throws {
        for number in numbers {
            let member = people[number]
            try await database.write { tx in
                _ = try tx.execute("UPDATE members SET health_consent = TRUE WHERE id = \(member)")
            }
        }
    }

    /// An answer in a thread, and what follows from it.
    @discardableResult
    func answer(_ words: String, in thread: ID<CommunityThread>, by number: Int) async throws -> PostPlace {
        let place = try await put(words, in: thread, by: number)
        try await talk.tellWatchers(of: place)
        return place
    }

    /// The mail of one thread that a member can answer: member 0 asked, or watches one that was asked in the dark, and member 1
    /// answered.
    func answerable(
        _ mailbox: MailboxTransport, isDark: Bool = false
    ) async throws -> (thread: ID<CommunityThread>, mail: Mail) {
        try await agree(0)
        try await wish(0, words: true)
        let thread = isDark ? try await askInTheDark("Asked by mail") : try await start("Asked by mail", by: 0)
        let viewer = viewer(0)
        try await database.write { try WatchStore.setWatching(true, thread, as: viewer, in: $0) }
        try await answer("It did for me.", in: thread, by: 1)
        try await world.runJobs(mailingThrough: mailbox)
        return (thread, try #require(mailbox.mails.first))
    }

    /// A reply as a mail program writes it.
    func reply(
        to mail: Mail, _ words: String, from sender: String = "Ana <p0@example.org>", id: String = "1@mail.example",
        fields: [String] = [], type: String = "text/plain; charset=utf-8"
    ) throws -> [UInt8] {
        let head =
            [
                "From: \(sender)", "To: \(try #require(mail.replyTo).text)", "Message-ID: <\(id)>",
                "Subject: Re: \(mail.subject)", "Content-Type: \(type)",
            ] + fields
        let quoted = mail.text.components(separatedBy: "\n").map { "> \($0)" }
        let below =
            type.hasPrefix("text/plain")
            ? ["", "On Tue, Nov 3, 2026 at 12:00 PM Wayfellow <post@wayfellow.test> wrote:"] + quoted : []
        return Array((head + ["", words] + below).joined(separator: "\r\n").utf8)
    }

    /// Words of all posts of a thread, in order.
    func words(of thread: ID<CommunityThread>) async throws -> [String] {
        try await database.read { tx in
            try tx.rows("SELECT words FROM posts WHERE thread_id = \(thread) ORDER BY number") { try $0.get(0) }
        }
    }
}
