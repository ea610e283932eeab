import Storage
import Synchronization

/// Writes down the ends of jobs: those that come while a transaction is under way share the next.
final class JobEnds: Sendable {
    private struct Waiting {
        let job: Job
        let at: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var waiting: [Waiting] = []
        var isWriting = false
    }

    private let database: Database
    private let state = Mutex(State())
    /// Ends in one transaction.
    private static let most = 64

    init(_ database: Database) {
        self.database = database
    }

    /// Returns when it is on disk that a job has ended well. `patience`: how long it waits for others to end, too.
    func finish(_ job: Job, at now: Instant, patience: Duration) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let begins = state.withLock { state in
                state.waiting.append(Waiting(job: job, at: now, continuation: continuation))
                defer { state.isWriting = true }
                return !state.isWriting
            }
            // Not in the job's task: it writes for others, too, and goes on when the job's is cancelled.
            if begins { Task { await writeAll(after: patience) } }
        }
    }

    private func writeAll(after patience: Duration) async {
        // Jobs taken together end together: a moment's wait spares most of them a commit of their own.
        try? await Task.sleep(for: patience)
        while let batch = next() {
            let (jobs, now) = (batch.map(\.job), batch[0].at)
            do {
                try await database.write { try $0.finishJobs(jobs, now: now) }
                for one in batch { one.continuation.resume() }
            } catch {
                for one in batch { one.continuation.resume(throwing: error) }
            }
        }
    }

    private func next() -> [Waiting]? {
        state.withLock { state in
            let batch = Array(state.waiting.prefix(Self.most))
            state.waiting.removeFirst(batch.count)
            if batch.isEmpty { state.isWriting = false }
            return batch.isEmpty ? nil : batch
        }
    }
}
