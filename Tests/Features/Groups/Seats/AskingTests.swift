import Accounts
import Foundation
import Markup
import Storage
import Testing
import Web
import World

@testable import Groups

/// Whom staff ask by the name that they have here: what a coordinator sees tells nothing of whose name it is, until
/// somebody says yes.
@Suite struct AskingTests {
    private static let nobody = "Nobody Of That Name"

    private func name(_ number: Int, _ site: TestSeats) async throws -> String {
        try #require(try await site.world.accounts.pseudonyms(of: [site.people[number]])[site.people[number]])
    }

    private func ask(_ name: String, _ site: TestSeats, _ scope: SeatScope = .all, needs: [AccessNeed] = [])
        async throws
    {
        let one = StaffEnrolment(whom: .member(named: name), series: site.series.id, scope: scope, needs: needs)
        expect(try await site.groups.enrol(one, as: site.coordinator), is: .done)
    }

    /// The list as its coordinator reads it, without what is of one row only.
    private func rows(_ site: TestSeats, called names: [String], _ date: Int = 0) async throws -> [String] {
        let series = "/staff/groups/\(TestSeats.organization.id)/series/\(site.series.slug)"
        let page = await site.world.get("\(series)/roster?date=\(site.date(date))", as: site.coordinator)
        expect(page, 200)
        return page.text.components(separatedBy: "<tr").compactMap { row in
            guard let name = names.first(where: row.contains) else { return nil }
            let end = row.components(separatedBy: "</tr>")[0]
            return end.replacing(name, with: "NAME").replacing(/[0-9a-f]{8}-[0-9a-f-]{27}/, with: "")
                .replacing(/name="csrf" value="[^"]*"/, with: "")
        }
    }

    /// Until offers have lapsed; the coordinator signs in anew.
    private func passADay(_ site: TestSeats) async throws {
        site.clock.pass(.hours(24))
        try await site.world.runJobs()
        try await site.world.grant(
            .coordinator, in: TestSeats.organization.space, to: try #require(site.coordinator.personID))
    }

    private func free(_ site: TestSeats) async throws -> Int? {
        let session = site.session(0)
        return try await site.database.read {
            try SeatBook().counts(of: [session], at: site.now, as: .anonymous, in: $0)[session]?.freeForAll
        }
    }

    @Test(arguments: Backend.available)
    func `a name that is nobody's looks as a member's does, from the asking to its end`(
        on backend: Backend
    ) async throws {
        try await withSeats(on: backend, SeatTerms(capacity: 3, agreement: "Be kind.")) { site in
            let somebody = try await name(0, site)
            let names = [somebody, Self.nobody]
            try await ask(somebody, site, needs: [AccessNeed(.ride)])
            expect(try await free(site), is: 2)
            try await ask(Self.nobody, site, needs: [AccessNeed(.ride)])
            expect(try await free(site), is: 1, "a seat is kept for nobody, too")
            let asked = try await rows(site, called: names)
            expect(asked.count, is: 2)
            expect(asked.first, is: asked.last)
            expect(asked.first?.contains("A seat is kept for them"), is: true, "\(asked)")
            for name in names { try await ask(name, site) }
            expect(try await rows(site, called: names), is: asked, "once more is the same")
            // Whoever was asked looks at it, says what they need, and says no.
            let own = try #require(try await site.own(0)).id
            expect(await site.post("/me/groups/\(own)/needs", as: 0, [("need", "other"), ("otherWords", "Tea")]), 303)
            expect(try await rows(site, called: names), is: asked)
            try await site.leave(0)
            expect(try await site.own(0), is: nil)
            expect(try await rows(site, called: names), is: asked, "a no looks like no answer")
            expect(try await free(site), is: 1)
            for name in names { try await ask(name, site) }
            expect(try await rows(site, called: names), is: asked)
            expect(try await site.own(0), is: nil, "they are not asked again at once")
            try await passADay(site)
            expect(try await rows(site, called: names), is: [])
            expect(try await free(site), is: 3)
            expect(try await site.count("SELECT COUNT(*) FROM enrolments WHERE called IS NOT NULL"), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `in a full group both stand in line, are offered a seat in turn, and lapse`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            let somebody = try await name(2, site)
            let names = [somebody, Self.nobody]
            for number in 0...1 { try await site.join(number) }
            for name in names { try await ask(name, site) }
            for words in ["In line", "A seat is kept for them"] {
                let asked = try await rows(site, called: names)
                expect(asked.count, is: 2)
                expect(asked.first, is: asked.last)
                expect(asked.first?.contains(words), is: true, "\(asked)")
                if words == "In line" { for number in 0...1 { try await site.leave(number) } }
            }
            expect(try await site.join(3), is: .waiting(place: 1))
            try await passADay(site)
            expect(try await rows(site, called: names), is: [])
            expect(try await site.state(2), is: .lapsed)
            expect(try await site.state(3), is: .offered)
        }
    }

    @Test(arguments: Backend.available)
    func `who lets it lapse can be asked again, and no address tells that they were`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            let somebody = try await name(0, site)
            try await ask(somebody, site)
            let first = try #require(try await site.own(0)).id
            try await passADay(site)
            expect(try await site.state(0), is: .lapsed)
            try await ask(somebody, site)
            let second = try #require(try await site.own(0))
            expect(second.state, is: .offered)
            expect(second.id == first, is: false)
        }
    }

    @Test(arguments: Backend.available)
    func `after a yes they stand there by their own name, and leaders read it then`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            let (somebody, leader) = (try await name(0, site), site.people[5])
            try await site.world.grant(.leader, in: TestSeats.organization.space, to: leader)
            try await site.database.write { tx in
                let leads = SeriesLeader(id: .random(), scope: .all, member: leader, part: .leader, shownAs: "Bo")
                try LeaderStore.add(leads, to: site.series.id, in: tx)
            }
            try await ask(somebody, site, needs: [AccessNeed(.ride)])
            let led = "/staff/groups/\(TestSeats.organization.id)/led/\(site.series.slug)"
            expect(await site.get(led, as: 5), 200, lacks: [somebody, "A seat is kept"])
            try await site.groups.accept(try #require(try await site.own(0)).id, as: site.viewer(0))
            expect(await site.get(led, as: 5), 200, holds: [somebody, "Has a seat", "Put in by staff", "A ride"])
            expect(try await rows(site, called: [somebody]).count, is: 1)
            // On the list they are, so nothing more is asked.
            try await ask(somebody, site)
            expect(try await site.count("SELECT COUNT(*) FROM enrolments"), is: 1)
            expect(try await site.count("SELECT COUNT(*) FROM enrolments WHERE called IS NOT NULL"), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `asked for one date and for all, both names wait for the second alike`(on backend: Backend) async throws {
        try await withSeats(on: backend, SeatTerms(capacity: 6)) { site in
            let names = [try await name(0, site), Self.nobody]
            for name in names {
                try await ask(name, site, .date(site.date(0)))
                try await ask(name, site)
            }
            try await site.leave(0, .date(site.date(0)))
            let asked = try await rows(site, called: names)
            expect(asked.count, is: 4)
            expect(asked.count { $0.contains("A seat is kept for them") }, is: 2)
            expect(Set(asked).count, is: 2)
            try await passADay(site)
            let later = try await rows(site, called: names)
            expect(later.count { $0.contains("A seat is kept for them") }, is: 2, "then all dates are offered")
            expect(Set(later).count, is: 1)
        }
    }

    @Test func `asking has a limit of its own`() async throws {
        try await withSeats { site in
            let sending = EnrolPage(groups: site.groups).routes.filter { $0.method == .post }
            expect(sending.map(\.limit.pool), is: [.route])
        }
    }
}
