/// Base 32 of RFC 4648, without padding: what people type, and what passes where upper and lower case become one.
package enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    /// Capitals and digits.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
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

    /// Either case, with padding or without; nil for any other symbol, a length that no bytes have, or bits left over
    /// that are not zero: what two texts would stand for must have one only.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var (buffer, bits) = (UInt32(0), 0)
        var bytes: [UInt8] = []
        let symbols = text.utf8.reversed().drop { $0 == UInt8(ascii: "=") }.reversed()
        guard ![1, 3, 6].contains(symbols.count % 8) else { return nil }
        for symbol in symbols {
            let value: UInt8
            switch symbol {
            case 65...90: value = symbol - 65
            case 97...122: value = symbol - 97
            case 50...55: value = symbol - 24
            default: return nil
            }
            buffer = (buffer & 0xFF) << 5 | UInt32(value)
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        return buffer & (1 << UInt32(bits) - 1) == 0 ? bytes : nil
    }
}
