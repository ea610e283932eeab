import Foundation
package import Storage

extension AccountKeys {
    /// The keys of this server, checked against its database, which must be migrated.
    ///
    /// The secret comes from a setting (64 hexadecimal digits) or, when that is nil, from the file `account.key` in
    /// `folder`, which is made at the first start. Whoever loses it loses every passphrase and address: back it up apart
    /// from the database.
    ///
    /// The first start binds the database to its key, an older database to the key that lies beside it.
    /// - Throws: `ServerKeyError` for another key than the database's, and when a key would have to be made for a
    ///   database in which people have accounts; nothing is changed then. `AccountKeysError` for a key that cannot be
    ///   read.
    package static func load(
        setting: String?, folder: String, for database: Database, at now: Instant
    ) async throws -> AccountKeys {
        let path = path(in: folder)
        let found = try read(setting: setting, path: path)
        let (known, isNeeded) = try await database.read { tx in
            (try ServerKeyStore.fingerprint(in: tx), try ServerKeyStore.isNeeded(in: tx))
        }
        if found == nil, known != nil || isNeeded { throw ServerKeyError.missing(path: path) }
        let keys = try found ?? create(path: path)
        let owner = try await database.write { try ServerKeyStore.adopt(keys.fingerprint, at: now, in: $0) }
        guard owner == keys.fingerprint else {
            // Another process was first to start, with a key of its own; ours was never used.
            if found == nil { try? FileManager.default.removeItem(atPath: path) }
            throw ServerKeyError.foreign(source: setting == nil ? path : "WAYFELLOW_KEY")
        }
        return keys
    }

    /// The keys there are, without a look at a database; nil where none have been made.
    package static func existing(setting: String?, folder: String) throws -> AccountKeys? {
        try read(setting: setting, path: path(in: folder))
    }

    private static func path(in folder: String) -> String {
        folder + (folder.utf8.last == UInt8(ascii: "/") ? "" : "/") + "account.key"
    }
}

/// Why a database is not opened with a key; said at start.
package enum ServerKeyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no key, and what the database holds was made with one.
    case missing(path: String)
    /// The database was made with another key.
    case foreign(source: String)

    package var description: String {
        switch self {
        case .missing(let path):
            """
            \(path) is missing, and this database was made with a server key: with a new one nobody could sign in and no \
            address could be read.
            Put account.key back from its backup, or set WAYFELLOW_KEY to what stands in it. Nothing was changed.
            """
        case .foreign(let source):
            """
            The server key in \(source) is not the one that this database was made with.
            Restore the account.key that belongs to the database (it is backed up apart from it), or choose the database \
            that belongs to this key (DATABASE_URL, --data). Nothing was changed.
            """
        }
    }
}
