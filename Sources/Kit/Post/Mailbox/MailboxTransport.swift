import Synchronization

/// Keeps the last mails in memory, for a demonstration in which everybody may read them.
package final class MailboxTransport: MailTransport {
    private let kept = Mutex<[Mail]>([])
    private let most: Int

    /// - Parameter most: mails that are kept; older ones go.
    package init(most: Int = 50) { self.most = max(1, most) }

    /// The newest first.
    package var mails: [Mail] { kept.withLock { $0.reversed() } }

    package var width: Int { 1 }

    package func handOver(_ mail: Mail, then: @escaping @Sendable (Result<Handover, MailError>) -> Void) {
        kept.withLock { kept in
            kept.removeAll { $0.id == mail.id }
            kept.append(mail)
            kept.removeFirst(max(0, kept.count - most))
        }
        then(.success(.taken))
    }
}
