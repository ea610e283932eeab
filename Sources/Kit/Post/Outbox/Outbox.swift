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
    @discardableResult
    package func add(
        _ template: String, to member: ID<Person>, numbers: [String: Int] = [:], key: String,
        keyHolds: Duration = .days(30), in transaction: Transaction
    ) throws -> Bool {
        guard isOpen else { return false }
        let payload = QueuedMail.payload(member: member, template: template, numbers: numbers)
        return try queue.enqueue(
            Self.kind, payload: payload, key: "\(Self.kind):\(key)", keyHolds: keyHolds, in: transaction)
    }

    /// Takes the mail of a key back, and forgets that there was one.
    package func forget(key: String, in transaction: Transaction) throws {
        try queue.forget(key: "\(Self.kind):\(key)", in: transaction)
    }
}
