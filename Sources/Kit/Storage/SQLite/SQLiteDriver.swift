import CSQLiteConfig
import Dispatch
import GRDB
package import Logging

extension Database {
    /// When an acknowledged write is on disk. `normal` may lose some to a power cut: only for a bench's control.
    package enum Synchronous: Int64, Sendable {
        case normal = 1, full = 2
    }

    /// Opens or creates an SQLite file. One process at a time; nobody but its owner may read it.
    ///
    /// `cacheMiB` is the page cache of the writing connection, `readerCacheMiB` of each of the `readers` reading ones.
    /// `waiting` bounds the transactions of each kind that may wait; more throw `.busy`. Where `overwritesRemoved` is
    /// false, what is removed stays in free pages: only for a test's control.
    package static func sqlite(
        path: String, readers: Int = 4, cacheMiB: Int = 64, readerCacheMiB: Int = 16, waiting: Int = 2000,
        synchronous: Synchronous = .full, overwritesRemoved: Bool = true,
        emptiesLogAfter delay: Duration = LogTruncation.delay,
        logger: Logger = Logger(label: "storage")
    ) async throws -> Database {
        let readers = max(1, readers)
        return try translating {
            let lock = try FileLock(path: path + "-lock")
            // SQLite gives the log the rights of the file; what a crash or a copy left behind has its own.
            try PrivateFile.prepare(path)
            for companion in ["-wal", "-shm", "-journal", "-lock"] { try PrivateFile.narrow(path + companion) }
            let pool = try openPool(
                path, readers: readers, cacheMiB: cacheMiB, readerCacheMiB: readerCacheMiB, synchronous, synchronous,
                overwritesRemoved: overwritesRemoved)
            return Database(
                SQLiteDriver(
                    pool, lock, readers: readers, waiting: waiting, emptiesLogAfter: delay, logger: logger))
        }
    }

    /// SQLite counts its memory under one lock for all connections: on two processors its readers waited for each other at
    /// every allocation (4 % of a page's time in the kernel). To be said before the first is opened.
    private static let countsNoMemory: Void = { _ = sqlite3_config_memstatus(0) }()

    /// Opens the file and sets it up; throws if the settings, read back, are not those `required`.
    static func openPool(
        _ path: String, readers: Int, cacheMiB: Int, readerCacheMiB: Int, _ synchronous: Synchronous,
        _ required: Synchronous, overwritesRemoved: Bool = true
    ) throws -> DatabasePool {
        countsNoMemory
        var configuration = Configuration()
        // One more than the threads keep, for the integrity check.
        configuration.maximumReaderCount = readers + 1
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            let cache = database.configuration.readonly ? readerCacheMiB : cacheMiB
            try database.execute(sql: "PRAGMA cache_size = \(-cache * 1024)")
            try database.execute(sql: "PRAGMA busy_timeout = 5000")
            try database.execute(sql: "PRAGMA mmap_size = 0")
            // What a file for sorting held would stay on the disk.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { database in
            // GRDB sets NORMAL when it turns on the log, after `prepareDatabase`: so this comes last.
            try database.execute(sql: "PRAGMA synchronous = \(synchronous.rawValue)")
            try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
            try database.execute(sql: "PRAGMA secure_delete = \(overwritesRemoved ? 1 : 0)")
            try requireSettings(
                of: database,
                [
                    ("synchronous", "\(required.rawValue)"), ("foreign_keys", "1"), ("journal_mode", "wal"),
                    ("secure_delete", overwritesRemoved ? "1" : "0"), ("temp_store", "2"),
                ])
        }
        return pool
    }

    /// Reads the settings back that durability, integrity and erasing hang on; another setting is an error.
    private static func requireSettings(
        of database: GRDB.Database, _ wanted: [(name: String, value: String)]
    ) throws {
        for (name, value) in wanted {
            let actual = try String.fetchOne(database, sql: "PRAGMA \(name)") ?? "nothing"
            guard actual == value else {
                throw StorageError.other("SQLite's \(name) is \(actual) and must be \(value)")
            }
        }
    }
}

/// SQLite behind GRDB's pool: one thread writes, several read; each stays with its connection for life.
final class SQLiteDriver: Driver {
    private let pool: DatabasePool
    private let lock: FileLock
    private let reads: WorkQueue
    private let writes: WorkQueue
    private let log = LogAge()

    let engine = Engine.sqlite

    init(
        _ pool: DatabasePool, _ lock: FileLock, readers: Int, waiting: Int, emptiesLogAfter delay: Duration,
        logger: Logger
    ) {
        (self.pool, self.lock) = (pool, lock)
        reads = WorkQueue(bound: waiting)
        writes = WorkQueue(bound: waiting)
        for number in 1...readers {
            reads.startThread("sqlite-read-\(number)") { [pool, reads] in
                serve(reads) { try pool.unsafeRead(readLoop(reads)) }
            }
        }
        writes.startThread("sqlite-write") { [pool, writes, log] in
            serve(writes) { try pool.writeWithoutTransaction(writeLoop(writes, log, emptiedAfter: delay, logger)) }
        }
    }

    /// Each behind what was to be written before, on the connection that writes; readers go on.
    func maintain(_ statements: [SQL], lockTimeout: Duration) async throws -> [String] {
        for statement in statements {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                var work = Work(
                    attempt: { _ in { continuation.resume() } }, fail: { continuation.resume(throwing: $0) })
                work.alone = statement
                do throws(StorageError) { try writes.add(work) } catch { continuation.resume(throwing: error) }
            }
        }
        return []
    }

    var logAge: Duration? { log.duration }

    func read(_ work: Work) throws(StorageError) { try reads.add(work) }
    func write(_ work: Work) throws(StorageError) { try writes.add(work) }

    func integrityProblems() async throws -> [String] {
        try await pool.unsafeRead { database in
            do {
                return try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
                // Too damaged even to be checked: that is what was asked.
                return [error.description]
            } catch let error as DatabaseError {
                return try translating { throw error }
            }
        }
    }

    func close() async {
        await reads.close()
        await writes.close()
        // A checkpoint that fails is made up for when the file is opened next.
        try? await pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try? pool.close()
        lock.release()
    }
}

/// Serves a queue until it is closed; when no connection can be had, what waits is told so.
private func serve(_ queue: WorkQueue, _ loop: () throws -> Void) {
    while true {
        do {
            return try translating(loop)
        } catch {
            guard let work = queue.take() else { return }
            work.fail(error)
        }
    }
}

private func readLoop(_ queue: WorkQueue) -> (GRDB.Database) throws -> Void {
    { database in
        let connection = try SQLiteConnection(database)
        while let work = queue.take() {
            do {
                let acknowledge = try connection.transaction("BEGIN DEFERRED", work)
                try connection.control("COMMIT")
                acknowledge()
            } catch {
                connection.rollBack()
                work.fail(error)
            }
        }
    }
}

private func writeLoop(
    _ queue: WorkQueue, _ log: LogAge, emptiedAfter delay: Duration, _ logger: Logger
) -> (GRDB.Database) throws -> Void {
    { database in
        let connection = try SQLiteConnection(database, logAge: log)
        var truncation = LogTruncation(connection, log, after: delay, logger)
        while true {
            switch queue.take(until: truncation.nextTry) {
            case .closed: return
            case .nothing: break
            case .work(let work):
                var group = WriteGroup(connection)
                group.run(work, then: queue)
            }
            truncation.tryIfDue()
        }
    }
}
