import Synchronization

/// One at a time, so many waiting, the rest refused at once.
final class Turns: Sendable {
    private struct State {
        var isTaken = false
        var waiting: [CheckedContinuation<Bool, Never>] = []
    }

    private let state = Mutex(State())
    private let bound: Int

    init(waiting bound: Int) { self.bound = bound }

    /// Waits for its turn and runs; throws `ImageRefusal.busy` where too many wait already.
    func run<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        guard await take() else { throw ImageRefusal.busy }
        defer { pass() }
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
