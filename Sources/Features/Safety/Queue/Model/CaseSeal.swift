import Storage
import Web

/// Seals what people wrote under a key for each case; that key is kept sealed under the server's. Without the row of the case
/// nobody can read it, the server's key in hand or not.
struct CaseSeal: Sendable {
    private let server: SealingKey

    /// - Parameter key: of this server, 32 bytes, outside the database.
    init(key: [UInt8]) { server = SealingKey(key) }

    /// The key of one case, opened.
    struct Key: Sendable {
        fileprivate let key: SealingKey
        fileprivate let id: ID<SafetyCase>

        func close(_ words: String) throws -> [UInt8] {
            try key.close(Array(words.utf8), at: "safety words|\(id)")
        }

        /// Nil where there is nothing, or it was changed or moved.
        func open(_ sealed: [UInt8]?) -> String? {
            sealed.flatMap { key.open($0, at: "safety words|\(id)") }.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// A new key, and how it is kept.
    func newKey(of id: ID<SafetyCase>) throws -> (key: Key, kept: [UInt8]) {
        let (key, kept) = try server.newKey(at: "safety case|\(id)")
        return (Key(key: key, id: id), kept)
    }

    /// Nil once the key is gone.
    func key(_ kept: [UInt8]?, of id: ID<SafetyCase>) -> Key? {
        server.key(kept, at: "safety case|\(id)").map { Key(key: $0, id: id) }
    }

    /// Tells whether words about a subject are the same as those of an earlier case, and nothing else about them.
    func mark(_ words: String, of subject: SubjectReference) -> [UInt8] {
        Array(server.code(of: "safety mark|\(subject.kind)|\(subject.record)|\(words)").prefix(16))
    }
}
