import Accounts
import Foundation
import Storage
import Testing
import Web
import World

@testable import Groups

/// A member's own calendar, and what they need on each date.
@Suite struct AppointmentTests {
    /// The path of a new address, from the page that shows it once.
    private func address(_ number: Int, _ site: TestSeats) async throws -> String {
        let page = await site.post("/me/groups/calendar", on: "/me/groups", as: number)
        expect(page, 200, holds: ["It is shown only once."])
        return try #require(page.text.firstMatch(of: /\/feeds\/appointments\/[a-z2-7]{32}\.ics/).map { String($0.0) })
    }

    /// concrexit #1007: there who only waited had the date in their calendar.
    @Test(arguments: Backend.available)
    func `who waits, or is offered a seat, has no entry in their calendar`(on backend: Backend) async throws {
        try await withSeats(on: backend, SeatTerms(capacity: 1)) { site in
            for number in 0...2 { try await site.join(number) }
            let (seated, waiting) = (try await address(0, site), try await address(1, site))
            let calendar = await site.world.get(seated)
            expect(calendar, 200, holds: ["BEGIN:VCALENDAR", "SUMMARY:Appointment", "DTSTART:20261112T233000Z"])
            expect(calendar.header("content-type"), is: "text/calendar; charset=utf-8")
            expect(calendar.header("cache-control"), is: "no-store")
            expect(calendar.text.components(separatedBy: "BEGIN:VEVENT").count - 1, is: 3)
            expect(await site.world.get(waiting), 200, lacks: ["VEVENT"])
            try await site.leave(0)
            expect(try await site.state(1), is: .offered)
            expect(await site.world.get(waiting), 200, lacks: ["VEVENT"])
            try await site.groups.accept(try #require(try await site.own(1)).id, as: site.viewer(1))
            expect(await site.world.get(waiting), 200, holds: ["BEGIN:VEVENT"])
            expect(await site.world.get(seated), 200, lacks: ["VEVENT"])
        }
    }

    @Test(arguments: Backend.available)
    func `a calendar says appointment and nothing else, and goes with moved, dropped and declined dates`(
        on backend: Backend
    ) async throws {
        try await withSeats(on: backend) { site in
            for number in 0...1 { try await site.join(number) }
            let (path, other) = (try await address(0, site), try await address(1, site))
            let first = await site.world.get(path).text
            for word in ["epilepsy", "epilepsia", "Garrison", "Dover", "living", "example.org", "LOCATION", "New_York"]
            {
                expect(first.lowercased().contains(word.lowercased()), is: false, word)
            }
            func names(_ text: String) -> [String] { text.matches(of: /UID:([0-9a-f]+)/).map { String($0.1) } }
            expect(Set(names(first)).isDisjoint(with: names(await site.world.get(other).text)), is: true)
            try await site.change(0) { $0.move(days: 1) }
            try await site.change(1) { $0.state = .cancelled }
            try await site.groups.answer(false, on: site.session(2), as: site.viewer(0))
            let second = await site.world.get(path)
            expect(second, 200, holds: ["DTSTART:20261113T233000Z", "STATUS:CANCELLED"], lacks: ["20261126"])
            expect(names(second.text), is: Array(names(first).prefix(2)), "the same names for ever")
        }
    }

    @Test(arguments: Backend.available)
    func `a new address ends the old at once, as turning it off does, and no log holds one`(
        on backend: Backend
    ) async throws {
        try await withSeats(on: backend) { site in
            try await site.join(0)
            let old = try await address(0, site)
            let new = try await address(0, site)
            let gone = await site.world.get(old)
            expect(gone, 404)
            expect(await site.world.get(new), 200)
            expect(await site.post("/me/groups/calendar/end", on: "/me/groups", as: 0), 303, to: "/me/groups")
            expect(await site.world.get(new), 404)
            expect(await site.world.get("/feeds/appointments/nothing"), 404)
            let secrets = [old, new].map { String($0.dropFirst("/feeds/appointments/".count).prefix(32)) }
            let logged = site.world.log.lines.joined(separator: "\n")
            expect(secrets.contains { logged.contains($0) }, is: false, logged)
        }
    }

    @Test(arguments: Backend.available)
    func `what was arranged for a date is open again where the date has moved`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            try await site.join(0, needs: [AccessNeed(.ride, words: "From Alder Street")])
            let id = try #require(try await site.own(0)).id
            let (date, session) = (site.date(0), site.session(0))
            let isArranged = try await site.database.write { tx in
                let found = try SessionStore.find(session, as: .system(reason: "test"), in: tx)
                return try NeedStore.arrange(id, need: .ride, on: date, for: found?.startsAt, in: tx)
            }
            expect(isArranged, is: true)
            expect(await site.get("/me/groups", as: 0), 200, holds: ["A ride: arranged", "A ride: not arranged yet"])
            try await site.change(0) { $0.move(days: 0, minutes: 30) }
            expect(
                await site.get("/me/groups", as: 0), 200, holds: ["A ride: was arranged for the old time"],
                lacks: ["A ride: arranged<"])
            // Other needs beside it leave what was arranged alone.
            try await site.change(0) { $0.move(days: 0, minutes: -30) }
            let sent = await site.post(
                "/me/groups/\(id)/needs", as: 0,
                [("need", "ride"), ("need", "other"), ("rideWords", "From Elm Street")])
            expect(sent, 303)
            expect(await site.get("/me/groups", as: 0), 200, holds: ["A ride: arranged<"])
            let isOther = try await site.database.write {
                try NeedStore.arrange(id, need: .childcare, on: date, for: site.now, in: $0)
            }
            expect(isOther, is: false, "nobody asked for it")
        }
    }
}
