import Foundation

/// What is guessed first (`Words/common-passphrases.txt`): well-known sentences and common passwords, also with
/// capitals, spaces, digits for letters or a number behind.
struct PassphraseBlocklist: Sendable {
    private let known: Set<String>

    init(_ lines: [String]) {
        var known: Set<String> = []
        for line in lines {
            let letters = Self.letters(Array(line.unicodeScalars))
            known.insert(letters)
            known.insert(Self.unleet(letters))
        }
        self.known = known.filter { $0.utf8.count >= 4 }
    }

    /// The passphrase is one of the list, to the letter or disguised: "Passw0rd!".
    func names(_ scalars: [Unicode.Scalar]) -> Bool {
        let letters = Self.letters(scalars)
        return known.contains(letters) || known.contains(Self.unleet(letters))
    }

    /// The passphrase is one or two entries of the list with numbers around: "Sunshine Monkey 1987".
    func isCommon(_ scalars: [Unicode.Scalar]) -> Bool {
        let core = Self.withoutOuterDigits(Self.letters(scalars))
        return [core, Self.unleet(core)].contains { isOneOrTwo(Array($0.utf8)) }
    }

    private func isOneOrTwo(_ word: [UInt8]) -> Bool {
        if known.contains(String(decoding: word, as: UTF8.self)) { return true }
        // Longer than any two entries: nothing to split, and no work for an attacker to cause.
        guard word.count >= 8, word.count <= 60 else { return false }
        return (4...(word.count - 4)).contains { cut in
            known.contains(String(decoding: word[..<cut], as: UTF8.self))
                && known.contains(String(decoding: word[cut...], as: UTF8.self))
        }
    }

    /// Lower case, without accents, spaces and signs (the signs that stand for letters stay).
    private static func letters(_ scalars: [Unicode.Scalar]) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        var kept = String.UnicodeScalarView()
        for scalar in String(view).decomposedStringWithCompatibilityMapping.unicodeScalars {
            for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                let isKept = lower.properties.isAlphabetic || lower.properties.numericType == .decimal
                if isKept || lower == "@" || lower == "$" { kept.append(lower) }
            }
        }
        return String(kept)
    }

    private static let stands: [UInt8: UInt8] = Dictionary(
        uniqueKeysWithValues: zip("@4310$57".utf8, "aaeiosst".utf8))

    private static func unleet(_ letters: String) -> String {
        String(decoding: letters.utf8.map { stands[$0] ?? $0 }, as: UTF8.self)
    }

    private static func withoutOuterDigits(_ letters: String) -> String {
        let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) }
        let front = letters.utf8.drop(while: isDigit)
        let back = front.reversed().drop(while: isDigit)
        return String(decoding: back.reversed(), as: UTF8.self)
    }
}
