import Foundation

/// A text on its way: ASCII in lines of at most 76 characters, of whatever letters and however long its lines are.
struct MailBody {
    /// Of `Content-Transfer-Encoding`.
    let encoding: String
    let bytes: [UInt8]

    init(_ text: String) {
        let lines = Self.lines(of: Array(text.utf8))
        let quoted = Self.quotedPrintable(lines)
        let whole = lines.flatMap { $0 + Self.lineEnd }
        // Quoted-printable can be read by eye; for letters that are all foreign to ASCII it is three times as long.
        if quoted.count <= whole.count / 3 * 4 {
            (encoding, bytes) = ("quoted-printable", quoted)
        } else {
            (encoding, bytes) = ("base64", Self.base64(whole))
        }
    }

    private static let lineEnd: [UInt8] = [0x0D, 0x0A]

    /// Lines by LF, CRLF or CR; the last one needs no end.
    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var (lines, start): ([ArraySlice<UInt8>], Int) = ([], 0)
        for (at, byte) in bytes.enumerated() where byte == 0x0A || byte == 0x0D {
            // The LF of a CRLF has ended its line already.
            if byte == 0x0A, at > 0, bytes[at - 1] == 0x0D {
                start = at + 1
                continue
            }
            lines.append(bytes[start..<at])
            start = at + 1
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        return lines
    }

    /// RFC 2045, 6.7.
    private static func quotedPrintable(_ lines: [ArraySlice<UInt8>]) -> [UInt8] {
        var result: [UInt8] = []
        for line in lines {
            var column = 0
            for at in line.indices {
                if column > 72 {
                    result += [UInt8(ascii: "=")] + lineEnd
                    column = 0
                }
                if isPlain(line, at: at, isFirst: column == 0) {
                    result.append(line[at])
                    column += 1
                } else {
                    result += [UInt8(ascii: "="), hexadecimal(line[at] >> 4), hexadecimal(line[at] & 0xF)]
                    column += 3
                }
            }
            result += lineEnd
        }
        return result
    }

    /// Whether a byte may stand for itself: not where old servers change it, a dot or `From ` that begins a line
    /// (RFC 2049, 3) and a blank that ends one.
    private static func isPlain(_ line: ArraySlice<UInt8>, at: Int, isFirst: Bool) -> Bool {
        switch line[at] {
        case UInt8(ascii: "="): false
        case UInt8(ascii: " "), UInt8(ascii: "\t"): at + 1 < line.endIndex
        case UInt8(ascii: "."): !isFirst
        case UInt8(ascii: "F"): !isFirst || !line[at...].starts(with: "From ".utf8)
        case let byte: (0x21...0x7E).contains(byte)
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 { digit < 10 ? digit + 48 : digit + 55 }

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        stride(from: 0, to: bytes.count, by: 57).flatMap { start in
            Array(Data(bytes[start..<min(start + 57, bytes.count)]).base64EncodedString().utf8) + lineEnd
        }
    }
}
