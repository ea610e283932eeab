import Dispatch
import Logging
import Synchronization

/// Since when removed words have stood in the log: written by the thread that empties it, read by whoever asks.
final class RemovedWords: Sendable {
    /// From the start: a process that ended between a commit and the emptying left words behind.
    private let since = Mutex<ContinuousClock.Instant?>(.now)

    var inLog: Duration? { since.withLock { $0.map { $0.duration(to: .now) } } }

    func note() { since.withLock { $0 = $0 ?? .now } }
    func forget() { since.withLock { $0 = nil } }
}

/// Empties the log of the words that were removed, between the writes, by the thread that writes.
///
/// The log holds every page as it was written until it is emptied, and that fails while somebody reads an older state
/// (sqlite.org/c3ref/wal_checkpoint_v2.html: busy = 1, nothing changed). So its answer is read, and it is tried again until
/// it is done. Writes wait for a try at most 50 ms longer than for the copying itself.
struct LogTruncation {
    /// Milliseconds between two tries.
    private static let pause = 500
    /// When a try is due; `distantFuture` while there is nothing to remove.
    private(set) var nextTry: DispatchTime
    private let connection: SQLiteConnection
    private let removed: RemovedWords
    private let logger: Logger
    private var lastTry = DispatchTime(uptimeNanoseconds: 1)
    private var hasWarned = false

    init(_ connection: SQLiteConnection, _ removed: RemovedWords, _ logger: Logger) {
        (self.connection, self.removed, self.logger) = (connection, removed, logger)
        nextTry = .now()
    }

    /// Tries where words were removed and the last try is long enough ago; to be called outside of transactions.
    mutating func tryIfDue() {
        if nextTry == .distantFuture, removed.inLog != nil { nextTry = lastTry + .milliseconds(Self.pause) }
        let now = DispatchTime.now()
        guard nextTry <= now else { return }
        lastTry = now
        if isEmptied() {
            removed.forget()
            (nextTry, hasWarned) = (.distantFuture, false)
            return
        }
        nextTry = now + .milliseconds(Self.pause)
        if !hasWarned, let age = removed.inLog, age > .seconds(60) {
            hasWarned = true
            logger.warning("removed words have stood in SQLite's log for a minute: a reader stands in the way")
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
