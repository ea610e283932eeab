import Storage
import Synchronization

/// Token buckets in memory: each holds `count` calls and fills up evenly within `seconds`. Nothing of it is stored: who
/// called when would stand in the database. Of several processes each allows its share,
/// and at least one.
final class RateLimiter: Sendable {
    private let processes: Int

    init(processes: Int = 1) {
        self.processes = max(processes, 1)
    }

    enum Subject: Hashable, Sendable {
        case person(ID<Person>)
        /// All programs with keys of this person: what they use up is not their owner's.
        case programs(of: ID<Person>)
        case network(ClientAddress.Network)
    }

    struct Key: Hashable, Sendable {
        /// Index of the route, 0 where several share a bucket.
        private let route: Int
        private let pool: RateLimit.Pool
        private let subject: Subject

        init(pool: RateLimit.Pool, route: Int, subject: Subject) {
            (self.pool, self.route, self.subject) = (pool, pool == .route ? route : 0, subject)
        }
    }

    private struct Bucket: Sendable {
        /// Thousandths of calls that are left.
        var level: Int64
        var updated: Int64
        /// When it will be full again: then it need not be remembered.
        var fullAt: Int64
    }

    /// Buckets remembered at most; beyond that the full ones are forgotten, then any.
    static let capacity = 100_000
    private let buckets = Mutex<[Key: Bucket]>([:])

    /// Takes one call. Nil: go on; else the seconds to wait for the next.
    func take(_ key: Key, _ limit: RateLimit, at now: Instant) -> Int? { wait(key, limit, at: now, takes: true) }

    /// Seconds until there is a call to take; nil: there is one. It is not taken unless `takes` says so.
    func wait(_ key: Key, _ limit: RateLimit, at now: Instant, takes: Bool = false) -> Int? {
        let full = Int64(max(limit.count / processes, 1)) * 1_000
        let window = Int64(limit.seconds) * 1_000
        let time = now.milliseconds
        return buckets.withLock { buckets in
            let bucket = buckets[key] ?? Bucket(level: full, updated: time, fullAt: time)
            let elapsed = min(max(time - bucket.updated, 0), window)
            let level = min(full, bucket.level + elapsed * full / window)
            guard level >= 1_000 else {
                return Int(((1_000 - level) * window / full + 999) / 1_000).clamped(to: 1...limit.seconds)
            }
            guard takes else { return nil }
            if buckets[key] == nil, buckets.count >= Self.capacity { Self.shrink(&buckets, at: time) }
            let left = level - 1_000
            buckets[key] = Bucket(level: left, updated: time, fullAt: time + (full - left) * window / full)
            return nil
        }
    }

    private static func shrink(_ buckets: inout [Key: Bucket], at time: Int64) {
        buckets = buckets.filter { $0.value.fullAt > time }
        if buckets.count >= capacity { buckets.removeAll(keepingCapacity: true) }
    }
}

extension Int {
    func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
