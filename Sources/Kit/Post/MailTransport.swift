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

/// Why a mail was not handed over, by what is to be done next.
package enum MailError: Error, Equatable, Sendable {
    /// There was a refusal, and the mail was not taken. If permanent, it is the mail's own and trying again is of no use;
    /// else wait, and have somebody look at the settings if it goes on. The reply code of SMTP is 0 when it was this side
    /// that refused; the status is the server's finer one, where it gave one. The reason has no word of the mail, nor of
    /// the server.
    case refused(permanent: Bool, code: Int, reason: String, status: MailStatus? = nil)
    /// Nobody was there: the mail was not taken; try again later.
    case unreachable
    /// The server answered, and the connection broke before the mail was sent: it was not taken; try again later. The mail
    /// itself may be the reason.
    case brokenOff
    /// The connection broke after the mail was sent and before the answer: it may have been taken. Trying again may bring
    /// it twice, with one message id; not trying again may mean that it never comes.
    case uncertain
}
