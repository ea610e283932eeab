import Crypto
import Storage
import Web

/// What stands in an address that nobody may guess, on a card or in a calendar program: bits of chance, of which only
/// the hash is kept.
struct LinkSecret: Sendable, Hashable {
    /// What the address opens.
    enum Kind: Sendable {
        /// A seat, for whoever brings the card: 128 bits.
        case referral
        /// A member's own dates: 160 bits.
        case calendar

        fileprivate var bytes: Int { self == .referral ? 16 : 20 }
    }

    /// For how long a card can be brought.
    static let lastingOfCard = Duration.days(30)

    /// Small letters and digits (base 32 of RFC 4648): read out or typed, it is one thing only.
    let text: String
    private let bytes: [UInt8]

    /// A new one.
    init(_ kind: Kind) {
        bytes = RandomBytes.make(kind.bytes)
        text = Base32.encode(bytes).lowercased()
    }

    /// Reads one in either case; nil for what was never one.
    init?(_ text: String, _ kind: Kind) {
        guard text.utf8.count <= 64, let bytes = Base32.decode(text), bytes.count == kind.bytes else { return nil }
        (self.bytes, self.text) = (bytes, Base32.encode(bytes).lowercased())
    }

    /// What is kept of it: SHA-256. The bits are too many to be tried out, so nothing slower is needed.
    var hash: [UInt8] { Array(SHA256.hash(data: bytes)) }
}
