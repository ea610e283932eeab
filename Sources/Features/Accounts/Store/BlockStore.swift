import Storage

/// The table `blocks`.
enum BlockStore {
    /// Answers whether it is new.
    static func add(_ blocked: ID<Person>, by blocker: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            INSERT INTO blocks (blocker_id, blocked_id) VALUES (\(blocker), \(blocked))
            ON CONFLICT (blocker_id, blocked_id) DO NOTHING
            """) == 1
    }

    static func remove(_ blocked: ID<Person>, by blocker: ID<Person>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM blocks WHERE blocker_id = \(blocker) AND blocked_id = \(blocked)")
    }

    static func count(by blocker: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM blocks WHERE blocker_id = \(blocker)") { try $0.get(0) } ?? 0
    }

    /// Whom the viewer has blocked, by name. The names stand here although a block hides them: how else would one take
    /// it back?
    static func list(as viewer: Viewer, in tx: Transaction) throws -> [Block] {
        guard let person = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT members.id, \(MemberStore.shownName())
            FROM blocks JOIN members ON members.id = blocks.blocked_id
            WHERE blocks.blocker_id = \(person) AND members.pseudonym <> ''
            ORDER BY members.pseudonym_key, members.id
            """
        ) { Block(member: try $0.get(0), pseudonym: try $0.get(1)) }
    }
}
