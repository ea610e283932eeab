package import Crypto
import Foundation
package import Storage

/// Tokens that come back to us by mail, sealed with AES-256-GCM: in a message id, for a bounce to say whose mail it was, and in
/// the address that ends mail. Whoever sees one learns nothing and can make none; nothing need be stored of what was sent.
package struct MailSeal: Sendable {
    /// What a token is for; one does not open as another.
    package enum Purpose: String, Sendable {
        case message, unsubscribe
    }

    /// What it holds.
    package struct Content: Sendable, Equatable {
        package let member: ID<Person>
        /// Which address the mail went to: in a message id when it was saved, in milliseconds since 1970; in the address that
        /// ends mail its mark, for that must hold as long as the address does.
        package let stamp: Int64

        package init(member: ID<Person>, addressSince: Instant) {
            (self.member, stamp) = (member, addressSince.milliseconds)
        }

        package init(member: ID<Person>, stamp: Int64) {
            (self.member, self.stamp) = (member, stamp)
        }
    }

    /// The mark of an address; two have the same by a chance of 1 in 2^64.
    package func mark(of address: MailAddress) -> Int64 {
        let code = HMAC<SHA256>.authenticationCode(for: Array("address|\(address.text)".utf8), using: nonceKey)
        return Int64(bitPattern: code.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    private let key: SymmetricKey
    private let nonceKey: SymmetricKey
    /// Of what `ReplySeal` makes.
    let replyKey: SymmetricKey
    private static let length = 12 + 24 + 16

    package init(key: SymmetricKey) {
        func derived(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array(purpose.utf8), outputByteCount: 32)
        }
        (self.key, nonceKey, replyKey) = (derived("mail token"), derived("mail nonce"), derived("reply address"))
    }

    /// The same token for the same mail, so that each try is the same mail; another for each mail. Letters, digits, `-` and `_`.
    package func token(_ content: Content, for purpose: Purpose, of mail: ID<Mail>) throws -> String {
        let place = Self.place(purpose)
        let plain = Self.bytes(
            content.member.high, content.member.low, UInt64(bitPattern: content.stamp))
        // Made from all that goes in: one nonce never stands for two different contents.
        let mark = HMAC<SHA256>.authenticationCode(
            for: place + plain + Self.bytes(mail.high, mail.low), using: nonceKey)
        let nonce = try AES.GCM.Nonce(data: Array(mark.prefix(12)))
        let box = try AES.GCM.seal(plain, using: key, nonce: nonce, authenticating: place)
        guard let sealed = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return Base64URL.encode(sealed)
    }

    /// Nil for what is no token of ours, or is one for something else.
    package func open(_ token: some StringProtocol, for purpose: Purpose) -> Content? {
        guard let sealed = Base64URL.decode(token), sealed.count == Self.length,
            let box = try? AES.GCM.SealedBox(combined: sealed),
            let plain = try? AES.GCM.open(box, using: key, authenticating: Self.place(purpose)), plain.count == 24
        else { return nil }
        func number(_ at: Int) -> UInt64 { plain.dropFirst(at).prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
        return Content(member: ID(high: number(0), low: number(8)), stamp: Int64(bitPattern: number(16)))
    }

    private static func place(_ purpose: Purpose) -> [UInt8] { Array("wayfellow mail 1|\(purpose.rawValue)".utf8) }

    private static func bytes(_ numbers: UInt64...) -> [UInt8] {
        numbers.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - $0 * 8)) } }
    }
}
