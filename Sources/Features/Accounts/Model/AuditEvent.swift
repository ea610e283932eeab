import Crypto
import Storage
import Web

extension AuditEvent {
    static let signedUp = AuditEvent("signed-up")
    static let signInThrottled = AuditEvent("sign-in-throttled")
    static let passphraseChanged = AuditEvent("passphrase-changed")
    static let passphraseRenewed = AuditEvent("passphrase-renewed")
    static let recovered = AuditEvent("recovered")
    static let recoveryCodeRenewed = AuditEvent("recovery-code-renewed")
    static let contactChanged = AuditEvent("contact-changed")
    static let consentGranted = AuditEvent("consent-granted")
    static let consentWithdrawn = AuditEvent("consent-withdrawn")
    static let roleGranted = AuditEvent("role-granted")
    static let roleRevoked = AuditEvent("role-taken")
    static let accountHeld = AuditEvent("account-held")
    static let accountReopened = AuditEvent("account-reopened")
    static let secondFactorAdded = AuditEvent("second-factor-added")
    static let secondFactorRemoved = AuditEvent("second-factor-removed")
    static let secondFactorReset = AuditEvent("second-factor-reset")
    static let spareCodesRenewed = AuditEvent("spare-codes-renewed")
    static let keyMade = AuditEvent("key-made")
    static let keyRevoked = AuditEvent("key-revoked")
    static let exported = AuditEvent("exported")
    static let erased = AuditEvent("erased")
    static let anonymised = AuditEvent("anonymised")
    static let deathNoted = AuditEvent("death-noted")
    static let deathDenied = AuditEvent("death-denied")
    static let wishRead = AuditEvent("wish-read")
    static let simulated = AuditEvent("simulated")

    /// What this room records. When somebody signed in or out is not among it.
    static let ofAccounts = [
        signedUp, signInThrottled, passphraseChanged, passphraseRenewed, recovered, recoveryCodeRenewed, contactChanged,
        consentGranted, consentWithdrawn, roleGranted, roleRevoked, accountHeld, accountReopened, secondFactorAdded,
        secondFactorRemoved, secondFactorReset, spareCodesRenewed, keyMade, keyRevoked,
        exported, erased, anonymised, deathNoted, deathDenied, wishRead, simulated,
    ]
}

/// A line of the audit log: it holds the hash of the line before it, so that none can be changed, taken out or moved
/// without breaking the chain behind it.
struct AuditLine: Sendable, Equatable {
    let sequence: Int64
    let at: Instant
    let event: String
    /// A keyed pseudonym of whom it is about, never an identifier; empty when about nobody.
    let subject: String
    /// A keyed pseudonym of who did it, or `system: reason`.
    let actor: String
    /// Identifiers and codes only, never content.
    let detail: String
    let previous: [UInt8]

    /// HMAC-SHA256 under the server's key over the hash of the line before and this line's fields, each with its length
    /// before it: no two lines have the same bytes, and who can write the table cannot write a chain.
    func hash(under key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
    }

    /// As lines were hashed before the chain was keyed: SHA-256 over the same bytes.
    var unkeyedHash: [UInt8] { Array(SHA256.hash(data: message)) }

    private var message: [UInt8] {
        var bytes = previous
        for field in [String(sequence), String(at.milliseconds), event, subject, actor, detail] {
            bytes.append(contentsOf: "\(field.utf8.count):".utf8)
            bytes.append(contentsOf: field.utf8)
        }
        return bytes
    }

    /// What the first line has before it.
    static let beginning = [UInt8](repeating: 0, count: 32)
}

/// What a check of the audit log found.
package enum AuditVerdict: Sendable, Equatable {
    /// Whole, up to the line `length`, whose hash is `head` (hexadecimal): to be kept elsewhere, for only an outside
    /// copy of the head shows that the last lines were cut off together. Lines before `keyedFrom` are older than the
    /// server's key in the chain: who can write the table could have rewritten them together.
    case whole(length: Int64, head: String, keyedFrom: Int64)
    /// Broken: the first line that does not fit.
    case broken(at: Int64)
}
