import Foundation

/// The form in which two pseudonyms are the same person's: `José`, `jose`, `JOSÉ` and `jоsé` with a Cyrillic о have one
/// key, so one owner.
///
/// Compatibility normalisation, case folding, accents off, look-alike letters of other alphabets and look-alike digits
/// on one letter, spaces and dashes out. In the manner of Unicode Technical Standard 39, section 4, with a table of the
/// letters that matter for names; whole words of two alphabets that look alike only in capitals (Greek "NANA") are not
/// told apart.
struct PseudonymKey: Hashable, Sendable {
    let text: String

    init(of name: String) {
        var folded = String.UnicodeScalarView()
        for scalar in name.precomposedStringWithCompatibilityMapping.unicodeScalars {
            // Upper then lower maps ß, ſ, ς and ı as full case folding does.
            for upper in scalar.properties.uppercaseMapping.unicodeScalars {
                folded.append(contentsOf: upper.properties.lowercaseMapping.unicodeScalars)
            }
        }
        var letters: [UInt8] = []
        var rest = String.UnicodeScalarView()
        for scalar in String(folded).decomposedStringWithCanonicalMapping.unicodeScalars {
            if Self.isLeftOut(scalar) { continue }
            for plain in Self.plain(scalar).unicodeScalars { rest.append(plain) }
        }
        // "rn" reads as "m" and "vv" as "w" in most typefaces.
        for byte in String(rest).utf8 {
            if byte == UInt8(ascii: "n"), letters.last == UInt8(ascii: "r") {
                letters[letters.count - 1] = UInt8(ascii: "m")
            } else if byte == UInt8(ascii: "v"), letters.last == UInt8(ascii: "v") {
                letters[letters.count - 1] = UInt8(ascii: "w")
            } else {
                letters.append(byte)
            }
        }
        text = String(decoding: letters, as: UTF8.self)
    }

    /// The key without the digits at its end: "quiet heron 27" is as near to a passphrase as "quiet heron".
    var withoutFinalNumber: String {
        var bytes = Array(text.utf8)
        while let last = bytes.last, Self.digitLetters.contains(last) { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What digits look like in a key: 0 and 1 have become letters.
    private static let digitLetters = Set("oi23456789".utf8)

    /// Accents, separators and everything that has no look of its own.
    private static func isLeftOut(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20, 0x2D, 0x2E, 0x5F: return true
        case 0x0300...0x036F: return true
        default: return scalar.properties.generalCategory == .format || scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private static func plain(_ scalar: Unicode.Scalar) -> String {
        if let known = lookAlikes[scalar] { return known }
        if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue, value >= 0, value < 10
        {
            let digit = String(Int(value))
            return digit.unicodeScalars.first.flatMap { lookAlikes[$0] } ?? digit
        }
        return String(scalar)
    }

    /// Lower-case letters and digits that are taken for a Latin letter, by what they are taken for.
    private static let lookAlikes: [Unicode.Scalar: String] = {
        let families: [(String, String)] = [
            ("a", "аαɑ"), ("b", "вβƅ"), ("c", "сϲ"), ("d", "ԁđð"), ("e", "еεҽ"), ("g", "ɡց"), ("h", "һнηħհ"),
            ("i", "іιɩӏlł1ǀ"), ("j", "јϳ"), ("k", "кκ"), ("m", "мμ"), ("n", "ոп"), ("o", "оοσօø0ᴏ"), ("p", "рρþ"),
            ("q", "ԛգ"), ("r", "гᴦ"), ("s", "ѕ"), ("t", "тτ"), ("u", "υսʋ"), ("v", "νѵᴠ"), ("w", "ԝωшᴡ"),
            ("x", "хχ"), ("y", "уγү"), ("z", "ζᴢ"), ("ae", "æ"), ("oe", "œ"),
        ]
        var table: [Unicode.Scalar: String] = [:]
        for (plain, alikes) in families {
            for scalar in alikes.unicodeScalars { table[scalar] = plain }
        }
        return table
    }()
}
