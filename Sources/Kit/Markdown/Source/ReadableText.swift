/// Text without what nobody sees and what turns other words around.
enum ReadableText {
    /// The UTF-8 of a text without control characters, marks that reorder what is beside them (Unicode Standard Annex
    /// 9: U+202A to U+202E, U+2066 to U+2069) and noncharacters. Every way to end a line is `\n`.
    ///
    /// Marks that only say where a word belongs, as people write them in Arabic, Persian and Hebrew, stay; so do the
    /// joiners inside of emoji.
    static func bytes(of text: String) -> [UInt8] {
        if let plain = text.utf8.withContiguousStorageIfAvailable({ isPlain($0) ? Array($0) : nil }), let plain {
            return plain
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            if endsLine(scalar) {
                // CR LF is one end.
                if !(scalar == "\n" && isAfterReturn) { bytes.append(newline) }
            } else if scalar.value < 0x80 {
                if isReadable(scalar) { bytes.append(UInt8(truncatingIfNeeded: scalar.value)) }
            } else if isReadable(scalar) {
                bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
            isAfterReturn = scalar == "\r"
        }
        return bytes
    }

    /// True when there is surely nothing to take away, as in most texts in Latin letters.
    static func isPlain(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        utf8.allSatisfy { byte in
            switch byte {
            // 0xC2 begins the controls beyond ASCII, 0xE2 the marks that reorder, 0xEF and 0xF0 noncharacters.
            case 0x09, 0x0A, 0x20..<0x7F, 0x80..<0xC2, 0xC3..<0xE2: true
            default: false
            }
        }
    }

    static let newline = UInt8(ascii: "\n")

    private static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    private static func isReadable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09: true
        case 0..<0x20, 0x7F..<0xA0: false
        case 0x202A...0x202E, 0x2066...0x206F: false
        case 0xFDD0...0xFDEF, 0xFEFF, 0xFFF9...0xFFFB: false
        default: scalar.value & 0xFFFE != 0xFFFE
        }
    }
}
