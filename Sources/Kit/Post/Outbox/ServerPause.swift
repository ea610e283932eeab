import Storage
import Synchronization

/// What this process knows of the server that takes its mail. While that is away nothing is tried, so that all waits in its
/// order; then one mail goes ahead to see.
final class ServerPause: Sendable {
    private struct State {
        /// Tries in a row that found the server away.
        var failures = 0
        var until: Instant?
        /// Mails that it refused since it took one.
        var refusals = 0
    }

    private let state = Mutex(State())

    /// Minutes from one look to the next; the last for all that follow.
    private static let minutes = [1, 1, 2, 4, 8, 15, 15, 30, 30, 60]
    /// So many refusals one after another are no longer each mail's own.
    private static let mostRefusals = 5

    func isOpen(at now: Instant) -> Bool { state.withLock { $0.until.map { $0 <= now } ?? true } }

    /// Whether one mail should go alone.
    var isProbing: Bool { state.withLock { $0.failures > 0 } }

    func noteTaken() { state.withLock { $0 = State() } }

    /// Answers until when nothing is tried, if that is news: what was under way fails with the first.
    @discardableResult
    func noteAway(at now: Instant) -> Instant? {
        state.withLock { state in
            guard state.until.map({ $0 <= now }) ?? true else { return nil }
            let until = now + .minutes(Self.minutes[min(state.failures, Self.minutes.count - 1)])
            state.failures += 1
            state.until = until
            return until
        }
    }

    /// Answers whether the server refuses whatever comes.
    func noteRefusal() -> Bool {
        state.withLock { state in
            state.refusals = min(state.refusals + 1, Self.mostRefusals)
            return state.refusals == Self.mostRefusals
        }
    }
}
