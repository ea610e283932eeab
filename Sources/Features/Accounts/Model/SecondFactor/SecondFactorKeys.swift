import Crypto
import Storage

/// The keys of the second factor, all derived from one of `AccountKeys`, so that no two uses share one.
struct SecondFactorKeys: Sendable {
    let seal: SecondFactorSeal
    let tickets: SecondFactorTickets
    /// Hashes spare codes.
    let spareCodes: SymmetricKey
    private let marks: SymmetricKey
    private let handles: SymmetricKey

    init(root: SymmetricKey) {
        func derive(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.expand(pseudoRandomKey: root, info: Array(purpose.utf8), outputByteCount: 32)
        }
        seal = SecondFactorSeal(key: derive("seal"))
        tickets = SecondFactorTickets(key: derive("tickets"))
        spareCodes = derive("spare codes")
        marks = derive("used")
        handles = derive("user handle")
    }

    /// What stands in the database of a code that was used: nobody without the key can tell whose it was.
    /// The secret is in it, so that the first code of a new app is another than the last of the old one.
    func mark(ofStep step: Int64, app: TOTP, of member: ID<Person>) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("step|\(member)|\(step)|".utf8) + app.secret, using: marks))
    }

    /// The same of a passkey's challenge, which is random and kept nowhere: this mark cannot be traced even with the key.
    func mark(ofChallenge challenge: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("challenge|".utf8) + challenge, using: marks))
    }

    /// What a passkey knows its owner by: says nothing to whoever reads it off a device (WebAuthn, 14.6.1).
    func userHandle(of member: ID<Person>) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(member.description.utf8), using: handles))
    }
}

/// Seals what the second factor must be able to read again, with AES-256-GCM. Table, column and member are bound in: a
/// sealed value that was moved to another place or member does not open.
struct SecondFactorSeal: Sendable {
    enum Place: String {
        case appSecret = "authenticator_apps|secret"
        case passkeyName = "passkeys|name"
    }

    let key: SymmetricKey

    func close(_ bytes: [UInt8], at place: Place, of member: ID<Person>) throws -> [UInt8] {
        let box = try AES.GCM.seal(bytes, using: key, authenticating: Array("\(place.rawValue)|\(member)".utf8))
        // With the default nonce of 12 bytes there is always a combined form.
        guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return Array(combined)
    }

    /// Throws when the value was changed, moved, or sealed with another key.
    func open(_ sealed: [UInt8], at place: Place, of member: ID<Person>) throws -> [UInt8] {
        let box = try AES.GCM.SealedBox(combined: sealed)
        return Array(try AES.GCM.open(box, using: key, authenticating: Array("\(place.rawValue)|\(member)".utf8)))
    }
}
