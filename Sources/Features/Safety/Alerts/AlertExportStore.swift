import Storage

/// What `alerts`, `alert_steps` and `duty_shifts` hold of one member, in the order of their identifiers.
enum AlertExportStore {
    /// Days only: a moment would tell who was worried, or reported, to whoever remembers a visit.
    struct OwnAlert: Encodable, Sendable {
        /// Of what they asked for themselves; else nil, for another may have been worried.
        let kind: String?
        let raisedOn: String
        let endedOn: String?
        /// What was written to them.
        let reply: String?
    }

    struct OwnStep: Encodable, Sendable {
        let what: String
        let at: String
        /// Of an end: what they said was done.
        let done: String?
    }

    struct OwnShift: Encodable, Sendable {
        let place: String
        let from: String
        let to: String
    }

    typealias Records<Key> = [(key: ID<Key>, value: any Encodable & Sendable)]

    static func count(by member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM alerts WHERE writer_id = \(member) AND \(isTheirs)") { try $0.get(0) } ?? 0
    }

    /// What they raised themselves, and what was answered. Of the rest they are not told that it is there.
    private static let isTheirs: SQL = "(subject_kind IS NULL OR reply IS NOT NULL)"

    static func alerts(
        by member: ID<Person>, after: ID<Alert>?, limit: Int, in tx: Transaction
    ) throws -> Records<Alert> {
        let behind: SQL = after.map { "AND id > \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT id, CASE WHEN subject_kind IS NULL THEN kind END, raised_at, ended_at, reply
            FROM alerts WHERE writer_id = \(member) AND \(isTheirs) \(behind) ORDER BY id LIMIT \(limit)
            """
        ) { row in
            let ended = try row.get(3, as: Instant?.self)
            let alert = OwnAlert(
                kind: try row.get(1), raisedOn: PartialDate(try row.get(2, as: Instant.self)).description,
                endedOn: ended.map { PartialDate($0).description }, reply: try row.get(4))
            return (try row.get(0), alert)
        }
    }

    static func countSteps(of member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM alert_steps WHERE member_id = \(member)") { try $0.get(0) } ?? 0
    }

    static func steps(
        of member: ID<Person>, after: ID<AlertStep>?, limit: Int, in tx: Transaction
    ) throws -> Records<AlertStep> {
        let behind: SQL = after.map { "AND alert_steps.id > \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT alert_steps.id, alert_steps.kind, alert_steps.at,
                CASE WHEN alert_steps.kind = 'ended' THEN alerts.done END
            FROM alert_steps JOIN alerts ON alerts.id = alert_steps.alert_id
            WHERE alert_steps.member_id = \(member) \(behind) ORDER BY alert_steps.id LIMIT \(limit)
            """
        ) { row in
            let step = OwnStep(
                what: try row.get(1), at: try row.get(2, as: Instant.self).description, done: try row.get(3))
            return (try row.get(0), step)
        }
    }

    static func countShifts(of member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM duty_shifts WHERE member_id = \(member)") { try $0.get(0) } ?? 0
    }

    static func shifts(
        of member: ID<Person>, after: ID<Shift>?, limit: Int, in tx: Transaction
    ) throws -> Records<Shift> {
        let behind: SQL = after.map { "AND id > \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT id, place, from_at, to_at FROM duty_shifts WHERE member_id = \(member) \(behind)
            ORDER BY id LIMIT \(limit)
            """
        ) { row in
            let shift = OwnShift(
                place: try row.get(1), from: try row.get(2, as: Instant.self).description,
                to: try row.get(3, as: Instant.self).description)
            return (try row.get(0), shift)
        }
    }

    static func eraseSteps(of member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            UPDATE alert_steps SET member_id = NULL WHERE id IN
                (SELECT id FROM alert_steps WHERE member_id = \(member) LIMIT \(limit))
            """) == limit
    }
}

extension AlertStore {
    /// Takes out of a few alerts what names a member: as whoever it is about, with what was written to them and about them; as whoever
    /// took or ended it. The alert stays.
    /// - Parameter record: what stands for their identifier where it names what an alert is about.
    static func erase(_ member: ID<Person>, record: String, limit: Int, in tx: Transaction) throws -> Bool {
        let written = try tx.execute(
            """
            UPDATE alerts SET writer_id = NULL, subject_record = REPLACE(subject_record, \(member.description), \(record)),
                done = CASE WHEN ended_at IS NOT NULL THEN '–' END, reply = NULL
            WHERE id IN (SELECT id FROM alerts WHERE writer_id = \(member) LIMIT \(limit))
            """)
        let taken = try tx.execute(
            """
            UPDATE alerts SET owner_id = NULL
            WHERE id IN (SELECT id FROM alerts WHERE owner_id = \(member) LIMIT \(limit))
            """)
        let ended = try tx.execute(
            """
            UPDATE alerts SET ended_by = NULL
            WHERE id IN (SELECT id FROM alerts WHERE ended_by = \(member) LIMIT \(limit))
            """)
        return [written, taken, ended].contains(limit)
    }
}
