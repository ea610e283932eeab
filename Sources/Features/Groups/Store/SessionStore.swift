import Recurrence
import Storage
import Web

/// The table `group_sessions`.
enum SessionStore {
    /// A date of a series that the viewer may read.
    static func find(_ id: SessionID, as viewer: Viewer, in tx: Transaction) throws -> Session? {
        try tx.first(
            """
            SELECT \(columns) FROM group_sessions JOIN series ON series.id = group_sessions.series_id
            WHERE group_sessions.series_id = \(id.series) AND group_sessions.recurrence_id = \(id.recurrence.text)
                AND \(GroupVisibilityStore.isReadable(by: viewer))
            """, session)
    }

    /// Several, in the order of time.
    static func find(_ ids: [SessionID], as viewer: Viewer, in tx: Transaction) throws -> [Session] {
        guard !ids.isEmpty else { return [] }
        // A superset by two short lists, for both engines look up a list of pairs by its first column only.
        let found = try tx.rows(
            """
            SELECT \(columns) FROM group_sessions JOIN series ON series.id = group_sessions.series_id
            WHERE group_sessions.series_id IN (\(SQL.list(Set(ids.map(\.series)).sorted())))
                AND group_sessions.recurrence_id IN (\(SQL.list(Set(ids.map(\.recurrence)).sorted().map(\.text))))
                AND \(GroupVisibilityStore.isReadable(by: viewer))
            ORDER BY group_sessions.starts_at, group_sessions.series_id, group_sessions.recurrence_id
            """, session)
        let wanted = Set(ids)
        return found.filter { wanted.contains($0.id) }
    }

    /// Of a series, in the order of time, cancelled ones too.
    static func all(of series: ID<Series>, from earliest: Instant?, as viewer: Viewer, in tx: Transaction) throws
        -> [Session]
    {
        let isLate: SQL = earliest.map { "group_sessions.starts_at >= \($0)" } ?? "TRUE"
        return try tx.rows(
            """
            SELECT \(columns) FROM group_sessions JOIN series ON series.id = group_sessions.series_id
            WHERE group_sessions.series_id = \(series) AND \(isLate) AND \(GroupVisibilityStore.isReadable(by: viewer))
            ORDER BY group_sessions.starts_at, group_sessions.recurrence_id
            """, session)
    }

    /// Every name that the series ever gave.
    static func names(of series: ID<Series>, in tx: Transaction) throws -> Set<RecurrenceID> {
        Set(
            try tx.rows("SELECT recurrence_id FROM group_sessions WHERE series_id = \(series) ORDER BY recurrence_id") {
                RecurrenceID(try $0.get(0, as: String.self))
            }.compactMap { $0 })
    }

    /// New dates; those whose name is there already are passed over.
    static func add(_ sessions: [Session], in tx: Transaction) throws {
        for one in sessions {
            try tx.execute(
                """
                INSERT INTO group_sessions (series_id, recurrence_id, kind, state, rule, slot_local, starts_local, starts_at,
                    ends_at, mode, place_id, capacity, theme, sequence)
                VALUES (\(one.id.series), \(one.id.recurrence.text), \(one.kind.rawValue), \(one.state.rawValue),
                    \(one.rule), \(one.slot.description), \(one.starts.description), \(one.startsAt), \(one.endsAt),
                    \(one.meeting.mode.rawValue), \(one.meeting.place), \(one.meeting.capacity), \(one.theme),
                    \(one.sequence))
                ON CONFLICT (series_id, recurrence_id) DO NOTHING
                """)
        }
    }

    /// All but the name; counts the sequence of each.
    static func update(_ sessions: [Session], in tx: Transaction) throws {
        for one in sessions {
            try tx.execute(
                """
                UPDATE group_sessions SET kind = \(one.kind.rawValue), state = \(one.state.rawValue), rule = \(one.rule),
                    slot_local = \(one.slot.description), starts_local = \(one.starts.description),
                    starts_at = \(one.startsAt), ends_at = \(one.endsAt), mode = \(one.meeting.mode.rawValue),
                    place_id = \(one.meeting.place), capacity = \(one.meeting.capacity), theme = \(one.theme),
                    sequence = sequence + 1
                WHERE series_id = \(one.id.series) AND recurrence_id = \(one.id.recurrence.text)
                """)
        }
    }

    // MARK: - What else is then

    /// Planned dates at a place that touch one of the times, of whatever series.
    static func at(_ place: ID<Place>, during times: [Range<Instant>], in tx: Transaction) throws -> [Session] {
        try standing("group_sessions", "group_sessions.place_id = \(place)", during: times, in: tx)
    }

    /// The same of a leader, in one organization.
    static func led(
        by member: ID<Person>, in organization: ID<Space>, during times: [Range<Instant>], _ tx: Transaction
    ) throws -> [Session] {
        try standing(
            """
            series_leaders JOIN series ON series.id = series_leaders.series_id
            JOIN group_sessions ON group_sessions.series_id = series_leaders.series_id
                AND (series_leaders.recurrence_id = '' OR series_leaders.recurrence_id = group_sessions.recurrence_id)
            """, "series_leaders.member_id = \(member) AND series.organization_id = \(organization)", during: times,
            in: tx)
    }

    /// A date lasts a day at most: what began earlier than that before is over.
    private static let longest = Duration.days(1)

    private static func standing(
        _ tables: SQL, _ condition: SQL, during times: [Range<Instant>], in tx: Transaction
    ) throws -> [Session] {
        guard let first = times.map(\.lowerBound).min(), let last = times.map(\.upperBound).max() else { return [] }
        let near = try tx.rows(
            """
            SELECT DISTINCT \(columns) FROM \(tables)
            WHERE \(condition) AND group_sessions.state = 'planned' AND group_sessions.starts_at >= \(first - longest)
                AND group_sessions.starts_at < \(last) AND group_sessions.ends_at > \(first)
            ORDER BY group_sessions.starts_at, group_sessions.series_id, group_sessions.recurrence_id
            """, session)
        return near.filter { one in times.contains { one.startsAt < $0.upperBound && $0.lowerBound < one.endsAt } }
    }

    /// Planned dates that begin within a time, in order: for reminders.
    static func beginning(in range: Range<Instant>, in tx: Transaction) throws -> [Session] {
        try tx.rows(
            """
            SELECT \(columns) FROM group_sessions
            WHERE group_sessions.starts_at >= \(range.lowerBound) AND group_sessions.starts_at < \(range.upperBound)
                AND group_sessions.state = 'planned'
            ORDER BY group_sessions.starts_at, group_sessions.series_id, group_sessions.recurrence_id
            """, session)
    }

    // MARK: - Rows

    private static let columns: SQL = """
        group_sessions.series_id, group_sessions.recurrence_id, group_sessions.kind, group_sessions.state, group_sessions.rule, group_sessions.slot_local,
        group_sessions.starts_local, group_sessions.starts_at, group_sessions.ends_at, group_sessions.mode, group_sessions.place_id,
        group_sessions.capacity, group_sessions.theme, group_sessions.sequence
        """

    private static func session(_ row: Row) throws -> Session {
        guard let recurrence = RecurrenceID(try row.get(1, as: String.self)) else {
            throw StorageError.other("a column holds no name of a date")
        }
        return Session(
            id: SessionID(try row.get(0), recurrence), kind: Session.Kind(rawValue: try row.get(2)) ?? .regular,
            state: Session.State(rawValue: try row.get(3)) ?? .cancelled, rule: try row.get(4),
            slot: try LocalDateTime(stored: row.get(5)), starts: try LocalDateTime(stored: row.get(6)),
            startsAt: try row.get(7), endsAt: try row.get(8),
            meeting: Meeting(
                mode: Meeting.Mode(rawValue: try row.get(9)) ?? .room, place: try row.get(10),
                capacity: try row.get(11)),
            theme: try row.get(12), sequence: try row.get(13))
    }
}
