import Synchronization

/// A `SieveCache` for everybody, with single flight: of all who miss the same key at the same time one makes the
/// value, the others wait for it (or for its error).
final class SharedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// Resumed with nil when the load had ended before the waiter stood in line.
    private typealias Waiter = CheckedContinuation<Value?, any Error>

    private struct State {
        var kept: SieveCache<Key, Value>
        var loads: [Key: [Waiter]] = [:]
    }

    private enum Finding {
        case value(Value), loading, nothing
    }

    private let state: Mutex<State>

    init(capacity: Int) {
        state = Mutex(State(kept: SieveCache(capacity: capacity)))
    }

    /// Bytes held.
    var cost: Int { state.withLock { $0.kept.cost } }
    var count: Int { state.withLock { $0.kept.count } }

    /// The value of a key, made at most once at a time. An error is not kept: the next one tries again.
    func value(
        for key: Key, cost: (Value) -> Int, make: () async throws -> Value
    ) async throws -> Value {
        while true {
            switch find(key) {
            case .value(let value): return value
            case .nothing: return try await load(key, cost: cost, make: make)
            case .loading: if let value = try await wait(for: key) { return value }
            }
        }
    }

    private func find(_ key: Key) -> Finding {
        state.withLock { state in
            if let value = state.kept.value(for: key) { return .value(value) }
            if state.loads[key] != nil { return .loading }
            state.loads[key] = []
            return .nothing
        }
    }

    private func load(_ key: Key, cost: (Value) -> Int, make: () async throws -> Value) async throws -> Value {
        do {
            let value = try await make()
            for waiter in finishLoading(key, value, cost: cost(value)) { waiter.resume(returning: value) }
            return value
        } catch {
            for waiter in finishLoading(key, nil, cost: 0) { waiter.resume(throwing: error) }
            throw error
        }
    }

    private func finishLoading(_ key: Key, _ value: Value?, cost: Int) -> [Waiter] {
        state.withLock { state in
            if let value { state.kept.insert(value, for: key, cost: cost) }
            return state.loads.removeValue(forKey: key) ?? []
        }
    }

    private func wait(for key: Key) async throws -> Value? {
        try await withCheckedThrowingContinuation { (waiter: Waiter) in
            let isWaiting = state.withLock { state in
                guard state.loads[key] != nil else { return false }
                state.loads[key]?.append(waiter)
                return true
            }
            if !isWaiting { waiter.resume(returning: nil) }
        }
    }
}
