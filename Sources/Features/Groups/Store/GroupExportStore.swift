import Storage

/// What is kept of a member here, for the file that they download, and their going.
enum GroupExportStore {
    /// A seat, an offer or a place in line of a member's, also one that they left.
    struct SeatRow: Sendable {
        let id: ID<Enrolment>
        let organization: String
        let series: ID<Series>
        let group: String
        /// When the date is now, local; nil for all dates.
        let starts: String?
        let way: String
        let state: String
        let agreed: Int
        var needs: [(need: String, words: String?)] = []
        var arranged: [(need: String, starts: String)] = []
        var dates: [(starts: String, answer: String?, presence: String?)] = []
    }

    /// All of them, by identifier.
    static func seats(of member: ID<Person>, in tx: Transaction) throws -> [SeatRow] {
        let rows = try tx.rows(
            """
            SELECT enrolments.id, organizations.name, enrolments.series_id, series.slug, group_sessions.starts_local,
                enrolments.way, enrolments.state, enrolments.agreed_version
            FROM enrolments JOIN series ON series.id = enrolments.series_id
                JOIN organizations ON organizations.id = series.organization_id
                LEFT JOIN group_sessions ON group_sessions.series_id = enrolments.series_id
                    AND group_sessions.recurrence_id = enrolments.recurrence_id
            WHERE enrolments.member_id = \(member) ORDER BY enrolments.id
            """
        ) { row in
            SeatRow(
                id: try row.get(0), organization: try row.get(1), series: try row.get(2), group: try row.get(3),
                starts: try row.get(4), way: try row.get(5), state: try row.get(6), agreed: try row.get(7))
        }
        return try rows.map { seat in
            var seat = seat
            seat.needs = try tx.rows(
                "SELECT need, words FROM enrolment_needs WHERE enrolment_id = \(seat.id) ORDER BY need"
            ) { (try $0.get(0), try $0.get(1)) }
            seat.arranged = try tx.rows(
                """
                SELECT need_arrangements.need, group_sessions.starts_local FROM need_arrangements
                    JOIN group_sessions ON group_sessions.series_id = \(seat.series)
                        AND group_sessions.recurrence_id = need_arrangements.recurrence_id
                WHERE need_arrangements.enrolment_id = \(seat.id)
                ORDER BY need_arrangements.recurrence_id, need_arrangements.need
                """
            ) { (try $0.get(0), try $0.get(1)) }
            seat.dates = try tx.rows(
                """
                SELECT group_sessions.starts_local, attendance.answer, attendance.presence FROM attendance
                    JOIN group_sessions ON group_sessions.series_id = attendance.series_id
                        AND group_sessions.recurrence_id = attendance.recurrence_id
                WHERE attendance.enrolment_id = \(seat.id) ORDER BY attendance.recurrence_id
                """
            ) { (try $0.get(0), try $0.get(1), try $0.get(2)) }
            return seat
        }
    }

    /// Takes at most so many seats of a member out, with all that hangs on them; answers the series of each.
    static func removeSeats(of member: ID<Person>, limit: Int, in tx: Transaction) throws -> [ID<Series>] {
        let few = try tx.rows(
            "SELECT id, series_id FROM enrolments WHERE member_id = \(member) ORDER BY id LIMIT \(limit)"
        ) { (id: try $0.get(0, as: ID<Enrolment>.self), series: try $0.get(1, as: ID<Series>.self)) }
        guard !few.isEmpty else { return [] }
        try tx.execute("DELETE FROM enrolments WHERE id IN (\(SQL.list(few.map(\.id))))")
        for series in Set(few.map(\.series)) { try SeatCountStore.countChange(of: series, in: tx) }
        return few.map(\.series)
    }

    /// What a member leads.
    static func leading(of member: ID<Person>, in tx: Transaction) throws -> [(
        organization: String, group: String, starts: String?, part: String, shownAs: String
    )] {
        try tx.rows(
            """
            SELECT organizations.name, series.slug, group_sessions.starts_local, series_leaders.part,
                series_leaders.shown_as
            FROM series_leaders JOIN series ON series.id = series_leaders.series_id
                JOIN organizations ON organizations.id = series.organization_id
                LEFT JOIN group_sessions ON group_sessions.series_id = series_leaders.series_id
                    AND group_sessions.recurrence_id = series_leaders.recurrence_id
            WHERE series_leaders.member_id = \(member) ORDER BY series_leaders.id
            """
        ) { (try $0.get(0), try $0.get(1), try $0.get(2), try $0.get(3), try $0.get(4)) }
    }

    /// Takes a member out of at most so many lists of leaders: whoever has left leads nothing, and what they were shown
    /// as is theirs. Answers the series of each.
    static func removeLeading(of member: ID<Person>, limit: Int, in tx: Transaction) throws -> [ID<Series>] {
        let few = try tx.rows(
            "SELECT id, series_id FROM series_leaders WHERE member_id = \(member) ORDER BY id LIMIT \(limit)"
        ) { (id: try $0.get(0, as: ID<SeriesLeader>.self), series: try $0.get(1, as: ID<Series>.self)) }
        guard !few.isEmpty else { return [] }
        try tx.execute("DELETE FROM series_leaders WHERE id IN (\(SQL.list(few.map(\.id))))")
        return few.map(\.series)
    }
}
