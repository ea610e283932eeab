import Crypto
import Storage
import Web

/// A key for programs: `wfk_`, 256 random bits, and a checksum over both. Prints dots.
///
/// The beginning and the checksum are for scanners that look for secrets in what people publish (as GitHub's tokens have
/// them): they find it, and can tell it from chance without asking anybody. Only its hash is kept. Plain SHA-256 is right
/// for that: 2^256 keys cannot be tried, however fast the hash; a slow one would only make every call slow.
struct AccessKey: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    static let prefix = "wfk_"
    /// Characters of 32 bytes, and of the checksum's 4, in base 32.
    private static let (secretLength, checksumLength) = (52, 7)
    /// Characters by which an owner knows a key again: 25 of its 256 random bits.
    private static let beginningLength = 9

    /// The whole of it, to be shown once.
    let revealed: String

    static func random() -> AccessKey {
        let body = prefix + Base32.encode(RandomBytes.make(32))
        return AccessKey(revealed: body + checksum(of: body))
    }

    private init(revealed: String) { self.revealed = revealed }

    /// Nil for what this server cannot have made: nobody needs to look further.
    init?(_ text: String) {
        let body = String(text.prefix(Self.prefix.utf8.count + Self.secretLength))
        guard text.utf8.count == Self.prefix.utf8.count + Self.secretLength + Self.checksumLength,
            text.utf8.starts(with: Self.prefix.utf8), text.utf8.elementsEqual((body + Self.checksum(of: body)).utf8)
        else { return nil }
        revealed = text
    }

    var hash: [UInt8] { Array(SHA256.hash(data: Array(revealed.utf8))) }
    var beginning: String { String(decoding: revealed.utf8.prefix(Self.beginningLength), as: UTF8.self) }

    /// CRC-32 (ISO-HDLC), as in GitHub's tokens: it finds mistakes in typing, and no attacker needs to be kept from it.
    private static func checksum(of text: String) -> String {
        let sum = text.utf8.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest >> 1 ^ (rest & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return Base32.encode(withUnsafeBytes(of: (~sum).bigEndian) { Array($0) })
    }

    var description: String { "•••" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// Marks the identifiers of keys.
enum AccessKeyRow {}

/// A key as its owner sees it.
struct OwnAccessKey: Sendable, Equatable {
    let id: ID<AccessKeyRow>
    let name: String
    let beginning: String
    /// Names, as they were offered.
    let scopes: [String]
    let createdAt: Instant
    let expiresAt: Instant
}
