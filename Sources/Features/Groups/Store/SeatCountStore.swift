import Storage
import Web

/// Seats, counted from the people who have them. Reads `enrolments`, `attendance` and `group_sessions`, and keeps
/// `seat_revisions`.
enum SeatCountStore {
    /// By what pages know that seats stand as they did: how often the plan of a series changed, and its seats.
    struct Revision: Sendable, Hashable {
        let schedule: Int
        let seats: Int
    }

    static func revisions(of series: [ID<Series>], in tx: Transaction) throws -> [ID<Series>: Revision] {
        let rows = try tx.rows(
            """
            SELECT series.id, series.revision, COALESCE(seat_revisions.number, 0)
            FROM series LEFT JOIN seat_revisions ON seat_revisions.series_id = series.id
            WHERE series.id IN (\(SQL.list(series)))
            """
        ) { (try $0.get(0, as: ID<Series>.self), Revision(schedule: try $0.get(1), seats: try $0.get(2))) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// With every change of who has a seat, an offer or a place in line, and of who cannot come.
    static func countChange(of series: ID<Series>, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO seat_revisions (series_id, number) VALUES (\(series), 1)
            ON CONFLICT (series_id) DO UPDATE SET number = seat_revisions.number + 1
            """)
    }

    /// How series stand, as `SeatBook` keeps it.
    static func standings(
        of series: [ID<Series>: Revision], at now: Instant, in tx: Transaction
    ) throws -> [ID<Series>: SeatBook.Standing] {
        let wanted = series.keys.sorted()
        guard !wanted.isEmpty else { return [:] }
        let (seats, waiting) = (try seats(of: wanted, at: now, in: tx), try waiting(for: wanted, in: tx))
        return Dictionary(
            uniqueKeysWithValues: series.map { id, revision in
                let one = seats[id] ?? Seats()
                return (
                    id,
                    SeatBook.Standing(
                        revision: revision, ledger: one.ledger, open: one.open, waiting: waiting[id] ?? [:],
                        from: now, until: one.next.map { Instant(milliseconds: Int64($0)) })
                )
            })
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
        /// When the next date begins or the next offer runs out, in milliseconds: then they stand otherwise.
        var next: Int?

        var ledger: SeatLedger {
            var dates: [RecurrenceID: DateSeats] = [:]
            for (id, capacity) in capacity {
                dates[id] = DateSeats(capacity: capacity, declined: declined[id] ?? 0, single: single[id] ?? 0)
            }
            return SeatLedger(whole: whole, dates: dates)
        }
    }

    /// One statement, each part by an index and none a row of another: seats by what they are of, people with all dates
    /// who cannot come to one, the dates that are ahead, and until when all this holds. Who has a single date and is offered all of
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
            UNION ALL
            SELECT 'next', series_id, '', MIN(starts_at) FROM group_sessions
            WHERE series_id IN (\(SQL.list(series))) AND state = 'planned' AND starts_at > \(now) GROUP BY series_id
            UNION ALL
            SELECT 'next', series_id, '', MIN(offer_until) FROM enrolments
            WHERE series_id IN (\(SQL.list(series))) AND state = 'offered' AND offer_until > \(now) GROUP BY series_id
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
        case ("next", _): all[id, default: Seats()].next = min(all[id]?.next ?? .max, number ?? .max)
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

    /// An enrolment of the viewer's, with the dates of all to which they cannot come.
    struct Own {
        let enrolment: Enrolment
        var declined: Set<RecurrenceID> = []
    }

    static func own(
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
