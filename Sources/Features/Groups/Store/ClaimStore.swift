import Storage
import Web

/// Cards that give a seat to whoever brings them: `claim_hash` and `claim_until` of `enrolments`.
enum ClaimStore {
    /// Puts the hash of a new card on an enrolment.
    static func set(_ secret: LinkSecret, until: Instant, of enrolment: ID<Enrolment>, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE enrolments SET claim_hash = \(secret.hash), claim_until = \(until) WHERE id = \(enrolment)
            """)
    }

    /// Whose seat a card is for; nil where it was used, ran out, or never was. Whoever has the card may know.
    static func find(_ secret: LinkSecret, at now: Instant, in tx: Transaction) throws -> ID<Enrolment>? {
        try tx.first(
            """
            SELECT id FROM enrolments
            WHERE claim_hash = \(secret.hash) AND claim_until > \(now) AND state <> 'left'
            """
        ) { try $0.get(0) }
    }

    /// The card is used up.
    static func end(of enrolment: ID<Enrolment>, in tx: Transaction) throws {
        try tx.execute("UPDATE enrolments SET claim_hash = NULL, claim_until = NULL WHERE id = \(enrolment)")
    }
}
