import Jobs
import Storage
import Synchronization

/// What this process knows of the server that takes its mail. While that is away nothing is tried, so that all waits in its
/// order; then one mail goes ahead to see.
final class ServerPause: Sendable {
    private struct State {
        /// Tries in a row that found the server away; one mail for which it goes away again and again counts once.
        var failures = 0
        /// The mail for which it may have gone the last time.
        var suspect: ID<Job>?
        var pause: Range<Instant>?
        /// Mails that it refused since it took one.
        var refused: Set<ID<Job>> = []

        /// Also before its begin: the clock was set back, and what is left of the pause is not known.
        func isOpen(at now: Instant) -> Bool { pause.map { !$0.contains(now) } ?? true }
    }

    private let state = Mutex(State())

    /// Minutes from one look to the next; the last for all that follow.
    private static let minutes = [1, 1, 2, 4, 8, 15, 15, 30, 30, 60]
    /// So many mails refused one after another are no longer each mail's own.
    private static let mostRefusals = 5

    func isOpen(at now: Instant) -> Bool { state.withLock { $0.isOpen(at: now) } }

    /// Whether one mail should go alone.
    var isProbing: Bool { state.withLock { $0.failures > 0 } }

    func noteTaken() { state.withLock { $0 = State() } }

    /// Answers until when nothing is tried, if that is news: what was under way fails with the first.
    /// - Parameter suspect: a mail that may be the reason itself; again and again it keeps others waiting for a minute only.
    @discardableResult
    func noteAway(at now: Instant, suspect: ID<Job>? = nil) -> Instant? {
        state.withLock { state in
            guard state.isOpen(at: now) else { return nil }
            let isAgain = suspect != nil && state.suspect == suspect
            let until = now + .minutes(isAgain ? 1 : Self.minutes[min(state.failures, Self.minutes.count - 1)])
            if !isAgain { state.failures += 1 }
            (state.suspect, state.pause) = (suspect, now..<until)
            return until
        }
    }

    /// Answers whether the server refuses whatever comes.
    func noteRefusal(of mail: ID<Job>) -> Bool {
        state.withLock { state in
            if state.refused.count < Self.mostRefusals { state.refused.insert(mail) }
            return state.refused.count == Self.mostRefusals
        }
    }
}
