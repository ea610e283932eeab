/// What the line says to PostgreSQL besides its transactions. An advisory lock goes through a database's processes in the
/// order in which they asked; nothing but the order hangs on it (postgresql.org/docs/15/explicit-locking.html#ADVISORY-LOCKS).
extension PostgresConnection {
    /// "wayfello", as a number.
    private static let turn = 8_602_290_243_949_587_567

    /// A commit of this session is seen by others at once and is on disk only after `endTurn`
    /// (postgresql.org/docs/15/wal-async-commit.html).
    func beLine() throws(StorageError) {
        try script("SET synchronous_commit = off; SET statement_timeout = 0")
    }

    /// Waits until no other process has its turn, a quarter of a second at most; answers whether it is ours.
    func takeTurn() -> Bool {
        (try? script("SET LOCAL lock_timeout = 250; SELECT pg_advisory_lock(\(Self.turn))")) != nil
    }

    /// Lets the next process go on, and returns when everything that was committed before is on disk: a record of its own is
    /// committed as the server's settings want it, and the log is written in order.
    func endTurn(_ hasTurn: Bool) throws(StorageError) {
        if hasTurn { try script("SELECT pg_advisory_unlock(\(Self.turn))") }
        try script(
            """
            BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL synchronous_commit TO DEFAULT;
            SELECT pg_logical_emit_message(TRUE, 'wayfellow', ''); COMMIT
            """)
    }
}
