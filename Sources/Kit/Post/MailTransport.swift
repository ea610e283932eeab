/// Who takes mail: each way is a folder beside this file.
package protocol MailTransport: Sendable {
    /// How many mails it hands over at a time; more wait for their turn in the order in which they came.
    var width: Int { get }

    /// Hands one mail over, once, and says how that ended: trying again is the caller's, with the same mail.
    func handOver(_ mail: Mail, then: @escaping @Sendable (Result<Handover, MailError>) -> Void)
}

extension MailTransport {
    /// The same for who waits. Is not cut short by cancelling, for then nobody would know whether the mail had been taken.
    @discardableResult
    package func handOver(_ mail: Mail) async throws(MailError) -> Handover {
        try await withCheckedContinuation { continuation in
            handOver(mail) { continuation.resume(returning: $0) }
        }.get()
    }
}

/// How a handover ends well.
package enum Handover: Sendable {
    /// The other side is answerable for the mail now. Whether it reaches its reader, nobody says.
    case taken
}
