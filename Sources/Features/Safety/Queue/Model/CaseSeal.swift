import Crypto
import Storage
import Web

/// Seals what people wrote under a key for each case (AES-256-GCM); that key is kept sealed under the server's. Without the
/// row of the case nobody can read it, the server's key in hand or not.
struct CaseSeal: Sendable, CustomStringConvertible, CustomReflectable {
    private let server: SymmetricKey

    /// - Parameter key: of this server, 32 bytes, outside the database.
    init(key: [UInt8]) { server = SymmetricKey(data: key) }

    var description: String { "•••" }
    var customMirror: Mirror { Mirror(self, children: []) }

    /// The key of one case, opened.
    struct Key: Sendable {
        fileprivate let key: SymmetricKey
        fileprivate let id: ID<SafetyCase>

        func close(_ words: String) throws -> [UInt8] {
            try CaseSeal.close(Array(words.utf8), key, "safety words|\(id)")
        }

        /// Nil where there is nothing, or it was changed or moved.
        func open(_ sealed: [UInt8]?) -> String? {
            guard let sealed, let bytes = CaseSeal.open(sealed, key, "safety words|\(id)") else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// A new key, and how it is kept.
    func newKey(of id: ID<SafetyCase>) throws -> (key: Key, kept: [UInt8]) {
        let bytes = RandomBytes.make(32)
        return (Key(key: SymmetricKey(data: bytes), id: id), try Self.close(bytes, server, "safety case|\(id)"))
    }

    /// Nil once the key is gone.
    func key(_ kept: [UInt8]?, of id: ID<SafetyCase>) -> Key? {
        guard let kept, let bytes = Self.open(kept, server, "safety case|\(id)") else { return nil }
        return Key(key: SymmetricKey(data: bytes), id: id)
    }

    /// Tells whether words about a subject are the same as those of an earlier case, and nothing else about them.
    func mark(_ words: String, of subject: SubjectReference) -> [UInt8] {
        let text = "safety mark|\(subject.kind)|\(subject.record)|\(words)"
        return Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: server)).prefix(16).map { $0 }
    }

    private static func close(_ bytes: [UInt8], _ key: SymmetricKey, _ place: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(bytes, using: key, authenticating: Array(place.utf8))
        // With the default nonce of 12 bytes there is always a combined form.
        guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return Array(combined)
    }

    private static func open(_ sealed: [UInt8], _ key: SymmetricKey, _ place: String) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: Array(place.utf8))
        else { return nil }
        return Array(bytes)
    }
}
