import Storage

/// The tables `alerts` and `alert_steps`.
enum AlertStore {
    private static let columns: SQL =
        """
        id, kind, space, subject_kind, subject_record, has_writer, writer_id, raised_at, owner_id, taken_at, due_at,
        is_overdue, moved_at, ended_at, ended_by, done, reply
        """

    static func insert(_ alert: Alert, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO alerts (\(columns), is_reply_read) VALUES (
                \(alert.id), \(alert.kind.rawValue), \(alert.space.code), \(alert.subject?.kind), \(alert.subject?.record),
                \(alert.hasWriter), \(alert.writer), \(alert.raisedAt), \(alert.owner), \(alert.takenAt), \(alert.dueAt),
                \(alert.isOverdue), \(alert.movedAt), \(alert.end?.at), \(alert.end?.by), \(alert.end?.done), \(alert.end?.reply), FALSE)
            """)
    }

    /// Writes what can change of an open one; false where it has ended, which is never taken back.
    static func update(_ alert: Alert, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            UPDATE alerts SET kind = \(alert.kind.rawValue), owner_id = \(alert.owner), taken_at = \(alert.takenAt),
                due_at = \(alert.dueAt), is_overdue = \(alert.isOverdue), moved_at = \(alert.movedAt),
                ended_at = \(alert.end?.at), ended_by = \(alert.end?.by), done = \(alert.end?.done),
                reply = \(alert.end?.reply)
            WHERE id = \(alert.id) AND ended_at IS NULL
            """) == 1
    }

    /// Adds a line to what became of an alert.
    static func add(_ step: AlertStep, of alert: ID<Alert>, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO alert_steps (id, alert_id, number, kind, member_id, at)
            VALUES (\(ID<AlertStep>.random()), \(alert),
                (SELECT COALESCE(MAX(number), 0) + 1 FROM alert_steps WHERE alert_id = \(alert)),
                \(step.kind.rawValue), \(step.person), \(step.at))
            """)
    }

    /// One of a space, for its moderators; to anybody else there is none, nor to whoever it is about.
    static func find(_ id: ID<Alert>, in space: Space, as viewer: Viewer, tx: Transaction) throws -> Alert? {
        guard let me = viewer.personID, viewer.has(.moderator, in: space) else { return nil }
        return try tx.first(
            "SELECT \(columns) FROM alerts WHERE id = \(id) AND space = \(space.code) AND \(isForeign(to: "\(me)"))",
            alert)
    }

    /// The open one of the same cause: of a subject, or of somebody who asked for a person.
    static func open(about subject: SubjectReference?, by writer: ID<Person>?, in tx: Transaction) throws -> Alert? {
        if let subject {
            return try tx.first(
                """
                SELECT \(columns) FROM alerts
                WHERE subject_kind = \(subject.kind) AND subject_record = \(subject.record) AND ended_at IS NULL
                """, alert)
        }
        guard let writer else { return nil }
        return try tx.first(
            """
            SELECT \(columns) FROM alerts WHERE writer_id = \(writer) AND subject_kind IS NULL AND ended_at IS NULL
            """, alert)
    }

    /// Nobody looks after what is about themselves, or learns that another was worried.
    private static func isForeign(to member: SQL) -> SQL {
        "(alerts.writer_id IS NULL OR alerts.writer_id <> \(member))"
    }

    /// All open ones of a space, for its moderators, in the order in which they are looked at.
    static func open(in space: Space, as viewer: Viewer, tx: Transaction) throws -> [Alert] {
        guard let me = viewer.personID, viewer.has(.moderator, in: space) else { return [] }
        return Alert.inOrder(try allOpen(in: tx).filter { $0.space == space && $0.writer != me })
    }

    /// Of every space, for the program itself.
    static func allOpen(in tx: Transaction) throws -> [Alert] {
        try tx.rows("SELECT \(columns) FROM alerts WHERE ended_at IS NULL ORDER BY raised_at, id", alert)
    }

    /// The last that ended, for a space's moderators.
    static func ended(in space: Space, as viewer: Viewer, limit: Int, tx: Transaction) throws -> [Alert] {
        guard let me = viewer.personID, viewer.has(.moderator, in: space) else { return [] }
        return try tx.rows(
            """
            SELECT \(columns) FROM alerts
            WHERE space = \(space.code) AND ended_at IS NOT NULL AND \(isForeign(to: "\(me)"))
            ORDER BY ended_at DESC, id LIMIT \(limit)
            """, alert)
    }

    /// What became of it, in order.
    static func steps(of alert: ID<Alert>, in tx: Transaction) throws -> [AlertStep] {
        try tx.rows("SELECT kind, member_id, at FROM alert_steps WHERE alert_id = \(alert) ORDER BY number") { row in
            AlertStep(
                kind: AlertStep.Kind(rawValue: try row.get(0)) ?? .asked, person: try row.get(1), at: try row.get(2))
        }
    }

    /// Whose turn it has been, by open alert.
    static func asked(in tx: Transaction) throws -> [ID<Alert>: Set<ID<Person>>] {
        var asked: [ID<Alert>: Set<ID<Person>>] = [:]
        try tx.forEach(
            """
            SELECT alert_steps.alert_id, alert_steps.member_id FROM alerts
            JOIN alert_steps ON alert_steps.alert_id = alerts.id
            WHERE alerts.ended_at IS NULL AND alert_steps.member_id IS NOT NULL
            """
        ) { row in
            asked[try row.get(0), default: []].insert(try row.get(1))
        }
        return asked
    }

    /// How many wait for whoever moderates their space: not taken yet, or overdue.
    static func count(isOverdue: Bool, for member: SQL) -> SQL {
        let state: SQL = isOverdue ? "alerts.is_overdue" : "alerts.taken_at IS NULL"
        return """
            (SELECT COUNT(*) FROM space_roles JOIN alerts ON alerts.space = space_roles.space
             WHERE space_roles.member_id = \(member) AND space_roles.role = 'moderator'
                AND alerts.ended_at IS NULL AND \(state) AND \(isForeign(to: member)))
            """
    }

    /// What was written to a member and they have not said to have read; for them alone, the newest first.
    static func replies(to viewer: Viewer, in tx: Transaction) throws -> [Alert] {
        guard let member = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT \(columns) FROM alerts WHERE writer_id = \(member) AND reply IS NOT NULL AND NOT is_reply_read
            ORDER BY ended_at DESC, id
            """, alert)
    }

    /// Puts away what was written to a member: what they were shown, by name. A time would take along what came since, where
    /// the clock was set back.
    static func setRepliesRead(_ shown: [ID<Alert>], by member: ID<Person>, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE alerts SET is_reply_read = TRUE
            WHERE id IN (\(SQL.list(shown))) AND writer_id = \(member) AND reply IS NOT NULL
            """)
    }

    static func countReplies(to member: SQL) -> SQL {
        "(SELECT COUNT(*) FROM alerts WHERE writer_id = \(member) AND reply IS NOT NULL AND NOT is_reply_read)"
    }

    private static func alert(_ row: Row) throws -> Alert {
        let (kind, record) = (try row.get(3, as: String?.self), try row.get(4, as: String?.self))
        let (end, done) = (try row.get(13, as: Instant?.self), try row.get(15, as: String?.self))
        guard let space = Space(code: try row.get(2)) else { throw StorageError.other("an alert's space is none") }
        return Alert(
            id: try row.get(0), kind: AlertKind(rawValue: try row.get(1)) ?? .danger, space: space,
            subject: kind.map { SubjectReference(kind: $0, record: record ?? "") }, hasWriter: try row.get(5),
            writer: try row.get(6), raisedAt: try row.get(7), owner: try row.get(8), takenAt: try row.get(9),
            dueAt: try row.get(10), isOverdue: try row.get(11), movedAt: try row.get(12),
            end: try end.map { AlertEnd(at: $0, by: try row.get(14), done: done ?? "", reply: try row.get(16)) })
    }
}
