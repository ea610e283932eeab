import Storage

/// The table `passkeys`.
enum PasskeyStore {
    /// How many a member may have.
    static let most = 10

    /// By name.
    static func all(
        of member: ID<Person>, seal: ColumnSeal, in tx: Transaction
    ) throws -> [SecondFactorStatus.Passkey] {
        try tx.rows(
            "SELECT id, credential_id, name FROM passkeys WHERE member_id = \(member) ORDER BY id LIMIT \(most)"
        ) { row in
            SecondFactorStatus.Passkey(
                id: try row.get(0), credential: try row.get(1),
                name: try seal.text(try row.get(2), at: .passkeyName, of: member))
        }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// Adds one. Throws `.conflict` when anybody has registered it.
    static func add(
        _ credential: AuthenticatorData.Credential, named name: String, of member: ID<Person>, seal: ColumnSeal,
        in tx: Transaction
    ) throws {
        let (id, sealed) = (ID<PasskeyRow>.random(), try seal.close(name.utf8, at: .passkeyName, of: member))
        try tx.execute(
            """
            INSERT INTO passkeys (id, member_id, credential_id, public_key, name)
            VALUES (\(id), \(member), \(credential.id), \(credential.publicKey), \(sealed))
            """)
    }

    static func count(of member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM passkeys WHERE member_id = \(member)") { try $0.get(0) } ?? 0
    }

    /// The public key of a member's passkey; nil for another member's.
    static func key(of credential: [UInt8], of member: ID<Person>, in tx: Transaction) throws -> [UInt8]? {
        try tx.first(
            "SELECT public_key FROM passkeys WHERE credential_id = \(credential) AND member_id = \(member)"
        ) { try $0.get(0) }
    }

    /// Takes one of a member's out. False when there is none such.
    static func remove(_ id: ID<PasskeyRow>, of member: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.execute("DELETE FROM passkeys WHERE id = \(id) AND member_id = \(member)") == 1
    }

    static func removeAll(of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM passkeys WHERE member_id = \(member)")
    }
}
