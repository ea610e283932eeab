import Crypto
import Storage

/// The keys of the second factor, all derived from one of `AccountKeys`, so that no two uses share one.
struct SecondFactorKeys: Sendable {
    let seal: ColumnSeal
    let tickets: SecondFactorTickets
    /// Hashes spare codes.
    let spareCodes: SymmetricKey
    private let marks: SymmetricKey
    private let handles: SymmetricKey

    init(root: SymmetricKey) {
        func derive(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.expand(pseudoRandomKey: root, info: Array(purpose.utf8), outputByteCount: 32)
        }
        seal = ColumnSeal(key: derive("seal"))
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
