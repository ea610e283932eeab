import Storage

/// A member's key as the database has it.
struct SealedMemberKey: Sendable, Equatable {
    let passphraseSalt: [UInt8]
    let passphraseWrap: [UInt8]
    let codeSalt: [UInt8]
    let codeWrap: [UInt8]
}

/// The table `member_keys`.
enum MemberKeyStore {
    static func find(_ member: ID<Person>, in tx: Transaction) throws -> SealedMemberKey? {
        try tx.first(
            """
            SELECT passphrase_salt, passphrase_wrap, code_salt, code_wrap FROM member_keys WHERE member_id = \(member)
            """
        ) { row in
            SealedMemberKey(
                passphraseSalt: try row.get(0), passphraseWrap: try row.get(1), codeSalt: try row.get(2),
                codeWrap: try row.get(3))
        }
    }

    /// Keeps a member's key, in place of an earlier one.
    static func set(_ key: SealedMemberKey, of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO member_keys (member_id, passphrase_salt, passphrase_wrap, code_salt, code_wrap)
            VALUES (\(member), \(key.passphraseSalt), \(key.passphraseWrap), \(key.codeSalt), \(key.codeWrap))
            ON CONFLICT (member_id) DO UPDATE SET passphrase_salt = excluded.passphrase_salt,
                passphrase_wrap = excluded.passphrase_wrap, code_salt = excluded.code_salt,
                code_wrap = excluded.code_wrap
            """)
    }

    static func setPassphrase(wrap: [UInt8], salt: [UInt8], of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE member_keys SET passphrase_wrap = \(wrap), passphrase_salt = \(salt) WHERE member_id = \(member)
            """)
    }

    static func setCode(wrap: [UInt8], salt: [UInt8], of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute(
            "UPDATE member_keys SET code_wrap = \(wrap), code_salt = \(salt) WHERE member_id = \(member)")
    }
}
