import Crypto
import Storage

/// What the audit log knows of: things that change who may do what, and things that cannot be undone.
package enum AuditEvent: String, Sendable, CaseIterable {
    case signedUp = "signed-up"
    case signedIn = "signed-in"
    case signInThrottled = "sign-in-throttled"
    case signedOutEverywhere = "signed-out-everywhere"
    case passphraseChanged = "passphrase-changed"
    case recovered
    case recoveryCodeRenewed = "recovery-code-renewed"
    case contactChanged = "contact-changed"
    case consentGranted = "consent-granted"
    case consentWithdrawn = "consent-withdrawn"
    case roleGranted = "role-granted"
    case roleTaken = "role-taken"
    case secondFactorAdded = "second-factor-added"
    case secondFactorRemoved = "second-factor-removed"
    case secondFactorReset = "second-factor-reset"
    case spareCodesRenewed = "spare-codes-renewed"
    case exported
    case erased
    case recordOpened = "record-opened"
    case released
    case imported
    case simulated
    case vocabularyChanged = "vocabulary-changed"
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

    /// SHA-256 over the hash of the line before and this line's fields, each with its length before it: no two lines
    /// have the same bytes.
    var hash: [UInt8] {
        var hasher = SHA256()
        hasher.update(data: previous)
        for field in [String(sequence), String(at.milliseconds), event, subject, actor, detail] {
            let bytes = Array(field.utf8)
            hasher.update(data: Array("\(bytes.count):".utf8))
            hasher.update(data: bytes)
        }
        return Array(hasher.finalize())
    }

    /// What the first line has before it.
    static let beginning = [UInt8](repeating: 0, count: 32)
}

/// What a check of the audit log found.
package enum AuditVerdict: Sendable, Equatable {
    /// Whole, up to the line `length`, whose hash is `head` (hexadecimal): to be kept elsewhere, for only an outside
    /// copy of the head shows that the last lines were cut off together.
    case whole(length: Int64, head: String)
    /// Broken: the first line that does not fit.
    case broken(at: Int64)
}
