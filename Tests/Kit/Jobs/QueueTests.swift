import Databases
import Logging
import Storage
import Synchronization
import Testing

@testable import Jobs

let noon = Instant(milliseconds: 1_795_348_800_000)
let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// What the handlers of a test were given.
final class Diary: Sendable {
    private let lines = Mutex<[String]>([])
    func write(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}

@Suite struct QueueTests {
    @Test(arguments: Backend.available)
    func `a job is done once, when it is due`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let diary = Diary()
            let worker = Worker(queue, handlers: [.init("letter") { diary.write($0.payload) }], logger: quiet)
            try await database.write { try queue.enqueue("letter", payload: "now", in: $0) }
            try await database.write { try queue.enqueue("letter", payload: "later", runAt: noon + .hours(1), in: $0) }
            try await database.write { try queue.enqueue("unknown", in: $0) }
            #expect(try await worker.runDue(now: noon) == 1)
            #expect(try await worker.runDue(now: noon + .minutes(59)) == 0)
            #expect(try await worker.runDue(now: noon + .hours(1)) == 1)
            #expect(try await worker.runDue(now: noon + .days(1)) == 0)
            #expect(diary.all == ["now", "later"])
            let kept = try await database.read {
                try $0.rows("SELECT payload FROM jobs WHERE payload <> ''") { try $0.get(0) as String }
            }
            #expect(kept == [])
        }
    }

    @Test(arguments: Backend.available)
    func `no cause, no job`(on backend: Backend) async throws {
        struct Undone: Error {}
        try await withQueue(on: backend) { queue, database in
            await #expect(throws: Undone.self) {
                try await database.write { tx in
                    try queue.enqueue("letter", in: tx)
                    throw Undone()
                }
            }
            let diary = Diary()
            let worker = Worker(queue, handlers: [.init("letter") { diary.write($0.payload) }], logger: quiet)
            let count = try await worker.runDue(now: noon)
            #expect(count == 0)
        }
    }

    @Test(arguments: Backend.available)
    func `a key happens once, even when the first is done`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let diary = Diary()
            let worker = Worker(queue, handlers: [.init("letter") { diary.write($0.payload) }], logger: quiet)
            let first = try await database.write {
                try queue.enqueue("letter", payload: "1", key: "welcome:ana", in: $0)
            }
            let second = try await database.write {
                try queue.enqueue("letter", payload: "2", key: "welcome:ana", in: $0)
            }
            try await worker.runDue(now: noon)
            let third = try await database.write {
                try queue.enqueue("letter", payload: "3", key: "welcome:ana", in: $0)
            }
            try await worker.runDue(now: noon)
            #expect([first, second, third] == [true, false, false])
            #expect(diary.all == ["1"])
        }
    }

    @Test(arguments: Backend.available)
    func `a failure is tried again later and later, then buried, then revived`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let diary = Diary()
            let handler = JobHandler("letter", attempts: 3) { job in
                diary.write("try \(job.attempt)")
                if diary.all.count <= 3 { throw JobFailure("the post is closed") }
            }
            let worker = Worker(queue, handlers: [handler], logger: quiet)
            try await database.write { try queue.enqueue("letter", in: $0) }
            try await worker.runDue(now: noon)
            let tooSoon = try await worker.runDue(now: noon + .seconds(9))
            try await worker.runDue(now: noon + .seconds(12))
            let stillTooSoon = try await worker.runDue(now: noon + .seconds(12) + .seconds(19))
            try await worker.runDue(now: noon + .minutes(1))
            #expect(tooSoon == 0 && stillTooSoon == 0)
            let dead = try await queue.deadLetters()
            #expect(dead.map(\.end) == [.dead] && dead.map(\.attempts) == [3])
            #expect(dead.first?.reason == "the post is closed")
            let id = try #require(dead.first?.id)
            let isRevived = try await queue.retry(id)
            try await worker.runDue(now: noon + .hours(2))
            #expect(isRevived && diary.all == ["try 1", "try 2", "try 3", "try 1"])
            let left = try await queue.deadLetters()
            #expect(left.isEmpty)
        }
    }

    @Test(arguments: Backend.available)
    func `a final failure is buried at once, and can be given up`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let worker = Worker(
                queue, handlers: [.init("letter") { _ in throw JobFailure("no such address", isFinal: true) }],
                logger: quiet)
            try await database.write { try queue.enqueue("letter", payload: "private", in: $0) }
            try await worker.runDue(now: noon)
            let id = try #require(try await queue.deadLetters().first?.id)
            let discarded = try await queue.discard(id)
            let again = try await queue.discard(id)
            let left = try await queue.deadLetters()
            #expect(discarded && !again && left.isEmpty)
        }
    }

    @Test(arguments: Backend.available)
    func `a job whose process dies three times is parked`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let handler = JobHandler("poison", lease: .minutes(5)) { _ in }
            let worker = Worker(queue, handlers: [handler], logger: quiet)
            try await database.write { try queue.enqueue("poison", in: $0) }
            for crash in 0..<3 {
                let now = noon + .minutes(5 * crash)
                // A worker that takes the job and is never heard of again.
                let job = try await database.write { try $0.leaseJob(of: handler, now: now) }
                #expect(job?.attempt == crash + 1)
                let meanwhile = try await worker.runDue(now: now + .minutes(4))
                #expect(meanwhile == 0)
            }
            let count = try await worker.runDue(now: noon + .minutes(15))
            let parked = try await queue.deadLetters()
            #expect(count == 0 && parked.map(\.end) == [.parked] && parked.map(\.attempts) == [3])
        }
    }

    @Test(arguments: Backend.available)
    func `whoever outlived the lease cannot end the job`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let handler = JobHandler("slow", lease: .minutes(5)) { _ in }
            try await database.write { try queue.enqueue("slow", in: $0) }
            let slow = try #require(
                try await database.write { try $0.leaseJob(of: handler, now: noon) })
            let next = try #require(
                try await database.write { try $0.leaseJob(of: handler, now: noon + .minutes(6)) })
            try await database.write { try $0.finishJobs([slow], now: noon + .minutes(7)) }
            let isRenewed = try await database.write { try $0.renewLease(of: slow, until: noon + .hours(1)) }
            let state: SQL = "SELECT state FROM jobs"
            let before = try await database.read { try $0.first(state) { try $0.get(0) as String } }
            try await database.write { try $0.finishJobs([slow, next], now: noon + .minutes(7)) }
            let after = try await database.read { try $0.first(state) { try $0.get(0) as String } }
            #expect(!isRenewed && before == "waiting" && after == nil)
        }
    }

    @Test(arguments: Backend.available)
    func `one job is leased at a time, however the database goes about it`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let handler = JobHandler("letter") { _ in }
            try await database.write { tx in
                for number in 0..<20 { try queue.enqueue("letter", payload: "\(number)", in: tx) }
            }
            let leased = try await database.write { tx in
                // Plans that PostgreSQL may choose by itself when the table has grown: the sub-select beside each row.
                if tx.engine == .postgres {
                    for setting in ["hashagg", "sort", "hashjoin", "mergejoin", "material"] as [StaticString] {
                        try tx.execute("SET LOCAL enable_" + SQL(stringLiteral: setting) + " = off")
                    }
                }
                #expect(try tx.leaseJob(of: handler, now: noon) != nil)
                return try tx.first("SELECT COUNT(*) FROM jobs WHERE lease IS NOT NULL") { try $0.get(0) as Int }
            }
            #expect(leased == 1)
        }
    }

    @Test(arguments: Backend.available)
    func `several workers share the work without doing any of it twice`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let diary = Diary()
            let handler = JobHandler("letter") { diary.write($0.payload) }
            try await database.write { tx in
                for number in 0..<40 { try queue.enqueue("letter", payload: "\(number)", in: tx) }
            }
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask {
                        _ = try await Worker(queue, handlers: [handler], logger: quiet).runDue(now: noon)
                    }
                }
                try await group.waitForAll()
            }
            #expect(diary.all.count == 40 && Set(diary.all).count == 40)
        }
    }

    @Test(arguments: Backend.available)
    func `what is due every night is done once a night, whoever asks`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let diary = Diary()
            let workers = (0..<3).map { _ in
                Worker(
                    queue, handlers: [.init("release") { _ in diary.write("release") }],
                    schedules: [.init(nightly: "release", hour: 3, minute: 30)], logger: quiet)
            }
            var counts: [Int] = []
            // The night before noon is made up for; then nothing until half past three.
            for hours in [0, 1, 15, 16, 24, 40] {
                for worker in workers { try await worker.runDue(now: noon + .hours(hours)) }
                counts.append(diary.all.count)
            }
            #expect(counts == [1, 1, 1, 2, 2, 3])
        }
    }

    @Test(arguments: Backend.available)
    func `a service works by itself until it is cancelled`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let (stream, done) = AsyncStream.makeStream(of: String.self)
            let handler = JobHandler("letter") { done.yield($0.payload) }
            let worker = Worker(queue, handlers: [handler], poll: .milliseconds(5), logger: quiet)
            let service = Task { try await worker.run() }
            try await database.write { try queue.enqueue("letter", payload: "hello", in: $0) }
            let first = await stream.first { _ in true }
            service.cancel()
            try await service.value
            #expect(first == "hello")
        }
    }
}

extension Transaction {
    func leaseJob(of handler: JobHandler, now: Instant) throws -> Job? {
        try leaseJobs(of: handler, atMost: 1, as: .random(), now: now).first
    }
}

func withQueue(
    on backend: Backend, _ body: (Queue, Database) async throws -> Void
) async throws {
    try await withDatabase(on: backend, migrations: [Queue.migrations]) { database in
        try await body(Queue(database, clock: .fixed(noon)), database)
    }
}
