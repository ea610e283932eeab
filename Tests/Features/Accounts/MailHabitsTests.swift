import Markup
import Post
import Storage
import Testing
import Web
import World

@testable import Accounts

/// When a mail comes: pace, quiet hours, and the hours of one's own zone.
@Suite struct MailHabitsTests {
    private static func at(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int = 0, year: Int = 2026) -> Instant {
        Instant(year: year, month: month, day: day, hour: hour, minute: minute) ?? Instant(milliseconds: 0)
    }

    struct Quiet: Sendable {
        let zone: String
        let from: Int
        let to: Int
        let now: Instant
        let until: Instant?
    }

    static let quiet: [Quiet] = [
        // Half past ten in the evening, and a minute before eight.
        Quiet(zone: "America/New_York", from: 21, to: 8, now: at(11, 3, 3, 30), until: at(11, 3, 13)),
        Quiet(zone: "America/New_York", from: 21, to: 8, now: at(11, 3, 12, 59), until: at(11, 3, 13)),
        Quiet(zone: "America/New_York", from: 21, to: 8, now: at(11, 3, 13), until: nil),
        Quiet(zone: "America/New_York", from: 21, to: 8, now: at(11, 4, 1, 59), until: nil),
        // Within a day, and none at all.
        Quiet(zone: "UTC", from: 13, to: 15, now: at(11, 3, 14, 30), until: at(11, 3, 15)),
        Quiet(zone: "UTC", from: 13, to: 15, now: at(11, 3, 3), until: nil),
        Quiet(zone: "UTC", from: 9, to: 9, now: at(11, 3, 9), until: nil),
        Quiet(zone: "Asia/Kathmandu", from: 21, to: 8, now: at(11, 3, 0), until: at(11, 3, 2, 15)),
        // The night in which clocks go forward past the hour, and the one in which they go back.
        Quiet(
            zone: "America/New_York", from: 21, to: 2, now: at(3, 14, 5, year: 2027),
            until: at(3, 14, 7, year: 2027)),
        Quiet(
            zone: "America/New_York", from: 21, to: 8, now: at(3, 14, 5, year: 2027),
            until: at(3, 14, 12, year: 2027)),
        Quiet(zone: "America/New_York", from: 21, to: 8, now: at(11, 1, 4), until: at(11, 1, 13)),
        // A name that is none any more.
        Quiet(zone: "Mars/Olympus", from: 21, to: 8, now: at(11, 3, 0), until: at(11, 3, 8)),
    ]

    @Test(arguments: quiet)
    func `quiet hours end by the member's own clock`(_ one: Quiet) {
        let habits = MailHabits(zone: one.zone, quiet: (one.from, one.to))
        #expect(habits.quietUntil(one.now, in: "Asia/Tokyo") == one.until)
        let usual = MailHabits(quiet: (one.from, one.to))
        #expect(usual.quietUntil(one.now, in: one.zone) == one.until, "the site's zone, where none is said")
    }

    @Test func `a day's mail goes out at nine, a week's on Monday at nine, and never is never`() {
        let zone = "America/New_York"
        func due(_ pace: MailHabits.Pace, _ now: Instant) -> Instant? {
            MailHabits(pace: pace, zone: zone).due(now, in: "UTC")?.at
        }
        #expect(due(.daily, Self.at(11, 3, 13, 59)) == Self.at(11, 3, 14))
        #expect(due(.daily, Self.at(11, 3, 14)) == Self.at(11, 4, 14))
        // The clocks go back between.
        #expect(due(.daily, Self.at(10, 31, 14)) == Self.at(11, 1, 14))
        for day in 3...8 { #expect(due(.weekly, Self.at(11, day, 15)) == Self.at(11, 9, 14)) }
        #expect(due(.weekly, Self.at(10, 28, 15)) == Self.at(11, 2, 14))
        #expect(due(.weekly, Self.at(11, 9, 14)) == Self.at(11, 16, 14))
        #expect(due(.atOnce, Self.at(11, 3, 3)) == Self.at(11, 3, 3))
        #expect(due(.never, Self.at(11, 3, 3)) == nil)
    }

    @Test func `a member chooses on a page, and what cannot be is said there`() async throws {
        try await withAccounts(mail: .ofTests) { world in
            let ana = try await world.member(
                "Ana", contact: Contact(email: MailAddress("ana@example.org"), wantsMail: true))
            var browser = try await world.browser(of: ana)
            let first = await browser.get("/me/account/mail")
            expect(first, 200, holds: ["value=\"weekly\" checked", "Pacific/Fiji", "people who use your phone"])
            #expect(!first.text.contains("name=\"words\" value=\"yes\" checked"), "nobody's words by themselves")
            let good = [("pace", "daily"), ("words", "yes"), ("from", "22"), ("to", "7"), ("zone", "Europe/Madrid")]
            for (name, bad) in [("pace", "hourly"), ("from", "24"), ("to", "-1"), ("zone", "Europe/Nowhere")] {
                let fields = good.map { $0.0 == name ? (name, bad) : $0 }
                #expect(await browser.post("/me/account/mail", fields).status == 422, "\(name) \(bad)")
            }
            expect(await browser.post("/me/account/mail", good), 303, to: "/me/account/mail")
            let habits = try await world.database.read {
                try MailWishStore.ownHabits(as: .person(ana, roles: []), in: $0)?.habits
            }
            #expect(
                habits == MailHabits(pace: .daily, showsWords: true, zone: "Europe/Madrid", quiet: (from: 22, to: 7)))
            // Who wishes for no mail is led to where it is asked for.
            var other = try await world.browser(of: try await world.member("Bo"))
            expect(await other.get("/me/account/mail"), 200, holds: "Leave an e-mail address")
        }
    }

    /// The clock of tests begins at noon for its readers.
    @Test(arguments: Backend.available)
    func `news in quiet hours waits until they end`(on backend: Backend) async throws {
        try await withAccounts(on: backend, mail: .ofTests) { world in
            let mailbox = MailboxTransport()
            let ana = try await world.member(
                "Ana", contact: Contact(email: MailAddress("ana@example.org"), wantsMail: true))
            world.time.pass(.hours(10))
            try await world.database.write { try world.accounts.tellOfNews(to: ana, in: $0) }
            try await world.world.runJobs(mailingThrough: mailbox)
            #expect(mailbox.mails.isEmpty)
            // Chosen since: what was due in the new quiet hours waits for their end, too.
            let habits = MailHabits(quiet: (21, 10))
            try await world.database.write {
                try world.accounts.setMailHabits(habits, of: ana, paced: [], in: $0)
            }
            world.time.pass(.hours(11))
            try await world.world.runJobs(mailingThrough: mailbox)
            #expect(mailbox.mails.isEmpty)
            world.time.pass(.hours(1))
            try await world.world.runJobs(mailingThrough: mailbox)
            #expect(mailbox.mails.count == 1)
        }
    }
}
