import Crypto
import Storage
import Synchronization
import Web

/// How often what somebody could guess at was tried in vain of late, whether anybody has that name or not, and how many tries
/// are under way. In memory only: a row that says when a passphrase was mistyped says when somebody was here. Of several
/// processes each allows its share, and at least one try; a start forgets all.
final class FailedTries: Sendable {
    /// Failures in a quarter of an hour before the next try has to wait.
    static let most = 10
    static let window: Duration = .minutes(15)
    /// Marks remembered at most: then those with the fewest failures are forgotten. Who wants to have one forgotten that is
    /// guessed at would have to fail as often at each of so many others.
    static let capacity = 100_000

    private struct Tries: Sendable {
        var underWay = 0
        /// Oldest first.
        var failed: [Instant] = []
    }

    private let allowed: Int
    private let marks = Mutex<[[UInt8]: Tries]>([:])

    init(processes: Int) { allowed = max(Self.most / max(processes, 1), 1) }

    /// Begins a try. Those under way count as if they had failed, so that many at the same time are no more than many in a row.
    /// - Returns: nil: go on, and say how it ended; else the seconds to wait.
    func begin(_ mark: [UInt8], at now: Instant) -> Int? {
        marks.withLock { marks in
            var tries = Self.current(marks[mark], at: now)
            guard tries.failed.count + tries.underWay < allowed else {
                return tries.failed.first.map { Int(($0 + Self.window - now).components.seconds) + 1 } ?? 5
            }
            if marks[mark] == nil, marks.count >= Self.capacity { Self.shrink(&marks, at: now) }
            tries.underWay += 1
            marks[mark] = tries
            return nil
        }
    }

    /// Ends a try that was begun. Answers whether the next one has to wait from now on.
    @discardableResult
    func end(_ mark: [UInt8], hasFailed: Bool, at now: Instant) -> Bool {
        marks.withLock { marks in
            var tries = Self.current(marks[mark], at: now)
            tries.underWay = max(tries.underWay - 1, 0)
            if hasFailed { tries.failed.append(now) }
            marks[mark] = tries.underWay == 0 && tries.failed.isEmpty ? nil : tries
            return hasFailed && tries.failed.count == allowed
        }
    }

    /// The failures of a mark that count now.
    func failures(of mark: [UInt8], at now: Instant) -> Int {
        marks.withLock { Self.current($0[mark], at: now).failed.count }
    }

    private static func current(_ tries: Tries?, at now: Instant) -> Tries {
        var tries = tries ?? Tries()
        tries.failed.removeAll { $0 <= now - window }
        return tries
    }

    private static func shrink(_ marks: inout [[UInt8]: Tries], at now: Instant) {
        marks = marks.mapValues { current($0, at: now) }.filter { $0.value.underWay > 0 || !$0.value.failed.isEmpty }
        var fewest = 1
        while marks.count >= capacity, fewest < most {
            marks = marks.filter { $0.value.underWay > 0 || $0.value.failed.count > fewest }
            fewest += 1
        }
    }
}

extension AccountsFeature {
    /// Runs a check that somebody could guess at, at most ten failures in a quarter of an hour for a mark; nil from the
    /// check is a failure. A success is not recorded. Throws `.tooMany` when it has to wait, and what the check throws.
    func throttled<Value: Sendable>(
        _ mark: [UInt8], at now: Instant, _ check: () async throws -> Value?
    ) async throws -> Value? {
        if let seconds = failedTries.begin(mark, at: now) { throw Problem.tooMany(after: max(seconds, 1)) }
        let value: Value?
        do { value = try await check() } catch {
            failedTries.end(mark, hasFailed: false, at: now)
            throw error
        }
        guard failedTries.end(mark, hasFailed: value == nil, at: now) else { return value }
        let audit = audit
        try await database.write { tx in
            // About nobody: a name that is tried may belong to somebody who was never here, or to nobody.
            try audit.record(.signInThrottled, about: nil, by: .anonymous, at: now, in: tx)
        }
        return value
    }

    /// What failures are counted under: says nothing about the name to whoever reads the memory.
    func failureMark(_ purpose: String, _ name: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("\(purpose)|\(name)".utf8), using: keys.audit))
    }
}
