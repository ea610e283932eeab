import Crypto

/// The token in every form that proves that this site showed it to this browser.
///
/// Signed in, it comes from the session's secret; else from a random cookie and the server's key (a signed
/// double-submit, OWASP CSRF cheat sheet). Each answer carries it under a fresh random pad, the same in all of its forms: what
/// compressed answers have in common must not be a secret (BREACH, Gluck, Harris, Prado 2013).
struct FormToken: Sendable {
    private let key: SymmetricKey

    init(key: [UInt8]) {
        self.key = SymmetricKey(data: key)
    }

    enum Holder: Sendable, Equatable {
        /// The session's own secret.
        case session(String)
        /// The value of the form cookie.
        case visitor(String)
    }

    /// The token under a new pad: 128 hexadecimal digits.
    func masked(_ holder: Holder) -> String {
        let pad = RandomBytes.make(32)
        return Hex.text(pad + zip(pad, secret(holder)).map { $0 ^ $1 })
    }

    /// Whether a token belongs to the holder, in the same time whatever is wrong with it.
    func accepts(_ token: String?, from holder: Holder) -> Bool {
        guard let token, token.utf8.count == 128, let bytes = Hex.bytes(token) else { return false }
        let sent = zip(bytes.prefix(32), bytes.suffix(32)).map { $0 ^ $1 }
        let difference = zip(sent, secret(holder)).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        return difference == 0
    }

    /// A new value for the form cookie: 128 random bits.
    static func newVisitor() -> String {
        Hex.text(RandomBytes.make(16))
    }

    private func secret(_ holder: Holder) -> [UInt8] {
        switch holder {
        // A secret already, which nobody but the session's owner could have sent: no key of ours is needed.
        case .session(let secret):
            Array(SHA256.hash(data: Array("session:\(secret)".utf8)))
        case .visitor(let cookie):
            Array(HMAC<SHA256>.authenticationCode(for: Array("visitor:\(cookie)".utf8), using: key))
        }
    }
}
