import Synchronization

/// One at a time, so many waiting and none for long, the rest refused at once.
final class Turns: Sendable {
    private struct State {
        var isTaken = false
        var waiting: [CheckedContinuation<Bool, Never>] = []
    }

    private let state = Mutex(State())
    private let bound: Int
    private let patience: Duration

    init(waiting bound: Int, patience: Duration = .seconds(35)) { (self.bound, self.patience) = (bound, patience) }

    /// Waits for its turn and runs; throws `ImageRefusal.busy` where too many wait already, or its turn came too late.
    func run<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        let asked = ContinuousClock.now
        guard await take() else { throw ImageRefusal.busy }
        defer { pass() }
        guard ContinuousClock.now <= asked + patience else { throw ImageRefusal.busy }
        return try await work()
    }

    /// False where too many wait already.
    private func take() async -> Bool {
        await withCheckedContinuation { continuation in
            let answer: Bool? = state.withLock { state in
                if !state.isTaken {
                    state.isTaken = true
                    return true
                }
                guard state.waiting.count < bound else { return false }
                state.waiting.append(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    /// Hands the turn on.
    private func pass() {
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume(returning: true)
    }
}
