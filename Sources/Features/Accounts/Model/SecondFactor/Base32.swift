/// Base 32 of RFC 4648, without padding: how authenticator apps want a secret to be typed.
enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var (buffer, bits) = (UInt32(0), 0)
        var symbols: [UInt8] = []
        for byte in bytes {
            buffer = (buffer & 0xFF) << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                symbols.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 { symbols.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)]) }
        return String(decoding: symbols, as: UTF8.self)
    }
}

/// Base 64 for addresses and forms (RFC 4648, section 5), without padding: how browsers write challenges and passkeys.
enum Base64URL {
    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var (buffer, bits) = (UInt32(0), 0)
        var symbols: [UInt8] = []
        for byte in bytes {
            buffer = (buffer & 0xFF) << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                symbols.append(symbol(UInt8(buffer >> UInt32(bits) & 63)))
            }
        }
        if bits > 0 { symbols.append(symbol(UInt8(buffer << UInt32(6 - bits) & 63))) }
        return String(decoding: symbols, as: UTF8.self)
    }

    /// Nil for padding, any other symbol, an impossible length and bits left over that are not zero.
    static func decode(_ text: String) -> [UInt8]? {
        guard text.utf8.count % 4 != 1 else { return nil }
        var (buffer, bits) = (UInt32(0), 0)
        var bytes: [UInt8] = []
        for symbol in text.utf8 {
            guard let value = value(symbol) else { return nil }
            buffer = (buffer & 0xFF) << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        return buffer & (1 << UInt32(bits) - 1) == 0 ? bytes : nil
    }

    private static func symbol(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: value + 65
        case 26..<52: value + 71
        case 52..<62: value - 4
        case 62: UInt8(ascii: "-")
        default: UInt8(ascii: "_")
        }
    }

    private static func value(_ symbol: UInt8) -> UInt8? {
        switch symbol {
        case 65...90: symbol - 65
        case 97...122: symbol - 71
        case 48...57: symbol + 4
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
