import Foundation

/// What bytes stand for which letters: the sets in which people write here. Everything else is refused, for a text read in
/// the wrong set says something that nobody wrote.
enum MailCharset {
    /// UTF-8, and what claims to be ASCII and is more.
    case utf8
    /// Windows-1252, also under the name of ISO 8859-1, which it contains (as browsers have it: WHATWG Encoding, 4.2).
    case western
    /// ISO 8859-15: eight letters differ from 8859-1.
    case latin9

    /// By the value of `charset`; nil for one that is not known.
    init?(_ name: String?) {
        switch name?.lowercased() {
        case nil, "", "utf-8", "utf8", "us-ascii", "ascii", "ansi_x3.4-1968": self = .utf8
        case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "l1", "windows-1252", "cp1252", "x-cp1252":
            self = .western
        case "iso-8859-15", "iso8859-15", "iso_8859-15", "latin-9", "latin9", "l9": self = .latin9
        default: return nil
        }
    }

    /// The letters; where bytes claim to be UTF-8 and are not, they are read as most such are meant.
    func text(_ bytes: [UInt8]) -> String {
        switch self {
        case .utf8: String(validating: bytes, as: UTF8.self) ?? Self.western.text(bytes)
        case .western, .latin9: Self.string(bytes.map(scalar))
        }
    }

    private static func string(_ scalars: [Unicode.Scalar]) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private func scalar(_ byte: UInt8) -> Unicode.Scalar {
        if self == .latin9, let letter = Self.ninth[byte] { return letter }
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        return Self.windows(byte)
    }

    /// What Windows-1252 has where ISO 8859-1 has control characters, which nobody writes.
    static func windows(_ byte: UInt8) -> Unicode.Scalar {
        let at = Int(byte) - 0x80
        return windowsSigns.indices.contains(at) ? windowsSigns[at] : "\u{FFFD}"
    }

    /// From 0x80; five bytes stand for nothing.
    private static let windowsSigns: [Unicode.Scalar] = [
        "€", "\u{FFFD}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{FFFD}", "Ž", "\u{FFFD}",
        "\u{FFFD}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{FFFD}", "ž", "Ÿ",
    ]
    private static let ninth: [UInt8: Unicode.Scalar] = [
        0xA4: "€", 0xA6: "Š", 0xA8: "š", 0xB4: "Ž", 0xB8: "ž", 0xBC: "Œ", 0xBD: "œ", 0xBE: "Ÿ",
    ]
}

extension String {
    /// Composed (NFC), in lines that end in LF, without what cannot be seen and may not be kept: control characters other
    /// than the tab, and the signs that stand for a picture or the order of bytes.
    var asMailText: String {
        // Most bytes of most mails are these, and need nothing done.
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x09 }) { return self }
        var (scalars, hadReturn) = (String.UnicodeScalarView(), false)
        for scalar in unicodeScalars {
            let isReturn = scalar == "\r"
            if isReturn || scalar.isLineEnd || (scalar == "\n" && !hadReturn) {
                scalars.append("\n")
            } else if scalar == "\t" || !(scalar.isControl || scalar == "\u{FEFF}" || scalar == "\u{FFFC}") {
                scalars.append(scalar)
            }
            hadReturn = isReturn
        }
        return String(scalars).precomposedStringWithCanonicalMapping
    }
}
