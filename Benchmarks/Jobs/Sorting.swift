import Jobs
import Storage
import Synchronization

/// The queue of a bench: three kinds whose jobs do nothing, so that what is measured is the queue.
struct Sorting: Sendable {
    static let kinds = ["busy", "steady", "rare"]

    let database: Database
    let queue: Queue

    init(_ address: String) async throws {
        database = try await Database.open(address)
        try await database.migrate([Queue.migrations])
        queue = Queue(database, clock: .system)
    }

    /// Writes jobs down: of a hundred, 98 are of the busy kind.
    func fill(_ count: Int) async throws {
        for start in stride(from: 0, to: count, by: 1_000) {
            try await database.write { [queue] tx in
                for number in start..<min(start + 1_000, count) {
                    try queue.enqueue(Self.kinds[max(0, number % 100 - 97)], payload: "\(number)", in: tx)
                }
            }
        }
    }

    /// Works until `enough` says so after a run; answers the seconds that took.
    func work(_ run: @escaping @Sendable (Job) -> Bool) async throws -> Double {
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        let handlers = Self.kinds.map { kind in
            JobHandler(kind, lease: .seconds(2)) { job in if run(job) { end.finish() } }
        }
        let worker = Worker(queue, handlers: handlers, logger: quiet)
        let began = ContinuousClock.now
        let service = Task { try await worker.run() }
        for await _ in ended {}
        let took = began.duration(to: .now).seconds
        service.cancel()
        try await service.value
        return took
    }

    func waiting() async throws -> Int {
        try await database.read {
            try $0.first("SELECT COUNT(*) FROM jobs WHERE state = 'waiting'") { try $0.get(0) } ?? 0
        }
    }
}

/// How far a drain has come when each kind is done.
final class Progress: Sendable {
    private struct State {
        var done = 0
        var left: [String: Int]
        var lastOf: [String: Double] = [:]
    }

    private let state: Mutex<State>
    private let total: Int

    init(total: Int) {
        self.total = total
        var left: [String: Int] = [:]
        for number in 0..<total { left[Sorting.kinds[max(0, number % 100 - 97)], default: 0] += 1 }
        state = Mutex(State(left: left))
    }

    /// Notes a run; whether it was the last.
    func note(_ job: Job) -> Bool {
        state.withLock { state in
            state.done += 1
            state.left[job.kind, default: 0] -= 1
            if state.left[job.kind] == 0 { state.lastOf[job.kind] = Double(state.done) / Double(total) }
            return state.done == total
        }
    }

    /// Which part of all runs had been done when the last of a kind was.
    func share(of kind: String) -> Double { state.withLock { $0.lastOf[kind] ?? 1 } }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
