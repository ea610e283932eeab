import Crypto
import Storage
import Synchronization
import Web

/// Tries that are under way, so that those at the same time are counted before they have failed. In memory only.
final class PendingTries: Sendable {
    private let pending = Mutex<[[UInt8]: Int]>([:])

    /// Begins a try; answers how many of the mark are under way, this one included.
    func begin(_ mark: [UInt8]) -> Int {
        pending.withLock { pending in
            pending[mark, default: 0] += 1
            return pending[mark] ?? 1
        }
    }

    func end(_ mark: [UInt8]) {
        pending.withLock { pending in
            let left = (pending[mark] ?? 1) - 1
            pending[mark] = left > 0 ? left : nil
        }
    }
}

extension AccountsFeature {
    /// Runs a check that somebody could guess at, at most ten failures in a quarter of an hour for a mark; nil from the
    /// check is a failure. A success is not recorded. Throws `.tooMany` when it has to wait, and what the check throws.
    func throttled<Value: Sendable>(
        _ mark: [UInt8], at now: Instant, _ check: () async throws -> Value?
    ) async throws -> Value? {
        let underWay = pendingTries.begin(mark)
        defer { pendingTries.end(mark) }
        let failures = try await database.read { try FailureStore.recent(mark, at: now, in: $0) }
        guard failures.count + underWay <= FailureStore.most else {
            let seconds = failures.first.map { Int(($0 + FailureStore.window - now).components.seconds) + 1 } ?? 5
            throw Problem.tooMany(after: max(seconds, 1))
        }
        if let value = try await check() { return value }
        let audit = audit
        try await database.write { tx in
            guard try FailureStore.add(mark, at: now, in: tx) else { return }
            // About nobody: a name that is tried may belong to somebody who was never here, or to nobody.
            try audit.record(.signInThrottled, about: nil, by: .anonymous, at: now, in: tx)
        }
        return nil
    }

    /// What failures are counted under: says nothing about the name to whoever reads the table.
    func failureMark(_ purpose: String, _ name: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("\(purpose)|\(name)".utf8), using: keys.audit))
    }
}
