import Synchronization

/// Phantom tag of whoever signs in. Members are `ID<Person>` everywhere.
package enum Person {}

/// A typed identifier: 16 bytes, a UUID in text and in both databases.
///
/// The subject is a phantom: an `ID<Person>` cannot be passed where an `ID<Course>` is wanted. Identifiers name things,
/// they are no secrets: what must not be guessed is a token of 128 or more random bits, stored as a hash.
package struct ID<Subject>: Hashable, Sendable, Comparable, LosslessStringConvertible {
    /// Bytes 0 to 7, most significant first.
    package let high: UInt64
    /// Bytes 8 to 15, most significant first.
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new UUIDv7 (RFC 9562, 5.7): sorts by the time it was made, and within one process and millisecond by order.
    package static func new(at instant: Instant) -> Self {
        let bits = TimeOrderedBits.next(milliseconds: instant.milliseconds)
        return Self(high: bits.high, low: bits.low)
    }

    /// A new UUIDv4 (RFC 9562, 5.4): 122 random bits, for rows whose time of making must not show.
    package static func random() -> Self {
        var generator = SystemRandomNumberGenerator()
        return Self(
            high: generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000,
            low: generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }

    /// The identifier that belongs to a name for ever, e.g. `ID<Treatment>(named: "treatment:duloxetine")`.
    ///
    /// UUIDv8 (RFC 9562, 5.8) over the 128-bit FNV-1a hash of the UTF-8 text. FNV is no cryptographic hash: names come
    /// from our own vocabulary, and a stranger gains nothing by making two of them collide.
    package init(named name: String) {
        let hash = fingerprint(name.utf8)
        self.init(
            high: UInt64(truncatingIfNeeded: hash >> 64) & 0xFFFF_FFFF_FFFF_0FFF | 0x8000,
            low: UInt64(truncatingIfNeeded: hash) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }

    package init?(_ text: String) { self.init(text[...]) }

    /// Reads the 36 characters of a UUID (8-4-4-4-12 hexadecimal digits, either case); anything else is `nil`.
    package init?(_ text: some StringProtocol) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var position = 0
        for byte in text.utf8 {
            switch position {
            case 8, 13, 18, 23:
                guard byte == UInt8(ascii: "-") else { return nil }
            case 0..<18:
                guard let digit = hexadecimalValue(byte) else { return nil }
                high = high << 4 | digit
            case 19..<36:
                guard let digit = hexadecimalValue(byte) else { return nil }
                low = low << 4 | digit
            default:
                return nil
            }
            position += 1
        }
        guard position == 36 else { return nil }
        self.init(high: high, low: low)
    }

    /// The UUID in lower case, 36 characters.
    package var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for nibble in 0..<32 {
                if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let word = nibble < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - (nibble % 16) * 4)) & 0xF
                buffer[position] = digit < 10 ? digit + 48 : digit + 87
                position += 1
            }
            return position
        }
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension ID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a UUID")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// 128-bit FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv): spreads well, is stable for ever, protects nothing.
func fingerprint(_ bytes: some Sequence<UInt8>) -> UInt128 {
    let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013B
    var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
    for byte in bytes {
        hash = (hash ^ UInt128(byte)) &* prime
    }
    return hash
}

private func hexadecimalValue(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte) - 48
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte) - 87
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte) - 55
    default: nil
    }
}

/// The time-ordered bits of UUIDv7: 48 of milliseconds, a counter of 26 (RFC 9562, 6.2, method 1), 48 random.
private enum TimeOrderedBits {
    private struct State {
        var milliseconds: Int64 = -1
        var counter: UInt32 = 0
    }

    private static let state = Mutex(State())

    static func next(milliseconds: Int64) -> (high: UInt64, low: UInt64) {
        var generator = SystemRandomNumberGenerator()
        let random: UInt64 = generator.next()
        // The counter of a fresh millisecond begins anywhere in the lower half, so that 33 million more fit in order.
        let counter = state.withLock { state in
            let seed = UInt32(truncatingIfNeeded: random >> 48) << 9
            state.counter = state.milliseconds == milliseconds ? state.counter &+ 1 : seed
            state.milliseconds = milliseconds
            return UInt64(state.counter & 0x3FF_FFFF)
        }
        let time = UInt64(clamping: milliseconds) & 0xFFFF_FFFF_FFFF
        let high = time << 16 | 0x7000 | counter >> 14
        let low = 0x8000_0000_0000_0000 | (counter & 0x3FFF) << 48 | random & 0xFFFF_FFFF_FFFF
        return (high, low)
    }
}
