import Databases
import Storage
import Testing

@testable import Jobs

@Suite struct RetryTests {
    @Test(arguments: Backend.available)
    func `a key holds while its job waits, then as long as was said`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            func add(at now: Instant) async throws -> Bool {
                let later = Queue(database, clock: .fixed(now))
                return try await database.write {
                    try later.enqueue("letter", key: "ana", keyHolds: .hours(1), in: $0)
                }
            }
            var new = [try await add(at: noon), try await add(at: noon + .hours(5))]
            let worker = Worker(queue, handlers: [.init("letter") { _ in }], logger: quiet)
            try await worker.runDue(now: noon)
            new += [try await add(at: noon + .minutes(59)), try await add(at: noon + .hours(1))]
            #expect(new == [true, false, false, true])
            try await database.write { try queue.forget(key: "ana", in: $0) }
            #expect(try await add(at: noon + .hours(1)))
        }
    }

    @Test(arguments: Backend.available)
    func `a failure says when the next try comes, and the next try what failed`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let diary = Diary()
            let handler = JobHandler("letter") { job in
                diary.write("\(job.payload) \(job.attempt) \(job.lastFailure ?? "-")")
                switch (job.payload, job.attempt) {
                case ("a", 1): throw JobFailure("later", retry: .after(.hours(1)))
                case ("b", 1...2): throw JobFailure("again", retry: .inItsPlace)
                case ("c", 1): if diary.all.count < 6 { throw JobPutBack() }
                default: break
                }
            }
            let worker = Worker(queue, handlers: [handler], logger: quiet)
            for payload in ["a", "b", "c"] {
                try await database.write { try queue.enqueue("letter", payload: payload, in: $0) }
            }
            try await worker.runDue(now: noon)
            #expect(diary.all == ["a 1 -", "b 1 -", "b 2 again", "b 3 again", "c 1 -", "c 1 -"])
            try await worker.runDue(now: noon + .hours(1))
            #expect(diary.all.last == "a 2 later")
        }
    }

    @Test(arguments: Backend.available)
    func `a kind that is shut waits in its order`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let diary = Diary()
            var handler = JobHandler("letter", isInOrder: true) { diary.write($0.payload) }
            handler.limit = { $0 >= noon + .hours(1) ? .max : 0 }
            let worker = Worker(queue, handlers: [handler], logger: quiet)
            for number in 0..<5 {
                try await database.write { try queue.enqueue("letter", payload: "\(number)", in: $0) }
            }
            #expect(try await worker.runDue(now: noon) == 0)
            #expect(try await worker.runDue(now: noon + .hours(1)) == 5)
            #expect(diary.all == ["0", "1", "2", "3", "4"])
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: Backend.available)
    func `an end that could not be written is written when the database is back, and the run is not repeated`(
        on backend: Backend
    ) async throws {
        try await withQueue(on: backend) { queue, database in
            let diary = Diary()
            let handler = JobHandler("letter") { job in
                diary.write(job.payload)
                try await database.write { try $0.execute("ALTER TABLE jobs RENAME TO jobs_away") }
                Task {
                    try await Task.sleep(for: .milliseconds(400))
                    try await database.write { try $0.execute("ALTER TABLE jobs_away RENAME TO jobs") }
                }
                if job.payload == "bad" { throw JobFailure("no", retry: .never) }
            }
            let worker = Worker(queue, handlers: [handler], logger: quiet)
            for payload in ["good", "bad"] {
                try await database.write { try queue.enqueue("letter", payload: payload, in: $0) }
                try await worker.runDue(now: noon)
            }
            #expect(diary.all == ["good", "bad"])
            let left = try await database.read {
                try $0.rows("SELECT state || last_error FROM jobs") { try $0.get(0) as String }
            }
            #expect(left == ["deadno"])
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: Backend.available)
    func `many runs renew their leases beside each other`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let diary = Diary()
            let handler = JobHandler("letter") { job in
                for _ in 0..<3 { try await job.renew() }
                diary.write(job.payload)
            }
            try await database.write { tx in
                for number in 0..<500 { try queue.enqueue("letter", payload: "\(number)", in: tx) }
            }
            let service = Task { try await Worker(queue, handlers: [handler], logger: quiet).run() }
            while diary.all.count < 500 { try await Task.sleep(for: .milliseconds(5)) }
            service.cancel()
            _ = try? await service.value
            #expect(Set(diary.all).count == 500 && diary.all.count == 500)
        }
    }

    @Test(arguments: Backend.available)
    func `jobs begin in the order in which they fell due, also those that were put off or put back`(
        on backend: Backend
    ) async throws {
        try await withQueue(on: backend) { queue, database in
            let diary = Diary()
            let handler = JobHandler("letter", isInOrder: true) { job in
                diary.write(job.payload)
                if job.payload == "first", job.attempt == 1 { throw JobFailure("no", retry: .after(.minutes(5))) }
                if job.payload == "second", diary.all.count < 4 { throw JobPutBack() }
            }
            let worker = Worker(queue, handlers: [handler], logger: quiet)
            for (minute, payload) in ["first", "second", "third"].enumerated() {
                let then = Queue(database, clock: .fixed(noon + .minutes(minute)))
                try await database.write { try then.enqueue("letter", payload: payload, in: $0) }
                if minute == 0 { try await worker.runDue(now: noon, atOnce: 8) }
            }
            try await worker.runDue(now: noon + .minutes(10), atOnce: 8)
            #expect(diary.all == ["first", "second", "third", "first", "second"])
        }
    }
}
