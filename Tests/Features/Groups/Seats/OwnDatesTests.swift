import Accounts
import Markup
import Storage
import Testing
import Web
import World

@testable import Groups

/// What is the same of many dates is said once.
@Suite struct OwnDatesTests {
    @Test(arguments: Backend.available)
    func `the address stands once, and at a date only where it is elsewhere`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            try await site.join(0)
            func count(_ words: String) async -> Int {
                await site.get("/me/groups", as: 0).text.split(separator: words).count - 1
            }
            expect(await count("Garrison library, 1 Main Street, Dover · In a room or by video · Eastern time"), is: 1)
            expect(await count("I cannot come on November"), is: 3)
            try await site.change(1) { $0.meeting.mode = .video }
            expect(await count("Garrison library"), is: 1)
            expect(await count("By video · Eastern time"), is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `dates of one hour are asked for by their days, others by day and hour`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            let page = "\(site.path)/join"
            expect(
                await site.get(page, as: 0), 200,
                holds: [
                    "Only Thursday, November 12</label>", "Each is from 6:30 to 8 pm · Eastern time",
                    "To just look in, choose one date.",
                ])
            try await site.change(1) { $0.move(days: 0, minutes: 30) }
            expect(
                await site.get(page, as: 0), 200,
                holds: ["Only Thursday, November 19, 7 to 8:30 pm (Eastern time)</label>"], lacks: ["Each is from"])
        }
    }
}
