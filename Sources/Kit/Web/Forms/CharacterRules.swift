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

    /// CRLF and CR as one newline: browsers send CRLF from a text area. So are the other ends of a line (Unicode Standard,
    /// 5.8): what is copied from slides and files brings them, and nobody sees them to take them out.
    static func withPlainNewlines(_ text: String) -> String {
        // 0xC2 begins NEL, 0xE2 the separators.
        guard text.utf8.contains(where: { 0x0B...0x0D ~= $0 || $0 == 0xC2 || $0 == 0xE2 }) else { return text }
        var scalars = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            if !(scalar == "\n" && isAfterReturn) { scalars.append(endsLine(scalar) ? "\n" : scalar) }
            isAfterReturn = scalar == "\r"
        }
        return String(scalars)
    }

    /// LF, VT, FF, CR, NEL, and the separators of lines and paragraphs.
    private static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// The text without the characters that no field takes, for showing it again: nobody sees them, so nobody could take
    /// them out, and the same words would be refused for ever.
    static func showable(_ text: String) -> String {
        func isShowable(_ scalar: Unicode.Scalar) -> Bool { scalar == "\r" || !isRefused(scalar, multiline: true) }
        if text.unicodeScalars.allSatisfy(isShowable) { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isShowable(scalar) { scalars.append(scalar) } else if endsLine(scalar) { scalars.append("\n") }
        }
        return String(scalars)
    }
}
