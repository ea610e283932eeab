import Accounts
import Foundation
import Post
import Storage
import Testing
import Web
import World

@testable import Groups

/// Mail about seats and dates: when it goes, what it says, and that it tells a stranger nothing.
@Suite struct GroupMailTests {
    private let mailbox = MailboxTransport()

    private var terms: SeatTerms {
        var terms = SeatTerms()
        terms.mail = .ofTests
        return terms
    }

    /// What no mail may say.
    private static let secret = [
        "epilepsy", "epilepsia", "garrison", "dover", "living", "vivir", "group", "grupo", "clinic",
    ]

    private func expectNeutral(_ mails: [Mail]) {
        for mail in mails {
            let said = (mail.subject + "\n" + mail.text).lowercased()
            for word in Self.secret { expect(said.replacing("/me/groups", with: "").contains(word), is: false, word) }
            expect(mail.paths.first, is: "/me/groups")
        }
    }

    @Test(arguments: Backend.available)
    func `a reminder goes out a day before, once, and names nothing`(on backend: Backend) async throws {
        try await withSeats(on: backend, terms) { site in
            try await site.wish(0, 1, 2)
            for number in 0...2 { try await site.join(number) }
            try await site.groups.answer(false, on: site.session(0), as: site.viewer(1))
            // To 11 November, 04:00 UTC: the night in which reminders of the 12th are put down.
            site.clock.pass(Duration.days(8) + .hours(4))
            try await site.world.runJobs(mailingThrough: mailbox)
            try await site.groups.planReminders()
            expect(mailbox.mails.count, is: 0, "not before")
            site.clock.pass(.hours(20))
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.map(\.to.text), is: ["p0@example.org"], "not who waits, nor who cannot come")
            let mail = try #require(mailbox.mails.first)
            expect(mail.subject, is: "Reminder")
            expect(mail.text.contains("You have an appointment. The page says where."), is: true, mail.text)
            expectNeutral([mail])
            site.clock.pass(.hours(5))
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.count, is: 1)
        }
    }

    @Test(arguments: ["moved", "cancelled", "left", "declined"])
    func `a reminder of what is no longer so does not go`(_ what: String) async throws {
        try await withSeats(terms) { site in
            try await site.wish(0)
            try await site.join(0)
            site.clock.pass(Duration.days(8) + .hours(4))
            try await site.world.runJobs(mailingThrough: mailbox)
            switch what {
            case "moved": try await site.change(0) { $0.move(days: 2) }
            case "cancelled": try await site.change(0) { $0.state = .cancelled }
            case "left": try await site.leave(0)
            default: try await site.groups.answer(false, on: site.session(0), as: site.viewer(0))
            }
            site.clock.pass(.hours(20))
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.contains { $0.subject == "Reminder" }, is: false, what)
            expectNeutral(mailbox.mails)
        }
    }

    @Test(arguments: Backend.available)
    func `who is next is told until when something is kept, and only while it is`(on backend: Backend) async throws {
        try await withSeats(on: backend, terms) { site in
            try await site.wish(2, 3)
            for number in 0...3 { try await site.join(number) }
            try await site.leave(0)
            try await site.world.runJobs(mailingThrough: mailbox)
            let mail = try #require(mailbox.mails.first)
            expect(mailbox.mails.count, is: 1)
            expect(mail.subject, is: "Something is kept for you")
            expect(mail.text.contains("It is kept until"), is: true, mail.text)
            expectNeutral([mail])
            // The second gives it up before mail goes out: none goes.
            try await site.leave(1)
            try await site.leave(3)
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.count, is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `a change of many dates is one mail to each who has a seat, and names nothing`(
        on backend: Backend
    ) async throws {
        try await withSeats(on: backend, terms) { site in
            try await site.wish(0, 1, 2)
            for number in 0...2 { try await site.join(number) }
            try await site.change(0, 1, 2) { $0.move(days: 1) }
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(Set(mailbox.mails.map(\.to.text)), is: ["p0@example.org", "p1@example.org"])
            expect(mailbox.mails.count, is: 2)
            try await site.change(0) { $0.move(days: 1) }
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.count, is: 4)
            try await site.change(0) { $0.state = .cancelled }
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.count, is: 6)
            expectNeutral(mailbox.mails)
        }
    }

    @Test func `whoever wishes for no mail gets none`() async throws {
        try await withSeats(terms) { site in
            try await site.wish(0)
            let member = site.people[0]
            try await site.database.write { tx in
                _ = try tx.execute("UPDATE contacts SET mail_pace = 'never' WHERE member_id = \(member)")
            }
            for number in 0...1 { try await site.join(number) }
            try await site.change(0) { $0.move(days: 1) }
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.count, is: 0)
        }
    }

    @Test func `what waits to be sent says nothing of a group`() async throws {
        try await withSeats(terms) { site in
            try await site.wish(0, 2)
            for number in 0...2 { try await site.join(number) }
            try await site.change(0) { $0.move(days: 1) }
            try await site.leave(1)
            let series = site.series.id.description
            let payloads = try await site.database.read { tx in
                try tx.rows("SELECT payload FROM jobs ORDER BY id") { try $0.get(0, as: String.self) }
            }
            expect(payloads.count >= 3, is: true, "\(payloads)")
            expect(payloads.contains { $0.contains(series) }, is: false, "\(payloads)")
        }
    }
}
