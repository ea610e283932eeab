import Crypto
import Foundation
import Web

/// The keys that stay outside the database, all derived from one secret of 32 bytes.
package struct AccountKeys: Sendable, CustomStringConvertible, CustomReflectable {
    /// Mixed into every passphrase before hashing: a stolen database alone cannot be guessed at.
    let pepper: SymmetricKey
    /// Seals e-mail addresses and telephone numbers.
    let contact: SymmetricKey
    /// Makes the pseudonyms of the audit log and the marks of failed sign-ins and of ended sessions.
    let audit: SymmetricKey
    /// Keys the audit log's chain.
    let auditChain: SymmetricKey
    /// Hashes recovery codes.
    let recovery: SymmetricKey
    /// Seals, hashes and marks what belongs to second factors.
    let secondFactor: SecondFactorKeys
    /// Seals what session cookies hold.
    let session: SymmetricKey
    /// Mixed into what members' own keys are sealed under.
    let memberKeys: SymmetricKey
    /// Seals what comes back by mail, and marks whom mail waits for.
    let mail: SymmetricKey
    /// Makes the marks of erasures.
    let erasures: ErasureKey
    /// What secrets of other rooms follow from.
    let rooms: SymmetricKey
    /// Signs the forms of people who are not signed in, so that a form opened before a restart can still be sent.
    package let form: [UInt8]
    /// Seals the words that were reported.
    let cases: [UInt8]
    /// What the secrets of webhooks follow from.
    package let webhooks: [UInt8]
    /// Tells two keys apart and reveals nothing of this one; stands in the database that was made with it.
    let fingerprint: [UInt8]

    /// Throws `AccountKeysError.length` unless there are 32 bytes.
    package init(secret: [UInt8]) throws {
        guard secret.count == 32 else { throw AccountKeysError.length }
        let root = SymmetricKey(data: secret)
        func derive(_ purpose: String, count: Int = 32) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: root, salt: Array("wayfellow accounts 1".utf8), info: Array(purpose.utf8),
                outputByteCount: count)
        }
        pepper = derive("passphrase pepper")
        contact = derive("contact")
        audit = derive("audit")
        auditChain = derive("audit chain")
        recovery = derive("recovery code")
        secondFactor = SecondFactorKeys(root: derive("second factor"))
        session = derive("session cookie")
        memberKeys = derive("member keys")
        mail = derive("mail")
        fingerprint = derive("fingerprint", count: 16).withUnsafeBytes { Array($0) }
        erasures = ErasureKey(key: derive("erasures"), server: fingerprint)
        rooms = derive("rooms")
        form = derive("form").withUnsafeBytes { Array($0) }
        cases = derive("safety cases").withUnsafeBytes { Array($0) }
        webhooks = derive("webhooks").withUnsafeBytes { Array($0) }
    }

    /// The keys of a secret in a setting (64 hexadecimal digits) or, when that is nil, in a file; nil where there is
    /// neither.
    static func read(setting: String?, path: String) throws -> AccountKeys? {
        if let setting { return try AccountKeys(digits: setting) }
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let contents = String(decoding: try PrivateFile.read(path), as: UTF8.self)
        let digits = contents.unicodeScalars.filter { $0 != "\n" && $0 != "\r" && $0 != " " }
        return try AccountKeys(digits: String(String.UnicodeScalarView(digits)))
    }

    /// Writes a new secret to a file that its owner only can read, and answers its keys.
    static func create(path: String) throws -> AccountKeys {
        let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        try PrivateFile.create(path, contents: Hex.text(secret) + "\n")
        return try AccountKeys(secret: secret)
    }

    private init(digits: String) throws {
        guard let secret = Hex.bytes(digits.lowercased()) else { throw AccountKeysError.length }
        try self.init(secret: secret)
    }

    /// Keys of this process only, for tests and throw-away databases.
    package static func ephemeral() throws -> AccountKeys {
        try AccountKeys(secret: SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
    }

    package var description: String { "•••" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why the keys cannot be used; said at start, without a value.
package enum AccountKeysError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Not 32 bytes in 64 hexadecimal digits.
    case length
    /// The file exists and others than its owner may read it.
    case readableByOthers(path: String)
    /// The file cannot be read or made.
    case unreadable(path: String)

    package var description: String {
        switch self {
        case .length: "The account key must be 64 hexadecimal digits (32 bytes)."
        case .readableByOthers(let path): "\(path) may be read by others: chmod 600 it."
        case .unreadable(let path): "\(path) cannot be read or made."
        }
    }
}

extension AccountKeys {
    /// Seals addresses, wishes and what else members write to nobody here.
    var contactSeal: ColumnSeal { ColumnSeal(key: contact) }
}
