import Foundation
package import Storage

/// What must happen later: rows written in the transaction of their cause, so that neither is without the other.
///
/// A process has one, and copies of it, for it wakes the worker that listens to it.
package struct Queue: Sendable {
    package static let migrations = Migrations(feature: "Jobs", bundle: .module)

    let database: Database
    let clock: Storage.Clock
    let signal = JobSignal()

    package init(_ database: Database, clock: Storage.Clock) {
        (self.database, self.clock) = (database, clock)
    }

    /// Puts a job off to `runAt`, or to as soon as may be. Answers whether it is new.
    ///
    /// `key` makes it happen once: another job of the same key is not enqueued, even if the first is done, for as long as
    /// `keyHolds`. Workers of this process wake when the transaction is on disk.
    @discardableResult
    package func enqueue(
        _ kind: String, payload: String = "", runAt: Instant? = nil, key: String? = nil,
        keyHolds: Duration = .days(30), in transaction: Transaction
    ) throws -> Bool {
        let now = clock.now()
        let due = runAt ?? now
        if due <= now { transaction.afterCommit { [signal] in signal.wake() } }
        return try transaction.addJob(
            .new(at: now), kind: kind, payload: payload, runAt: due, key: key,
            keyUntil: key.map { _ in max(now, due) + keyHolds }, now: now)
    }

    /// Takes out the job of a key and the key itself, whatever has become of it.
    package func forget(key: String, in transaction: Transaction) throws {
        try transaction.deleteJob(key: key)
    }

    /// Takes the job of a key out before it has begun; answers whether there was one.
    package func forgetWaiting(key: String, in transaction: Transaction) throws -> Bool {
        try transaction.deleteWaitingJob(key: key)
    }

    /// Takes out the jobs of a kind, done or not, whose text begins with these words and a blank.
    package func forgetAll(_ kind: String, of words: String, in transaction: Transaction) throws {
        try transaction.deleteJobs(kind, of: words)
    }

    /// What failed too often or brought its process down, newest first, for the administrator's page.
    package func deadLetters(limit: Int = 100) async throws -> [DeadLetter] {
        try await database.read { try $0.deadLetters(limit: limit) }
    }

    /// What should have been done 15 minutes ago and still waits, by kind, the longest due first: nothing has failed for
    /// good, but somebody may have to look.
    package func late() async throws -> [LateJobs] {
        let limit = clock.now() - .minutes(15)
        return try await database.read { try $0.lateJobs(dueBefore: limit) }
    }

    /// Tries a dead letter again from the start; `false` if it is none (any more).
    @discardableResult
    package func retry(_ id: ID<Job>) async throws -> Bool {
        let now = clock.now()
        return try await database.write { [signal] transaction in
            transaction.afterCommit { signal.wake() }
            return try transaction.requeueJob(id, now: now)
        }
    }

    /// Gives a dead letter up; `false` if it is none (any more).
    @discardableResult
    package func discard(_ id: ID<Job>) async throws -> Bool {
        let now = clock.now()
        return try await database.write { try $0.discardJob(id, now: now) }
    }
}
