package import Logging
import ServiceLifecycle
package import Storage
import Synchronization

/// Does the jobs of the kinds it knows. Any number of workers, in any number of processes, share a queue.
package final class Worker: Service {
    /// Leases that ran out in a row before a job is parked.
    static let crashLimit = 3

    private let queue: Queue
    private let handlers: [JobHandler]
    private let schedules: [Schedule]
    private let concurrency: Int
    private let poll: Duration
    private let logger: Logger
    /// Keys of what was scheduled last, to spare the database the question.
    private let scheduled = Mutex<Set<String>>([])

    /// `concurrency` jobs run at a time; an idle worker looks every `poll`.
    package init(
        _ queue: Queue, handlers: [JobHandler], schedules: [Schedule] = [], concurrency: Int = 2,
        poll: Duration = .seconds(1), logger: Logger
    ) {
        (self.queue, self.handlers, self.schedules) = (queue, handlers, schedules)
        (self.concurrency, self.poll, self.logger) = (max(1, concurrency), poll, logger)
    }

    /// Works until the service group shuts down or fails; jobs that run then are waited for, not cancelled.
    package func run() async throws {
        await withTaskGroup { group in
            for _ in 0..<concurrency {
                group.addTask { await self.work() }
            }
        }
    }

    /// Does everything that is due at a moment, one job after another, and answers how many were done or tried.
    ///
    /// For tests and for a command that runs what is due once. Jobs that come up meanwhile are done, too.
    @discardableResult
    package func runDue(now: Instant) async throws -> Int {
        try await enqueueScheduled(now: now)
        var count = 0
        while try await runNext({ now }) { count += 1 }
        return count
    }

    private func work() async {
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                do {
                    try await enqueueScheduled(now: queue.clock.now())
                    // A job that runs is not cancelled by a graceful shutdown, only this loop is.
                    let isMore = try await Task { try await runNext(queue.clock.now) }.value
                    if !isMore { try await Task.sleep(for: poll) }
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("looking for jobs failed", metadata: ["error": "\(describe(error))"])
                    try? await Task.sleep(for: poll)
                }
            }
        }
    }

    private func enqueueScheduled(now: Instant) async throws {
        for schedule in schedules {
            let due = schedule.lastDue(now: now)
            let key = schedule.key(due: due)
            if scheduled.withLock({ $0.contains(key) }) { continue }
            try await queue.database.write { [queue] transaction in
                try queue.enqueue(schedule.kind, runAt: due, key: key, in: transaction)
                try transaction.deleteJobs(doneBefore: now - .days(30))
            }
            scheduled.withLock { keys in
                if keys.count > 100 { keys.removeAll() }
                keys.insert(key)
            }
        }
    }

    /// Does one due job; `false` if there is none.
    private func runNext(_ now: @Sendable () -> Instant) async throws -> Bool {
        let started = now()
        let kinds = handlers.map(\.kind)
        guard try await queue.database.read({ try $0.hasDueJob(of: kinds, now: started) }) else { return false }
        let taken = try await queue.database.write { [handlers] transaction -> (Job, JobHandler)? in
            _ = try transaction.parkCrashedJobs(limit: Self.crashLimit, now: started)
            for handler in handlers {
                if let job = try transaction.leaseJob(of: handler, as: .random(), now: started) {
                    return (job, handler)
                }
            }
            return nil
        }
        guard let (job, handler) = taken else { return false }
        do {
            try await handler.run(job)
            let ended = now()
            try await queue.database.write { try $0.finishJob(job, now: ended) }
        } catch is CancellationError {
            try await release(job, now: now())
        } catch {
            try await recordFailure(error, of: job, handler, now: now())
        }
        return true
    }

    private func recordFailure(_ error: any Error, of job: Job, _ handler: JobHandler, now: Instant) async throws {
        let reason = describe(error)
        let isFinal = (error as? JobFailure)?.isFinal ?? false
        logger.warning(
            "a job failed",
            metadata: ["job": "\(job.id)", "kind": "\(job.kind)", "attempt": "\(job.attempt)", "error": "\(reason)"])
        try await queue.database.write { transaction in
            if isFinal || job.attempt >= handler.attempts {
                try transaction.deadLetterJob(job, reason: reason, now: now)
            } else {
                try transaction.retryJob(job, at: now + retryDelay(job), reason: reason)
            }
        }
    }

    private func release(_ job: Job, now: Instant) async throws {
        // Not in this task, which is cancelled.
        try await Task { [queue] in try await queue.database.write { try $0.releaseJob(job, now: now) } }.value
    }
}

/// 10 s after the first try, twice that after each further one up to an hour, and up to a fifth more so that jobs that
/// failed together do not come back together.
func retryDelay(_ job: Job) -> Duration {
    let seconds = min(3600, 10 << min(job.attempt - 1, 10))
    return .milliseconds(seconds * 1000 + seconds * Int(job.id.low % 200))
}

/// Words for staff and log: only those known to hold nothing of a person's, else the error's type.
func describe(_ error: any Error) -> String {
    switch error {
    case let failure as JobFailure: failure.reason
    case let failure as StorageError: "\(failure)"
    default: "\(type(of: error))"
    }
}
