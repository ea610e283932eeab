package import Storage

/// One run of something that was put off.
package struct Job: Sendable {
    /// The same at every try: what the effect is made idempotent by.
    package let id: ID<Job>
    package let kind: String
    /// What the kind needs to know, in a shape of its own; identifiers rather than content.
    package let payload: String
    /// This try, counted from 1.
    package let attempt: Int
    /// When it was put off.
    package let created: Instant
    /// Its place among those of its kind: when it was put off to.
    let due: Instant
    /// The words or type of the try before, if that failed.
    package let lastFailure: String?

    let lease: ID<Job>
    var renewal: (@Sendable () async throws -> Void)?

    /// Begins the lease anew, for a run that takes long and is getting on. Throws `LeaseLost` when that came too late:
    /// somebody else does the job now, and this run should end.
    package func renew() async throws { try await renewal?() }
}

/// The lease of a job ran out while it was being done.
package struct LeaseLost: Error {}

/// How jobs of one kind are done.
package struct JobHandler: Sendable {
    package let kind: String
    /// How long a run may take; after that it counts as a crash, and another worker takes the job.
    package let lease: Duration
    /// Tries before it is a dead letter.
    package let attempts: Int
    /// How many of the kind run at a time in one process.
    package let concurrency: Int
    /// Whether runs begin in the order in which the jobs fell due, each up to the first thing that it waits for.
    package let isInOrder: Bool
    package let run: @Sendable (Job) async throws -> Void
    /// How many of the kind may run at a moment, where that is fewer than `concurrency`; while it is none, its jobs wait
    /// where they are.
    package var limit: @Sendable (Instant) -> Int = { _ in .max }

    package init(
        _ kind: String, lease: Duration = .minutes(5), attempts: Int = 8, concurrency: Int = 48,
        isInOrder: Bool = false, _ run: @escaping @Sendable (Job) async throws -> Void
    ) {
        (self.kind, self.lease, self.run, self.isInOrder) = (kind, lease, run, isInOrder)
        (self.attempts, self.concurrency) = (max(1, attempts), max(1, concurrency))
    }
}

/// A failure with words for the staff's page: say what went wrong, nothing a person wrote.
package struct JobFailure: Error {
    /// When the next try comes.
    package enum Retry: Sendable, Equatable {
        /// Later and later, by the queue's own rule.
        case usual
        case after(Duration)
        /// Where it stood: before all that was put off after it.
        case inItsPlace
        /// Trying again is of no use.
        case never
    }

    package let reason: String
    package let retry: Retry

    package init(_ reason: String, retry: Retry = .usual) {
        (self.reason, self.retry) = (reason, retry)
    }

    package init(_ reason: String, isFinal: Bool) {
        self.init(reason, retry: isFinal ? .never : .usual)
    }
}

/// Thrown by a run that did not begin what it was for: the job goes back to its place, and the try does not count.
package struct JobPutBack: Error {
    package init() {}
}

/// A job that ended badly and waits for a person.
package struct DeadLetter: Sendable {
    package enum End: String, Sendable {
        /// Its last try failed.
        case dead
        /// Three times in a row its process died, or it outlived its lease.
        case parked
    }

    package let id: ID<Job>
    package let kind: String
    package let end: End
    package let attempts: Int
    /// The last failure's words or type, if one was reported.
    package let reason: String?
    package let created: Instant
    package let ended: Instant
}
