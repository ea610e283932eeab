import Markup
import Storage
import Web

/// The table `calendar_feeds`, and what stands in a member's own calendar.
enum CalendarFeedStore {
    /// A date in it: only that there is one.
    struct Appointment: Sendable, Hashable {
        let enrolment: ID<Enrolment>
        let session: SessionID
        let startsAt: Instant
        let endsAt: Instant
        let isCancelled: Bool
        let sequence: Int
    }

    /// Whether the viewer has one.
    static func exists(as viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let member = viewer.personID else { return false }
        return try tx.first("SELECT 1 FROM calendar_feeds WHERE member_id = \(member)") { _ in true } ?? false
    }

    /// A new address in the place of the former, which ends with it.
    static func set(_ secret: LinkSecret, as viewer: Viewer, in tx: Transaction) throws {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        try tx.execute(
            """
            INSERT INTO calendar_feeds (member_id, secret_hash) VALUES (\(member), \(secret.hash))
            ON CONFLICT (member_id) DO UPDATE SET secret_hash = excluded.secret_hash
            """)
    }

    /// Ends the viewer's; nothing where there is none.
    static func remove(as viewer: Viewer, in tx: Transaction) throws {
        guard let member = viewer.personID else { return }
        try tx.execute("DELETE FROM calendar_feeds WHERE member_id = \(member)")
    }

    /// Whose an address is, and which language they read. Whoever has the address may know.
    static func owner(
        of secret: LinkSecret, in tx: Transaction
    ) throws -> (member: ID<Person>, language: Language)? {
        try tx.first(
            """
            SELECT members.id, members.language FROM calendar_feeds
            JOIN members ON members.id = calendar_feeds.member_id
            WHERE calendar_feeds.secret_hash = \(secret.hash)
            """
        ) { (try $0.get(0), Language(rawValue: try $0.get(1))) }
    }

    /// Dates on which a member has a seat and means to come, from a moment on. Who waits, or has an offer, has none.
    static func appointments(
        of member: ID<Person>, from earliest: Instant, limit: Int, in tx: Transaction
    ) throws -> [Appointment] {
        try tx.rows(
            """
            SELECT enrolments.id, sessions.series_id, sessions.recurrence_id, sessions.starts_at, sessions.ends_at,
                sessions.state, sessions.sequence
            FROM enrolments JOIN group_sessions AS sessions ON sessions.series_id = enrolments.series_id
                AND (enrolments.recurrence_id = '' OR enrolments.recurrence_id = sessions.recurrence_id)
            WHERE enrolments.member_id = \(member) AND enrolments.state = 'seated' AND sessions.kind = 'regular'
                AND sessions.starts_at >= \(earliest) AND NOT EXISTS (
                    SELECT 1 FROM attendance WHERE attendance.series_id = sessions.series_id
                        AND attendance.recurrence_id = sessions.recurrence_id
                        AND attendance.enrolment_id = enrolments.id AND attendance.answer = 'declined')
            ORDER BY sessions.starts_at, sessions.series_id, sessions.recurrence_id, enrolments.id LIMIT \(limit)
            """
        ) { row -> Appointment? in
            guard let recurrence = RecurrenceID(try row.get(2)) else { return nil }
            return Appointment(
                enrolment: try row.get(0), session: SessionID(try row.get(1), recurrence), startsAt: try row.get(3),
                endsAt: try row.get(4), isCancelled: try row.get(5) == Session.State.cancelled.rawValue,
                sequence: try row.get(6))
        }.compactMap { $0 }
    }
}
