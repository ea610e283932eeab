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

extension MailError {
    /// Whether the server said for good that there is no such address. Its finer status must say so: a bare 550 is said of
    /// senders and of contents, too.
    var isBadAddress: Bool {
        guard case .refused(permanent: true, _, _, let status?) = self else { return false }
        return status.isBadAddress
    }

    /// Whether trying again is of no use.
    var isPermanent: Bool { if case .refused(permanent: true, _, _, _) = self { true } else { false } }

    /// Whether this mail itself may be the reason.
    var mayBeOfMail: Bool {
        switch self {
        case .refused(_, let code, _, _): code == 421 || !isAboutServer
        case .unreachable: false
        case .brokenOff, .uncertain: true
        }
    }

    /// Whether it would be said of every other mail, too.
    var isAboutServer: Bool {
        switch self {
        case .refused(let permanent, let code, _, _):
            !permanent && (code < 400 || code == 421 || code == 454 || (500...599).contains(code))
        case .unreachable, .brokenOff, .uncertain: true
        }
    }

    /// For staff and log: no word of a person's.
    var words: String {
        switch self {
        case .refused(_, let code, let reason, let status):
            "\(reason) (\(code)\(status.map { ", \($0)" } ?? ""))"
        case .unreachable: "the mail server cannot be reached"
        case .brokenOff: "the mail server broke off"
        case .uncertain: Self.uncertainWords
        }
    }

    /// The words, of which the next try can tell that an earlier one may have been taken.
    func words(after last: String?) -> String {
        Self.wasUncertain(last) && self != .uncertain ? Self.uncertain(then: words) : words
    }

    static func uncertain(then words: String) -> String { "\(uncertainWords); then: \(words)" }

    /// Whether a try that ended with these words, or one before it, may have been taken.
    static func wasUncertain(_ words: String?) -> Bool { words?.hasPrefix(uncertainWords) ?? false }

    private static let uncertainWords = "nobody knows whether the mail server took the mail"
}
