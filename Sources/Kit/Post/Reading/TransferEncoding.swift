import Foundation

/// How bytes were written so that every server on the way carries them (RFC 2045, 6).
enum TransferEncoding {
    case plain, quotedPrintable, base64

    /// By the value of `Content-Transfer-Encoding`; nil for one that is not known.
    init?(_ field: String?) {
        switch field?.lowercased() {
        case nil, "", "7bit", "8bit", "binary": self = .plain
        case "quoted-printable": self = .quotedPrintable
        case "base64": self = .base64
        default: return nil
        }
    }

    /// Never more bytes than there were. Nil for base 64 that goes on behind its end, of which a part would be lost.
    func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        switch self {
        case .plain: Array(bytes)
        case .quotedPrintable: Self.quotedPrintable(bytes)
        case .base64: Self.base64(bytes)
        }
    }

    /// What is no escape stands for itself, as every reader has it.
    static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var (result, left): ([UInt8], ArraySlice<UInt8>) = ([], bytes)
        result.reserveCapacity(bytes.count)
        while var line = MailFields.takeLine(&left) {
            let hadEnd = left.startIndex < bytes.endIndex || bytes.last == 0x0A
            // Blanks at the end were put there on the way (RFC 2045, 6.7, rule 3).
            while let last = line.last, last == 0x20 || last == 0x09 { line.removeLast() }
            let goesOn = line.last == UInt8(ascii: "=")
            if goesOn { line.removeLast() }
            unescape(line, "=", into: &result)
            if hadEnd, !goesOn { result.append(0x0A) }
        }
        return result
    }

    /// Appends the bytes, with what the sign and two hexadecimal digits stand for.
    static func unescape(_ bytes: ArraySlice<UInt8>, _ sign: Unicode.Scalar, into result: inout [UInt8]) {
        let sign = UInt8(ascii: sign)
        var left = bytes
        while let byte = left.popFirst() {
            if byte == sign, let high = left.first.flatMap(digit), let low = left.dropFirst().first.flatMap(digit) {
                result.append(high << 4 | low)
                left = left.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
    }

    /// Whatever is no sign of the alphabet is passed over (RFC 2045, 6.8), and padding may be missing.
    static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var (symbols, isPadded): ([UInt8], Bool) = ([], false)
        symbols.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte == UInt8(ascii: "=") {
                isPadded = true
            } else if byte.isLetterOrDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") {
                if isPadded { return nil }
                symbols.append(byte)
            }
        }
        if symbols.count % 4 == 1 { return nil }
        symbols += repeatElement(UInt8(ascii: "="), count: (4 - symbols.count % 4) % 4)
        return Data(base64Encoded: Data(symbols)).map { Array($0) }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
