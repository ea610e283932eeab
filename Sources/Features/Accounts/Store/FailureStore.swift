import Storage

/// The table `sign_in_failures`: how often a name was tried of late, whether anybody has it or not.
enum FailureStore {
    /// Tries in a quarter of an hour before the next has to wait.
    static let most = 10
    static let window: Duration = .minutes(15)

    enum Outcome: Sendable, Equatable {
        case counted
        /// Counted, and the next one will have to wait.
        case countedAsLast
        /// Not counted: too many already.
        case wait(seconds: Int)
    }

    /// Counts a try before its passphrase is looked at, so that tries at the same time are counted too.
    static func reserve(_ mark: [UInt8], at now: Instant, in tx: Transaction) throws -> Outcome {
        try tx.execute("DELETE FROM sign_in_failures WHERE failed_at <= \(now - window)")
        let tries = try tx.rows(
            """
            SELECT failed_at FROM sign_in_failures WHERE name_mark = \(mark) ORDER BY failed_at, id LIMIT \(most)
            """
        ) { try $0.get(0, as: Instant.self) }
        if tries.count >= most, let first = tries.first {
            return .wait(seconds: max(Int((first + window - now).components.seconds) + 1, 1))
        }
        let id = ID<Attempt>.new(at: now)
        try tx.execute("INSERT INTO sign_in_failures (id, name_mark, failed_at) VALUES (\(id), \(mark), \(now))")
        return tries.count + 1 == most ? .countedAsLast : .counted
    }

    /// After a success the count begins anew.
    static func clear(_ mark: [UInt8], in tx: Transaction) throws {
        try tx.execute("DELETE FROM sign_in_failures WHERE name_mark = \(mark)")
    }

    /// Phantom of the rows' identifiers.
    private enum Attempt {}
}
