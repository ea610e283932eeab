import Storage
import Web

/// The table `series_leaders`.
enum LeaderStore {
    /// Who leads, leaders first. Public: what they are shown as.
    static func all(of series: ID<Series>, in tx: Transaction) throws -> [SeriesLeader] {
        try tx.rows(
            """
            SELECT id, recurrence_id, member_id, part, shown_as FROM series_leaders WHERE series_id = \(series)
            ORDER BY CASE WHEN part = 'leader' THEN 0 ELSE 1 END, id
            """
        ) { row in
            SeriesLeader(
                id: try row.get(0), scope: SeatScope(code: try row.get(1)) ?? .all, member: try row.get(2),
                part: SeriesLeader.Part(rawValue: try row.get(3)) ?? .coLeader, shownAs: try row.get(4))
        }
    }

    /// One more.
    static func add(_ leader: SeriesLeader, to series: ID<Series>, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO series_leaders (id, series_id, recurrence_id, member_id, part, shown_as)
            VALUES (\(leader.id), \(series), \(leader.scope.code), \(leader.member), \(leader.part.rawValue),
                \(leader.shownAs))
            """)
        try SeriesStore.touch(series, in: tx)
    }

    /// One less.
    static func remove(_ leader: ID<SeriesLeader>, of series: ID<Series>, in tx: Transaction) throws {
        let isGone = try tx.execute("DELETE FROM series_leaders WHERE id = \(leader) AND series_id = \(series)") > 0
        if isGone { try SeriesStore.touch(series, in: tx) }
    }

    /// The series of an organization that the viewer leads.
    static func led(by viewer: Viewer, in organization: ID<Space>, tx: Transaction) throws -> Set<ID<Series>> {
        guard let member = viewer.personID, viewer.has(.leader, in: .organization(organization)) else { return [] }
        return Set(
            try tx.rows(
                """
                SELECT series.id FROM series_leaders JOIN series ON series.id = series_leaders.series_id
                WHERE series_leaders.member_id = \(member) AND series.organization_id = \(organization)
                ORDER BY series.id
                """
            ) { try $0.get(0) })
    }
}
