import Markup
import Recurrence
import Storage
import Web

/// The tables `series`, `series_rules` and `schedule_revisions`.
enum SeriesStore {
    /// By the name in its address, as the viewer may read it.
    static func find(slug: String, as viewer: Viewer, in tx: Transaction) throws -> Series? {
        try tx.first(
            """
            SELECT \(columns) FROM series WHERE series.slug = \(slug) AND \(GroupVisibilityStore.isReadable(by: viewer))
            """, series)
    }

    /// By identifier.
    static func find(_ id: ID<Series>, as viewer: Viewer, in tx: Transaction) throws -> Series? {
        try tx.first(
            "SELECT \(columns) FROM series WHERE series.id = \(id) AND \(GroupVisibilityStore.isReadable(by: viewer))",
            series)
    }

    /// The same of several.
    static func find(_ ids: Set<ID<Series>>, as viewer: Viewer, in tx: Transaction) throws -> [ID<Series>: Series] {
        guard !ids.isEmpty else { return [:] }
        let found = try tx.rows(
            """
            SELECT \(columns) FROM series WHERE series.id IN (\(SQL.list(ids.sorted())))
                AND \(GroupVisibilityStore.isReadable(by: viewer)) ORDER BY series.id
            """, series)
        return Dictionary(found.map { ($0.id, $0) }) { $1 }
    }

    /// Of an organization; for its coordinators. Those that go on first.
    static func all(of organization: ID<Space>, as viewer: Viewer, in tx: Transaction) throws -> [Series] {
        try tx.rows(
            """
            SELECT \(columns) FROM series WHERE series.organization_id = \(organization)
                AND \(GroupVisibilityStore.isCoordinated("series.organization_id", by: viewer))
            ORDER BY CASE series.state WHEN 'open' THEN 0 WHEN 'closed' THEN 1 WHEN 'draft' THEN 2 ELSE 3 END,
                series.slug
            """, series)
    }

    /// A new one.
    static func add(_ series: Series, _ rules: [SeriesRule], at now: Instant, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO series (id, program_id, organization_id, slug, kind, state, zone, mode, place_id, online_url,
                online_phone, shows_online, languages, capacity, minimum, allows_single, revision, sequence, created_at)
            VALUES (\(series.id), \(series.program), \(series.organization), \(series.slug), \(series.kind.rawValue),
                \(series.state.rawValue), \(series.zone), \(series.meeting.mode.rawValue), \(series.meeting.place),
                \(series.onlineURL), \(series.onlinePhone), \(series.showsOnline), \(code(series.languages)),
                \(series.meeting.capacity), \(series.minimum), \(series.allowsSingle), \(try nextRevision(in: tx)),
                \(series.sequence), \(now))
            """)
        try write(rules, of: series.id, in: tx)
    }

    /// All but identifier, program and slug. Counts its revision and sequence.
    static func update(_ series: Series, in tx: Transaction) throws {
        let isThere =
            try tx.execute(
                """
                UPDATE series SET kind = \(series.kind.rawValue), state = \(series.state.rawValue),
                    zone = \(series.zone), mode = \(series.meeting.mode.rawValue), place_id = \(series.meeting.place),
                    online_url = \(series.onlineURL), online_phone = \(series.onlinePhone),
                    shows_online = \(series.showsOnline), languages = \(code(series.languages)),
                    capacity = \(series.meeting.capacity), minimum = \(series.minimum),
                    allows_single = \(series.allowsSingle), revision = \(try nextRevision(in: tx)),
                    sequence = sequence + 1
                WHERE id = \(series.id)
                """) > 0
        guard isThere else { throw Problem.notFound }
    }

    // MARK: - Revisions

    /// Counts a revision and puts it on a series: with every change of its rules, dates or leaders. `update` does so
    /// itself.
    static func touch(_ id: ID<Series>, in tx: Transaction) throws { try touch("id = \(id)", in: tx) }

    /// The same for all that a condition on `series` means.
    static func touch(_ condition: SQL, in tx: Transaction) throws {
        try tx.execute("UPDATE series SET revision = \(try nextRevision(in: tx)) WHERE \(condition)")
    }

    /// How often staff changed what is offered, of all organizations together.
    static func revision(in tx: Transaction) throws -> Int {
        try tx.first("SELECT number FROM schedule_revisions WHERE id = 1") { try $0.get(0) } ?? 0
    }

    private static func nextRevision(in tx: Transaction) throws -> Int {
        let next = try tx.first("UPDATE schedule_revisions SET number = number + 1 WHERE id = 1 RETURNING number") {
            try $0.get(0, as: Int.self)
        }
        guard let next else { throw Problem.unavailable }
        return next
    }

    // MARK: - Rules

    /// Its rules, by number.
    static func rules(of id: ID<Series>, in tx: Transaction) throws -> [SeriesRule] {
        try tx.rows(
            """
            SELECT number, starts_local, rrule, minutes FROM series_rules WHERE series_id = \(id) ORDER BY number
            """
        ) { row in
            SeriesRule(
                number: try row.get(0), starts: try LocalDateTime(stored: row.get(1)), rule: try row.get(2),
                minutes: try row.get(3))
        }
    }

    /// Other rules in their place.
    static func setRules(_ rules: [SeriesRule], of id: ID<Series>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM series_rules WHERE series_id = \(id)")
        try write(rules, of: id, in: tx)
    }

    private static func write(_ rules: [SeriesRule], of id: ID<Series>, in tx: Transaction) throws {
        for rule in rules {
            try tx.execute(
                """
                INSERT INTO series_rules (series_id, number, starts_local, rrule, minutes)
                VALUES (\(id), \(rule.number), \(rule.starts.description), \(rule.rule), \(rule.minutes))
                """)
        }
    }

    /// Those of which a rule has no end: the nightly job makes their dates.
    static func endless(in tx: Transaction) throws -> [ID<Series>] {
        let rules = try tx.rows(
            """
            SELECT series.id, series_rules.rrule FROM series JOIN series_rules ON series_rules.series_id = series.id
            WHERE series.state <> 'cancelled' AND series_rules.rrule IS NOT NULL
            ORDER BY series.id, series_rules.number
            """
        ) { (id: try $0.get(0, as: ID<Series>.self), rule: try $0.get(1, as: String.self)) }
        return rules.filter { (try? RecurrenceRule($0.rule))?.end == .never }.map(\.id)
    }

    /// Slugs of open series that have no date ahead: for whoever looks whether all is well.
    static func openWithoutDates(at now: Instant, in tx: Transaction) throws -> [String] {
        try tx.rows(
            """
            SELECT series.slug FROM series WHERE series.state = 'open' AND NOT EXISTS (SELECT 1 FROM group_sessions
                WHERE group_sessions.series_id = series.id AND group_sessions.state = 'planned' AND group_sessions.starts_at > \(now))
            ORDER BY series.slug
            """
        ) { try $0.get(0) }
    }

    // MARK: - Rows

    static let columns: SQL = """
        series.id, series.program_id, series.organization_id, series.slug, series.kind, series.state, series.zone,
        series.mode, series.place_id, series.online_url, series.online_phone, series.shows_online, series.languages,
        series.capacity, series.minimum, series.allows_single, series.revision, series.sequence
        """

    private static func series(_ row: Row) throws -> Series {
        Series(
            id: try row.get(0), program: try row.get(1), organization: try row.get(2), slug: try row.get(3),
            kind: Series.Kind(rawValue: try row.get(4)) ?? .cohort,
            state: Series.State(rawValue: try row.get(5)) ?? .draft, zone: try row.get(6),
            meeting: Meeting(
                mode: Meeting.Mode(rawValue: try row.get(7)) ?? .room, place: try row.get(8),
                capacity: try row.get(13)),
            onlineURL: try row.get(9), onlinePhone: try row.get(10), showsOnline: try row.get(11),
            languages: languages(try row.get(12)), minimum: try row.get(14), allowsSingle: try row.get(15),
            revision: try row.get(16), sequence: try row.get(17))
    }

    /// As they are kept: with blanks between.
    static func code(_ languages: [Language]) -> String { languages.map(\.rawValue).joined(separator: " ") }

    static func languages(_ code: String) -> [Language] {
        code.split(separator: " ").map { Language(rawValue: String($0)) }
    }
}

extension LocalDateTime {
    /// As a table has it; what a table has and is none is a fault of ours.
    init(stored text: String) throws {
        guard let time = CalendarTime(text)?.written else { throw StorageError.other("a column holds no local time") }
        self = time
    }
}
