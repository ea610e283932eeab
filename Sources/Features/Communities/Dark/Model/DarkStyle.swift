import Foundation

/// Words without what a keyboard puts into them: each telephone has its own quotes, dots and dashes, and people their own signs.
/// It hides little (docs/decisions/0033-ask-in-the-dark.md has the figures), and costs nothing.
enum DarkStyle {
    /// The same words in the marks of a plain keyboard: straight quotes, three dots, single spaces and marks, no emoji. Twice is
    /// once. Words that are nothing but signs stay as they are.
    static func level(_ words: String) -> String {
        let lines = words.precomposedStringWithCanonicalMapping.unicodeScalars.split(
            omittingEmptySubsequences: false, whereSeparator: { endsOfLines.contains($0) }
        ).map { line(Substring($0)) }
        var kept: [String] = []
        // One empty line between two paragraphs.
        for line in lines where !line.isEmpty || kept.last?.isEmpty == false { kept.append(line) }
        while kept.last?.isEmpty == true { kept.removeLast() }
        return kept.isEmpty ? words : kept.joined(separator: "\n")
    }

    private static let endsOfLines: Set<Unicode.Scalar> = ["\n", "\u{85}", "\u{2028}", "\u{2029}"]

    private static func line(_ words: Substring) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in words.unicodeScalars { plain.append(contentsOf: self.plain(scalar)) }
        let parts = String(plain).utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
        return parts.filter { !faces.contains($0) }.map(single).joined(separator: " ")
    }

    /// What stands for a mark in plain text.
    private static func plain(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        switch scalar {
        case "\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}", "\u{AB}", "\u{BB}": "\"".unicodeScalars
        case "\u{2018}", "\u{2019}", "\u{201A}", "\u{201B}", "\u{2039}", "\u{203A}", "\u{B4}", "`": "'".unicodeScalars
        case "\u{2026}": "...".unicodeScalars
        case "\r": "".unicodeScalars
        case "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}": "-".unicodeScalars
        case _ where isSign(scalar): "".unicodeScalars
        case _ where scalar.properties.isWhitespace: " ".unicodeScalars
        default: String.UnicodeScalarView([scalar])
        }
    }

    /// Emoji with what joins and colours them, and other small pictures.
    private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200B...0x200F, 0x20E3, 0xFE00...0xFE0F, 0xE0000...0xE007F: true
        case 0x2000...:
            scalar.properties.isEmoji || scalar.properties.generalCategory == .otherSymbol
                || scalar.properties.generalCategory == .privateUse
        default: false
        }
    }

    /// Faces that stand alone among the words.
    private static let faces: Set<String> = [
        ":)", ":-)", ";)", ";-)", ":(", ":-(", ":'(", ":D", ":-D", ":P", ":-P", ":/", ":-/", "<3", "xD", "XD", "^^",
        ":|",
    ]

    /// A word in which no mark stands twice in a row; dots are one, or three.
    private static func single(_ word: String) -> String {
        var bytes: [UInt8] = []
        var dots = 0
        for byte in word.utf8 {
            let isDot = byte == UInt8(ascii: ".")
            if !isDot, dots > 1 { bytes += [UInt8(ascii: "."), UInt8(ascii: ".")] }
            dots = isDot ? dots + 1 : 0
            guard !marks.contains(byte) || bytes.last != byte else { continue }
            bytes.append(byte)
        }
        if dots > 1 { bytes += [UInt8(ascii: "."), UInt8(ascii: ".")] }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let marks = Set("!?.,;:".utf8)
}
