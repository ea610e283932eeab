import CCurl

/// How a transfer ended, and what is to be done about it.
struct SMTPOutcome {
    let code: CURLcode
    /// The last reply of the server (RFC 5321, 4.2); 0 when there was none.
    let reply: Int
    /// Whether the server may have the whole mail.
    let isSent: Bool
    /// The finer status of the last reply, if it had one.
    let status: MailStatus?

    /// `nil` when the mail was taken.
    var error: MailError? {
        if code == CURLE_OK { return nil }
        // Before the mail began: the greeting, TLS.
        if reply == 421, !isSent, code != CURLE_SEND_ERROR { return .unreachable }
        if (400...599).contains(reply) {
            return .refused(permanent: isPermanent, code: reply, reason: reason, status: status)
        }
        // After the mail the next reply is its own: none came.
        if isSent { return .uncertain }
        if isDistrusted { return .refused(permanent: false, code: 0, reason: reason) }
        return reply == 0 || code == CURLE_SSL_CONNECT_ERROR ? .unreachable : .brokenOff
    }

    /// A verdict on this mail for ever. What is refused before the mail begins (the greeting, TLS, signing in) and for want
    /// of signing in (RFC 4954, 6) is about the server or its settings, and holds for every mail until somebody mends it.
    private var isPermanent: Bool {
        reply >= 500 && !(530...538).contains(reply) && (isSent || code == CURLE_SEND_ERROR)
    }

    private var isDistrusted: Bool {
        [
            CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_USE_SSL_FAILED,
            CURLE_LOGIN_DENIED,
        ].contains(code)
    }

    private var reason: String {
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR: "the mail server's certificate is not trusted"
        case CURLE_SSL_CACERT_BADFILE: "the file of trusted certificates cannot be read"
        case CURLE_USE_SSL_FAILED: "the mail server does not encrypt"
        case CURLE_LOGIN_DENIED: "the mail server refused the user name or the password"
        case _ where (530...538).contains(reply): "the mail server wants a user name and a password"
        case _ where isPermanent: "the mail server refused the mail for good"
        default: "the mail server refused for now"
        }
    }
}
