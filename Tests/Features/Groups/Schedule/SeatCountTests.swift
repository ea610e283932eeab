import Storage
import Testing
import Web
import World

@testable import Groups

/// Seats are counted from the people who have them, date by date.
@Suite struct SeatCountTests {
    private let first = "20261203T183000"
    private let second = "20261210T183000"
    private let third = "20261217T183000"

    /// WordPress/wordcamp.org #2072: the count of a whole series was shown on each date.
    @Test(arguments: Backend.available)
    func `wordcamp 2072: a date counts its own people, not those of its series`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open(site.draft(capacity: 5))
            try await site.enrol(id)
            for line in 2...3 { try await site.enrol(id, second, line: line) }
            expect(try await site.seats(id, first).free, is: 4)
            expect(try await site.seats(id, second).free, is: 2)
            expect(try await site.seats(id, third).free, is: 4)
            // For all dates no more than on the fullest.
            expect(try await site.seats(id, first).freeForAll, is: 2)
        }
    }

    /// jemproject/JEM-Project #1764: one absence in a booking of a whole series was counted on all of its dates.
    @Test(arguments: Backend.available)
    func `JEM 1764: who cannot come once frees one chair on one date`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open(site.draft(capacity: 2))
            let ana = try await site.enrol(id, member: 2)
            try await site.enrol(id, line: 2)
            try await site.attend(ana, id, second, answer: "declined")
            expect(try await site.seats(id, second, as: site.member(2)).free, is: 1)
            expect(try await site.seats(id, second, as: site.member(2)).isDeclined, is: true)
            expect(try await site.seats(id, first, as: site.member(2)).isDeclined, is: false)
            expect(try await site.seats(id, first).free, is: 0)
            // The chair is no seat for all dates: she comes to the others.
            expect(try await site.seats(id, second).freeForAll, is: 0)
        }
    }

    /// jemproject/JEM-Project #1926: one place became free, and the whole waiting line was promoted.
    @Test(arguments: Backend.available)
    func `JEM 1926: as many are next as there are seats, in the order of the line`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open(site.draft(capacity: 3))
            try await site.enrol(id)
            try await site.enrol(id, "", .offered, offerUntil: site.now + .hours(1), line: 2)
            var waiting: [ID<Enrolment>] = []
            for line in 3...6 { waiting.append(try await site.enrol(id, "", .waiting, line: line)) }
            let now = site.now
            let next = try await site.database.read { tx in
                try SeatCountStore.ledger(of: id, at: now, in: tx).next(of: SeatCountStore.line(of: id, in: tx))
            }
            expect(next.map(\.id), is: [waiting[0]])
            // An offer whose time is over is no seat.
            let later = now + .hours(1)
            let two = try await site.database.read { tx in
                try SeatCountStore.ledger(of: id, at: later, in: tx).next(of: SeatCountStore.line(of: id, in: tx))
            }
            expect(two.map(\.id), is: Array(waiting.prefix(2)))
            expect(try await site.seats(id, first).waiting, is: 4)
        }
    }

    @Test(arguments: Backend.available)
    func `a date says what is one's own: seat, offer, place in line, or nothing`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open(site.draft(capacity: nil))
            expect(try await site.seats(id, first, as: site.member(2)).own, is: nil)
            expect(try await site.seats(id, first).free, is: nil)
            try await site.enrol(id, second, .waiting, member: 2)
            expect(try await site.seats(id, second, as: site.member(2)).own?.state, is: .waiting)
            expect(try await site.seats(id, first, as: site.member(2)).own, is: nil)
            expect(try await site.seats(id, second, as: site.member(3)).own, is: nil)
            try await site.enrol(id, "", .offered, member: 2, offerUntil: site.now + .hours(2))
            expect(try await site.seats(id, second, as: site.member(2)).own?.scope, is: .all)
            site.world.time.pass(.hours(2))
            expect(try await site.seats(id, first, as: site.member(2)).own?.state, is: .lapsed)
            expect(try await site.seats(id, second, as: site.member(2)).own?.state, is: .waiting)
            try await site.enrol(id, third, .left, member: 3)
            expect(try await site.seats(id, third, as: site.member(3)).own, is: nil)
        }
    }

    @Test(arguments: Backend.available)
    func `a hundred dates of many series are counted by four statements, and once more by two`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            var dates: [SessionID] = []
            for number in 0..<20 {
                let id = try await site.open(site.draft("202612\(10 + number)T100000", "FREQ=DAILY;COUNT=5"))
                try await site.enrol(id, member: 2)
                dates += try await site.dates(id).map(\.id)
            }
            let (wanted, now, viewer, book) = (dates, site.now, site.member(2), SeatBook())
            for statements in [4, 2] {
                let log = StatementLog()
                let counts = try await site.database.noting(in: log).read {
                    try book.counts(of: wanted, at: now, as: viewer, in: $0)
                }
                expect(counts.count, is: 100)
                expect(counts.values.allSatisfy { $0.free == 11 && $0.own?.state == .seated }, is: true)
                expect(log.take().flatMap { $0 }.count, is: statements)
            }
        }
    }
}
