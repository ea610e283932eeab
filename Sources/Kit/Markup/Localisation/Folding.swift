import Foundation

/// Text as search and safety words see it: lower case, without accents, apostrophes and invisible marks; everything that is neither a
/// letter nor a digit separates words. Decided on Unicode scalars, never on grapheme clusters, so that a combining mark
/// cannot hide a letter.
package enum Folding {
    /// The folded words of a text, in order. "Crohn’s disease (Sjögren)" gives `crohns`, `disease`, `sjogren`.
    /// - Parameter limit: how many scalars of the text are looked at.
    package static func words(_ text: String, limit: Int = .max) -> [[UInt8]] {
        var words: [[UInt8]] = []
        eachWord(of: text, limit: limit) { word, _ in words.append(word) }
        return words
    }

    /// A folded word and where it stands: bytes of the text's UTF-8, with the marks on its letters, without quotation
    /// marks around it.
    package struct PlacedWord: Hashable, Sendable {
        package let word: [UInt8]
        package let range: Range<Int>
    }

    /// The same words with their places.
    package static func placedWords(_ text: String, limit: Int) -> [PlacedWord] {
        var words: [PlacedWord] = []
        eachWord(of: text, limit: limit) { words.append(PlacedWord(word: $0, range: $1)) }
        return words
    }

    private static func eachWord(of text: String, limit: Int, _ take: ([UInt8], Range<Int>) -> Void) {
        var word: [UInt8] = []
        var (place, start, end) = (0, 0, 0)
        for scalar in text.unicodeScalars.prefix(limit) {
            let before = place
            place += UTF8.width(scalar)
            let isBegun = !word.isEmpty
            switch role(of: scalar, appendingTo: &word) {
            case .written:
                if !isBegun { start = before }
                end = place
            case .ignored where isBegun && isMark(scalar): end = place
            case .ignored: break
            case .separates:
                guard isBegun else { break }
                take(word, start..<end)
                word.removeAll(keepingCapacity: true)
            }
        }
        if !word.isEmpty { take(word, start..<end) }
    }

    /// Whether it belongs to the letter before it.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x80 && [.nonspacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
    }

    /// The folded words with single spaces between them: the key under which two spellings are the same.
    package static func key(_ text: String, limit: Int = .max) -> String {
        joined(words(text, limit: limit)[...])
    }

    package static func joined(_ words: ArraySlice<[UInt8]>, by separator: String = " ") -> String {
        String(decoding: Array(words.joined(separator: separator.utf8)), as: UTF8.self)
    }

    /// What a scalar does in a text.
    package enum Role { case written, ignored, separates }

    /// Folds one scalar: its letters are appended where it is one.
    package static func role(of scalar: Unicode.Scalar, appendingTo word: inout [UInt8]) -> Role {
        let value = scalar.value
        switch value {
        case 0x30...0x39, 0x61...0x7A:
            word.append(UInt8(truncatingIfNeeded: value))
            return .written
        case 0x41...0x5A:
            word.append(UInt8(truncatingIfNeeded: value | 0x20))
            return .written
        case 0x27, 0x60:
            return .ignored
        case 0..<0x80:
            return .separates
        default:
            return foreign(scalar, appendingTo: &word)
        }
    }

    private static func foreign(_ scalar: Unicode.Scalar, appendingTo word: inout [UInt8]) -> Role {
        if let plain = latin(scalar.value) {
            word += plain
            return .written
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .modifierLetter, .modifierSymbol:
            return .ignored
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .spacingMark, .decimalNumber,
            .letterNumber:
            for lower in properties.lowercaseMapping.unicodeScalars
            where lower.properties.generalCategory != .nonspacingMark {
                word += latin(lower.value) ?? Array(String(lower).utf8)
            }
            return .written
        case .initialPunctuation where scalar == "\u{2018}", .finalPunctuation where scalar == "\u{2019}":
            return .ignored
        default:
            return .separates
        }
    }

    private static func latin(_ value: UInt32) -> [UInt8]? {
        if let plain = special[value] { return plain }
        guard let block = blocks.first(where: { $0.range.contains(value) }) else { return nil }
        let plain = block.plain[Int(value - block.range.lowerBound)]
        return plain.isEmpty ? nil : plain
    }

    /// Letters that Unicode does not take apart, in the usual ASCII spelling.
    private static let special: [UInt32: [UInt8]] = [
        0xC6: "ae", 0xE6: "ae", 0xD8: "o", 0xF8: "o", 0xDF: "ss", 0x1E9E: "ss", 0xD0: "d", 0xF0: "d", 0xDE: "th",
        0xFE: "th", 0x110: "d", 0x111: "d", 0x131: "i", 0x141: "l", 0x142: "l", 0x152: "oe", 0x153: "oe",
    ].mapValues { Array($0.utf8) }

    /// Latin letters with marks, taken apart once (Latin-1 Supplement to Latin Extended-B, Latin Extended Additional).
    private static let blocks: [(range: ClosedRange<UInt32>, plain: [[UInt8]])] =
        [0xC0...0x24F, 0x1E00...0x1EFF].map { range in (range, range.map(withoutMarks)) }

    /// The ASCII letters a scalar decomposes to, in lower case; empty where there are none.
    private static func withoutMarks(_ value: UInt32) -> [UInt8] {
        guard let scalar = Unicode.Scalar(value) else { return [] }
        return String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.compactMap { part in
            switch part.value {
            case 0x61...0x7A: UInt8(truncatingIfNeeded: part.value)
            case 0x41...0x5A: UInt8(truncatingIfNeeded: part.value | 0x20)
            default: nil
            }
        }
    }
}
