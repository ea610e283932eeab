import Logging
import Storage
import Synchronization

/// When sessions were last used, kept in memory and written together every few minutes: a page that is only read
/// writes nothing.
final class SessionActivity: Sendable {
    private struct State {
        var seen: [[UInt8]: Instant] = [:]
        var isWriting = false
    }

    private let state = Mutex(State())
    private let database: Database
    private let logger: Logger

    init(database: Database, logger: Logger) {
        self.database = database
        self.logger = logger
    }

    /// The last use that is not in the database yet.
    func lastNoted(_ tokenHash: [UInt8]) -> Instant? {
        state.withLock { $0.seen[tokenHash] }
    }

    /// Notes a use if the database's knowledge of it has grown old, and has what was noted written in the background.
    func note(_ record: SessionRecord, at now: Instant) {
        guard now >= record.seenAt + SessionTerms.noteEvery else { return }
        let begins = state.withLock { state in
            state.seen[record.tokenHash] = now
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if begins { Task { await write() } }
    }

    /// Writes what was noted. Uses noted meanwhile follow with the next writing.
    func write() async {
        let seen = state.withLock { $0.seen }
        do {
            if !seen.isEmpty { try await database.write { try SessionStore.note(seen, in: $0) } }
        } catch {
            // Nothing is lost but a few minutes of a session's time.
            logger.warning("sessions in use were not noted", metadata: ["error": "\(error)"])
        }
        state.withLock { state in
            state.isWriting = false
            for (hash, at) in seen where state.seen[hash] == at { state.seen[hash] = nil }
        }
    }
}
