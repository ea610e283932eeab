import Jobs
import Storage
import Synchronization

/// What this process knows of the server that takes its mail. While that is away nothing is tried, so that all waits in its
/// order; then one mail goes ahead to see.
final class ServerPause: Sendable {
    private struct State {
        /// Tries in a row that found the server away; a mail that does so again and again counts once.
        var failures = 0
        /// Mails that it refused or broke off for since it took one.
        var blamed: Set<ID<Job>> = []
        var pause: Range<Instant>?

        /// Also before its begin: the clock was set back, and what is left of the pause is not known.
        func isOpen(at now: Instant) -> Bool { pause.map { !$0.contains(now) } ?? true }
    }

    private let state = Mutex(State())

    /// Minutes from one look to the next; the last for all that follow.
    private static let minutes = [1, 1, 2, 4, 8, 15, 15, 30, 30, 60]
    /// So many mails refused one after another are no longer each mail's own doing.
    private static let mostBlamed = 5

    func isOpen(at now: Instant) -> Bool { state.withLock { $0.isOpen(at: now) } }

    /// How many mails may be in hand: none, one that goes ahead, or as many as come.
    func limit(at now: Instant) -> Int {
        state.withLock { $0.isOpen(at: now) ? ($0.failures > 0 ? 1 : .max) : 0 }
    }

    func noteTaken() { state.withLock { $0 = State() } }

    /// Notes a failure.
    /// - Parameters:
    ///   - mail: the one that may itself be the reason; again and again it keeps others waiting for a minute only.
    ///   - isAway: whether it is the server's doing by what it said.
    /// - Returns: whether it is the server's doing, and until when nothing is tried, if that is news: what was under way
    ///   fails with the first.
    @discardableResult
    func note(failureOf mail: ID<Job>?, isAway: Bool, at now: Instant) -> (isServers: Bool, until: Instant?) {
        state.withLock { state in
            let isAgain = mail.map { !state.blamed.insert($0).inserted } ?? false
            guard isAway || state.blamed.count >= Self.mostBlamed else { return (false, nil) }
            guard state.isOpen(at: now) else { return (true, nil) }
            let until = now + .minutes(isAgain ? 1 : Self.minutes[min(state.failures, Self.minutes.count - 1)])
            if !isAgain { state.failures += 1 }
            state.pause = now..<until
            return (true, until)
        }
    }
}
