import Accounts
import Markup
import Post
import Storage
import Testing
import Web
import World

@testable import Communities

/// Mail about what is new: when it goes out, and what it does not say.
@Suite struct TalkMailTests {
    private let mailbox = MailboxTransport()

    struct Paced: Sendable {
        let pace: MailHabits.Pace
        let zone: String
        /// From midnight UTC on 3 November 2026, a Tuesday; nil: none.
        let after: Duration?
    }

    static let paced: [Paced] = [
        Paced(pace: .atOnce, zone: "America/New_York", after: .zero),
        Paced(pace: .atOnce, zone: "Europe/Berlin", after: .hours(7)),
        Paced(pace: .daily, zone: "America/New_York", after: .hours(14)),
        Paced(pace: .daily, zone: "Asia/Tokyo", after: .hours(24)),
        Paced(pace: .weekly, zone: "America/New_York", after: Duration.days(6) + .hours(14)),
        Paced(pace: .never, zone: "America/New_York", after: nil),
    ]

    @Test(arguments: paced)
    func `what is new is told at the member's pace, by their clock and outside their quiet hours`(
        _ one: Paced
    ) async throws {
        try await withTalk(mail: .ofTests) { site in
            try await site.wish(0, one.pace, zone: one.zone, quiet: (21, 8))
            let threads = [try await site.start(by: 0), try await site.start("Another", by: 0)]
            for thread in threads { try await site.answer("It did for me.", in: thread, by: 1) }
            guard let after = one.after else {
                site.time.pass(.days(15))
                try await site.world.runJobs(mailingThrough: mailbox)
                return expect(mailbox.mails.count, is: 0)
            }
            if after > .zero {
                site.time.pass(after - .seconds(1))
                try await site.world.runJobs(mailingThrough: mailbox)
                expect(mailbox.mails.count, is: 0, "not before")
                site.time.pass(.seconds(1))
            }
            try await site.world.runJobs(mailingThrough: mailbox)
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.count, is: 1)
            let mail = try #require(mailbox.mails.first)
            expect(mail.text.contains("in 2 conversations"), is: true, mail.text)
            expect(mail.paths.first, is: "/me/talk")
            expect(mail.written, is: site.now)
            #expect(mail.unsubscribe != nil && mail.replyTo == nil)
        }
    }

    @Test(arguments: Backend.available)
    func `what was told once stands in no other mail, and where nothing is left none goes`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend, mail: .ofTests) { site in
            try await site.wish(0, words: true)
            let thread = try await site.start("Long evenings", by: 0)
            try await site.answer("First of all.", in: thread, by: 1)
            try await site.world.runJobs(mailingThrough: mailbox)
            // The second within an hour waits for the next, and has only what is new.
            try await site.answer("Second thought.", in: thread, by: 1)
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.count, is: 1)
            site.time.pass(.hours(1))
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.count, is: 2)
            let second = try #require(mailbox.mails.first).text
            expect(second.contains("Second thought."), is: true, second)
            expect(second.contains("First of all."), is: false)
            // Read, taken back, hidden or blocked before it goes out: no mail.
            for step in 0...3 {
                site.time.pass(.hours(2))
                try await site.wish(0, .daily, words: true)
                let place = try await site.answer("Step \(step).", in: thread, by: 2 + step)
                switch step {
                case 0: expect(await site.post("/me/talk/read", as: 0), 303)
                case 1: _ = try await site.remove(place, by: 3)
                case 2: try await site.setHidden(true, place)
                default: try await site.world.accounts.block(site.people[5], as: site.viewer(0))
                }
                site.time.pass(.days(1))
                try await site.world.runJobs(mailingThrough: mailbox)
                expect(mailbox.mails.count, is: 2, "step \(step)")
            }
        }
    }

    @Test(arguments: Language.allCases)
    func `no mail says by itself what it is about, whatever stands there`(language: Language) async throws {
        try await withTalk(mail: .ofTests) { site in
            let title = "Epilepsy, depresión & \"seizures\" {name} https://evil.example/x"
            for pace in [MailHabits.Pace.atOnce, .daily, .weekly] {
                try await site.wish(0, pace)
                let member = site.people[0]
                try await site.database.write { tx in
                    _ = try tx.execute("UPDATE members SET language = \(language.rawValue) WHERE id = \(member)")
                }
                let thread = try await site.start(title, by: 0, in: "epilepsy")
                try await site.answer("Convulsiones, sertraline.", in: thread, by: 1)
                site.time.pass(.days(8))
                try await site.world.runJobs(mailingThrough: mailbox)
            }
            expect(mailbox.mails.count, is: 3)
            let name = try await site.name(1).lowercased()
            for mail in mailbox.mails {
                let said = (mail.subject + mail.text + (mail.fromName ?? "")).lowercased()
                for word in ["epilep", "depres", "seizure", "evil", "convuls", "sertral", "/communities", name] {
                    expect(said.contains(word), is: false, word)
                }
                expect(said.contains("{"), is: false, said)
            }
        }
    }

    @Test func `titles and first words stand in a mail for who asked, and never in its subject`() async throws {
        try await withTalk(mail: .ofTests) { site in
            try await site.wish(0, .daily, words: true)
            let thread = try await site.start("Seizures at work", by: 0, in: "epilepsy")
            try await site.answer("Slow at first. See https://evil.example/x or me@evil.example now", in: thread, by: 1)
            let warned = try await site.put("A hard story.", in: thread, by: 2)
            try await site.database.write { tx in
                _ = try tx.execute(
                    "UPDATE posts SET warning = 'blood' WHERE thread_id = \(thread) AND number = \(warned.number)")
            }
            try await site.talk.tellWatchers(of: warned)
            site.time.pass(.days(1))
            try await site.world.runJobs(mailingThrough: mailbox)
            let mail = try #require(mailbox.mails.first)
            for words in ["“Seizures at work”", "Slow at first. See … or … now", "a warning before it", "\(thread)#p2"]
            {
                expect(mail.text.contains(words), is: true, "\(words) in \(mail.text)")
            }
            for words in ["evil", "hard story", "blood"] { expect(mail.text.contains(words), is: false, words) }
            expect(mail.subject, is: "Wayfellow: something new")
            #expect(mail.replyTo != nil, "one conversation can be answered")
        }
    }

    @Test(arguments: Backend.available)
    func `another pace holds for what waits already, and the link in a mail ends them all`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend, mail: .ofTests) { site in
            try await site.wish(0, .weekly)
            let thread = try await site.start(by: 0)
            try await site.answer("It did for me.", in: thread, by: 1)
            let fields = [("pace", "daily"), ("from", "0"), ("to", "0"), ("zone", "usual")]
            expect(await site.post("/me/account/mail", on: "/me/account/mail", as: 0, fields), 303)
            site.time.pass(.days(1))
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.count, is: 1)
            let stop = try #require(mailbox.mails.first?.paths.last)
            expect(await site.world.site.respond("POST", stop, body: "List-Unsubscribe=One-Click"), 200)
            try await site.answer("And for me.", in: thread, by: 2)
            site.time.pass(.days(8))
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.count, is: 1)
        }
    }
}
