import Crypto
import Storage
import Web

/// What a session's cookie holds: a random token, and beside it, sealed so that only this server can read or write it,
/// whose session it is and when it was last used. The database learns neither.
struct SessionCookie: Sendable, Equatable {
    /// 256 random bits.
    let token: [UInt8]
    let member: ID<Person>
    /// The member's epoch when the session was opened; when the member's is raised the session is over.
    let epoch: Int64
    /// True to `SessionTerms.renewEvery`.
    var lastUsed: Instant
    let isShared: Bool
    /// Signed in with a second step, and roles used since without a long pause.
    var hasSecondStep: Bool
    /// When the passphrase was last given for a page that asks for it once more; 1970 for never. The same length always, so
    /// that nobody who sees the cookie's length learns of it.
    var confirmedAt = Instant(milliseconds: 0)

    /// Names the session's row: no two cookies have one, and without the token nobody can tell whose it is.
    let mark: [UInt8]
    /// The secret of the session's forms. Neither it nor the mark tells anything of the other.
    let csrf: String

    init(
        token: [UInt8], member: ID<Person>, epoch: Int64, lastUsed: Instant, isShared: Bool, hasSecondStep: Bool
    ) {
        self.token = token
        self.member = member
        self.epoch = epoch
        self.lastUsed = lastUsed
        self.isShared = isShared
        self.hasSecondStep = hasSecondStep
        // Both halves of one code, since both are wanted on every page.
        let message = Array("session 2|\(member)|\(epoch)".utf8)
        let code = Array(HMAC<SHA512>.authenticationCode(for: message, using: SymmetricKey(data: token)))
        mark = Array(code.prefix(32))
        csrf = Hex.text(code.suffix(32))
    }

    static func newToken() -> [UInt8] { RandomBytes.make(32) }

    /// How long it may lie unused.
    var idleLimit: Duration { isShared ? SessionTerms.idleWhenShared : SessionTerms.idle }
}

/// Writes and reads session cookies under a key of the server's.
struct SessionCookieSeal: Sendable {
    let key: SymmetricKey

    /// Token, nonce, sealed fields and tag as 202 hexadecimal digits.
    func close(_ cookie: SessionCookie) throws -> String {
        var fields: [UInt8] = []
        let numbers = [
            cookie.member.high, cookie.member.low, UInt64(bitPattern: cookie.epoch),
            UInt64(bitPattern: cookie.lastUsed.milliseconds), UInt64(bitPattern: cookie.confirmedAt.milliseconds),
        ]
        for number in numbers { withUnsafeBytes(of: number.bigEndian) { fields.append(contentsOf: $0) } }
        fields.append((cookie.isShared ? 1 : 0) | (cookie.hasSecondStep ? 2 : 0))
        let box = try AES.GCM.seal(fields, using: key, authenticating: cookie.token)
        guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return Hex.text(cookie.token + combined)
    }

    /// The cookie; nil for one that this server did not write.
    func open(_ text: String) -> SessionCookie? {
        // 93 bytes are those of a program that did not ask for the passphrase again.
        guard let all = Hex.bytes(text), all.count == 101 || all.count == 93 else { return nil }
        let token = Array(all.prefix(32))
        guard let box = try? AES.GCM.SealedBox(combined: all.dropFirst(32)),
            let fields = try? AES.GCM.open(box, using: key, authenticating: token)
        else { return nil }
        let sealed = [UInt8](fields)
        func number(_ start: Int) -> UInt64 { sealed[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        guard let flags = sealed.last, sealed.count == 33 || sealed.count == 41 else { return nil }
        var cookie = SessionCookie(
            token: token, member: ID(high: number(0), low: number(8)), epoch: Int64(bitPattern: number(16)),
            lastUsed: Instant(milliseconds: Int64(bitPattern: number(24))),
            isShared: flags & 1 != 0, hasSecondStep: flags & 2 != 0)
        if sealed.count == 41 { cookie.confirmedAt = Instant(milliseconds: Int64(bitPattern: number(32))) }
        return cookie
    }
}
