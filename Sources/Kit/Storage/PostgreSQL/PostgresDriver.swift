import CLibpq
import Foundation
package import Logging

extension Database {
    /// Opens a PostgreSQL database: `postgres://user:password@host:port/name`, or `postgres:///name?host=/run/…`.
    ///
    /// `connections` threads have one connection each. `schema` is where the tables are, if not where the server would look
    /// first. A statement of a read may take `readTimeout`; `waiting` bounds
    /// the transactions that may wait; more throw `.busy`. The database must be UTF-8 and sort by bytes
    /// (`LC_COLLATE 'C'` or `'C.UTF-8'`), as SQLite does.
    package static func postgres(
        url: String, connections: Int = 4, waiting: Int = 2000, readTimeout: Duration = .seconds(5),
        schema: StaticString? = nil, logger: Logger = Logger(label: "storage")
    ) async throws -> Database {
        guard let options = PQconninfoParse(url, nil) else {
            // libpq's own words would repeat the address, and with it the password.
            throw StorageError.other("the address of the PostgreSQL database cannot be read")
        }
        PQconninfoFree(options)
        let database = Database(
            PostgresDriver(
                connections: max(1, connections), waiting: waiting, logger: logger
            ) { () throws(StorageError) in
                try PostgresConnection(url: url, readTimeout: readTimeout, schema: schema)
            })
        do {
            let (encoding, collation) = try await database.read { try $0.databaseLocale() }
            guard encoding == "UTF8", ["C", "POSIX", "C.UTF-8", "C.utf8"].contains(collation) else {
                throw StorageError.other(
                    "the PostgreSQL database is \(encoding) and sorts by \(collation): create it with "
                        + "ENCODING 'UTF8' LC_COLLATE 'C' TEMPLATE template0")
            }
            return database
        } catch {
            try await database.close()
            throw error
        }
    }
}

/// PostgreSQL behind a few threads, each with a connection that is made when needed and again when lost; one more for writes
/// that stood in each other's way.
final class PostgresDriver: Driver {
    let queue: WorkQueue
    let line: PostgresLine
    private let connect: @Sendable () throws(StorageError) -> PostgresConnection

    let engine = Engine.postgres

    init(
        connections: Int, waiting: Int, logger: Logger,
        connect: @escaping @Sendable () throws(StorageError) -> PostgresConnection
    ) {
        queue = WorkQueue(bound: waiting)
        line = PostgresLine(beside: queue, bound: waiting)
        self.connect = connect
        for number in 1...connections {
            queue.startThread("postgres-\(number)") { [queue, line] in
                var session = PostgresSession(line: line, connect: connect, logger: logger)
                while let work = queue.take() {
                    line.relieveIfHeldUp()
                    session.run(work)
                }
            }
        }
        line.start(connect: connect, logger: logger)
    }

    func read(_ work: Work) throws(StorageError) { try queue.add(work) }

    func write(_ work: Work) throws(StorageError) {
        try (line.isMeant(for: work) ? line.queue : queue).add(work)
    }

    func integrityProblems() async throws -> [String] { [] }

    var logAge: Duration? { nil }

    func maintain(_ statements: [SQL], lockTimeout: Duration) async throws -> [String] {
        let connect = connect
        return try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<[String], any Error>) in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        let connection = try connect()
                        try connection.script(
                            "SET default_transaction_read_only = off; SET statement_timeout = 0; "
                                + "SET lock_timeout = \(lockTimeout.wholeMilliseconds)")
                        return try connection.details {
                            for statement in statements { try connection.script(statement.text) }
                        }
                    })
            }
        }
    }

    /// First what may send a write to the line.
    func close() async {
        await queue.close()
        await line.queue.close()
    }
}

/// One thread's connection, and the patience to try again.
struct PostgresSession {
    /// Tries of a transaction that others were in the way of; about a second and a half in all.
    static let tries = 24

    private let line: PostgresLine?
    private let connect: @Sendable () throws(StorageError) -> PostgresConnection
    private let logger: Logger
    var connection: PostgresConnection?
    private var wasConnected = false

    /// - Parameter line: where writes go that lost to others; nil: they try again here.
    init(
        line: PostgresLine?, connect: @escaping @Sendable () throws(StorageError) -> PostgresConnection, logger: Logger
    ) {
        (self.line, self.connect, self.logger) = (line, connect, logger)
    }

    /// Runs a transaction, again where that may help: when others were in the way (SQLSTATE 40001, 40P01), when the
    /// connection was lost before the commit, when the server forgot what was prepared.
    mutating func run(_ work: Work) {
        var tries = 0
        while true {
            tries += 1
            let began = DispatchTime.now()
            do {
                let acknowledge = try attempt(work)
                line?.noteSuccess(of: work)
                return acknowledge()
            } catch {
                if connection?.mustRestart == true {
                    // Not a try: the connection has learnt, and the next run begins with a transaction.
                    tries -= 1
                    continue
                }
                let failure = connection?.failure
                let isLost = connection?.isLost ?? true
                connection?.rollBack()
                if isLost { connection = nil }
                switch failure {
                case .some(let failure) where failure.isSerialization && tries < Self.tries:
                    if line?.takes(work, thatLostAfter: began.duration) == true { return }
                    pause(tries)
                case .some(let failure) where failure.isStalePlan && tries < 3: connection?.forgetStatements()
                case .some where isLost && tries < 3 && !isUncertain(error): continue
                default: return work.fail(error)
                }
            }
        }
    }

    private mutating func attempt(_ work: Work) throws -> @Sendable () -> Void {
        let connection = try connected()
        connection.begin(isWrite: work.isWrite)
        let transaction = Transaction(connection)
        defer { transaction.end() }
        let acknowledge = try work.attempt(transaction)
        guard work.isWrite else {
            connection.commitRead()
            return acknowledge
        }
        do {
            try connection.commit()
        } catch  where connection.isLost {
            throw StorageError.uncertain
        }
        return acknowledge
    }

    mutating func connected() throws(StorageError) -> PostgresConnection {
        if let connection, !connection.isLost { return connection }
        do {
            let fresh = try connect()
            connection = fresh
            wasConnected = true
            return fresh
        } catch {
            connection = nil
            // A server that never was there is a wrong setting, for whoever set it to read.
            guard wasConnected else { throw error }
            logger.error("cannot connect to PostgreSQL", metadata: ["error": "\(error)"])
            throw .busy
        }
    }

    private func isUncertain(_ error: any Error) -> Bool { (error as? StorageError) == .uncertain }

    /// Waits a random while, longer with every try: at first up to 1 ms, in the end up to 128.
    private func pause(_ tries: Int) {
        usleep(.random(in: 0..<1000 << min(UInt32(tries), 7)))
    }
}

extension StorageError {
    /// The connection was lost while committing, so nobody knows whether it happened: repeating needs a key.
    static let uncertain = StorageError.other("PostgreSQL: the connection was lost while committing")
}
