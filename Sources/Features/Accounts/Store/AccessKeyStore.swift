import Storage
import Web

/// The table `access_keys`.
enum AccessKeyStore {
    /// How many a member may have.
    static let most = 10

    /// A key on its way into the table.
    struct New: Sendable {
        let key: AccessKey
        let own: OwnAccessKey
        let member: ID<Person>
        let epochMark: [UInt8]
    }

    /// A key as it is looked up.
    struct Found: Sendable {
        let id: ID<AccessKeyRow>
        let member: ID<Person>
        let epochMark: [UInt8]
        let scopes: [String]
        let expiresAt: Instant
    }

    static func add(_ new: New, seal: ColumnSeal, in tx: Transaction) throws {
        let name = try seal.close(new.own.name.utf8, at: .accessKeyName, of: new.member)
        try tx.execute(
            """
            INSERT INTO access_keys (id, member_id, key_hash, epoch_mark, beginning, name, scopes, created_at, expires_at)
            VALUES (\(new.own.id), \(new.member), \(new.key.hash), \(new.epochMark), \(new.key.beginning), \(name),
                \(new.own.scopes.joined(separator: " ")), \(new.own.createdAt), \(new.own.expiresAt))
            """)
    }

    /// By its hash; nil for one that is unknown, over, or of somebody whose account is held.
    static func find(_ hash: [UInt8], at now: Instant, in tx: Transaction) throws -> Found? {
        try tx.first(
            """
            SELECT id, member_id, epoch_mark, scopes, expires_at FROM access_keys
            WHERE key_hash = \(hash) AND expires_at > \(now)
                AND NOT EXISTS (SELECT 1 FROM account_holds WHERE account_holds.member_id = access_keys.member_id)
            """
        ) { row in
            Found(
                id: try row.get(0), member: try row.get(1), epochMark: try row.get(2),
                scopes: try row.get(3, as: String.self).split(separator: " ").map(String.init),
                expiresAt: try row.get(4))
        }
    }

    static func epochMark(of id: ID<AccessKeyRow>, in tx: Transaction) throws -> [UInt8]? {
        try tx.first("SELECT epoch_mark FROM access_keys WHERE id = \(id)") { try $0.get(0) }
    }

    /// Whoever looks, of themselves, the oldest first, each with its epoch mark; also those that are over.
    static func own(
        as viewer: Viewer, seal: ColumnSeal, in tx: Transaction
    ) throws -> [(key: OwnAccessKey, epochMark: [UInt8])] {
        guard let member = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT id, beginning, name, scopes, created_at, expires_at, epoch_mark FROM access_keys
            WHERE member_id = \(member) ORDER BY created_at, id
            """
        ) { row in
            let key = OwnAccessKey(
                id: try row.get(0), name: try seal.text(try row.get(2), at: .accessKeyName, of: member),
                beginning: try row.get(1),
                scopes: try row.get(3, as: String.self).split(separator: " ").map(String.init),
                createdAt: try row.get(4), expiresAt: try row.get(5))
            return (key, try row.get(6))
        }
    }

    /// Takes one of a member's out. False when there is none such.
    static func remove(_ id: ID<AccessKeyRow>, of member: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.execute("DELETE FROM access_keys WHERE id = \(id) AND member_id = \(member)") == 1
    }

    static func removeAll(of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM access_keys WHERE member_id = \(member)")
    }

    /// Takes out the keys that are over.
    static func sweep(at now: Instant, in tx: Transaction) throws {
        try tx.execute("DELETE FROM access_keys WHERE expires_at <= \(now)")
    }
}
