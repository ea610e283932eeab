import Crypto
import Markup
import Storage

/// One-time codes by the clock (RFC 6238): HMAC-SHA-1, steps of 30 seconds, six digits. Other choices are in the
/// standard and in few of the apps that people have.
struct TOTP: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// 160 bits, as RFC 4226 recommends.
    let secret: [UInt8]

    static let secretLength = 20
    static let stepSeconds: Int64 = 30
    /// Steps before and after the server's own that are taken too: clocks go wrong, and typing takes time.
    static let tolerance: Int64 = 1

    static func random() -> TOTP {
        TOTP(secret: SymmetricKey(size: SymmetricKeySize(bitCount: secretLength * 8)).withUnsafeBytes { Array($0) })
    }

    /// The step that an instant lies in; none before 1970.
    static func step(at instant: Instant) -> Int64 {
        max(instant.milliseconds, 0) / (stepSeconds * 1_000)
    }

    /// The code of a step: RFC 4226, section 5.3.
    func code(at step: Int64, digits: Int = 6) -> String {
        let message = withUnsafeBytes(of: UInt64(bitPattern: step).bigEndian) { Array($0) }
        let key = SymmetricKey(data: secret)
        let hash = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: key))
        let offset = Int((hash.last ?? 0) & 15)
        let number = hash.dropFirst(offset).prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(UInt32(1)) { product, _ in product * 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: max(digits - text.utf8.count, 0)) + text
    }

    /// The step whose code this is, near an instant; nil when it is none. Every step is tried, each in the same time.
    func step(of code: OneTimeCode, at instant: Instant) -> Int64? {
        let now = Self.step(at: instant)
        var found: Int64?
        for step in max(now - Self.tolerance, 0)...(now + Self.tolerance) {
            let expected = self.code(at: step).utf8
            let difference = zip(expected, code.digits).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
            if difference == 0, found == nil { found = step }
        }
        return found
    }

    /// The secret in groups of four, to be typed.
    var typed: String {
        let symbols = Array(Base32.encode(secret).utf8)
        return stride(from: 0, to: symbols.count, by: 4)
            .map { String(decoding: symbols.dropFirst($0).prefix(4), as: UTF8.self) }
            .joined(separator: " ")
    }

    /// The address that hands the secret to an app, as it stands in a QR code. It tells whoever sees the screen the
    /// site's name and the pseudonym, and nothing else.
    func address(issuer: String, account: String) -> String {
        let (issuer, account) = (PercentEncoding.encode(issuer), PercentEncoding.encode(account))
        return "otpauth://totp/\(issuer):\(account)?secret=\(Base32.encode(secret))&issuer=\(issuer)"
            + "&algorithm=SHA1&digits=6&period=30"
    }

    var description: String { "•••" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// Six digits as somebody typed them, in groups or not.
struct OneTimeCode: Sendable, Equatable {
    /// ASCII.
    let digits: [UInt8]

    /// Nil unless there are six digits and nothing else but spaces and dashes.
    init?(_ raw: String) {
        guard raw.utf8.count <= 60, let digits = TypedCode.symbols(of: raw), digits.count == 6,
            digits.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        self.digits = digits
    }
}
