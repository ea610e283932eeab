import Dispatch
import Synchronization
import Web

/// Runs slow hashing away from the threads that serve requests: so many at a time, a bounded number waiting, the rest
/// refused at once. A storm of sign-ins cannot keep anybody from reading.
final class HashingQueue: Sendable {
    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())
    private let threads = DispatchQueue(label: "passphrases", qos: .utility, attributes: .concurrent)
    private let atOnce: Int
    private let bound: Int

    /// Two hashes at a time take two thirds of a second for a full queue of twenty.
    init(atOnce: Int = 2, bound: Int = 20) {
        self.atOnce = atOnce
        self.bound = bound
    }

    /// Runs work on a thread of its own. Throws `Problem.unavailable` when too many wait already.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let piece: @Sendable () -> Void = { continuation.resume(with: Result(catching: work)) }
            let isAccepted = state.withLock { state in
                if state.running < atOnce {
                    state.running += 1
                    start(piece)
                } else if state.waiting.count < bound {
                    state.waiting.append(piece)
                } else {
                    return false
                }
                return true
            }
            if !isAccepted { continuation.resume(throwing: Problem.unavailable) }
        }
    }

    private func start(_ piece: @escaping @Sendable () -> Void) {
        threads.async { [self] in
            piece()
            let next: (@Sendable () -> Void)? = state.withLock { state in
                guard !state.waiting.isEmpty else {
                    state.running -= 1
                    return nil
                }
                return state.waiting.removeFirst()
            }
            if let next { start(next) }
        }
    }
}
