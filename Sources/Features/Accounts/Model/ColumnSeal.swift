import Crypto
import Foundation
import Storage

/// Seals what must be read again, with AES-256-GCM. Table, column and member are bound in, so that a sealed value that was
/// moved to another place or member does not open.
struct ColumnSeal: Sendable {
    enum Column: String {
        case email = "contacts|email"
        case phone = "contacts|phone"
        case appSecret = "authenticator_apps|secret"
        case passkeyName = "passkeys|name"
        case accessKeyName = "access_keys|name"
        case sentRecords = "sent_records|content"
        case wishOutside = "wishes|outside"
        case wishWords = "wishes|words"
        case deathNoticeWhy = "death_notices|why"
    }

    let key: SymmetricKey

    func close(_ bytes: some Sequence<UInt8>, at column: Column, of member: ID<Person>) throws -> [UInt8] {
        let box = try AES.GCM.seal(Array(bytes), using: key, authenticating: place(column, member))
        // With the default nonce of 12 bytes there is always a combined form.
        guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return Array(combined)
    }

    /// Throws when the value was changed, moved, or sealed with another key.
    func open(_ sealed: [UInt8], at column: Column, of member: ID<Person>) throws -> [UInt8] {
        let box = try AES.GCM.SealedBox(combined: sealed)
        return Array(try AES.GCM.open(box, using: key, authenticating: place(column, member)))
    }

    /// The same, as text.
    func text(_ sealed: [UInt8], at column: Column, of member: ID<Person>) throws -> String {
        String(decoding: try open(sealed, at: column, of: member), as: UTF8.self)
    }

    private func place(_ column: Column, _ member: ID<Person>) -> [UInt8] {
        Array("\(column.rawValue)|\(member)".utf8)
    }
}
