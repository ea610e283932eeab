import Crypto
package import Storage
package import Web

/// Seals what nobody but one member reads, under a key that follows from the member's own: the database holds that only sealed
/// under their passphrase, their recovery code and, while they are signed in, their session's token.
package struct OwnSeal: Sendable {
    /// Sealed texts have whole steps of so many bytes, so that their length tells little.
    static let step = 4_096

    private let key: SymmetricKey

    init(_ member: MemberKey, for purpose: String) {
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: member.bytes), info: Array("own \(purpose) 1".utf8),
            outputByteCount: 32)
    }

    /// What stands for a place in the database, 16 bytes: without the key nobody tells which place it is.
    package func mark(of place: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("place \(place)".utf8), using: key).prefix(16))
    }

    /// The text sealed for its place: AES-256-GCM with a random nonce over its length, itself, and nothing up to a whole step.
    package func close(_ text: String, at place: String) throws -> [UInt8] {
        let bytes = Array(text.utf8)
        let length = withUnsafeBytes(of: UInt32(clamping: bytes.count).bigEndian) { Array($0) }
        let filling = Self.step - 1 - (bytes.count + length.count + Self.step - 1) % Self.step
        let padded = length + bytes + [UInt8](repeating: 0, count: filling)
        let box = try AES.GCM.seal(padded, using: key, authenticating: mark(of: place))
        guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return Array(combined)
    }

    /// The text; nil where it was sealed for another place or by another key, or was changed.
    package func open(_ sealed: [UInt8], at place: String) -> String? { open(sealed, at: mark(of: place)) }

    /// The same where only the mark of the place is known.
    package func open(_ sealed: [UInt8], at mark: [UInt8]) -> String? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let padded = try? AES.GCM.open(box, using: key, authenticating: mark), padded.count >= 4
        else { return nil }
        let length = padded.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard length <= padded.count - 4 else { return nil }
        return String(validating: padded.dropFirst(4).prefix(length), as: UTF8.self)
    }
}

extension AccountsFeature {
    /// The seal of whoever looks, for one purpose; nil where their session does not open their key (an account from before there
    /// were any: it has one after the next sign-in).
    package func ownSeal(for purpose: String, of visit: Visit, in tx: Transaction) throws -> OwnSeal? {
        try memberKey(of: visit, in: tx).map { OwnSeal($0, for: purpose) }
    }
}
