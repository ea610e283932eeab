import Crypto
import Storage
import Web

/// Seals letters: what each of the two writes under a key of theirs for this correspondence (AES-256-GCM), and that key under
/// the server's, which stays outside the database. Without the row of the key nobody can read them, the server's key in hand
/// or not: whoever leaves is unreadable before the last letter is out of the table.
struct LetterSeal: Sendable, CustomStringConvertible, CustomReflectable {
    /// Sealed letters have whole steps of so many bytes, so that their length tells little.
    static let step = 512

    private let server: SymmetricKey

    /// - Parameter secret: of this server, 32 bytes, outside the database.
    init(secret: [UInt8]) { server = SymmetricKey(data: secret) }

    var description: String { "•••" }
    var customMirror: Mirror { Mirror(self, children: []) }

    /// The key of one of the two, opened.
    struct Key: Sendable {
        fileprivate let key: SymmetricKey

        /// The words, sealed for their place: their length, themselves, and nothing up to a whole step.
        func close(_ words: String, at place: LetterPlace) throws -> [UInt8] {
            let bytes = Array(words.utf8)
            let length = withUnsafeBytes(of: UInt32(clamping: bytes.count).bigEndian) { Array($0) }
            let filling = LetterSeal.step - 1 - (bytes.count + length.count + LetterSeal.step - 1) % LetterSeal.step
            let padded = length + bytes + [UInt8](repeating: 0, count: filling)
            return try LetterSeal.close(padded, key, "letter|\(place.record)")
        }

        /// The words; nil where they were sealed for another place or by another key, or were changed.
        func open(_ sealed: [UInt8], at place: LetterPlace) -> String? {
            guard let padded = LetterSeal.open(sealed, key, "letter|\(place.record)"), padded.count >= 4 else {
                return nil
            }
            let length = padded.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            guard length <= padded.count - 4 else { return nil }
            return String(validating: padded.dropFirst(4).prefix(length), as: UTF8.self)
        }
    }

    /// A new key for one of the two, as it is kept.
    func newKey(of side: Correspondence.Side, in id: ID<Correspondence>) throws -> [UInt8] {
        try Self.close(RandomBytes.make(32), server, Self.place(side, id))
    }

    /// Nil where the key is gone.
    func key(_ kept: [UInt8]?, of side: Correspondence.Side, in id: ID<Correspondence>) -> Key? {
        guard let kept, let bytes = Self.open(kept, server, Self.place(side, id)) else { return nil }
        return Key(key: SymmetricKey(data: bytes))
    }

    private static func place(_ side: Correspondence.Side, _ id: ID<Correspondence>) -> String {
        "letters of \(side.rawValue)|\(id)"
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
