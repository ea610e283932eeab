import Dispatch
import Logging
import Synchronization

/// Since when something has stood in the log: written by the thread that empties it, read by whoever asks.
final class LogAge: Sendable {
    /// From the start: a process that ended between a commit and the emptying left words behind.
    private let since = Mutex<ContinuousClock.Instant?>(.now)

    var duration: Duration? { since.withLock { $0.map { $0.duration(to: .now) } } }

    /// To be called before a commit, so that whoever is answered finds it noted.
    func note() { since.withLock { $0 = $0 ?? .now } }
    func forget() { since.withLock { $0 = nil } }
}

/// Empties the log some seconds after the first write, by the thread that writes: nobody who removes words has to ask for it.
///
/// The log holds every page as it was written until it is emptied, and that fails while somebody reads an older state
/// (sqlite.org/c3ref/wal_checkpoint_v2.html: busy = 1, nothing changed). So its answer is read, and it is tried again until
/// it is done. Writes wait for a try at most 50 ms longer than for the copying itself.
struct LogTruncation {
    /// From the first write to the first try: within the minute that docs/erasing.md promises, and no burden.
    static let delay = Duration.seconds(20)
    /// Milliseconds between two tries.
    private static let pause = 500
    /// When a try is due; `distantFuture` while there is nothing to remove.
    private(set) var nextTry: DispatchTime
    private let connection: SQLiteConnection
    private let age: LogAge
    private let delay: Duration
    private let logger: Logger
    private var hasWarned = false

    init(_ connection: SQLiteConnection, _ age: LogAge, after delay: Duration, _ logger: Logger) {
        (self.connection, self.age, self.delay, self.logger) = (connection, age, delay, logger)
        nextTry = .now()
    }

    /// Tries where that is due; to be called outside of transactions, after each group of writes.
    mutating func tryIfDue() {
        let now = DispatchTime.now()
        if nextTry == .distantFuture, age.duration != nil {
            nextTry = now + .milliseconds(Int(delay.wholeMilliseconds))
        }
        guard nextTry <= now else { return }
        if isEmptied() {
            age.forget()
            (nextTry, hasWarned) = (.distantFuture, false)
            return
        }
        nextTry = now + .milliseconds(Self.pause)
        if !hasWarned, let age = age.duration, age > .seconds(60) {
            hasWarned = true
            logger.warning("what was written has stood in SQLite's log for a minute: a reader stands in the way")
        }
    }

    /// Whether the log is empty now. A failure (a full disk) is as good as a reader in the way: the next try comes.
    private func isEmptied() -> Bool {
        defer { try? connection.control("PRAGMA busy_timeout = 5000") }
        do {
            try connection.control("PRAGMA busy_timeout = 50")
            var isBusy = true
            _ = try connection.run("PRAGMA wal_checkpoint(TRUNCATE)") { row in
                isBusy = try row.get(0, as: Int.self) != 0
                return true
            }
            return !isBusy
        } catch {
            return false
        }
    }
}
