import Crypto
import Storage
import Web

/// A member's own key: 32 random bytes, the same for life, for what must lead to them and to nobody else. The database
/// holds it only sealed: under the passphrase, under the recovery code, and in each session under the cookie's token.
struct MemberKey: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    let bytes: [UInt8]

    static func random() -> MemberKey { MemberKey(bytes: RandomBytes.make(32)) }

    var description: String { "•••" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// Seals and opens member keys. Each wrap is AES-256-GCM with a random nonce, 60 bytes; table, column, member and
/// version are bound in, so that a wrap that was moved does not open.
struct MemberKeyWraps: Sendable {
    /// Outside the database, and other than the one of the passphrases' hashes.
    let pepper: SymmetricKey

    enum Place: String {
        case passphrase = "member_keys|passphrase_wrap"
        case code = "member_keys|code_wrap"
        case session = "sessions|key_wrap"
    }

    /// Bytes of a wrap.
    static let size = 60

    func close(_ key: MemberKey, at place: Place, of member: ID<Person>, under secret: SymmetricKey) throws -> [UInt8] {
        let box = try AES.GCM.seal(key.bytes, using: secret, authenticating: bound(place, member))
        guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return Array(combined)
    }

    /// The key; nil when the secret is another, or the wrap was changed or moved.
    func open(_ wrap: [UInt8], at place: Place, of member: ID<Person>, under secret: SymmetricKey) -> MemberKey? {
        guard let box = try? AES.GCM.SealedBox(combined: wrap),
            let opened = try? AES.GCM.open(box, using: secret, authenticating: bound(place, member)),
            opened.count == 32
        else { return nil }
        return MemberKey(bytes: Array(opened))
    }

    /// From the slow hash of the passphrase (`PassphraseHashing.keyMaterial`).
    func secret(passphraseHash: [UInt8]) -> SymmetricKey {
        derive(passphraseHash, salt: [], "member key passphrase 1")
    }

    /// The code has 100 random bits, so no slow hash is needed.
    func secret(_ code: RecoveryCode, salt: [UInt8]) -> SymmetricKey {
        derive(code.bytes + pepperBytes, salt: salt, "member key code 1")
    }

    func secret(sessionToken token: [UInt8]) -> SymmetricKey {
        derive(token + pepperBytes, salt: [], "member key session 1")
    }

    private func derive(_ material: [UInt8], salt: [UInt8], _ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: material), salt: salt, info: Array(purpose.utf8), outputByteCount: 32)
    }

    private var pepperBytes: [UInt8] { pepper.withUnsafeBytes { Array($0) } }

    private func bound(_ place: Place, _ member: ID<Person>) -> [UInt8] {
        Array("\(place.rawValue)|\(member)|1".utf8)
    }
}
