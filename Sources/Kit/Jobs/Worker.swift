package import Logging
import ServiceLifecycle
package import Storage
import Synchronization

/// Does the jobs of the kinds it knows. Any number of workers, in any number of processes, share a queue.
package final class Worker: Service {
    /// A job in hand, and how it is done.
    private struct Taken: Sendable {
        var job: Job
        let handler: JobHandler
    }

    private let queue: Queue
    private let handlers: [JobHandler]
    private let schedules: [Schedule]
    private let poll: Duration
    private let logger: Logger
    private let ends: JobEnds
    private let slots: Mutex<JobSlots>
    /// Keys of what was scheduled last, to spare the database the question.
    private let scheduled = Mutex<Set<String>>([])

    /// - Parameters:
    ///   - concurrency: how many jobs run at a time, of all kinds together.
    ///   - poll: how often a worker looks for what another process put off, or what has become due meanwhile; what this
    ///     process puts off wakes it.
    package init(
        _ queue: Queue, handlers: [JobHandler], schedules: [Schedule] = [], concurrency: Int = 64,
        poll: Duration = .seconds(1), logger: Logger
    ) {
        (self.queue, self.handlers, self.schedules) = (queue, handlers, schedules)
        (self.poll, self.logger) = (poll, logger)
        ends = JobEnds(queue.database)
        slots = Mutex(JobSlots(free: max(1, concurrency)))
    }

    /// Works until the service group shuts down or fails; jobs that run then are waited for, not cancelled.
    package func run() async throws {
        let (taken, hand) = AsyncStream.makeStream(of: Taken.self)
        await withDiscardingTaskGroup { group in
            group.addTask { [self] in
                await cancelWhenGracefulShutdown { await self.dispatch(to: hand) }
                hand.finish()
            }
            for await one in taken {
                let work: @Sendable () async -> Void = { [self] in
                    await perform(one, queue.clock.now)
                    if slots.withLock({ $0.give(back: one.handler) }) { queue.signal.wake() }
                }
                // One that begins at once begins before the next is looked at.
                if one.handler.isInOrder {
                    group.addImmediateTask { await work() }
                } else {
                    group.addTask { await work() }
                }
            }
        }
    }

    /// Does everything that is due at a moment, and answers how many were done or tried. For tests. Jobs that come up
    /// meanwhile are done, too.
    /// - Parameter atOnce: how many are taken together and then run beside each other.
    @discardableResult
    package func runDue(now: Instant, atOnce: Int = 1) async throws -> Int {
        try await enqueueScheduled(now: now)
        var count = 0
        while true {
            let all = try await take(JobSlots(free: atOnce), now: now)
            guard !all.isEmpty else { return count }
            await withDiscardingTaskGroup { group in
                for one in all { group.addImmediateTask { await self.perform(one) { now } } }
            }
            count += all.count
        }
    }

    /// Takes jobs whenever something may be due and there is room for it.
    private func dispatch(to hand: AsyncStream<Taken>.Continuation) async {
        let wakes = queue.signal.wakes()
        await withTaskGroup { group in
            group.addTask { [self] in
                while (try? await Task.sleep(for: poll)) != nil { queue.signal.wake() }
            }
            for await _ in wakes {
                do {
                    try await enqueueScheduled(now: queue.clock.now())
                    while try await takeInHand(hand) {}
                } catch is CancellationError {
                    break
                } catch {
                    logger.error("looking for jobs failed", metadata: ["error": "\(describe(error))"])
                }
            }
            group.cancelAll()
        }
    }

    /// `false` when there is no more, or no room: whoever ends makes room and wakes us.
    private func takeInHand(_ hand: AsyncStream<Taken>.Continuation) async throws -> Bool {
        try Task.checkCancellation()
        let all = try await take(slots.withLock { $0 }, now: queue.clock.now())
        slots.withLock { slots in for one in all { slots.take(one.handler) } }
        for one in all { hand.yield(one) }
        return !all.isEmpty
    }

    private func take(_ slots: JobSlots, now: Instant) async throws -> [Taken] {
        let open = handlers.filter { slots.room(for: $0, at: now) > 0 }
        guard !open.isEmpty else { return [] }
        let kinds = open.map(\.kind)
        let due = try await queue.database.read { try $0.dueKinds(of: kinds, now: now) }
        guard !due.isEmpty else { return [] }
        let shares = slots.shares(of: open.filter { due.contains($0.kind) }, at: now)
        return try await queue.database.write { transaction in
            try transaction.parkCrashedJobs(now: now)
            return try shares.flatMap { handler, count in
                try transaction.leaseJobs(of: handler, atMost: count, as: .random(), now: now)
                    .map { Taken(job: $0, handler: handler) }
            }
        }
    }

    private func enqueueScheduled(now: Instant) async throws {
        for schedule in schedules {
            guard let due = schedule.lastDue(now: now) else { continue }
            let key = schedule.key(due: due)
            if scheduled.withLock({ $0.contains(key) }) { continue }
            try await queue.database.write { [queue] transaction in
                try queue.enqueue(schedule.kind, runAt: due, key: key, in: transaction)
                try transaction.deleteEndedJobs(now: now)
            }
            scheduled.withLock { keys in
                if keys.count > 100 { keys.removeAll() }
                keys.insert(key)
            }
        }
    }

    private func perform(_ taken: Taken, _ now: @escaping @Sendable () -> Instant) async {
        var job = taken.job
        let (database, handler, leased) = (queue.database, taken.handler, taken.job)
        job.renewal = {
            let until = now() + handler.lease
            guard try await database.write({ try $0.renewLease(of: leased, until: until) }) else { throw LeaseLost() }
        }
        var failure, problem: (any Error)?
        do { try await handler.run(job) } catch { failure = error }
        // What has been done should not be done again because the database was away for a moment.
        for wait in Self.waitsToWrite {
            if wait > .zero, (try? await Task.sleep(for: wait)) == nil { break }
            // Not in this task, which may be cancelled.
            let (job, ended, at) = (job, failure, now())
            let writing = Task { try await self.write(ended, of: job, handler, at) }
            do { return try await writing.value } catch { problem = error }
        }
        // Its lease runs out, and it is taken again.
        logger.error(
            "the end of a job was not written",
            metadata: [
                "job": "\(job.id)", "error": "\(problem.map(describe) ?? "")",
                "failure": "\(failure.map(describe) ?? "none")",
            ])
    }

    /// From one try to write down how a run ended to the next, a minute in all.
    private static let waitsToWrite = [0, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 20].map { Duration.seconds($0) }

    private func write(_ failure: (any Error)?, of job: Job, _ handler: JobHandler, _ now: Instant) async throws {
        switch failure {
        case nil:
            // Those in order end one by one, as slowly as what they wait for.
            try await ends.finish(job, at: now, patience: .milliseconds(handler.isInOrder ? 20 : 1))
        case is CancellationError, is JobPutBack: try await queue.database.write { try $0.releaseJob(job) }
        case is LeaseLost: logger.warning("a job took longer than its lease", metadata: ["job": "\(job.id)"])
        case let failure?: try await record(failure, of: job, handler, now)
        }
    }

    private func record(_ failure: any Error, of job: Job, _ handler: JobHandler, _ now: Instant) async throws {
        let reason = describe(failure)
        let retry = (failure as? JobFailure)?.retry ?? .usual
        try await queue.database.write { transaction in
            if retry == .never || job.attempt >= handler.attempts {
                try transaction.deadLetterJob(job, reason: reason, now: now)
            } else {
                try transaction.retryJob(job, at: retry.date(of: job, now: now), reason: reason)
            }
        }
        logger.warning(
            "a job failed",
            metadata: ["job": "\(job.id)", "kind": "\(job.kind)", "attempt": "\(job.attempt)", "error": "\(reason)"])
    }

}

/// 10 s after the first try, twice that after each further one up to an hour, and up to a fifth more so that jobs that
/// failed together do not come back together.
func retryDelay(_ job: Job) -> Duration {
    let seconds = min(3600, 10 << min(job.attempt - 1, 10))
    return .milliseconds(seconds * 1000 + seconds * Int(job.id.low % 200))
}

extension JobFailure.Retry {
    fileprivate func date(of job: Job, now: Instant) -> Instant {
        switch self {
        case .after(let delay): now + delay
        case .inItsPlace: job.due
        case .usual, .never: now + retryDelay(job)
        }
    }
}

/// Words for staff and log: only those known to hold nothing of a person's, else the error's type.
func describe(_ error: any Error) -> String {
    switch error {
    case let failure as JobFailure: failure.reason
    case let failure as StorageError: "\(failure)"
    default: "\(type(of: error))"
    }
}
