import Accounts
import Storage
import Testing
import Web
import World

@testable import Groups

/// Seats by a coordinator's hand, and by a card.
@Suite struct StaffSeatTests {
    private struct NoCard: Error {}

    private func put(_ whom: StaffEnrolment.Whom, _ site: TestSeats, needs: [AccessNeed] = []) async throws
        -> StaffAnswer
    {
        try await site.groups.enrol(
            StaffEnrolment(whom: whom, series: site.series.id, scope: .all, needs: needs), as: site.coordinator)
    }

    @Test(arguments: Backend.available)
    func `a member gets an offer by exact name, and a name that is nobody's is answered the same`(
        on backend: Backend
    ) async throws {
        try await withSeats(on: backend, SeatTerms(capacity: 3)) { site in
            let name = try #require(try await site.world.accounts.pseudonyms(of: [site.people[0]])[site.people[0]])
            expect(try await put(.member(named: name), site), is: .done)
            expect(try await put(.member(named: "Nobody Of That Name"), site), is: .done)
            expect(try await site.state(0), is: .offered)
            expect(try await put(.member(named: name), site), is: .done, "once more is the same")
            expect(try await site.count("SELECT COUNT(*) FROM enrolments WHERE state = 'offered'"), is: 2)
            for number in 1...2 { try await site.join(number) }
            let last = try #require(try await site.world.accounts.pseudonyms(of: [site.people[3]])[site.people[3]])
            expect(try await put(.member(named: last), site), is: .done, "full: the answer says nothing of a line")
            expect(try await site.states(), is: [.offered, .seated, .waiting, .waiting, nil, nil])
        }
    }

    @Test(arguments: Backend.available)
    func `somebody without an account has a seat by what staff call them`(on backend: Backend) async throws {
        try await withSeats(on: backend, SeatTerms(capacity: 1)) { site in
            expect(try await put(.called("Rosa M."), site, needs: [AccessNeed(.ride)]), is: .done)
            expect(try await put(.called("Joe B."), site), is: .waiting(place: 1))
            let rosa = try await site.database.read { tx in
                try tx.first("SELECT id FROM enrolments WHERE called = 'Rosa M.'") {
                    try $0.get(0, as: ID<Enrolment>.self)
                }
            }
            try await site.groups.takeOut(try #require(rosa), as: site.coordinator)
            // Nobody can say yes in their place, so the seat is theirs.
            expect(
                try await site.count("SELECT COUNT(*) FROM enrolments WHERE called = 'Joe B.' AND state = 'seated'"),
                is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `nobody but a coordinator of the organization puts in or takes out`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            try await site.join(0)
            let id = try #require(try await site.own(0)).id
            let other = Space.organization(ID(named: "organization:elsewhere"))
            let stranger = Viewer.person(site.people[1], roles: [HeldRole(.coordinator, in: other)])
            for viewer in [stranger, site.viewer(1), .anonymous] {
                await #expect(throws: Problem.self) { try await site.groups.takeOut(id, as: viewer) }
                await #expect(throws: Problem.self) {
                    _ = try await site.groups.enrol(
                        StaffEnrolment(whom: .called("Rosa M."), series: site.series.id, scope: .all, needs: []),
                        as: viewer)
                }
            }
            expect(try await site.state(0), is: .seated)
            expect(try await site.count("SELECT COUNT(*) FROM enrolments"), is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `a card gives one seat to whoever brings it, once`(on backend: Backend) async throws {
        try await withSeats(on: backend, SeatTerms(eligibility: .referral, agreement: "Be kind.")) { site in
            guard case .card(let token) = try await put(.referred("Rosa M."), site, needs: [AccessNeed(.childcare)])
            else { throw NoCard() }
            let path = "/referrals/\(token)"
            expect(await site.world.get(path), 200, holds: [TestSeats.title, "/sign-in?to=%2Freferrals"])
            expect(await site.get(path, as: 0), 200, holds: ["Be kind.", "Take a seat"])
            expect(await site.post(path, as: 0), 422, holds: ["Be kind."])
            expect(await site.post(path, as: 0, [("agreed", "1")]), 303, to: "/me/groups")
            expect(try await site.state(0), is: .seated)
            expect(await site.get("/me/groups", as: 0), 200, holds: ["Childcare"])
            for number in 0...1 {
                let again = await site.post(path, on: "/me/account/export", as: number, [("agreed", "1")])
                expect(again, 404, holds: ["used already, or it is too old"])
            }
            expect(await site.world.get("/referrals/abcdefgh"), 404, holds: ["used already, or it is too old"])
            expect(try await site.count("SELECT COUNT(*) FROM enrolments WHERE called IS NOT NULL"), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `a card is good for 30 days, and who has a seat already keeps it`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            guard case .card(let first) = try await put(.referred("Rosa M."), site),
                case .card(let second) = try await put(.referred("Joe B."), site)
            else { throw NoCard() }
            expect(try await site.join(0), is: .waiting(place: 1))
            _ = try await site.groups.claim(first, agreed: 0, as: site.viewer(0))
            expect(try await site.state(0), is: .seated)
            expect(try await site.join(1), is: .waiting(place: 1))
            _ = try await site.groups.claim(second, agreed: 0, as: site.viewer(0))
            expect(try await site.states()[0...1].map { $0 }, is: [.seated, .offered], "the other seat is free")
            guard case .card(let third) = try await put(.referred("Ann C."), site) else { throw NoCard() }
            site.clock.pass(.days(30))
            expect(await site.world.get("/referrals/\(third)"), 404)
        }
    }

    @Test func `a printed card says what it is in every language, and leads by a short address`() async throws {
        try await withSeats { site in
            expect(
                await site.world.get("\(site.path)/card"), 200,
                holds: [TestSeats.title, TestSeats.titleInSpanish, "/g/living-thursdays", "<svg role=\"img\""])
            expect(await site.world.get("/g/Living-Thursdays"), 303, to: "/groups/living-thursdays")
            expect(await site.world.get("/g/epilepsy"), 303, to: "/groups?q=Epilepsy")
            expect(await site.world.get("/cards/epilepsy"), 200, holds: ["/g/epilepsy", "Grupos: epilepsia"])
            expect(await site.world.get("/g/nothing-here"), 404)
            expect(await site.world.get("/cards/nothing-here"), 404)
        }
    }
}
