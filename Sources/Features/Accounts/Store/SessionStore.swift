import Storage
import Web

/// A live session with what every page needs to know of its member.
struct SignedIn: Sendable {
    let record: SessionRecord
    let session: Session
}

/// The table `sessions`.
enum SessionStore {
    static func add(_ session: SessionRecord, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO sessions (token_hash, member_id, csrf_secret, created_at, seen_at, expires_at, idle_limit)
            VALUES (\(session.tokenHash), \(session.member), \(session.csrfSecret), \(session.createdAt),
                    \(session.seenAt), \(session.expiresAt), \(session.idleLimit))
            """)
    }

    /// Session, member, roles and consent of a token in one query: it runs on every signed-in request.
    static func find(_ tokenHash: [UInt8], waiting: SQL? = nil, in tx: Transaction) throws -> SignedIn? {
        var found: SignedIn?
        var roles: Set<Role> = []
        // A row for each role, or one with NULL.
        let rows = try tx.rows(
            """
            SELECT sessions.member_id, sessions.csrf_secret, sessions.created_at, sessions.seen_at,
                   sessions.expires_at, sessions.idle_limit, members.pseudonym, members.health_consent, roles.role,
                   \(waiting ?? "0")
            FROM sessions JOIN members ON members.id = sessions.member_id
            LEFT JOIN roles ON roles.member_id = sessions.member_id
            WHERE sessions.token_hash = \(tokenHash)
            """
        ) { row in
            if let role = try row.get(8, as: String?.self).flatMap(Role.init(rawValue:)) { roles.insert(role) }
            return (
                record: try SessionRecord(tokenHash, row), pseudonym: try row.get(6, as: String.self),
                hasConsent: try row.get(7, as: Bool.self), waiting: try row.get(9, as: Int.self)
            )
        }
        if let first = rows.first {
            var session = Session(
                person: first.record.member, pseudonym: first.pseudonym, roles: roles,
                csrf: first.record.csrfSecret, hasHealthConsent: first.hasConsent)
            session.waitingAsks = first.waiting
            found = SignedIn(record: first.record, session: session)
        }
        return found
    }

    /// The sessions of whoever looks, latest used first.
    static func own(as viewer: Viewer, in tx: Transaction) throws -> [SessionRecord] {
        guard let member = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT member_id, csrf_secret, created_at, seen_at, expires_at, idle_limit, token_hash
            FROM sessions WHERE member_id = \(member) ORDER BY seen_at DESC, token_hash
            """
        ) { try SessionRecord(try $0.get(6), $0) }
    }

    /// Notes when sessions were last used; never earlier than is noted already.
    static func note(_ seen: [[UInt8]: Instant], in tx: Transaction) throws {
        // In order of the keys, so that two processes do not lock each other's rows crosswise.
        for (hash, at) in seen.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            try tx.execute("UPDATE sessions SET seen_at = \(at) WHERE token_hash = \(hash) AND seen_at < \(at)")
        }
    }

    /// Ends the session that holds a form secret: the one somebody signs out of.
    static func end(csrfSecret: String, of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM sessions WHERE member_id = \(member) AND csrf_secret = \(csrfSecret)")
    }

    static func endAll(of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM sessions WHERE member_id = \(member)")
    }

    /// Takes out what has ended: of everybody by its last day, of one member also by idleness.
    static func sweep(of member: ID<Person>, at now: Instant, in tx: Transaction) throws {
        try tx.execute("DELETE FROM sessions WHERE expires_at <= \(now)")
        try tx.execute("DELETE FROM sessions WHERE member_id = \(member) AND seen_at + idle_limit <= \(now)")
    }
}

extension SessionRecord {
    /// The columns member_id, csrf_secret, created_at, seen_at, expires_at, idle_limit.
    fileprivate init(_ tokenHash: [UInt8], _ row: Row) throws {
        self.init(
            tokenHash: tokenHash, member: try row.get(0), csrfSecret: try row.get(1), createdAt: try row.get(2),
            seenAt: try row.get(3), expiresAt: try row.get(4), idleLimit: try row.get(5))
    }
}
