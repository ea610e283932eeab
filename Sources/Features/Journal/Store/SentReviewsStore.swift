import Storage

/// The table `review_imports`. Only the administrator's page and whoever does the work ask for it.
enum SentReviewsStore {
    /// Kept at most; the oldest go.
    private static let kept = 50

    static func add(_ sent: SentReviews, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO review_imports (id, state, started_at, updated_at)
            VALUES (\(sent.id), \(sent.state.rawValue), \(sent.startedAt), \(sent.updatedAt))
            """)
        try tx.execute(
            """
            DELETE FROM review_imports WHERE id NOT IN (
                SELECT id FROM review_imports ORDER BY started_at DESC, id DESC LIMIT \(kept))
            """)
    }

    static func update(_ sent: SentReviews, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE review_imports SET state = \(sent.state.rawValue), updated_at = \(sent.updatedAt),
                bytes = \(sent.bytes), rows = \(sent.rows), rows_done = \(sent.rowsDone), stored = \(sent.stored),
                stored_before = \(sent.storedBefore), unmapped = \(sent.unmapped), rejected = \(sent.rejected),
                words = \(sent.words)
            WHERE id = \(sent.id)
            """)
    }

    static func sent(_ id: ID<SentReviews>, in tx: Transaction) throws -> SentReviews? {
        try tx.first("SELECT \(columns) FROM review_imports WHERE id = \(id)", sent)
    }

    /// The newest first.
    static func newest(_ count: Int, in tx: Transaction) throws -> [SentReviews] {
        try tx.rows(
            "SELECT \(columns) FROM review_imports ORDER BY started_at DESC, id DESC LIMIT \(count)", sent)
    }

    private static let columns: SQL = """
        id, state, started_at, updated_at, bytes, rows, rows_done, stored, stored_before, unmapped, rejected, words
        """

    private static func sent(_ row: Row) throws -> SentReviews {
        var sent = SentReviews(id: try row.get(0), startedAt: try row.get(2), updatedAt: try row.get(3))
        sent.state = SentReviews.State(rawValue: try row.get(1)) ?? .interrupted
        sent.bytes = try row.get(4)
        sent.rows = try row.get(5)
        sent.rowsDone = try row.get(6)
        sent.stored = try row.get(7)
        sent.storedBefore = try row.get(8)
        sent.unmapped = try row.get(9)
        sent.rejected = try row.get(10)
        sent.words = try row.get(11)
        return sent
    }
}
