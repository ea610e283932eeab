import Accounts
import Jobs
import Logging
import Storage
import Testing
import Web
import World

@testable import Groups

/// Many people at once, for few seats.
@Suite struct RaceTests {
    /// Whose turn it is.
    private actor Turns {
        private var number = -1

        func next() -> Int {
            number += 1
            return number
        }
    }

    /// Has everybody ask at once, few at a time, as requests come; answers what each was told.
    private func race(
        _ people: [ID<Person>], _ series: ID<Series>, through doors: [GroupsFeature], atOnce: Int = 24
    ) async throws -> [JoinAnswer] {
        let turns = Turns()
        return try await withThrowingTaskGroup(of: [JoinAnswer].self) { group in
            for runner in 0..<atOnce {
                group.addTask {
                    var answers: [JoinAnswer] = []
                    while case let number = await turns.next(), number < people.count {
                        let door = doors[runner % doors.count]
                        answers.append(try await Self.ask(people[number], for: series, at: door))
                    }
                    return answers
                }
            }
            var all: [JoinAnswer] = []
            for try await answers in group { all += answers }
            return all
        }
    }

    /// Who is told that too many came at once asks again, as the page says.
    private static func ask(
        _ person: ID<Person>, for series: ID<Series>, at door: GroupsFeature
    ) async throws -> JoinAnswer {
        var tries = 0
        while true {
            do {
                return try await door.join(series, .all, agreed: 0, needs: [], as: .person(person, roles: []))
            } catch StorageError.busy where tries < 20 {
                tries += 1
            }
        }
    }

    private func expectFair(_ answers: [JoinAnswer], _ people: Int, seats: Int) {
        expect(answers.count { $0 == .seated }, is: seats)
        let places = answers.compactMap { if case .waiting(let place) = $0 { place } else { nil } }
        expect(places.sorted(), is: Array(1...(people - seats)), "everybody has a place of their own")
    }

    @Test(arguments: Backend.available)
    func `500 people racing for 12 seats get exactly 12 and a line in order`(on backend: Backend) async throws {
        var terms = SeatTerms(capacity: 12)
        terms.people = 500
        try await withSeats(on: backend, terms) { site in
            let answers = try await race(site.people, site.series.id, through: [site.groups])
            expectFair(answers, 500, seats: 12)
            expect(try await site.count("SELECT COUNT(*) FROM enrolments WHERE state = 'seated'"), is: 12)
            expect(try await site.count("SELECT COUNT(DISTINCT line) FROM enrolments"), is: 500)
        }
    }

    @Test(arguments: Backend.servers)
    func `two processes on one database give no seat twice`(on server: String) async throws {
        let now = Instant(milliseconds: 1_793_664_000_000)
        func rooms(_ database: Database) throws -> (AccountsFeature, GroupsFeature, [Migrations]) {
            let dependencies = Dependencies(
                database: database, clock: .fixed(now), settings: SiteSettings(), logger: Logger(label: "test"))
            let accounts = try AccountsFeature(dependencies, keys: .ephemeral())
            let rooms = try seatRooms(dependencies, accounts)
            let groups = try #require(rooms.compactMap { $0 as? GroupsFeature }.first)
            let migrations =
                [Queue.migrations, accounts.feature.migrations] + rooms.map(\.feature.migrations)
            return (accounts, groups, migrations)
        }
        try await withPostgresAddress(on: server) { address in
            let (first, second) = (try await Database.open(address), try await Database.open(address))
            let (accounts, one, migrations) = try rooms(first)
            try await first.migrate(migrations)
            let (_, other, _) = try rooms(second)
            let people = try await accounts.createSynthetic(count: 120, seed: 1, joined: { _ in now })
            let (series, _) = try await first.write { try putGroup(SeatTerms(capacity: 12), at: now, $0) }
            let answers = try await race(people, series.id, through: [one, other])
            expectFair(answers, 120, seats: 12)
            try await first.close()
            try await second.close()
        }
    }
}
