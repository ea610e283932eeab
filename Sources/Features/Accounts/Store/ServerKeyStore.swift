import Storage

/// The table `server_keys`: which key the passphrases, addresses and pseudonyms of this database were made with.
enum ServerKeyStore {
    static func fingerprint(in tx: Transaction) throws -> [UInt8]? {
        try tx.first("SELECT fingerprint FROM server_keys WHERE id = 1") { try $0.get(0) }
    }

    /// Binds the database to a key, unless it is bound; answers whose it is now.
    static func adopt(_ fingerprint: [UInt8], at now: Instant, in tx: Transaction) throws -> [UInt8]? {
        try tx.execute(
            """
            INSERT INTO server_keys (id, fingerprint, adopted_at) VALUES (1, \(fingerprint), \(now))
            ON CONFLICT (id) DO NOTHING
            """)
        return try self.fingerprint(in: tx)
    }

    /// Whether anything here can be used with its key only: somebody can sign in.
    static func isNeeded(in tx: Transaction) throws -> Bool {
        try tx.first("SELECT 1 FROM credentials LIMIT 1") { _ in true } ?? false
    }
}
