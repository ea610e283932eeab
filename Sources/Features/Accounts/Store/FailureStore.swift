import Storage

/// The table `sign_in_failures`: how often a name was tried in vain of late, whether anybody has it or not. What succeeds
/// leaves nothing here: that would say when somebody was here.
enum FailureStore {
    /// Failures in a quarter of an hour before the next try has to wait.
    static let most = 10
    static let window: Duration = .minutes(15)

    /// The failures that count now, oldest first, at most `most`.
    static func recent(_ mark: [UInt8], at now: Instant, in tx: Transaction) throws -> [Instant] {
        try tx.rows(
            """
            SELECT failed_at FROM sign_in_failures WHERE name_mark = \(mark) AND failed_at > \(now - window)
            ORDER BY failed_at, id LIMIT \(most)
            """
        ) { try $0.get(0) }
    }

    /// Counts a failure and forgets what is over. Answers whether the next try has to wait.
    static func add(_ mark: [UInt8], at now: Instant, in tx: Transaction) throws -> Bool {
        try tx.execute("DELETE FROM sign_in_failures WHERE failed_at <= \(now - window)")
        let id = ID<Attempt>.new(at: now)
        try tx.execute("INSERT INTO sign_in_failures (id, name_mark, failed_at) VALUES (\(id), \(mark), \(now))")
        return try recent(mark, at: now, in: tx).count == most
    }

    /// Phantom of the rows' identifiers.
    private enum Attempt {}
}
