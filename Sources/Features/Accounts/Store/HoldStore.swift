import Storage

/// The table `account_holds`.
enum HoldStore {
    static func find(_ member: ID<Person>, in tx: Transaction) throws -> AccountHold? {
        try tx.first("SELECT kind, held_since, held_until FROM account_holds WHERE member_id = \(member)") { row in
            AccountHold(
                kind: AccountHold.Kind(rawValue: try row.get(0)) ?? .closed, since: try row.get(1),
                until: try row.get(2))
        }
    }

    /// - Parameter until: when it ends by itself; nil for until somebody lifts it.
    static func set(
        _ kind: AccountHold.Kind, on member: ID<Person>, at now: Instant, until: Instant? = nil, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO account_holds (member_id, kind, held_since, held_until)
            VALUES (\(member), \(kind.rawValue), \(now), \(until))
            ON CONFLICT (member_id) DO UPDATE SET kind = excluded.kind, held_since = excluded.held_since,
                held_until = excluded.held_until
            """)
        // Pages that are kept for every visitor may lead to the member's.
        try tx.noteTakedown()
    }

    /// Whether there are any whose end has come.
    static func hasEnded(at now: Instant, in tx: Transaction) throws -> Bool {
        try tx.first("SELECT 1 FROM account_holds WHERE held_until <= \(now) LIMIT 1") { _ in true } ?? false
    }

    /// Lifts those whose end has come.
    static func liftEnded(at now: Instant, in tx: Transaction) throws {
        try tx.execute("DELETE FROM account_holds WHERE held_until <= \(now)")
    }

    static func lift(from member: ID<Person>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM account_holds WHERE member_id = \(member)")
    }
}
