import Crypto
import Foundation
import Storage

/// Seals addresses with AES-256-GCM. Table, column and member are bound in, so that a sealed value that was moved to
/// another member or column does not open.
struct ContactSeal: Sendable {
    enum Column: String {
        case email, phone
    }

    let key: SymmetricKey

    func close(_ text: String, column: Column, of member: ID<Person>) throws -> [UInt8] {
        let box = try AES.GCM.seal(Array(text.utf8), using: key, authenticating: place(column, member))
        // With the default nonce of 12 bytes there is always a combined form.
        guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return Array(combined)
    }

    /// Throws when the value was changed, moved, or sealed with another key.
    func open(_ sealed: [UInt8], column: Column, of member: ID<Person>) throws -> String {
        let box = try AES.GCM.SealedBox(combined: sealed)
        return String(decoding: try AES.GCM.open(box, using: key, authenticating: place(column, member)), as: UTF8.self)
    }

    private func place(_ column: Column, _ member: ID<Person>) -> [UInt8] {
        Array("contacts|\(column.rawValue)|\(member)".utf8)
    }
}
