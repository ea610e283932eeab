import Crypto
package import Web

/// Seals what nobody but one member reads, under a key that follows from the member's own: the database holds that only sealed
/// under their passphrase, their recovery code and, while they are signed in, their session's token.
package struct OwnSeal: Sendable {
    /// Sealed texts have whole steps of so many bytes, so that their length tells little.
    static let step = 4_096

    private let key: SealingKey

    init(_ member: MemberKey, for purpose: String) {
        let derived = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: member.bytes), info: Array("own \(purpose) 1".utf8),
            outputByteCount: 32)
        key = SealingKey(derived.withUnsafeBytes { Array($0) })
    }

    /// What stands for a place in the database, 16 bytes: without the key nobody tells which place it is.
    package func mark(of place: String) -> [UInt8] { Array(key.code(of: "place \(place)").prefix(16)) }

    /// The text sealed for its place.
    package func close(_ text: String, at place: String) throws -> [UInt8] {
        try key.close(PaddedText.bytes(of: text, step: Self.step), at: mark(of: place))
    }

    /// The text; nil where it was sealed for another place or by another key, or was changed.
    package func open(_ sealed: [UInt8], at place: String) -> String? { open(sealed, at: mark(of: place)) }

    /// The same where only the mark of the place is known.
    package func open(_ sealed: [UInt8], at mark: [UInt8]) -> String? {
        key.open(sealed, at: mark).flatMap { PaddedText.text($0) }
    }
}

extension AccountsFeature {
    /// The seal of whoever looks, for one purpose; nil where their session does not open their key (an account from before there
    /// were any: it has one after the next sign-in).
    package func ownSeal(for purpose: String, of visit: Visit) -> OwnSeal? {
        memberKey(of: visit).map { OwnSeal($0, for: purpose) }
    }
}
