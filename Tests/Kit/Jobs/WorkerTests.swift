import Databases
import Storage
import Synchronization
import Testing

@testable import Jobs

/// What a worker does beside doing one job after another.
@Suite struct WorkerTests {
    static func handlers(_ kinds: [String], concurrency: Int = 16) -> [JobHandler] {
        kinds.map { JobHandler($0, concurrency: concurrency) { _ in } }
    }

    @Test(arguments: [
        // free, limits of kinds, shares
        (32, [16, 16, 16], [11, 11, 10]), (32, [1, 16, 16], [1, 16, 15]), (2, [16, 16, 16], [1, 1, 0]),
        (32, [16], [16]), (0, [16], []), (8, [1, 1], [1, 1]),
    ])
    func `room is shared out evenly between kinds`(free: Int, limits: [Int], shares: [Int]) {
        let handlers = limits.enumerated().map { number, limit in
            JobHandler("kind \(number)", concurrency: limit) { _ in }
        }
        let given = JobSlots(free: free).shares(of: handlers, at: noon)
        #expect(given.map(\.count) == shares.filter { $0 > 0 })
    }

    @Test func `who gets what does not divide evenly changes`() {
        let handlers = Self.handlers(["a", "b", "c"])
        var slots = JobSlots(free: 1)
        var first: Set<String> = []
        for _ in 0..<3 {
            guard let one = slots.shares(of: handlers, at: noon).first?.handler else { continue }
            first.insert(one.kind)
            slots.take(one)
            _ = slots.give(back: one)
        }
        #expect(first == ["a", "b", "c"])
    }

    @Test(arguments: Backend.available)
    func `a thousand of one kind do not hold up another`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let (stream, done) = AsyncStream.makeStream(of: String.self)
            let handlers = ["busy", "rare"].map { kind in JobHandler(kind) { _ in done.yield(kind) } }
            try await database.write { tx in
                for _ in 0..<1_000 { try queue.enqueue("busy", in: tx) }
                try queue.enqueue("rare", in: tx)
            }
            let service = Task { try await Worker(queue, handlers: handlers, logger: quiet).run() }
            var before = 0
            for await kind in stream {
                if kind == "rare" { break }
                before += 1
            }
            service.cancel()
            try await service.value
            #expect(before < 100)
        }
    }

    @Test(arguments: Backend.available)
    func `a job that is put off while a worker sleeps wakes it`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let (stream, done) = AsyncStream.makeStream(of: String.self)
            let handler = JobHandler("letter") { done.yield($0.payload) }
            // It would not look by itself before the test is given up.
            let worker = Worker(queue, handlers: [handler], poll: .hours(1), logger: quiet)
            let service = Task { try await worker.run() }
            var seen = stream.makeAsyncIterator()
            for number in 0..<3 {
                try await database.write { try queue.enqueue("letter", payload: "\(number)", in: $0) }
                #expect(await seen.next() == "\(number)")
            }
            service.cancel()
            try await service.value
        }
    }

    @Test(arguments: Backend.available)
    func `nothing wakes for what is undone`(on backend: Backend) async throws {
        struct Undone: Error {}
        try await withQueue(on: backend) { queue, database in
            let woken = Mutex(0)
            let wakes = queue.signal.wakes()
            let listener = Task { for await _ in wakes { woken.withLock { $0 += 1 } } }
            _ = try? await database.write { tx in
                try queue.enqueue("letter", in: tx)
                throw Undone()
            }
            listener.cancel()
            await listener.value
            // The one with which listening begins.
            #expect(woken.withLock { $0 } <= 1)
        }
    }

    @Test(arguments: Backend.available)
    func `a run that gets on keeps its lease, and one that came too late is told`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let diary = Diary()
            let handler = JobHandler("slow", lease: .minutes(5)) { job in
                try await job.renew()
                diary.write("renewed")
                // Somebody else takes it meanwhile.
                let thief = JobHandler("slow") { _ in }
                _ = try await database.write { try $0.leaseJob(of: thief, now: noon + .hours(1)) }
                try await job.renew()
                diary.write("never")
            }
            try await database.write { try queue.enqueue("slow", in: $0) }
            try await Worker(queue, handlers: [handler], logger: quiet).runDue(now: noon)
            let left = try await database.read { try $0.first("SELECT state FROM jobs") { try $0.get(0) as String } }
            #expect(diary.all == ["renewed"] && left == "waiting")
        }
    }

    @Test(arguments: Backend.available)
    func `a key holds as long as it was asked to, and nothing stays of a job without one`(
        on backend: Backend
    ) async throws {
        try await withQueue(on: backend) { queue, database in
            let worker = Worker(
                queue, handlers: Self.handlers(["letter", "night"]),
                schedules: [.init(nightly: "night", hour: 12, minute: 0)], logger: quiet)
            try await database.write { tx in
                try queue.enqueue("letter", in: tx)
                try queue.enqueue("letter", key: "hour", keyHolds: .hours(1), in: tx)
                try queue.enqueue("letter", key: "year", keyHolds: .days(365), in: tx)
            }
            try await worker.runDue(now: noon)
            func keys() async throws -> [String] {
                try await database.read { tx in
                    try tx.rows("SELECT key FROM jobs WHERE kind = 'letter' ORDER BY key") {
                        try $0.get(0, as: String?.self) ?? "none"
                    }
                }
            }
            #expect(try await keys() == ["hour", "year"])
            try await worker.runDue(now: noon + .days(100))
            #expect(try await keys() == ["year"])
            try await worker.runDue(now: noon + .days(400))
            #expect(try await keys() == [])
        }
    }
}
