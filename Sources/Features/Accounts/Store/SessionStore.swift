import Storage
import Web

/// The tables `sessions` and `ended_sessions`, whose rows name nobody.
enum SessionStore {
    /// What a live session tells of its member.
    struct Found: Sendable {
        let pseudonym: String
        var appointments: Set<HeldRole> = []
        let hold: AccountHold.Kind?
        let isProvisional: Bool
        /// The member's key as the session holds it.
        let keyWrap: [UInt8]
        /// In the order of the facts asked for.
        let facts: [Int]
    }

    static func add(_ cookie: SessionCookie, keyWrap: [UInt8], until day: Int64, in tx: Transaction) throws {
        try tx.execute(
            "INSERT INTO sessions (mark, key_wrap, expires_on) VALUES (\(cookie.mark), \(keyWrap), \(day))")
    }

    /// Member, roles and facts of a session in one query: it runs on every signed-in request.
    /// `endMark`: of the cookie's member and epoch.
    static func find(
        _ cookie: SessionCookie, endMark: [UInt8], today: Int64, facts: [SessionFact], in tx: Transaction
    ) throws -> Found? {
        let columns = facts.reduce(into: SQL()) { sql, fact in
            sql += ", "
            sql += fact.sql
        }
        // A row for each role, or one with NULL.
        let rows = try tx.rows(
            """
            SELECT members.pseudonym, account_holds.kind, credentials.provisional_until, space_roles.role,
                   space_roles.space, sessions.key_wrap\(columns)
            FROM sessions JOIN members ON members.id = \(cookie.member)
            LEFT JOIN credentials ON credentials.member_id = members.id
            LEFT JOIN account_holds ON account_holds.member_id = members.id
            LEFT JOIN space_roles ON space_roles.member_id = members.id
            WHERE sessions.mark = \(cookie.mark) AND sessions.expires_on > \(today)
                AND NOT EXISTS (SELECT 1 FROM ended_sessions WHERE ended_sessions.mark = \(endMark))
            """
        ) { row in
            let space = try row.get(4, as: String?.self).flatMap(Space.init(code:))
            let role = try row.get(3, as: String?.self).flatMap(Role.init(rawValue:))
            let held = space.flatMap { space in role.map { HeldRole($0, in: space) } }
            return Found(
                pseudonym: try row.get(0), appointments: held.map { [$0] } ?? [],
                hold: try row.get(1, as: String?.self).flatMap(AccountHold.Kind.init(rawValue:)),
                isProvisional: try row.get(2, as: Instant?.self) != nil, keyWrap: try row.get(5),
                facts: try facts.indices.map { try row.get(6 + $0) })
        }
        guard var found = rows.first else { return nil }
        for row in rows.dropFirst() { found.appointments.formUnion(row.appointments) }
        return found
    }

    /// The member's key as the session holds it, and the day on which the session ends.
    static func row(
        of cookie: SessionCookie, in tx: Transaction
    ) throws -> (keyWrap: [UInt8], expiresOn: Int64)? {
        try tx.first("SELECT key_wrap, expires_on FROM sessions WHERE mark = \(cookie.mark)") {
            (try $0.get(0), try $0.get(1))
        }
    }

    static func end(_ cookie: SessionCookie, in tx: Transaction) throws {
        try tx.execute("DELETE FROM sessions WHERE mark = \(cookie.mark)")
    }

    /// Whether the sessions of a member and an epoch were ended together.
    static func hasEnded(_ endMark: [UInt8], in tx: Transaction) throws -> Bool {
        try tx.first("SELECT 1 FROM ended_sessions WHERE mark = \(endMark)") { _ in true } ?? false
    }

    /// Ends the sessions of a member and an epoch; their rows go with their last day.
    static func endAll(_ endMark: [UInt8], in tx: Transaction) throws {
        try tx.execute("INSERT INTO ended_sessions (mark) VALUES (\(endMark)) ON CONFLICT (mark) DO NOTHING")
    }

    /// Takes out what says that an epoch has ended, for a member who leaves.
    static func forget(_ endMark: [UInt8], in tx: Transaction) throws {
        try tx.execute("DELETE FROM ended_sessions WHERE mark = \(endMark)")
    }

    /// Signs everybody out.
    static func endEverybodys(in tx: Transaction) throws {
        try tx.execute("DELETE FROM sessions")
    }

    /// Rows of sessions whose last day has not come. Those that ended together are among them: whose they are stands nowhere.
    static func count(today: Int64, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM sessions WHERE expires_on > \(today)") { try $0.get(0) } ?? 0
    }

    /// Takes out the sessions whose last day has come.
    static func sweep(today: Int64, in tx: Transaction) throws {
        try tx.execute("DELETE FROM sessions WHERE expires_on <= \(today)")
    }
}
