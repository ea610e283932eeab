import Markup
import Foundation
import Vocabulary

/// What remains of a review's text when the remains of a web page are taken out.
enum ReviewText {
    /// The text without tags and entities, white space as single spaces, without quotation marks around the whole.
    static func cleaned(_ text: String) -> String {
        guard !isClean(text) else { return text }
        // Twice, for entities were escaped once more on the way ("&amp;quot;").
        var scalars = withoutEntities(withoutEntities(Array(text.unicodeScalars)))
        scalars = withSingleSpaces(withoutTags(scalars))
        while scalars.count > 1, let first = scalars.first, let last = scalars.last, isQuote(first), isQuote(last) {
            scalars = withSingleSpaces(Array(scalars.dropFirst().dropLast()))
        }
        return String(String.UnicodeScalarView(scalars)).precomposedStringWithCanonicalMapping
    }

    /// Plain letters without anything to take out, told by a look at the bytes: so it is with most cells of a file.
    private static func isClean(_ text: String) -> Bool {
        var previous = UInt8(ascii: " ")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: " ") where previous == UInt8(ascii: " "): return false
            case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: "\""), UInt8(ascii: "'"): return false
            case 0x20...0x7E: previous = byte
            default: return false
            }
        }
        return previous != UInt8(ascii: " ") || text.isEmpty
    }

    /// The first sentence as one person's advice to the next; nil when it is too short to say anything, longer than
    /// `EvaluationAnswers.longestAdvice`, holds an address, or tells amounts: how much to take is nothing that a stranger
    /// of long ago should say.
    static func advice(_ text: String) -> String? {
        let sentence = firstSentence(cleaned(text))
        let scalars = sentence.unicodeScalars
        guard (15...EvaluationAnswers.longestAdvice).contains(scalars.count),
            scalars.contains(where: { $0.properties.isAlphabetic }), !scalars.contains("@")
        else { return nil }
        let lowered = sentence.lowercased()
        guard !lowered.contains("http"), !lowered.contains("www.") else { return nil }
        guard !scalars.contains(where: { ("0"..."9").contains($0) }) else { return nil }
        return Folding.words(sentence).contains { amounts.contains($0) } ? nil : sentence
    }

    private static let amounts: Set<[UInt8]> = Set(
        [
            "mg", "mgs", "milligram", "milligrams", "ml", "dose", "doses", "dosage", "dosages", "pill", "pills",
            "tablet",
            "tablets", "capsule", "capsules", "drops", "puffs", "daily", "twice",
        ].map { Array($0.utf8) })

    /// Up to and with the first `.`, `!` or `?` that a space and another sentence follow. "1.5 mg" and "Dr. Smith" go
    /// on: after a full stop a capital letter must come, and before it no short word.
    static func firstSentence(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var lettersBefore = 0
        for (index, scalar) in scalars.enumerated() {
            if scalar == "." || scalar == "!" || scalar == "?" {
                let rest = scalars[(index + 1)...]
                let next = rest.dropFirst().first
                if rest.isEmpty { break }
                let isAbbreviation = scalar == "." && (1...2).contains(lettersBefore)
                if rest.first == " ", let next, !isAbbreviation, !next.properties.isLowercase {
                    return String(String.UnicodeScalarView(scalars[...index]))
                }
                lettersBefore = 0
            } else {
                lettersBefore = scalar.properties.isAlphabetic ? lettersBefore + 1 : 0
            }
        }
        return text
    }

    private static let entities: [String: Unicode.Scalar] = [
        "amp": "&", "quot": "\"", "apos": "'", "lt": "<", "gt": ">", "nbsp": " ", "rsquo": "’", "lsquo": "‘",
        "rdquo": "”", "ldquo": "“", "ndash": "–", "mdash": "—", "hellip": "…",
    ]

    private static func withoutEntities(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(scalars.count)
        var index = 0
        while index < scalars.count {
            if scalars[index] == "&",
                let end = scalars[index...].prefix(10).firstIndex(of: ";"),
                let scalar = entity(scalars[(index + 1)..<end])
            {
                result.append(scalar)
                index = end + 1
            } else {
                result.append(scalars[index])
                index += 1
            }
        }
        return result
    }

    private static func entity(_ name: ArraySlice<Unicode.Scalar>) -> Unicode.Scalar? {
        let text = String(String.UnicodeScalarView(name))
        guard text.hasPrefix("#") else { return entities[text] }
        let isHexadecimal = text.hasPrefix("#x") || text.hasPrefix("#X")
        let number = isHexadecimal ? UInt32(text.dropFirst(2), radix: 16) : UInt32(text.dropFirst())
        guard let number, number >= 0x20, !(0x7F...0x9F).contains(number) else { return nil }
        return Unicode.Scalar(number)
    }

    /// A tag is `<`, a letter or `/`, and what follows up to `>`; "<3 weeks" stays.
    private static func withoutTags(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var index = 0
        while index < scalars.count {
            let next = index + 1 < scalars.count ? scalars[index + 1] : " "
            if scalars[index] == "<", next == "/" || next.properties.isAlphabetic,
                let end = scalars[index...].firstIndex(of: ">")
            {
                result.append(" ")
                index = end + 1
            } else {
                result.append(scalars[index])
                index += 1
            }
        }
        return result
    }

    /// White space, controls and bidi controls become single spaces; none at the ends.
    private static func withSingleSpaces(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var isSpacePending = false
        for scalar in scalars {
            let isControl =
                scalar.properties.generalCategory == .control || (0x202A...0x202E).contains(scalar.value)
                || (0x2066...0x2069).contains(scalar.value)
            if scalar.properties.isWhitespace || isControl {
                isSpacePending = !result.isEmpty
            } else {
                if isSpacePending { result.append(" ") }
                isSpacePending = false
                result.append(scalar)
            }
        }
        return result
    }

    private static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\"" || scalar == "'" || scalar == "“" || scalar == "”"
    }
}
