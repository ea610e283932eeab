import Crypto
package import Storage
package import Web

/// The audit log: append-only, each line bound to the one before by its hash, about pseudonyms that only this server's
/// key can make.
package struct Audit: Sendable {
    private let key: SymmetricKey
    private let chain: SymmetricKey

    /// - Parameters:
    ///   - key: makes the pseudonyms.
    ///   - chain: binds the lines.
    init(key: SymmetricKey, chain: SymmetricKey) {
        self.key = key
        self.chain = chain
    }

    /// Adds a line in the transaction of what happened.
    ///
    /// - Parameters:
    ///   - subject: whom it is about; after erasing, nothing leads from the line to a person.
    ///   - detail: identifiers and codes, never content; at most 200 bytes are kept.
    package func record(
        _ event: AuditEvent, about subject: ID<Person>?, by actor: Viewer, detail: String = "", at now: Instant,
        in tx: Transaction
    ) throws {
        try AuditStore.add(
            event, subject: subject.map(pseudonym) ?? "", actor: name(of: actor), detail: Self.short(detail),
            key: chain,
            at: now, in: tx)
    }

    /// Checks the chain from the first line to the last. With a `head` that was kept elsewhere (line and hash, from an
    /// earlier `.whole`) it also finds a log whose end was cut off or rewritten.
    package func verify(
        _ database: Database, against head: (length: Int64, hash: String)? = nil
    ) async throws -> AuditVerdict {
        let chain = chain
        return try await database.read { tx in
            let verdict = try AuditStore.verify(under: chain, in: tx)
            guard let head, case .whole = verdict else { return verdict }
            return try AuditStore.hash(at: head.length, in: tx) == head.hash ? verdict : .broken(at: head.length)
        }
    }

    /// How the log calls a member: 128 bits of a keyed hash, in hexadecimal.
    func pseudonym(_ member: ID<Person>) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(member.description.utf8), using: key)
        return Hex.text(Array(code).prefix(16))
    }

    private func name(of actor: Viewer) -> String {
        switch actor {
        case .anonymous: "anonymous"
        case .person(let id, _): pseudonym(id)
        case .system(let reason): "system: " + Self.short(reason)
        }
    }

    private static func short(_ text: String) -> String {
        String(decoding: text.utf8.filter { $0 >= 32 && $0 < 127 }.prefix(200), as: UTF8.self)
    }
}
