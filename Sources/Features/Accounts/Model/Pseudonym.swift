import Foundation

/// The name a member is known by on the site; nothing else about them is ever shown. 2 to 30 scalars, NFC.
struct Pseudonym: Hashable, Sendable {
    let text: String
    let key: PseudonymKey

    /// Why a name cannot be had. The raw value ends the key of a kind sentence, `accounts.pseudonym.fault.…`.
    enum Fault: String, Error, CaseIterable {
        case empty, short, long, characters, separators, alphabets, noLetter, email, phone, contact, reserved,
            passphrase
    }

    /// Letters of any one alphabet, digits, single spaces, `-`, `_` and `.` inside. Refuses what looks like an e-mail
    /// address or a telephone number, for people give those away by habit, and names that pass for staff.
    /// Spaces at the ends are cut and runs of spaces become one.
    init(_ raw: String, reserved: ReservedNames) throws(Fault) {
        guard raw.utf8.count <= 1024 else { throw .long }
        let name = Self.tidied(raw)
        let scalars = Array(name.unicodeScalars)
        if scalars.isEmpty { throw .empty }
        if Self.looksLikeEmail(scalars) { throw .email }
        if scalars.count > Self.longest { throw .long }
        let digits = scalars.count { $0.properties.generalCategory == .decimalNumber }
        if digits >= 7 { throw .phone }
        try Self.checkCharacters(scalars)
        if scalars.count < Self.shortest { throw .short }
        if !scalars.contains(where: Self.isLetter) { throw .noLetter }
        try Self.checkSeparators(scalars)
        if Set(scalars.compactMap(Self.alphabet)).count > 1 { throw .alphabets }
        if reserved.holds(name) { throw .reserved }
        text = name
        key = PseudonymKey(of: name)
    }

    static let shortest = 2
    static let longest = 30

    /// True when the name gives the passphrase away.
    func reveals(_ passphrase: String) -> Bool {
        let secret = PseudonymKey(of: passphrase).text
        return secret.utf8.count >= 4 && key.text.utf8.firstRange(of: secret.utf8) != nil
    }

    /// NFC, with every run of spaces one space and none at the ends. For looking a name up as well.
    static func tidied(_ raw: String) -> String {
        var tidy = String.UnicodeScalarView()
        var gap = false
        for scalar in raw.precomposedStringWithCanonicalMapping.unicodeScalars {
            if scalar.properties.generalCategory == .spaceSeparator {
                gap = !tidy.isEmpty
            } else {
                if gap { tidy.append(" ") }
                gap = false
                tidy.append(scalar)
            }
        }
        return String(tidy)
    }

    private static func checkCharacters(_ scalars: [Unicode.Scalar]) throws(Fault) {
        var marks = 0
        for (index, scalar) in scalars.enumerated() {
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
                marks = 0
            case .nonspacingMark, .spacingMark:
                marks += 1
                // Vowel signs need one or two; towers of accents fall over the lines above and below.
                if index == 0 || marks > 2 { throw .characters }
            default:
                if !isSeparator(scalar) { throw .characters }
                marks = 2
            }
        }
    }

    private static func checkSeparators(_ scalars: [Unicode.Scalar]) throws(Fault) {
        if scalars.first.map(isSeparator) ?? true || scalars.last.map(isSeparator) ?? true { throw .separators }
        for (one, next) in zip(scalars, scalars.dropFirst()) where isSeparator(one) && isSeparator(next) {
            throw .separators
        }
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "-" || scalar == "_" || scalar == "."
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    /// The alphabets whose letters are taken for each other; nil for all others.
    private static func alphabet(_ scalar: Unicode.Scalar) -> String? {
        guard isLetter(scalar) else { return nil }
        switch scalar.value {
        case 0x41...0x24F, 0x1E00...0x1EFF, 0xFF21...0xFF5A: return "Latin"
        case 0x370...0x3FF, 0x1F00...0x1FFF: return "Greek"
        case 0x400...0x52F, 0x1C80...0x1C8F: return "Cyrillic"
        case 0x530...0x58F: return "Armenian"
        default: return nil
        }
    }

    private static func looksLikeEmail(_ scalars: [Unicode.Scalar]) -> Bool {
        if scalars.contains("@") || scalars.contains("\u{FF20}") { return true }
        var lower = String.UnicodeScalarView()
        for scalar in scalars { lower.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars) }
        let text = Array(String(lower).utf8)
        let posts = ["gmail", "hotmail", "yahoo", "outlook.", "icloud", "proton.me", "protonmail"]
        if posts.contains(where: { text.firstRange(of: Array($0.utf8)) != nil }) { return true }
        let ends = [".com", ".net", ".org", ".edu", ".gov", ".mx", ".es", ".us", ".co"]
        return ends.contains { text.suffix($0.utf8.count) == Array($0.utf8)[...] }
    }
}
