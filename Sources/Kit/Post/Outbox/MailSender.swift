package import Jobs
package import Logging
package import Storage

/// Sends what the outbox holds, through one transport: first in, first out, as far as the server goes along.
///
/// Mail of one process begins its way in the order in which its causes were written down. While the server is away nothing is
/// tried, and all keeps its order; what the server puts off for one address only comes later by itself.
package struct MailSender: Sendable {
    /// Makes the mail of a row, for whoever gets it now; nil where there is nothing to tell any more. Throws where the row
    /// asks for what there is not.
    package typealias Writer = @Sendable (QueuedMail, Recipient) async throws -> Mail?

    private let lane: MailLane

    /// Mails in hand; more than a few servers take, so that their ends are written together.
    private static let most = 48
    /// Tries of one mail, as a bound; the lane gives up by age long before.
    private static let tries = 1_000

    package init(
        through transport: any MailTransport, to addresses: AddressBook, clock: Clock, logger: Logger,
        write: @escaping Writer
    ) {
        lane = MailLane(transport, addresses, clock: clock, logger: logger, write: write)
    }

    /// How the worker does it.
    package var job: JobHandler {
        var handler = JobHandler(
            Outbox.kind, lease: MailLane.lease, attempts: Self.tries, concurrency: Self.most, isInOrder: true
        ) { [lane] job in
            try await lane.send(job)
        }
        handler.limit = { [lane] in lane.pause.limit(at: $0) }
        return handler
    }
}
