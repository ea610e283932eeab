import Storage
import Web

/// What signing in is checked against.
struct Credential: Sendable {
    let member: ID<Person>
    let pseudonym: String
    let language: String
    let phc: String
    let changedAt: Instant
    let recoveryHash: [UInt8]?
    let recoveryMadeAt: Instant?
    /// When a passphrase that somebody else has seen ends; nil for one's own.
    let provisionalUntil: Instant?
}

/// The table `credentials`. Nothing of it ever reaches a page.
enum CredentialStore {
    static func add(
        _ member: ID<Person>, phc: String, recoveryHash: [UInt8]?, provisionalUntil: Instant? = nil, at now: Instant,
        in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO credentials (member_id, phc, changed_at, recovery_hash, recovery_made_at, provisional_until)
            VALUES (\(member), \(phc), \(now), \(recoveryHash), \(recoveryHash.map { _ in now }), \(provisionalUntil))
            """)
    }

    /// By name, for signing in; nil when nobody has it or nobody can sign in by it.
    static func find(_ key: PseudonymKey, in tx: Transaction) throws -> Credential? {
        try first(where: "members.pseudonym_key = \(key.text)", in: tx)
    }

    /// Of whoever looks, for asking for the passphrase once more.
    static func own(as viewer: Viewer, in tx: Transaction) throws -> Credential? {
        guard let id = viewer.personID else { return nil }
        return try first(where: "members.id = \(id)", in: tx)
    }

    /// Accounts that somebody can sign in to.
    static func count(in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM credentials") { try $0.get(0) } ?? 0
    }

    /// The hash of a new passphrase: the member's own, or one that somebody else has seen and that ends.
    static func setPHC(
        _ phc: String, provisionalUntil: Instant? = nil, of member: ID<Person>, at now: Instant, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            UPDATE credentials SET phc = \(phc), changed_at = \(now), provisional_until = \(provisionalUntil)
            WHERE member_id = \(member)
            """)
    }

    /// A new hash of the same passphrase, with today's parameters. When that was is not kept: it was a sign-in.
    static func rehash(_ phc: String, of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute("UPDATE credentials SET phc = \(phc) WHERE member_id = \(member)")
    }

    static func setRecovery(_ hash: [UInt8], of member: ID<Person>, at now: Instant, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE credentials SET recovery_hash = \(hash), recovery_made_at = \(now) WHERE member_id = \(member)
            """)
    }

    private static func first(where condition: SQL, in tx: Transaction) throws -> Credential? {
        try tx.first(
            """
            SELECT members.id, members.pseudonym, members.language, credentials.phc, credentials.recovery_hash,
                credentials.provisional_until, credentials.changed_at, credentials.recovery_made_at
            FROM members JOIN credentials ON credentials.member_id = members.id WHERE \(condition)
            """
        ) { row in
            Credential(
                member: try row.get(0), pseudonym: try row.get(1), language: try row.get(2), phc: try row.get(3),
                changedAt: try row.get(6), recoveryHash: try row.get(4), recoveryMadeAt: try row.get(7),
                provisionalUntil: try row.get(5))
        }
    }
}
