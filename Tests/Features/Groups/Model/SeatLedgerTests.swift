import Recurrence
import Storage
import Testing

@testable import Groups

@Suite struct SeatLedgerTests {
    private let first = time("20261203T183000")
    private let second = time("20261210T183000")

    private func line(_ scopes: [SeatScope]) -> [SeatLedger.Waiting] {
        scopes.enumerated().map { SeatLedger.Waiting(id: .random(), scope: $0.element, line: $0.offset) }
    }

    private func ledger(_ capacity: Int, whole: Int, _ change: (inout DateSeats) -> Void = { _ in }) -> SeatLedger {
        var changed = DateSeats(capacity: capacity)
        change(&changed)
        return SeatLedger(whole: whole, dates: [first.id: changed, second.id: DateSeats(capacity: capacity)])
    }

    @Test func `one place freed promotes one, whoever has waited longest`() {
        let waiting = line(Array(repeating: .all, count: 7))
        #expect(ledger(12, whole: 11).next(of: waiting.reversed()) == [waiting[0]])
    }

    @Test func `nobody is promoted where no seat is free`() {
        #expect(ledger(12, whole: 12).next(of: line([.all, .all])).isEmpty)
        #expect(ledger(12, whole: 14).free(for: .all) == 0)
    }

    @Test func `one absence frees one chair on one date, and no seat on all of them`() {
        let ledger = ledger(12, whole: 12) { $0.declined = 1 }
        #expect(ledger.free(for: .date(first.id)) == 1)
        #expect(ledger.free(for: .date(second.id)) == 0)
        #expect(ledger.free(for: .all) == 0)
    }

    @Test func `absences on every date make no thirteenth chair`() {
        let dates = [first, second].map { ($0.id, DateSeats(capacity: 12, declined: 1)) }
        #expect(SeatLedger(whole: 12, dates: Dictionary(uniqueKeysWithValues: dates)).free(for: .all) == 0)
    }

    @Test func `a full date keeps nobody from another`() {
        let ledger = ledger(2, whole: 1) { $0.single = 1 }
        let waiting = line([.date(first.id), .all, .date(second.id), .date(second.id)])
        #expect(ledger.next(of: waiting) == [waiting[2]])
    }

    @Test func `a seat on one date and one on all of them come off the same chairs`() {
        let waiting = line([.date(first.id), .all, .all])
        #expect(ledger(12, whole: 11).next(of: waiting) == [waiting[0]])
        #expect(ledger(12, whole: 10).next(of: waiting) == [waiting[0], waiting[1]])
    }

    @Test func `a group that turns nobody away has room, and one without a date ahead has none`() {
        let open = SeatLedger(whole: 40, dates: [first.id: DateSeats(capacity: nil)])
        #expect(open.next(of: line([.all, .all])).count == 2)
        #expect(SeatLedger(whole: 0, dates: [:]).free(for: .all) == 0)
    }

    @Test func `never more are promoted than there are chairs, whatever the line`() {
        for seed in 0..<2_000 {
            var numbers = Numbers(seed: UInt64(seed))
            let capacity = numbers.next(1...12)
            var ledger = ledger(capacity, whole: numbers.next(0...12)) {
                $0.declined = numbers.next(0...2)
                $0.single = numbers.next(0...3)
            }
            let before = ledger
            let scopes: [SeatScope] = [.all, .date(first.id), .date(second.id)]
            for one in ledger.next(of: line((0..<20).map { _ in scopes[numbers.next(0...2)] })) {
                ledger.take(one.scope)
            }
            for date in ledger.dates.keys {
                let isMade = ledger.dates[date] != before.dates[date] || ledger.whole != before.whole
                let taken = ledger.dates[date]?.taken(whole: ledger.whole) ?? 0
                #expect(!isMade || taken <= capacity)
            }
        }
    }

    @Test func `one person gets one of two seats on the same date, and who is behind the other`() {
        let person = SeatLedger.Claimant.member(.random())
        func own(_ scope: SeatScope, _ line: Int) -> SeatLedger.Waiting {
            SeatLedger.Waiting(id: .random(), scope: scope, line: line, people: [person])
        }
        let other = SeatLedger.Waiting(id: .random(), scope: .date(first.id), line: 3)
        let line = [own(.date(first.id), 1), own(.all, 2), other]
        #expect(ledger(2, whole: 0).next(of: line) == [line[0], other])
        let wholeFirst = [own(.all, 1), own(.date(first.id), 2), other]
        #expect(ledger(2, whole: 0).next(of: wholeFirst) == [wholeFirst[0], other])
        let apart = [own(.date(first.id), 1), own(.date(second.id), 2)]
        #expect(ledger(2, whole: 0).next(of: apart) == apart)
    }

    @Test func `who has an offer waits for its answer, and a seat on one date goes into one on all`() {
        func waiting(_ scope: SeatScope, _ change: (inout SeatLedger.Held) -> Void) -> SeatLedger.Waiting {
            var one = SeatLedger.Waiting(id: .random(), scope: scope, line: 1, people: [.member(.random())])
            change(&one.held)
            return one
        }
        let date = SeatScope.date(first.id)
        #expect(ledger(9, whole: 0).next(of: [waiting(.all) { $0.offered = [date] }]).isEmpty)
        #expect(ledger(9, whole: 1).next(of: [waiting(date) { $0.offered = [.all] }]).isEmpty)
        #expect(ledger(9, whole: 1).next(of: [waiting(date) { $0.seated = [.all] }]).isEmpty)
        // The last chair of the first evening is their own.
        let stays = waiting(.all) { $0.seated = [date] }
        #expect(ledger(2, whole: 1) { $0.single = 1 }.next(of: [stays]) == [stays])
    }

    @Test func `the place in line counts those who wait for the same seats`() {
        let waiting = line([.date(first.id), .date(second.id), .all, .date(second.id)])
        #expect(SeatLedger.place(of: waiting[3].id, in: waiting) == 3)
        #expect(SeatLedger.place(of: waiting[2].id, in: waiting) == 3)
        #expect(SeatLedger.place(of: .random(), in: waiting) == nil)
    }

    @Test func `a capacity goes no lower than those who come`() {
        #expect(ledger(12, whole: 9) { $0.single = 2 }.fewestSeats(on: first.id) == 11)
        #expect(ledger(12, whole: 9) { $0.declined = 3 }.fewestSeats(on: first.id) == 9)
    }
}

@Suite struct EnrolmentTests {
    private let now = Instant(milliseconds: 1_796_000_000_000)

    private func waiting() -> Enrolment {
        Enrolment(
            id: .random(), series: .random(), scope: .all, holder: .member(.random()), way: .`self`, state: .waiting,
            line: 3)
    }

    @Test func `an offer is accepted before its end, and not at it`() throws {
        let offered = try waiting().offered(until: now)
        #expect(try offered.accepted(at: now - 1).state == .seated)
        #expect(throws: SeatRefusal.offerOver) { try offered.accepted(at: now) }
        #expect(offered.lapsedIfOver(at: now).state == .lapsed)
        #expect(offered.lapsedIfOver(at: now - 1).state == .offered)
    }

    @Test func `who let an offer lapse waits again at the end of the line`() throws {
        let lapsed = try waiting().offered(until: now).lapsedIfOver(at: now)
        let again = try lapsed.waiting(at: 9)
        #expect(again.state == .waiting && again.line == 9 && again.offerUntil == nil)
    }

    @Test func `leaving can be pressed twice and asks nothing`() {
        #expect(waiting().gone().gone().state == .left)
    }

    @Test func `an offer of one date ends before it begins, and none is made too late`() {
        #expect(Offer.end(at: now, start: nil) == now + .hours(24))
        #expect(Offer.end(at: now, start: now + .hours(5)) == now + .hours(5) - .minutes(30))
        #expect(Offer.end(at: now, start: now + .minutes(89)) == nil)
        #expect(Offer.end(at: now, start: now + .minutes(90)) == now + .minutes(60))
    }
}

/// Numbers of a seed, the same on every machine (SplitMix64).
private struct Numbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(_ range: ClosedRange<Int>) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return range.lowerBound + Int(mixed % UInt64(range.count))
    }
}
