import Foundation
import Jobs
import Storage
import Synchronization

/// When jobs were committed and started, by their payload.
private final class Ledger: Sendable {
    let committed = Mutex<[String: ContinuousClock.Instant]>([:])
    let started = Mutex<[(String, ContinuousClock.Instant)]>([])
    /// Nil as long as more may come.
    let sent = Mutex<Int?>(nil)
}

/// Jobs that come one by one, each with a commit of its own.
extension Sorting {
    struct Waits: Sendable {
        let perSecond: Double
        let p50: Double
        let p99: Double
    }

    /// - Parameters:
    ///   - perSecond: how many come a second; nil for as many as 16 writers can commit.
    ///   - seconds: how long they come.
    /// - Returns: milliseconds from commit to start, and how many were done a second.
    func arrivals(perSecond: Double?, seconds: Double) async throws -> Waits {
        let ledger = Ledger()
        let writers = Task {
            let count = try await withThrowingTaskGroup(of: Int.self) { group in
                for writer in 0..<16 {
                    group.addTask { try await send(writer, perSecond: perSecond, seconds: seconds, ledger) }
                }
                return try await group.reduce(0, +)
            }
            ledger.sent.withLock { $0 = count }
            // The last job may have been done before its number was known.
            try await database.write { [queue] in try queue.enqueue("rare", payload: "end", in: $0) }
        }
        let took = try await work { job in
            let now = ContinuousClock.now
            return ledger.started.withLock { started in
                if job.payload != "end" { started.append((job.payload, now)) }
                return ledger.sent.withLock { $0 } == started.count
            }
        }
        try await writers.value
        let known = ledger.committed.withLock { $0 }
        let sorted = ledger.started.withLock { $0 }.compactMap { payload, at in
            known[payload].map { max(0, $0.duration(to: at).seconds * 1_000) }
        }.sorted()
        return Waits(
            perSecond: Double(sorted.count) / took, p50: sorted[sorted.count / 2], p99: sorted[sorted.count * 99 / 100])
    }

    private func send(
        _ writer: Int, perSecond: Double?, seconds: Double, _ ledger: Ledger
    ) async throws -> Int {
        let began = ContinuousClock.now
        var random = SystemRandomNumberGenerator()
        var (count, next) = (0, began)
        while began.duration(to: .now) < .seconds(seconds) {
            if let perSecond {
                // As people come: the times between are exponential.
                let gap = -log(Double.random(in: 0.000_001..<1, using: &random)) * 16 / perSecond
                next += .seconds(gap)
                try await Task.sleep(until: next, clock: .continuous)
            }
            let payload = "\(writer)-\(count)"
            let kind = Sorting.kinds[max(0, count % 100 - 97)]
            try await database.write { [queue] in try queue.enqueue(kind, payload: payload, in: $0) }
            let now = ContinuousClock.now
            ledger.committed.withLock { $0[payload] = now }
            count += 1
        }
        return count
    }
}
