import Databases
import Storage
import Testing

@testable import Jobs

/// What waits for long is seen before it has failed for good.
@Suite struct LateJobTests {
    @Test(arguments: Backend.available)
    func `what waits for long is counted by kind, with its beginning and its last failure`(on backend: Backend)
        async throws
    {
        try await withQueue(on: backend) { queue, database in
            try await database.write { tx in
                for hours in 1...3 { try queue.enqueue("letter", runAt: noon - .hours(hours), in: tx) }
                try queue.enqueue("poem", runAt: noon - .minutes(20), in: tx)
                for minutes in [-14, 0, 60] { try queue.enqueue("song", runAt: noon + .minutes(minutes), in: tx) }
            }
            let untried = try await queue.late()
            #expect(
                untried == [
                    LateJobs(kind: "letter", count: 3, since: noon - .hours(3), reason: nil),
                    LateJobs(kind: "poem", count: 1, since: noon - .minutes(20), reason: nil),
                ])
            let away = JobHandler("letter", concurrency: 1) { _ in
                throw JobFailure("nobody opens", retry: .inItsPlace)
            }
            let once = try await database.write { try $0.leaseJob(of: away, now: noon - .minutes(30)) }
            try await database.write { tx in
                try tx.retryJob(try #require(once), at: noon - .hours(3), reason: "nobody opens")
            }
            let failed = try await queue.late()
            #expect(failed.map(\.reason) == ["nobody opens", nil] && failed.map(\.count) == [3, 1])
        }
    }

    @Test(arguments: Backend.available)
    func `what is done, given up or in hand does not wait`(on backend: Backend) async throws {
        try await withQueue(on: backend) { queue, database in
            let worker = Worker(
                queue,
                handlers: [
                    .init("letter") { _ in }, .init("poem") { _ in throw JobFailure("no rhyme", isFinal: true) },
                ], logger: quiet)
            try await database.write { tx in
                for kind in ["letter", "poem", "song"] { try queue.enqueue(kind, runAt: noon - .hours(1), in: tx) }
            }
            try await worker.runDue(now: noon)
            _ = try await database.write { try $0.leaseJob(of: .init("song") { _ in }, now: noon) }
            let late = try await queue.late()
            #expect(late.isEmpty)
        }
    }
}
