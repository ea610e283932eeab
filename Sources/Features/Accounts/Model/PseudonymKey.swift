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
    /// The key of the name without the number at its end: a passphrase that holds "quiet heron" is as near to "Quiet
    /// Heron 27" as one that holds all of it.
    let stem: String

    init(of name: String) {
        text = Self.joined(Self.folded(name))
        let core = name.unicodeScalars.reversed().drop { $0.properties.numericType == .decimal || $0 == " " }
        stem = Self.joined(Self.folded(String(String.UnicodeScalarView(core.reversed()))))
    }

    static func == (one: PseudonymKey, other: PseudonymKey) -> Bool { one.text == other.text }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }

    /// The letters of a name, each in the form it shares with its look-alikes.
    private static func folded(_ name: String) -> [UInt8] {
        if name.utf8.allSatisfy({ $0 < 0x80 }) { return name.utf8.compactMap(folded(ascii:)) }
        var folded = String.UnicodeScalarView()
        for scalar in name.precomposedStringWithCompatibilityMapping.unicodeScalars {
            // Upper then lower maps ß, ſ, ς and ı as full case folding does.
            for upper in scalar.properties.uppercaseMapping.unicodeScalars {
                folded.append(contentsOf: upper.properties.lowercaseMapping.unicodeScalars)
            }
        }
        var letters: [UInt8] = []
        for scalar in String(folded).decomposedStringWithCanonicalMapping.unicodeScalars where !isLeftOut(scalar) {
            letters += plain(scalar).utf8
        }
        return letters
    }

    /// The same for plain letters, which most names are made of, without the tables.
    private static func folded(ascii byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): nil
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): folded(ascii: byte + 32)
        case UInt8(ascii: "l"), UInt8(ascii: "1"): UInt8(ascii: "i")
        case UInt8(ascii: "0"): UInt8(ascii: "o")
        default: byte
        }
    }

    /// "rn" reads as "m" and "vv" as "w" in most typefaces.
    private static func joined(_ folded: [UInt8]) -> String {
        var letters: [UInt8] = []
        letters.reserveCapacity(folded.count)
        for byte in folded {
            switch (letters.last, byte) {
            case (UInt8(ascii: "r"), UInt8(ascii: "n")): letters[letters.count - 1] = UInt8(ascii: "m")
            case (UInt8(ascii: "v"), UInt8(ascii: "v")): letters[letters.count - 1] = UInt8(ascii: "w")
            default: letters.append(byte)
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

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
