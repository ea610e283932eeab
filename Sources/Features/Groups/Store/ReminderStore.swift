import Storage
import Web

/// Who has to be reminded of which moments: read from `enrolments`, `sessions` and `attendance`, and kept nowhere.
enum ReminderStore {
    /// Seats with the dates they are good for, but for those to which somebody cannot come.
    private static let coming: SQL = """
        group_sessions AS sessions JOIN enrolments ON enrolments.series_id = sessions.series_id
            AND enrolments.state = 'seated' AND enrolments.recurrence_id IN ('', sessions.recurrence_id)
        """
    private static let isMeant: SQL = """
        sessions.kind = 'regular' AND enrolments.member_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM attendance WHERE attendance.series_id = sessions.series_id
                AND attendance.recurrence_id = sessions.recurrence_id
                AND attendance.enrolment_id = enrolments.id AND attendance.answer = 'declined')
        """

    /// A member and a moment at which something of theirs begins.
    struct Due: Sendable, Hashable {
        let member: ID<Person>
        let startsAt: Instant
    }

    /// Moments within a time at which planned dates of members begin, in order, behind one; each once.
    /// - Parameter member: of one only; nil: of all.
    static func due(
        in range: Range<Instant>, of member: ID<Person>? = nil, behind last: Due? = nil, limit: Int,
        in tx: Transaction
    ) throws -> [Due] {
        let theirs: SQL = member.map { "AND enrolments.member_id = \($0)" } ?? ""
        let behind: SQL =
            last.map {
                """
                AND (sessions.starts_at > \($0.startsAt)
                    OR (sessions.starts_at = \($0.startsAt) AND enrolments.member_id > \($0.member)))
                """
            } ?? ""
        return try tx.rows(
            """
            SELECT DISTINCT enrolments.member_id, sessions.starts_at FROM \(coming)
            WHERE sessions.starts_at >= \(range.lowerBound) AND sessions.starts_at < \(range.upperBound)
                AND sessions.state = 'planned' AND \(isMeant) \(theirs) \(behind)
            ORDER BY sessions.starts_at, enrolments.member_id LIMIT \(limit)
            """
        ) { Due(member: try $0.get(0), startsAt: try $0.get(1)) }
    }

    /// A date of a member's that begins just then, planned ones first; nil where there is none any more.
    static func session(of due: Due, in tx: Transaction) throws -> SessionID? {
        try tx.first(
            """
            SELECT sessions.series_id, sessions.recurrence_id FROM \(coming)
            WHERE sessions.starts_at = \(due.startsAt) AND enrolments.member_id = \(due.member) AND \(isMeant)
            ORDER BY sessions.state DESC, sessions.series_id, sessions.recurrence_id LIMIT 1
            """
        ) { row -> SessionID? in
            let series: ID<Series> = try row.get(0)
            return RecurrenceID(try row.get(1)).map { SessionID(series, $0) }
        } ?? nil
    }
}
