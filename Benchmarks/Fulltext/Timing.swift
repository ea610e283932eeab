import Foundation

func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// Processor time in milliseconds: of this thread, and of the process of the server that answers it.
struct Timing: Sendable {
    /// The server's process; nil where the engine runs in this thread.
    let server: Int?

    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        let own = Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1e6
        guard let server else { return own }
        // Nanoseconds on a processor come first (docs.kernel.org/scheduler/sched-stats.html).
        let text = (try? String(contentsOfFile: "/proc/\(server)/schedstat", encoding: .utf8)) ?? ""
        return own + (Double(text.split(separator: " ").first ?? "") ?? 0) / 1e6
    }

    /// What an answer cost.
    func of<Value>(_ body: () throws -> Value) rethrows -> (value: Value, milliseconds: Double) {
        let began = now()
        let value = try body()
        return (value, now() - began)
    }
}

/// Times of the same questions, round by round.
struct Times {
    private var rounds: [[Double]] = []

    mutating func add(_ round: [Double]) { rounds.append(round) }

    /// The middle one of the rounds' means.
    var mean: Double {
        rounds.map { $0.reduce(0, +) / Double(max($0.count, 1)) }.sorted()[rounds.count / 2]
    }

    /// Of all rounds together; nearest rank.
    var p99: Double {
        let sorted = rounds.flatMap { $0 }.sorted()
        return sorted[max(0, Int((0.99 * Double(sorted.count)).rounded(.up)) - 1)]
    }
}

extension Double {
    /// At most three digits behind the point.
    var short: String { String(format: self < 10 ? "%.3f" : "%.1f", self) }
}
