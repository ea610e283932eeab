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
