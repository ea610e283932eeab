package import Logging

/// Hands mail to an SMTP server, over connections that are kept while there is more to send.
package final class SMTPTransport: MailTransport {
    private let queue: SMTPQueue

    package init(_ settings: SMTPSettings, logger: Logger = Logger(label: "post")) {
        queue = SMTPQueue(settings, logger: logger)
    }

    deinit { queue.end() }

    @discardableResult
    package func handOver(_ mail: Mail) async throws(MailError) -> Handover {
        try await withCheckedContinuation { queue.add(mail, continuation: $0) }.get()
    }
}
