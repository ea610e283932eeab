import Storage
import Web

/// Seals letters: what each of the two writes under a key of theirs for this correspondence, and that key under the server's,
/// which stays outside the database. Without the row of the key nobody can read them, the server's key in hand or not: whoever
/// leaves is unreadable before the last letter is out of the table.
struct LetterSeal: Sendable {
    /// Sealed letters have whole steps of so many bytes.
    static let step = 512

    private let server: SealingKey

    /// - Parameter secret: of this server, 32 bytes, outside the database.
    init(secret: [UInt8]) { server = SealingKey(secret) }

    /// The key of one of the two, opened.
    struct Key: Sendable {
        fileprivate let key: SealingKey

        /// The words, sealed for their place.
        func close(_ words: String, at place: LetterPlace) throws -> [UInt8] {
            try key.close(PaddedText.bytes(of: words, step: LetterSeal.step), at: "letter|\(place.record)")
        }

        /// The words; nil where they were sealed for another place or by another key, or were changed.
        func open(_ sealed: [UInt8], at place: LetterPlace) -> String? {
            key.open(sealed, at: "letter|\(place.record)").flatMap { PaddedText.text($0) }
        }
    }

    /// A new key for one of the two, as it is kept.
    func newKey(of side: Correspondence.Side, in id: ID<Correspondence>) throws -> [UInt8] {
        try server.newKey(at: Self.place(side, id)).kept
    }

    /// Nil where the key is gone.
    func key(_ kept: [UInt8]?, of side: Correspondence.Side, in id: ID<Correspondence>) -> Key? {
        server.key(kept, at: Self.place(side, id)).map { Key(key: $0) }
    }

    private static func place(_ side: Correspondence.Side, _ id: ID<Correspondence>) -> String {
        "letters of \(side.rawValue)|\(id)"
    }
}
