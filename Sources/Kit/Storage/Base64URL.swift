import Foundation

/// Base 64 for addresses and forms (RFC 4648, section 5), without padding: how browsers write challenges and passkeys.
package enum Base64URL {
    /// Letters, digits, `-` and `_`.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let symbols = Data(bytes).base64EncodedData().filter { $0 != UInt8(ascii: "=") }.map { symbol in
            switch symbol {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: symbol
            }
        }
        return String(decoding: symbols, as: UTF8.self)
    }

    /// Nil for all that `encode` does not write: padding, any other symbol, an impossible length, bits left over that are
    /// not zero.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let symbols = text.utf8.map { symbol in
            switch symbol {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: symbol
            }
        }
        let padding = repeatElement(UInt8(ascii: "="), count: (4 - symbols.count % 4) % 4)
        guard let bytes = Data(base64Encoded: Data(symbols + padding)), encode(bytes).utf8.elementsEqual(text.utf8)
        else { return nil }
        return Array(bytes)
    }
}
