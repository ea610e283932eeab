import Crypto

/// A key under which bytes are sealed, each for its place (AES-256-GCM with a random nonce): what was moved or changed does not
/// open. It seals other keys, too: of what is sealed under one that is kept so, nobody reads anything once that is gone, the key
/// that stays outside of the database in hand or not.
package struct SealingKey: Sendable, CustomStringConvertible, CustomReflectable {
    private let symmetric: SymmetricKey

    /// - Parameter bytes: 32.
    package init(_ bytes: [UInt8]) { symmetric = SymmetricKey(data: bytes) }

    package var description: String { "•••" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    // MARK: - Bytes

    package func close(_ bytes: [UInt8], at place: [UInt8]) throws -> [UInt8] {
        let box = try AES.GCM.seal(bytes, using: symmetric, authenticating: place)
        // With the default nonce of 12 bytes there is always a combined form.
        guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return Array(combined)
    }

    package func close(_ bytes: [UInt8], at place: String) throws -> [UInt8] {
        try close(bytes, at: Array(place.utf8))
    }

    /// Nil where they were sealed for another place or by another key, or were changed.
    package func open(_ sealed: [UInt8], at place: [UInt8]) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(box, using: symmetric, authenticating: place)
        else { return nil }
        return Array(bytes)
    }

    package func open(_ sealed: [UInt8], at place: String) -> [UInt8]? { open(sealed, at: Array(place.utf8)) }

    // MARK: - Keys

    /// A new key, and how it is kept.
    package func newKey(at place: String) throws -> (key: SealingKey, kept: [UInt8]) {
        let bytes = RandomBytes.make(32)
        return (SealingKey(bytes), try close(bytes, at: place))
    }

    /// A key that is kept; nil once it is gone.
    package func key(_ kept: [UInt8]?, at place: String) -> SealingKey? {
        kept.flatMap { open($0, at: place) }.map { SealingKey($0) }
    }

    // MARK: - Codes

    /// Tells whether a text is the same as an earlier one, and nothing else about it to who has not the key (HMAC-SHA256).
    package func code(of text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: symmetric))
    }
}

/// Texts that are sealed in whole steps of so many bytes, so that their length tells little.
package enum PaddedText {
    /// The text's length in four bytes, itself, and nothing up to a whole step.
    package static func bytes(of text: String, step: Int) -> [UInt8] {
        let bytes = Array(text.utf8)
        let length = withUnsafeBytes(of: UInt32(clamping: bytes.count).bigEndian) { Array($0) }
        let filling = step - 1 - (bytes.count + length.count + step - 1) % step
        return length + bytes + [UInt8](repeating: 0, count: filling)
    }

    /// Nil for what is no such text.
    package static func text(_ padded: [UInt8]) -> String? {
        guard padded.count >= 4 else { return nil }
        let length = padded.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard length <= padded.count - 4 else { return nil }
        return String(validating: padded.dropFirst(4).prefix(length), as: UTF8.self)
    }
}
