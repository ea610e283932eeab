import Crypto
package import Storage
package import Web

/// Marks that nobody can make but who holds one member's key: they say whose something is, and name nobody. The same on
/// every telephone, after a new passphrase and after a recovery, for all of them open the same key.
package struct OwnMarks: Sendable, CustomStringConvertible, CustomReflectable {
    private let key: SymmetricKey

    init(_ member: MemberKey) {
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: member.bytes), info: Array("own marks 1".utf8), outputByteCount: 32)
    }

    /// The mark of an epoch's slot, 32 bytes: SHA-256 of `dark mark 1` and HMAC-SHA256 of `ask|epoch|slot`. Who reads it can
    /// show neither the code nor another mark.
    package func mark(epoch: Int, slot: Int) -> [UInt8] {
        Array(SHA256.hash(data: Array("dark mark 1".utf8) + code(of: "ask|\(epoch)|\(slot)")))
    }

    /// By which somebody's acts are counted while they wait, 32 bytes. For memory: what stands in a row would join marks.
    package var writer: [UInt8] { code(of: "writer") }

    private func code(of text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }

    package var description: String { "•••" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension AccountsFeature {
    /// The marks of whoever looks; nil where their session does not open their key: `ownKeyPage` mends that, or begins another
    /// key, with other marks.
    /// Nothing is asked of the database: every session brings its key along.
    package func ownMarks(of visit: Visit) -> OwnMarks? { memberKey(of: visit).map { OwnMarks($0) } }

    /// The same, for who is in a transaction.
    package func ownMarks(of visit: Visit, in _: Transaction) throws -> OwnMarks? { ownMarks(of: visit) }
}
