import Markup
import Recurrence
import Storage
import Testing
import Web
import World

@testable import Groups

/// The schedule in memory says what the tables say, at once, and reads no more than what changed.
@Suite struct ScheduleBookTests {
    private func read(_ site: TestSchedule) async throws -> ScheduleBook.Reading {
        try await site.database.read { try site.groups.book.reading(in: $0) }
    }

    private func found(
        _ query: FindQuery, _ site: TestSchedule, after: SessionID? = nil, limit: Int = 100
    ) async throws -> [String] {
        try await read(site).find(query, from: site.now, after: after, limit: limit).map(\.id.recurrence.text)
    }

    @Test(arguments: Backend.available)
    func `what staff change is read at once, by another process too, and nothing is read where nothing changed`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            expect(try await read(site).sessions.count, is: 0)
            let id = try await site.open()
            let other = ScheduleBook(clock: site.world.dependencies.clock)
            for book in [site.groups.book, other] {
                let reading = try await site.database.read { try book.reading(in: $0) }
                expect(reading.sessions.map(\.id.recurrence), is: try await site.dates(id).map(\.id.recurrence))
                expect(reading.series[id]?.titleWords.contains(Array("dolor".utf8)), is: true)
                expect(reading.series[id]?.topics, is: ["back-pain"])
            }
            try await site.change(id, "20261210T183000", .this, SessionChange(starts: time("20261220T090000")))
            for book in [site.groups.book, other] {
                let reading = try await site.database.read { try book.reading(in: $0) }
                expect(
                    reading.sessions.map(\.id.recurrence.text.utf8.count), is: Array(repeating: 15, count: 5))
                expect(reading.sessions.map(\.startsAt), is: reading.sessions.map(\.startsAt).sorted())
                let moved = reading.sessions.first { $0.id.recurrence.text == "20261210T183000" }
                expect(moved?.weekday, is: .sunday)
                expect(moved?.minuteOfDay, is: 540)
                let log = StatementLog()
                _ = try await site.database.noting(in: log).read { try book.reading(in: $0) }
                expect(log.take().flatMap { $0 }.count, is: 1)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `drafts, what was cancelled and what is by referral stand in no list`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            let draft = site.draft("20270105T100000", nil)
            _ = try await site.groups.make(draft, yes: true, as: site.coordinator)
            let id = try await site.open()
            expect(try await read(site).series.count, is: 1)
            var program = Program.ofTests
            program.listing = .referral
            let byReferral = program
            try await site.database.write { try ProgramStore.update(byReferral, in: $0) }
            expect(try await read(site).series.count, is: 0)
            expect(try await read(site).sessions.count, is: 0)
            try await site.database.write { try ProgramStore.update(.ofTests, in: $0) }
            expect(try await read(site).sessions.count, is: 5)
            try await site.groups.set(.closed, of: id, as: site.coordinator)
            expect(try await read(site).series[id]?.isOpen, is: false)
            try await site.groups.set(.cancelled, of: id, as: site.coordinator)
            expect(try await read(site).sessions.count, is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `a place that turns out to be elsewhere is found there`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            _ = try await site.open()
            let (dover, medford) = (ZIPCode("03820"), ZIPCode("97501"))
            func near(_ zip: ZIPCode?) async throws -> Int {
                let point = try #require(zip.flatMap(ZIPCentroids.point(of:)))
                return try await found(FindQuery(near: point), site).count
            }
            expect(try await near(dover), is: 5)
            expect(try await near(medford), is: 0)
            try await site.database.write { tx in
                guard var place = try PlaceStore.find([TestSchedule.room], in: tx)[TestSchedule.room] else { return }
                place.point = medford.flatMap(ZIPCentroids.point(of:))
                try PlaceStore.update(place, in: tx)
            }
            expect(try await near(dover), is: 0)
            expect(try await near(medford), is: 5)
        }
    }

    @Test(arguments: Backend.available)
    func `a list goes on behind what was shown, and knows when it is over`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open()
            try await site.change(id, "20261217T183000", .this, SessionChange(isCancelled: true))
            _ = try await site.open(site.draft("20261204T090000", "FREQ=WEEKLY;COUNT=2"))
            let all = [
                "20261203T183000", "20261204T090000", "20261210T183000", "20261211T090000", "20261217T183000",
                "20261224T183000", "20261231T183000",
            ]
            expect(try await found(FindQuery(), site), is: all)
            expect(try await found(FindQuery(), site, limit: 2), is: Array(all.prefix(2)))
            let last = SessionID(id, time("20261210T183000").id)
            expect(try await found(FindQuery(), site, after: last), is: Array(all.dropFirst(3)))
            expect(try await found(FindQuery(days: [.friday]), site), is: [all[1], all[3]])
            expect(try await found(FindQuery(parts: [.morning]), site), is: [all[1], all[3]])
            expect(try await found(FindQuery(topics: ["epilepsy"]), site), is: [])
            expect(try await found(FindQuery(topics: ["back-pain"]), site).count, is: 7)
            expect(try await found(FindQuery(topics: [], titleWords: [Array("pain".utf8)]), site).count, is: 7)
            expect(try await found(FindQuery(language: .es), site), is: [])
            let month = try await read(site).find(
                FindQuery(), from: site.now, to: try #require(Instant(year: 2026, month: 12, day: 11)), limit: 100)
            expect(month.count, is: 3)
        }
    }

    @Test(arguments: Backend.available)
    func `its window moves with the days`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            _ = try await site.open()
            expect(try await read(site).earliest, is: try #require(Instant(year: 2026, month: 9, day: 30)))
            site.world.time.pass(.days(60))
            let reading = try await read(site)
            expect(reading.earliest, is: try #require(Instant(year: 2026, month: 11, day: 30)))
            site.world.time.pass(.days(35))
            expect(try await read(site).sessions.count, is: 1)
        }
    }

    @Test func `ZIP codes lie where the Census Bureau has them`() throws {
        let dover = try #require(ZIPCode("03820").flatMap(ZIPCentroids.point(of:)))
        let medford = try #require(ZIPCode("97501").flatMap(ZIPCentroids.point(of:)))
        expect((2_500...2_700).contains(dover.miles(to: medford)), is: true, "\(dover.miles(to: medford))")
        expect(ZIPCentroids.table.codes.count, is: 33_791)
        expect(ZIPCentroids.table.codes == ZIPCentroids.table.codes.sorted(), is: true)
        expect(ZIPCode("00000").flatMap(ZIPCentroids.point(of:)), is: nil)
        expect(ZIPCode("99999").flatMap(ZIPCentroids.point(of:)), is: nil)
        expect(ZIPCentroids.Table(Array("zip,latitude,longitude\n".utf8)).point(of: 1), is: nil)
    }
}
