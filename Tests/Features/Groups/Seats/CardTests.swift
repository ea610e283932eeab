import Accounts
import Storage
import Testing
import Web
import World

@testable import Groups

/// A referral's card in the hands of somebody who has a seat already, and one that came too late.
@Suite struct CardTests {
    private struct NoCard: Error {}

    private func card(_ site: TestSeats, _ scope: SeatScope = .all, needs: [AccessNeed] = []) async throws -> String {
        let one = StaffEnrolment(
            whom: .referred("Rosa M."), series: site.series.id, scope: scope, needs: needs, isAnother: true)
        guard case .card(let token) = try await site.groups.enrol(one, as: site.coordinator) else { throw NoCard() }
        return token
    }

    private func claim(_ token: String, _ site: TestSeats, as number: Int) async throws {
        _ = try await site.groups.claim(token, agreed: 0, as: site.viewer(number))
    }

    @Test(arguments: Backend.available)
    func `a card for one date is free again where whoever brings it has a seat on all`(
        on backend: Backend
    ) async throws {
        try await withSeats(on: backend) { site in
            let once = SeatScope.date(site.date(0))
            try await site.join(0)
            let token = try await card(site, once, needs: [AccessNeed(.ride)])
            expect(try await site.join(1, once), is: .waiting(place: 1))
            let id = try #require(try await site.own(0)).id
            expect(await site.post("/referrals/\(token)", as: 0), 303, to: "/me/groups")
            expect(try await site.own(0)?.id, is: id)
            expect(try await site.state(0), is: .seated)
            expect(try await site.state(0, once), is: nil, "nobody has two chairs")
            expect(try await site.state(1, once), is: .offered, "the card's goes to who waits")
            expect(await site.get("/me/groups", as: 0), 200, holds: ["A ride"])
        }
    }

    @Test(arguments: Backend.available)
    func `a card for a date that they had declined has them come after all`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            let once = SeatScope.date(site.date(0))
            for number in 0...1 { try await site.join(number) }
            try await site.groups.answer(false, on: site.session(0), as: site.viewer(0))
            let token = try await card(site, once)
            expect(try await site.join(2, once), is: .waiting(place: 1))
            try await claim(token, site, as: 0)
            expect(try await site.count("SELECT COUNT(*) FROM attendance WHERE answer = 'declined'"), is: 0)
            expect(try await site.state(2, once), is: .waiting, "the chair is taken")
        }
    }

    @Test(arguments: Backend.available)
    func `a card for all dates takes the place of seats on single ones`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            let once = SeatScope.date(site.date(0))
            try await site.join(0, once)
            let token = try await card(site)
            expect(try await site.join(1, once), is: .waiting(place: 1))
            try await claim(token, site, as: 0)
            expect(try await site.state(0), is: .seated)
            expect(try await site.state(0, once), is: nil)
            expect(try await site.state(1, once), is: .offered)
        }
    }

    @Test(arguments: Backend.available)
    func `who brings a card to a full group loses nothing that is better`(on backend: Backend) async throws {
        try await withSeats(on: backend, SeatTerms(capacity: 1)) { site in
            for number in 0...1 { try await site.join(number) }
            let token = try await card(site)
            try await site.leave(0)
            expect(try await site.state(1), is: .offered)
            try await claim(token, site, as: 1)
            expect(try await site.state(1), is: .offered)
            expect(try await site.count("SELECT COUNT(*) FROM enrolments"), is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `a card for a date that was cancelled is refused in words, and kept`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            let path = "/referrals/\(try await card(site, .date(site.date(0))))"
            try await site.change(0) { $0.state = .cancelled }
            for page in [await site.world.get(path), await site.get(path, as: 0)] {
                expect(
                    page, 200, holds: ["This was cancelled."],
                    lacks: ["Take a seat", "make an account first", "keeps a seat"])
            }
            expect(await site.get(path, as: 0, .es), 200, holds: ["Esto se canceló."])
            let sent = await site.post(path, on: "/me/account/export", as: 0)
            expect(sent, 422, holds: ["This was cancelled."], lacks: ["Take a seat"])
            expect(try await site.state(0, .date(site.date(0))), is: nil)
            // It can be put back.
            try await site.change(0) { $0.state = .planned }
            expect(await site.post(path, as: 0), 303, to: "/me/groups")
            expect(try await site.state(0, .date(site.date(0))), is: .seated)
        }
    }

    @Test(arguments: Backend.available)
    func `a card for what is over, or for a group that was cancelled, gives no seat`(
        on backend: Backend
    ) async throws {
        try await withSeats(on: backend) { site in
            site.clock.pass(.days(7))
            let (once, all) = (try await card(site, .date(site.date(0))), try await card(site))
            try await site.set(.cancelled)
            for token in [once, all] {
                expect(await site.refusal { try await claim(token, site, as: 0) }, is: .cancelled)
            }
            expect(await site.get("/referrals/\(all)", as: 0), 200, holds: ["This group was cancelled."])
            try await site.set(.open)
            site.clock.pass(.days(4))
            expect(await site.refusal { try await claim(once, site, as: 0) }, is: .over)
            expect(await site.get("/referrals/\(once)", as: 0), 200, holds: ["This date has begun or is over."])
            site.clock.pass(.days(15))
            expect(await site.refusal { try await claim(all, site, as: 0) }, is: .over)
            expect(await site.get("/referrals/\(all)", as: 0), 200, holds: ["There are no more dates."])
            expect(try await site.state(0), is: nil)
        }
    }

    @Test func `the page of a card says how many dates there are besides`() async throws {
        try await withStaff { site in
            let slug = try await site.open()
            let made = await site.post(site.page(slug, "/enrol"), [("whom", "referred"), ("person", "Cy T.")])
            let path = try #require(made.text.firstMatch(of: /\/referrals\/[a-z2-7]+/).map { String($0.0) })
            expect(await site.get(path, as: TestStaff.member), 200, holds: ["and 6 more dates"])
            expect(await site.get(path, as: TestStaff.member, .es), 200, holds: ["y 6 fechas más"])
        }
    }
}
