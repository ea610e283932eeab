import Accounts
import Storage
import Testing
import Web
import World

@testable import Groups

/// The line: who is next, for how long, and what becomes of a seat that somebody gave up.
@Suite struct LineTests {
    /// JEM #1926: there one seat freed promoted everybody who waited.
    @Test(arguments: Backend.available)
    func `one seat freed is offered to exactly one, whoever has waited longest`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            for number in 0..<6 { try await site.join(number) }
            try await site.leave(0)
            expect(try await site.states(), is: [nil, .seated, .offered, .waiting, .waiting, .waiting])
            try await site.leave(1)
            expect(try await site.states(), is: [nil, nil, .offered, .offered, .waiting, .waiting])
            // Two seats, two offers: who comes now goes to the end.
            expect(try await site.join(0), is: .waiting(place: 3))
        }
    }

    @Test(arguments: Backend.available)
    func `an offer is taken, as often as it is pressed, and by nobody else`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            for number in 0..<4 { try await site.join(number) }
            try await site.leave(0)
            let offer = try #require(try await site.own(2))
            expect(offer.offerUntil, is: site.now + .hours(24))
            let page = await site.get("/me/groups", as: 2)
            expect(page, 200, holds: ["A seat is free, and it is kept for you.", "Take the seat", "No, thank you"])
            let accept = "/me/groups/\(offer.id)/accept"
            expect(await site.post(accept, on: "/me/groups", as: 3), 404)
            expect(await site.get(accept, as: 3), 404)
            expect(await site.get(accept, as: 2), 200, holds: [TestSeats.title])
            for _ in 0..<2 { expect(await site.post(accept, on: "/me/groups", as: 2), 303, to: "/me/groups") }
            expect(try await site.states()[2...3].map { $0 }, is: [.seated, .waiting])
        }
    }

    @Test(arguments: Backend.available)
    func `whoever presses yes while they are in line is told that they are, and where`(
        on backend: Backend
    ) async throws {
        try await withSeats(on: backend) { site in
            for number in 0..<4 { try await site.join(number) }
            let own = try #require(try await site.own(3)).id
            let accept = "/me/groups/\(own)/accept"
            expect(await site.refusal { try await site.groups.accept(own, as: site.viewer(3)) }, is: .inLine)
            for answer in [
                await site.post(accept, on: "/me/groups", as: 3), await site.get(accept, as: 3),
            ] {
                expect(answer, 303, to: "/me/groups")
                expect(answer.cookies.joined().contains("groups.refusal.inLine"), is: true, "\(answer.cookies)")
            }
            expect(await site.get("/me/groups", as: 3), 200, holds: ["You are number 2 in line"])
            expect(try await site.state(3), is: .waiting)
        }
    }

    @Test(arguments: Backend.available)
    func `who waits for one date and for all is offered one seat, and the other goes to who is behind`(
        on backend: Backend
    ) async throws {
        try await withSeats(on: backend) { site in
            let once = SeatScope.date(site.date(0))
            for number in 0...1 { try await site.join(number) }
            expect(try await site.join(2, once), is: .waiting(place: 1))
            expect(try await site.join(2), is: .waiting(place: 2))
            expect(try await site.join(3, once), is: .waiting(place: 3))
            for number in 0...1 { try await site.leave(number) }
            expect(try await site.state(2, once), is: .offered)
            expect(try await site.state(2), is: .waiting)
            expect(try await site.state(3, once), is: .offered)
            // Who was behind says no: now that there is an answer, all dates are offered, and the one goes into them.
            try await site.leave(3, once)
            expect(try await site.state(2), is: .waiting)
            try await site.groups.accept(try #require(try await site.own(2, once)).id, as: site.viewer(2))
            expect(try await site.state(2), is: .offered)
            expect(try await site.join(4, once), is: .seated, "they sit on one chair")
            expect(try await site.join(5, once), is: .waiting(place: 1))
            try await site.groups.accept(try #require(try await site.own(2)).id, as: site.viewer(2))
            expect(try await site.state(2, once), is: nil)
            expect(try await site.state(5, once), is: .waiting)
        }
    }

    @Test(arguments: Backend.available)
    func `an offer that nobody answers lapses, and the next is asked`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            for number in 0..<4 { try await site.join(number) }
            try await site.leave(0)
            let offer = try #require(try await site.own(2))
            site.clock.pass(.hours(24))
            // A moment too late, though no job has run yet.
            expect(await site.refusal { try await site.groups.accept(offer.id, as: site.viewer(2)) }, is: .offerOver)
            try await site.world.runJobs()
            expect(try await site.states()[2...3].map { $0 }, is: [.lapsed, .offered])
            expect(await site.get("/me/groups", as: 2), 200, holds: ["Get in line again"])
            // At its end.
            try await site.groups.accept(try #require(try await site.own(3)).id, as: site.viewer(3))
            expect(try await site.join(2), is: .waiting(place: 1))
            expect(try await site.own(2)?.id, is: offer.id)
        }
    }

    @Test(arguments: Backend.available)
    func `leaving twice says the same, and to a stranger there is nothing`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            try await site.join(0)
            let id = try #require(try await site.own(0)).id
            let leave = "/me/groups/\(id)/leave"
            expect(await site.post(leave, on: "/me/groups", as: 1), 404)
            let page = await site.get("/me/groups", as: 0)
            let signed = try #require(page.text.firstMatch(of: /name="form" value="([^"]+)"/).map { String($0.1) })
            for _ in 0..<2 {
                expect(await site.post(leave, on: "/me/groups", as: 0, [("form", signed)]), 303, to: "/me/groups")
            }
            expect(await site.post(leave, on: "/me/groups", as: 1, [("form", signed)]), 404)
            expect(try await site.count("SELECT COUNT(*) FROM enrolments"), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `one absence frees one chair on one date, and coming back takes a free one only`(
        on backend: Backend
    ) async throws {
        try await withSeats(on: backend) { site in
            for number in 0..<2 { try await site.join(number) }
            expect(try await site.join(2, .date(site.date(1))), is: .waiting(place: 1))
            let answer = "\(site.path)/answer"
            let no = [("date", site.date(0).text), ("coming", "no")]
            expect(await site.post(answer, on: "/me/groups", as: 0, no), 303, to: "/me/groups")
            // Another date than the one they wait for.
            expect(try await site.state(2, .date(site.date(1))), is: .waiting)
            try await site.groups.answer(false, on: site.session(1), as: site.viewer(0))
            expect(try await site.state(2, .date(site.date(1))), is: .offered)
            expect(try await site.state(0), is: .seated)
            let back = { try await site.groups.answer(true, on: site.session(1), as: site.viewer(0)) }
            expect(await site.refusal(back), is: .seatGivenAway)
            let yes = [("date", site.date(0).text), ("coming", "yes")]
            expect(await site.post(answer, on: "/me/groups", as: 0, yes), 303, to: "/me/groups")
            try await site.leave(2, .date(site.date(1)))
            try await back()
            expect(try await site.count("SELECT COUNT(*) FROM attendance WHERE answer = 'declined'"), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `a single date that begins soon is offered to nobody`(on backend: Backend) async throws {
        try await withSeats(on: backend, SeatTerms(capacity: 1)) { site in
            let once = SeatScope.date(site.date(0))
            try await site.join(0, once)
            expect(try await site.join(1, once), is: .waiting(place: 1))
            // It begins on 12 November at 23:30 UTC: in 80 minutes.
            site.clock.pass(Duration.days(9) + .hours(22) + .minutes(10))
            try await site.leave(0, once)
            expect(try await site.state(1, once), is: .waiting)
            // Who waits for what cannot be offered any more keeps nobody from a free chair.
            expect(try await site.join(2, once), is: .seated)
        }
    }

    @Test(arguments: Backend.available)
    func `more seats promote as many, and a closed group promotes nobody`(on backend: Backend) async throws {
        try await withSeats(on: backend, SeatTerms(capacity: 1)) { site in
            for number in 0..<5 { try await site.join(number) }
            try await site.change(0, 1, 2) { $0.meeting.capacity = 3 }
            expect(try await site.states(), is: [.seated, .offered, .offered, .waiting, .waiting, nil])
            try await site.set(.closed)
            try await site.leave(0)
            expect(try await site.state(3), is: .waiting)
        }
    }
}
