package import Jobs
package import Storage

/// Mail that goes out when the transaction of its cause is on disk, and not without it: a job like any other.
package struct Outbox: Sendable {
    /// The kind of its jobs.
    package static let kind = "post.mail"

    private let queue: Queue
    /// Whether this server sends mail. Where it does not, nothing is put down for it either.
    package let isOpen: Bool

    package init(_ queue: Queue, isOpen: Bool) {
        (self.queue, self.isOpen) = (queue, isOpen)
    }

    /// Puts a mail down. Answers whether it is new: one of the same key is sent once, for as long as it waits and then for as
    /// long as `keyHolds`.
    /// - Parameter at: when it goes out, which is then its date; nil: as soon as may be.
    @discardableResult
    package func add(
        _ template: String, to member: ID<Person>, numbers: [String: Int] = [:], at: Instant? = nil, key: String,
        keyHolds: Duration = .days(30), in transaction: Transaction
    ) throws -> Bool {
        guard isOpen else { return false }
        var numbers = numbers
        if let at { numbers[QueuedMail.due] = Int(at.milliseconds) }
        let payload = QueuedMail.payload(member: member, template: template, numbers: numbers)
        return try queue.enqueue(
            Self.kind, payload: payload, runAt: at, key: "\(Self.kind):\(key)", keyHolds: keyHolds, in: transaction)
    }

    /// Takes the mail of a key back before it has begun its way; answers whether there was one.
    package func forgetWaiting(key: String, in transaction: Transaction) throws -> Bool {
        try queue.forgetWaiting(key: "\(Self.kind):\(key)", in: transaction)
    }

    /// Takes all mail to a member back that waits.
    package func forgetAll(to member: ID<Person>, in transaction: Transaction) throws {
        try queue.forgetAll(Self.kind, of: "\(member)", in: transaction)
    }

    /// Takes the mail of a key back, and forgets that there was one.
    package func forget(key: String, in transaction: Transaction) throws {
        try queue.forget(key: "\(Self.kind):\(key)", in: transaction)
    }
}
