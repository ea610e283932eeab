import Storage
import Web

/// Seats, counted from the people who have them; nothing else is kept. Reads `enrolments`, `attendance` and
/// `group_sessions`.
enum SeatCountStore {
    /// How dates stand for the viewer, for a list of at most 100: one statement each for seats, line and own.
    /// Of a Session Zero everything is open; a date that is over or cancelled has no seat free.
    static func counts(of sessions: [SessionID], at now: Instant, as viewer: Viewer, in tx: Transaction) throws
        -> [SessionID: SeatCount]
    {
        guard !sessions.isEmpty else { return [:] }
        let series = Set(sessions.map(\.series)).sorted()
        let (seats, waiting) = (try seats(of: series, at: now, in: tx), try waiting(for: series, in: tx))
        let own = try own(of: series, at: now, as: viewer, in: tx)
        let ledgers = seats.mapValues(\.ledger)
        var counts: [SessionID: SeatCount] = [:]
        for id in sessions {
            let mine = own[id.series] ?? []
            // Who has both a seat on all dates and one on this comes by the first.
            let held = mine.filter { $0.enrolment.scope.holds(id.recurrence) }
                .min { Self.rank($0.enrolment) < Self.rank($1.enrolment) }
            let line = (waiting[id.series] ?? [:]).filter { $0.key.holds(id.recurrence) }.values.reduce(0, +)
            let ledger = ledgers[id.series] ?? SeatLedger(whole: 0, dates: [:])
            let isOpen = seats[id.series]?.open.contains(id.recurrence) ?? false
            counts[id] = SeatCount(
                capacity: ledger.dates[id.recurrence]?.capacity,
                free: isOpen ? nil : number(ledger.free(for: .date(id.recurrence))),
                freeForAll: number(ledger.free(for: .all)), waiting: line, own: held?.enrolment,
                isDeclined: held?.declined.contains(id.recurrence) ?? false)
        }
        return counts
    }

    /// Nil: nobody is turned away.
    private static func number(_ free: Int) -> Int? { free == .max ? nil : free }

    /// A seat before an offer before a place in line; of two, the one for all dates.
    private static func rank(_ enrolment: Enrolment) -> Int {
        let state =
            switch enrolment.state {
            case .seated: 0
            case .offered: 1
            case .waiting: 2
            case .lapsed: 3
            case .left: 4
            }
        return state * 2 + (enrolment.scope == .all ? 0 : 1)
    }

    /// The seats of a series, in the transaction that gives them away. Offers whose time is over are no seats.
    static func ledger(of series: ID<Series>, at now: Instant, in tx: Transaction) throws -> SeatLedger {
        try seats(of: [series], at: now, in: tx)[series]?.ledger ?? SeatLedger(whole: 0, dates: [:])
    }

    /// Who waits, in order.
    static func line(of series: ID<Series>, in tx: Transaction) throws -> [SeatLedger.Waiting] {
        try tx.rows(
            """
            SELECT id, recurrence_id, line, \(claimants) FROM enrolments
            WHERE series_id = \(series) AND state = 'waiting' ORDER BY line, id
            """
        ) { row in
            let (id, line) = (try row.get(0, as: ID<Enrolment>.self), try row.get(2, as: Int.self))
            let people = try claimants(row, from: 3)
            return SeatScope(code: try row.get(1)).map {
                SeatLedger.Waiting(id: id, scope: $0, line: line, people: people)
            }
        }.compactMap { $0 }
    }

    /// The same line with what each of it has already; asked only where there is a seat to give.
    static func withHeld(
        _ line: [SeatLedger.Waiting], of series: ID<Series>, at now: Instant, in tx: Transaction
    ) throws -> [SeatLedger.Waiting] {
        guard line.contains(where: { !$0.people.isEmpty }) else { return line }
        var held: [SeatLedger.Claimant: SeatLedger.Held] = [:]
        _ = try tx.rows(
            """
            SELECT recurrence_id, state, \(claimants) FROM enrolments
            WHERE series_id = \(series) AND (state = 'seated' OR (state = 'offered' AND offer_until > \(now)))
            """
        ) { row in
            let scope = SeatScope(stored: try row.get(0))
            let isSeated = try row.get(1, as: String.self) == Enrolment.State.seated.rawValue
            for one in try claimants(row, from: 2) {
                if isSeated {
                    held[one, default: .init()].seated.insert(scope)
                } else {
                    held[one, default: .init()].offered.insert(scope)
                }
            }
        }
        return line.map { waiting in
            var waiting = waiting
            for one in waiting.people {
                waiting.held.seated.formUnion(held[one]?.seated ?? [])
                waiting.held.offered.formUnion(held[one]?.offered ?? [])
            }
            return waiting
        }
    }

    private static let claimants: SQL = "member_id, CASE WHEN way = 'asked' THEN called END"

    private static func claimants(_ row: Row, from column: Int) throws -> Set<SeatLedger.Claimant> {
        let member = try row.get(column, as: ID<Person>?.self)
        let name = try row.get(column + 1, as: String?.self)
        return Set([member.map { .member($0) }, name.map { .asked($0) }].compactMap { $0 })
    }

    // MARK: - The statements

    /// What is known of the seats of a series.
    private struct Seats {
        var whole = 0
        var single: [RecurrenceID: Int] = [:]
        var declined: [RecurrenceID: Int] = [:]
        /// Of dates that take seats.
        var capacity: [RecurrenceID: Int?] = [:]
        /// Dates that take none: of kind zero.
        var open: Set<RecurrenceID> = []

        var ledger: SeatLedger {
            var dates: [RecurrenceID: DateSeats] = [:]
            for (id, capacity) in capacity {
                dates[id] = DateSeats(capacity: capacity, declined: declined[id] ?? 0, single: single[id] ?? 0)
            }
            return SeatLedger(whole: whole, dates: dates)
        }
    }

    /// One statement of three parts, each by an index and none a row of another: seats by what they are of, people
    /// with all dates who cannot come to one, and the dates that are ahead. Who has a single date and is offered all of
    /// them sits on one chair. Of the second the series is said twice:
    /// else PostgreSQL reads all enrolments there are (20 ms for 62 dates among 24,000).
    private static func seats(
        of series: [ID<Series>], at now: Instant, in tx: Transaction
    ) throws -> [ID<Series>: Seats] {
        var all: [ID<Series>: Seats] = [:]
        _ = try tx.rows(
            """
            SELECT 'seats' AS part, series_id, recurrence_id, COUNT(*) AS number FROM enrolments
            WHERE series_id IN (\(SQL.list(series)))
                AND (state = 'seated' OR (state = 'offered' AND offer_until > \(now)))
                AND (recurrence_id = '' OR member_id IS NULL OR NOT EXISTS (
                    SELECT 1 FROM enrolments AS whole
                    WHERE whole.member_id = enrolments.member_id AND whole.series_id = enrolments.series_id
                        AND whole.recurrence_id = '' AND (whole.state = 'seated'
                            OR (whole.state = 'offered' AND whole.offer_until > \(now)))))
            GROUP BY series_id, recurrence_id
            UNION ALL
            SELECT 'declined', attendance.series_id, attendance.recurrence_id, COUNT(*)
            FROM attendance JOIN enrolments ON enrolments.id = attendance.enrolment_id
            WHERE attendance.series_id IN (\(SQL.list(series))) AND attendance.answer = 'declined'
                AND enrolments.series_id IN (\(SQL.list(series))) AND enrolments.recurrence_id = ''
                AND enrolments.state = 'seated'
            GROUP BY attendance.series_id, attendance.recurrence_id
            UNION ALL
            SELECT kind, series_id, recurrence_id, capacity FROM group_sessions
            WHERE series_id IN (\(SQL.list(series))) AND state = 'planned' AND starts_at > \(now)
            """
        ) { row in
            try count(row, in: &all)
        }
        return all
    }

    private static func count(_ row: Row, in all: inout [ID<Series>: Seats]) throws {
        let (id, code) = (try row.get(1, as: ID<Series>.self), try row.get(2, as: String.self))
        let number = try row.get(3, as: Int?.self)
        switch (try row.get(0, as: String.self), SeatScope(stored: code)) {
        case ("seats", .all): all[id, default: Seats()].whole = number ?? 0
        case ("seats", .date(let date)): all[id, default: Seats()].single[date] = number ?? 0
        case ("declined", .date(let date)): all[id, default: Seats()].declined[date] = number ?? 0
        case (Session.Kind.regular.rawValue, .date(let date)):
            all[id, default: Seats()].capacity.updateValue(number, forKey: date)
        case (Session.Kind.zero.rawValue, .date(let date)): all[id, default: Seats()].open.insert(date)
        default: return
        }
    }

    private static func waiting(
        for series: [ID<Series>], in tx: Transaction
    ) throws -> [ID<Series>: [SeatScope: Int]] {
        var all: [ID<Series>: [SeatScope: Int]] = [:]
        _ = try tx.rows(
            """
            SELECT series_id, recurrence_id, COUNT(*) FROM enrolments
            WHERE series_id IN (\(SQL.list(series))) AND state = 'waiting'
            GROUP BY series_id, recurrence_id
            """
        ) { row in
            let scope = SeatScope(stored: try row.get(1))
            all[try row.get(0), default: [:]][scope] = try row.get(2, as: Int.self)
        }
        return all
    }

    private struct Own {
        let enrolment: Enrolment
        var declined: Set<RecurrenceID> = []
    }

    private static func own(
        of series: [ID<Series>], at now: Instant, as viewer: Viewer, in tx: Transaction
    ) throws -> [ID<Series>: [Own]] {
        guard let me = viewer.personID else { return [:] }
        var all: [ID<Enrolment>: Own] = [:]
        _ = try tx.rows(
            """
            SELECT enrolments.id, enrolments.series_id, enrolments.recurrence_id, enrolments.way, enrolments.state,
                enrolments.line, enrolments.offer_until, enrolments.agreed_version, attendance.recurrence_id
            FROM enrolments LEFT JOIN attendance ON attendance.enrolment_id = enrolments.id
                AND attendance.answer = 'declined'
            WHERE enrolments.member_id = \(me) AND enrolments.series_id IN (\(SQL.list(series)))
                AND enrolments.state <> 'left'
            """
        ) { row in
            let scope = SeatScope(stored: try row.get(2))
            let enrolment = Enrolment(
                id: try row.get(0), series: try row.get(1), scope: scope, holder: .member(me),
                way: Enrolment.Way(rawValue: try row.get(3)) ?? .`self`,
                state: Enrolment.State(rawValue: try row.get(4)) ?? .left, line: try row.get(5),
                offerUntil: try row.get(6), agreedVersion: try row.get(7)
            ).lapsedIfOver(at: now)
            let declined = try row.get(8, as: String?.self).flatMap(RecurrenceID.init(_:))
            all[enrolment.id, default: Own(enrolment: enrolment)].declined.formUnion([declined].compactMap { $0 })
        }
        return Dictionary(grouping: all.values) { $0.enrolment.series }
    }
}
