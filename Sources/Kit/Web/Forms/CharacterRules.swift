import Foundation

/// Decisions about the characters that people send. All on Unicode scalars after NFC, never on `Character`: a quote or
/// newline followed by a combining mark is another grapheme and would slip through.
enum CharacterRules {
    /// Unicode Normalization Form C (UAX 15). ASCII is NFC already and is returned as it is.
    static func composed(_ text: String) -> String {
        text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
    }

    /// Characters that no field takes: controls (C0 but for newline and tab where wanted, DEL, C1), line and paragraph
    /// separators, the bidi overrides, embeddings and isolates that make text read other than it is stored
    /// (U+202A-202E, U+2066-2069), and noncharacters. Emoji joiners and right-to-left letters are fine.
    static func isRefused(_ scalar: Unicode.Scalar, multiline: Bool) -> Bool {
        switch scalar.value {
        case 0x0A, 0x09: !multiline
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x2028, 0x2029: true
        case 0x202A...0x202E, 0x2066...0x2069: true
        case 0xFDD0...0xFDEF: true
        default: scalar.value & 0xFFFE == 0xFFFE
        }
    }

    /// White space that is trimmed at both ends (Unicode White_Space).
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    /// Whether nothing of a text can be seen: it has only spaces, what Unicode says to show as nothing (zero width, joiners,
    /// the Hangul fillers), and what fonts draw as blank (an empty Braille cell, an empty note, annotation marks).
    static func showsNothing(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x2800, 0xFFF9...0xFFFB, 0x1D159: true
            default: scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
            }
        }
    }

    /// CRLF and CR as one newline: browsers send CRLF from a text area.
    static func withPlainNewlines(_ text: String) -> String {
        guard text.utf8.contains(13) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 13 {
                bytes.append(10)
            } else if !(byte == 10 && previous == 13) {
                bytes.append(byte)
            }
            previous = byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text without the characters that HTML cannot hold, for showing it again.
    static func showable(_ text: String) -> String {
        func isShowable(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: true
            case 0x00...0x1F, 0x7F...0x9F: false
            default: true
            }
        }
        if text.unicodeScalars.allSatisfy(isShowable) { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter(isShowable)))
    }
}
