import Storage
import Web

/// The tables `enrolments` and `enrolment_needs`, and the answers of `attendance`.
enum EnrolmentStore {
    private static let columns: SQL = """
        id, series_id, recurrence_id, member_id, called, way, state, line, offer_until, agreed_version
        """

    private static func enrolment(_ row: Row) throws -> Enrolment {
        let (member, called): (ID<Person>?, String?) = (try row.get(3), try row.get(4))
        guard let scope = SeatScope(code: try row.get(2)), let way = Enrolment.Way(rawValue: try row.get(5)),
            let state = Enrolment.State(rawValue: try row.get(6))
        else { throw StorageError.other("an enrolment that nobody can read") }
        return Enrolment(
            id: try row.get(0), series: try row.get(1), scope: scope,
            holder: way == .asked
                ? .asked(member, name: called ?? "") : member.map { .member($0) } ?? .called(called ?? ""),
            way: way, state: state,
            line: try row.get(7), offerUntil: try row.get(8), agreedVersion: try row.get(9))
    }

    /// The viewer's own seats and places in line, of a series or of all; left ones not.
    static func own(of series: ID<Series>?, as viewer: Viewer, in tx: Transaction) throws -> [Enrolment] {
        guard let member = viewer.personID else { return [] }
        let here: SQL = series.map { "AND series_id = \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT \(columns) FROM enrolments WHERE member_id = \(member) AND state <> 'left' \(here)
            ORDER BY series_id, recurrence_id, id
            """, enrolment)
    }

    /// One of the viewer's own; for the system any.
    static func find(_ id: ID<Enrolment>, as viewer: Viewer, in tx: Transaction) throws -> Enrolment? {
        let isTheirs: SQL
        switch viewer {
        case .anonymous: return nil
        case .person(let member, _): isTheirs = "AND member_id = \(member) AND state <> 'left'"
        case .system: isTheirs = ""
        }
        return try tx.first("SELECT \(columns) FROM enrolments WHERE id = \(id) \(isTheirs)", enrolment)
    }

    /// All that there is of a member in a series, also what they left.
    static func all(of member: ID<Person>, in series: ID<Series>, tx: Transaction) throws -> [Enrolment] {
        try tx.rows(
            """
            SELECT \(columns) FROM enrolments WHERE member_id = \(member) AND series_id = \(series)
            ORDER BY recurrence_id, id
            """, enrolment)
    }

    /// What there is of a member in a series for these dates, also where they left.
    static func existing(
        of member: ID<Person>, in series: ID<Series>, _ scope: SeatScope, tx: Transaction
    ) throws -> Enrolment? {
        try tx.first(
            """
            SELECT \(columns) FROM enrolments
            WHERE series_id = \(series) AND recurrence_id = \(scope.code) AND member_id = \(member)
            """, enrolment)
    }

    /// Whom staff asked by a name and who has not answered, in a series; offers whose time is over, too.
    static func asked(_ name: String, in series: ID<Series>, tx: Transaction) throws -> [Enrolment] {
        try tx.rows(
            """
            SELECT \(columns) FROM enrolments WHERE series_id = \(series) AND way = 'asked' ORDER BY line, id
            """, enrolment
        ).filter {
            guard case .asked(_, let other) = $0.holder else { return false }
            return other.utf8.elementsEqual(name.utf8)
        }
    }

    /// A new one, or the one that the same person left, in its place. Answers under which identifier it stands.
    @discardableResult
    static func add(_ enrolment: Enrolment, in tx: Transaction) throws -> ID<Enrolment> {
        let holder = columns(of: enrolment.holder)
        let kept = try tx.first(
            """
            INSERT INTO enrolments (
                id, series_id, recurrence_id, member_id, called, way, state, line, offer_until, agreed_version)
            VALUES (
                \(enrolment.id), \(enrolment.series), \(enrolment.scope.code), \(holder.member), \(holder.called),
                \(enrolment.way.rawValue), \(enrolment.state.rawValue), \(enrolment.line), \(enrolment.offerUntil),
                \(enrolment.agreedVersion))
            ON CONFLICT (series_id, recurrence_id, member_id) DO UPDATE SET
                called = excluded.called, way = excluded.way, state = excluded.state, line = excluded.line,
                offer_until = excluded.offer_until, agreed_version = excluded.agreed_version
            WHERE enrolments.state IN ('left', 'lapsed')
            RETURNING id
            """
        ) { try $0.get(0, as: ID<Enrolment>.self) }
        guard let kept else { throw SeatRefusal.alreadyIn }
        try SeatCountStore.countChange(of: enrolment.series, in: tx)
        return kept
    }

    private static func columns(of holder: Enrolment.Holder) -> (member: ID<Person>?, called: String?) {
        switch holder {
        case .member(let member): (member, nil)
        case .called(let name): (nil, name)
        case .asked(let member, let name): (member, name)
        }
    }

    /// Its state, line, offer, way, holder and signature.
    static func update(_ enrolment: Enrolment, in tx: Transaction) throws {
        let holder = columns(of: enrolment.holder)
        try tx.execute(
            """
            UPDATE enrolments SET
                member_id = \(holder.member), called = \(holder.called), way = \(enrolment.way.rawValue),
                state = \(enrolment.state.rawValue), line = \(enrolment.line),
                offer_until = \(enrolment.offerUntil), agreed_version = \(enrolment.agreedVersion)
            WHERE id = \(enrolment.id)
            """)
        try SeatCountStore.countChange(of: enrolment.series, in: tx)
    }

    /// Out: deleted where nothing is known of their coming, else left. Needs and answers go in any case. Answers
    /// whether it was deleted.
    @discardableResult
    static func remove(_ enrolment: Enrolment, in tx: Transaction) throws -> Bool {
        let cameOnce = try tx.first(
            "SELECT 1 FROM attendance WHERE enrolment_id = \(enrolment.id) AND presence IS NOT NULL LIMIT 1"
        ) { _ in true }
        guard cameOnce == true else {
            try tx.execute("DELETE FROM enrolments WHERE id = \(enrolment.id)")
            try SeatCountStore.countChange(of: enrolment.series, in: tx)
            return true
        }
        try setNeeds([], of: enrolment.id, in: tx)
        try tx.execute("DELETE FROM attendance WHERE enrolment_id = \(enrolment.id) AND presence IS NULL")
        try tx.execute("UPDATE attendance SET answer = NULL WHERE enrolment_id = \(enrolment.id)")
        try tx.execute("UPDATE enrolments SET claim_hash = NULL, claim_until = NULL WHERE id = \(enrolment.id)")
        try update(enrolment.gone(), in: tx)
        return false
    }

    /// The next number of a line, behind all there are.
    static func nextInLine(of series: ID<Series>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COALESCE(MAX(line), 0) + 1 FROM enrolments WHERE series_id = \(series)") {
            try $0.get(0)
        } ?? 1
    }

    /// How many wait before somebody new for seats that theirs could be, as `SeatLedger.place` counts them.
    static func countWaiting(before new: Enrolment, in tx: Transaction) throws -> Int {
        let rivals: SQL = new.scope == .all ? "" : "AND recurrence_id IN ('', \(new.scope.code))"
        return try tx.first(
            """
            SELECT COUNT(*) FROM enrolments
            WHERE series_id = \(new.series) AND state = 'waiting' AND line < \(new.line) \(rivals)
            """
        ) { try $0.get(0) } ?? 0
    }

    /// Offers whose time is over, of a series or of all.
    static func lapsing(
        of series: ID<Series>? = nil, at now: Instant, limit: Int, in tx: Transaction
    ) throws -> [Enrolment] {
        let here: SQL = series.map { "AND series_id = \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT \(columns) FROM enrolments WHERE state = 'offered' AND offer_until <= \(now) \(here)
            ORDER BY offer_until, id LIMIT \(limit)
            """, enrolment)
    }

    /// Whether a seat is offered to a member until just then.
    static func offer(to member: ID<Person>, until: Instant, in tx: Transaction) throws -> Enrolment? {
        try tx.first(
            """
            SELECT \(columns) FROM enrolments
            WHERE member_id = \(member) AND state = 'offered' AND offer_until = \(until) ORDER BY id LIMIT 1
            """, enrolment)
    }

    /// How many seats are kept for a member, as SQL for the session.
    static func countOffers(for member: SQL) -> SQL {
        """
        (SELECT COUNT(*) FROM enrolments WHERE enrolments.member_id = \(member) AND enrolments.state = 'offered')
        """
    }

    /// Members who have a seat on a date and did not say that they cannot come.
    static func seated(on session: SessionID, in tx: Transaction) throws -> [ID<Person>] {
        try tx.rows(
            """
            SELECT DISTINCT enrolments.member_id FROM enrolments
            WHERE enrolments.series_id = \(session.series) AND enrolments.state = 'seated'
                AND enrolments.recurrence_id IN ('', \(session.recurrence.text))
                AND enrolments.member_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM attendance
                    WHERE attendance.series_id = \(session.series)
                        AND attendance.recurrence_id = \(session.recurrence.text)
                        AND attendance.enrolment_id = enrolments.id AND attendance.answer = 'declined')
            ORDER BY enrolments.member_id
            """
        ) { try $0.get(0) }
    }
}

// MARK: - Needs and answers

extension EnrolmentStore {
    /// What an enrolment needs, in the order in which it is asked.
    static func needs(of enrolment: ID<Enrolment>, in tx: Transaction) throws -> [AccessNeed] {
        try NeedStore.needs(of: [enrolment], in: tx)[enrolment] ?? []
    }

    /// Other needs in their place; those that stay keep what was arranged.
    static func setNeeds(_ needs: [AccessNeed], of enrolment: ID<Enrolment>, in tx: Transaction) throws {
        let kinds = needs.map(\.kind.rawValue)
        let others: SQL = kinds.isEmpty ? "" : "AND need NOT IN (\(SQL.list(kinds)))"
        try tx.execute("DELETE FROM enrolment_needs WHERE enrolment_id = \(enrolment) \(others)")
        for need in needs {
            try tx.execute(
                """
                INSERT INTO enrolment_needs (enrolment_id, need, words)
                VALUES (\(enrolment), \(need.kind.rawValue), \(need.words))
                ON CONFLICT (enrolment_id, need) DO UPDATE SET words = excluded.words
                """)
        }
    }

    /// Whether they can come to a date; nil: they say nothing of it.
    static func setAnswer(_ isComing: Bool?, of enrolment: ID<Enrolment>, on session: SessionID, in tx: Transaction)
        throws
    {
        let answer = isComing.map { $0 ? "accepted" : "declined" }
        try tx.execute(
            """
            INSERT INTO attendance (series_id, recurrence_id, enrolment_id, answer)
            VALUES (\(session.series), \(session.recurrence.text), \(enrolment), \(answer))
            ON CONFLICT (series_id, recurrence_id, enrolment_id) DO UPDATE SET answer = excluded.answer
            """)
        try SeatCountStore.countChange(of: session.series, in: tx)
    }
}
