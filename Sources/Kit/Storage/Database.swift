package import Logging
import Synchronization

/// The two engines; the same SQL runs on both.
package enum Engine: String, Sendable {
    case sqlite, postgres
}

/// A database: the door to everything stored.
///
/// Transactions are `async` outside and synchronous inside, so nothing can be awaited while one is open.
package final class Database: Sendable {
    let driver: any Driver
    let takedownCount: TakedownCount
    let removals: IndexRemovals
    private let log: StatementLog?

    init(
        _ driver: any Driver, log: StatementLog? = nil, takedowns: TakedownCount = TakedownCount(),
        removals: IndexRemovals = IndexRemovals()
    ) {
        self.driver = driver
        self.log = log
        (takedownCount, self.removals) = (takedowns, removals)
    }

    /// Opens what an address names: `postgres://…` or `postgresql://…`, else the path of an SQLite file.
    package static func open(_ address: String, logger: Logger = Logger(label: "storage")) async throws -> Database {
        if isPostgres(address) {
            return try await postgres(url: address, logger: logger)
        }
        return try await sqlite(path: address, logger: logger)
    }

    /// Whether an address names a PostgreSQL database; any other is the path of an SQLite file.
    package static func isPostgres(_ address: String) -> Bool {
        address.utf8.starts(with: "postgres://".utf8) || address.utf8.starts(with: "postgresql://".utf8)
    }

    package var engine: Engine { driver.engine }

    /// Runs a body that only reads, on one snapshot. The body may run again, so it must not touch anything else.
    ///
    /// Throws what the body throws; `.busy` when too much is waiting already or a statement takes too long; `.closed`.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        try await answer(body) { work throws(StorageError) in try self.driver.read(work) }
    }

    /// Runs a body in a transaction that sees the database as if it were alone, and returns when that is on disk.
    ///
    /// The body may run again, so it must not touch anything but the transaction. An error it throws undoes it.
    /// Throws what the body throws, or `StorageError`; `.busy` when others were in the way too often.
    ///
    /// `file` and `line` say who asks: writes of one place that keep losing to each other go one after the other.
    @discardableResult
    package func write<Value: Sendable>(
        file: String = #fileID, line: Int = #line, _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        try await answer(body) { work throws(StorageError) in
            var work = work
            (work.isWrite, work.place) = (true, CallSite(file: file, line: line))
            try self.driver.write(work)
        }
    }

    /// Throws unless the database answers: for the health page.
    package func ping() async throws {
        _ = try await read { try $0.first("SELECT 1") { try $0.get(0, as: Int.self) } }
    }

    /// What the engine finds wrong with its files; empty when all is well. PostgreSQL looks after itself.
    package func integrityProblems() async throws -> [String] {
        try await driver.integrityProblems()
    }

    /// Runs statements without values that allow no transaction around them (`VACUUM`), each by itself, on a connection of
    /// its own; on SQLite on the one that writes, where writes wait behind it.
    ///
    /// - Parameter lockTimeout: on PostgreSQL, how long a statement may wait for a table. Whoever wants the table meanwhile waits behind it,
    ///   so it is short; `.busy` when it was not had.
    /// - Returns: the details that PostgreSQL told, as with `VACUUM (VERBOSE)`; a text each, in the language of the server.
    @discardableResult
    package func maintain(
        _ statements: [SQL], lockTimeout: Duration = .milliseconds(200)
    ) async throws -> [String] {
        try await driver.maintain(statements, lockTimeout: lockTimeout)
    }

    /// How long the oldest write, and with it what it removed, has stood in SQLite's log; nil while that is empty. More than a
    /// minute means that a reader stands in the way.
    package var logAge: Duration? { driver.logAge }

    /// Refuses new work, ends what was accepted, and closes every connection.
    package func close() async throws {
        await driver.close()
    }

    private func answer<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value,
        _ submit: (Work) throws(StorageError) -> Void
    ) async throws -> Value {
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { continuation in
            let work = Work(
                attempt: { [log, takedownCount, removals, engine] transaction in
                    if log != nil { transaction.statements = [] }
                    let value = try body(transaction)
                    if let failure = transaction.failure { throw failure }
                    let (statements, actions) = (transaction.statements, transaction.commitActions)
                    let hasTakenDown = transaction.hasTakenDown
                    let lessened = transaction.lessenedIndexes
                    return {
                        removals.note(lessened)
                        if hasTakenDown { takedownCount.number.add(1, ordering: .releasing) }
                        if let statements { log?.add(statements) }
                        // Before the answer, so that whoever has it finds them done.
                        for action in actions { action() }
                        guard hasTakenDown, engine == .postgres else { return continuation.resume(returning: value) }
                        Task {
                            try? await Task.sleep(for: TakedownCount.wait)
                            continuation.resume(returning: value)
                        }
                    }
                },
                fail: { continuation.resume(throwing: $0) })
            do {
                try submit(work)
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}
