import Foundation

/// The order in which readers of a language look words up: by its letters, accents and capitals aside, where they are
/// no letters of their own ("Ácido" stands beside "Acné", and "ñ" behind "n").
struct Alphabet: Sendable {
    /// What two words are compared by; the words themselves decide between equal ones.
    struct Key: Comparable {
        let places: [UInt32]
        let word: String

        static func < (a: Self, b: Self) -> Bool {
            if a.places == b.places { return a.word.unicodeScalars.lexicographicallyPrecedes(b.word.unicodeScalars) }
            return a.places.lexicographicallyPrecedes(b.places)
        }
    }

    /// Places of letters, some of which are written with two or three signs.
    private let places: [String: UInt32]
    private let longest: Int

    /// `letters`: with spaces between, in order, in lower case.
    init(_ letters: String) {
        let letters = letters.precomposedStringWithCanonicalMapping.split(separator: " ").map(String.init)
        places = Dictionary(zip(letters, Self.firstLetter...), uniquingKeysWith: { first, _ in first })
        longest = letters.map(\.unicodeScalars.count).max() ?? 1
    }

    /// Between words, digits, our letters, and behind them all others by their numbers.
    private static let space: UInt32 = 1
    private static let firstDigit: UInt32 = 0x10
    private static let firstLetter: UInt32 = 0x100
    private static let firstForeign: UInt32 = 0x1_0000

    /// The key of a word. Signs that are neither letters nor digits nor spaces do not count.
    func key(of word: String) -> Key {
        let scalars = Array(word.lowercased().precomposedStringWithCanonicalMapping.unicodeScalars)
        var found: [UInt32] = []
        var at = 0
        while at < scalars.count {
            if let (place, length) = letter(scalars[at...]) {
                found.append(place)
                at += length
                continue
            }
            found += places(of: scalars[at])
            at += 1
        }
        return Key(places: found, word: word)
    }

    /// The longest letter of this alphabet that begins here.
    private func letter(_ scalars: ArraySlice<Unicode.Scalar>) -> (place: UInt32, length: Int)? {
        for length in stride(from: min(longest, scalars.count), through: 1, by: -1) {
            var letter = String.UnicodeScalarView()
            letter.append(contentsOf: scalars.prefix(length))
            if let place = places[String(letter)] { return (place, length) }
        }
        return nil
    }

    /// Of a sign that is no letter here: a letter under an accent, a digit, a space, or a letter of another alphabet.
    private func places(of scalar: Unicode.Scalar) -> [UInt32] {
        if (0x30...0x39).contains(scalar.value) { return [Self.firstDigit + scalar.value - 0x30] }
        if scalar.properties.isWhitespace || scalar == "-" { return [Self.space] }
        let plain = Self.joined[scalar] ?? String(scalar).decomposedStringWithCompatibilityMapping
        return plain.unicodeScalars.compactMap { part in
            if let place = places[String(part)] { return place }
            return part.properties.isAlphabetic ? Self.firstForeign + part.value : nil
        }
    }

    /// Latin letters that Unicode does not take apart.
    private static let joined: [Unicode.Scalar: String] = [
        "æ": "ae", "œ": "oe", "ø": "o", "ß": "ss", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i",
    ]
}
