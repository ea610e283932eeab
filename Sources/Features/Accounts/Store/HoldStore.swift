import Storage

/// The table `account_holds`.
enum HoldStore {
    static func find(_ member: ID<Person>, in tx: Transaction) throws -> AccountHold? {
        try tx.first("SELECT kind, held_since FROM account_holds WHERE member_id = \(member)") { row in
            AccountHold(kind: AccountHold.Kind(rawValue: try row.get(0)) ?? .closed, since: try row.get(1))
        }
    }

    static func set(_ kind: AccountHold.Kind, on member: ID<Person>, at now: Instant, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO account_holds (member_id, kind, held_since) VALUES (\(member), \(kind.rawValue), \(now))
            ON CONFLICT (member_id) DO UPDATE SET kind = excluded.kind, held_since = excluded.held_since
            """)
    }

    static func lift(from member: ID<Person>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM account_holds WHERE member_id = \(member)")
    }
}
