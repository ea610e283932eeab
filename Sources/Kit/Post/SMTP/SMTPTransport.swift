package import Logging

/// Hands mail to an SMTP server, over connections that are kept while there is more to send.
package final class SMTPTransport: MailTransport {
    private let queue: SMTPQueue
    /// One a connection.
    package let width: Int

    package init(_ settings: SMTPSettings, logger: Logger = Logger(label: "post")) {
        width = settings.connections
        queue = SMTPQueue(settings, logger: logger)
    }

    deinit { queue.end() }

    package func handOver(_ mail: Mail, then: @escaping @Sendable (Result<Handover, MailError>) -> Void) {
        queue.add(mail, then: then)
    }
}
