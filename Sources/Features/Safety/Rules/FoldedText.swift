import Markup

/// A text as words to be recognised in: folded, without invisible marks, with letters for the digits and signs that stand
/// for them, and with the place of each word in the original.
struct FoldedText: Sendable {
    struct Word: Sendable {
        /// Its letters, in `letters`.
        let letters: Range<Int>
        /// Its bytes in the original.
        let place: Range<Int>
        /// The number of its clause: commas and full stops, new lines and the like end one.
        let clause: Int
    }

    private(set) var letters: [UInt8] = []
    private(set) var words: [Word] = []

    /// - Parameter limit: scalars that are looked at.
    init(_ text: some StringProtocol, limit: Int = 20_000) {
        letters.reserveCapacity(min(text.utf8.count, limit))
        var scan = Scan()
        for scalar in text.unicodeScalars.prefix(limit) {
            let width = UTF8.width(scalar)
            take(scalar, width, &scan)
            scan.position += width
        }
        endWord(&scan)
        joinSpacedLetters()
    }

    /// The same without words that were said before in the same order, three in a row: who says it thirty times says it, and
    /// no text that teaches a model looks like that. Short texts stay as they are.
    var saidOnce: FoldedText {
        guard words.count > 20 else { return self }
        var once = self
        var seen: Set<[ArraySlice<UInt8>]> = []
        once.words = words.indices.filter { index in
            index < 2 || seen.insert(words[index - 2...index].map { letters[$0.letters] }).inserted
        }.map { words[$0] }
        return once
    }

    private struct Scan {
        var position = 0
        var clause = 0
        /// Where the word under way begins in the text and in `letters`.
        var start: Int?
        var first = 0
        var hasDigits = false
        var hasLetters = false
    }

    private mutating func take(_ scalar: Unicode.Scalar, _ width: Int, _ scan: inout Scan) {
        if let word = Self.signs[scalar.value] {
            endWord(&scan)
            if word.isEmpty { return scan.clause += 1 }
            let first = letters.count
            letters += word
            words.append(
                Word(
                    letters: first..<letters.count, place: scan.position..<scan.position + width, clause: scan.clause))
            return
        }
        let before = letters.count
        let folded = Self.lookalike(scalar) ?? scalar
        switch Folding.role(of: folded, appendingTo: &letters) {
        case .ignored: break
        case .written:
            if scan.start == nil { (scan.start, scan.first) = (scan.position, before) }
            let isDigit = (48...57).contains(letters[before])
            scan.hasDigits = scan.hasDigits || isDigit
            scan.hasLetters = scan.hasLetters || !isDigit
        case .separates:
            // A sign within a word that stands for a letter: p@in, $uicide. Elsewhere the word ends.
            if let letter = Self.letterSigns[scalar.value], scan.start != nil || letter == 115 {
                if scan.start == nil { (scan.start, scan.first) = (scan.position, before) }
                letters.append(letter)
                scan.hasLetters = true
                return
            }
            endWord(&scan)
            if Self.isClauseEnd(scalar.value) { scan.clause += 1 }
        }
    }

    private mutating func endWord(_ scan: inout Scan) {
        guard let start = scan.start else { return }
        // su1c1de, d1e; not 13yo or 988.
        if scan.hasDigits, scan.hasLetters, !(48...57).contains(letters[scan.first]) {
            for index in scan.first..<letters.count { letters[index] = Self.letter(for: letters[index]) }
        }
        words.append(
            Word(letters: scan.first..<letters.count, place: start..<scan.position, clause: scan.clause))
        (scan.start, scan.hasDigits, scan.hasLetters) = (nil, false, false)
    }

    /// "k m s", "m o r i r": three letters and more with nothing but signs between them are one word.
    private mutating func joinSpacedLetters() {
        var joined: [Word] = []
        var index = 0
        while index < words.count {
            var end = index
            while end < words.count, words[end].letters.count == 1,
                end == index || isNext(words[end], to: words[end - 1])
            {
                end += 1
            }
            if end - index >= 3 {
                let first = letters.count
                for word in words[index..<end] { letters.append(letters[word.letters.lowerBound]) }
                joined.append(
                    Word(
                        letters: first..<letters.count,
                        place: words[index].place.lowerBound..<words[end - 1].place.upperBound,
                        // What follows is told with it: "s.t.o.p taking".
                        clause: words[end - 1].clause))
                index = end
            } else {
                joined.append(words[index])
                index += 1
            }
        }
        words = joined
    }

    private func isNext(_ word: Word, to other: Word) -> Bool { word.place.lowerBound - other.place.upperBound <= 2 }

    private static func isClauseEnd(_ value: UInt32) -> Bool {
        // . , ; : ! ? new line ( ) and the Spanish ¿ ¡, the ellipsis and dashes.
        switch value {
        case 0x2E, 0x2C, 0x3B, 0x3A, 0x21, 0x3F, 0x0A, 0x28, 0x29, 0xBF, 0xA1, 0x2026, 0x2013, 0x2014: true
        default: false
        }
    }

    private static func letter(for byte: UInt8) -> UInt8 {
        switch byte {
        case 48: 111
        case 49: 105
        case 51: 101
        case 52: 97
        case 53: 115
        case 55: 116
        default: byte
        }
    }

    /// @ a, $ s, ! i and | l, within a word.
    private static let letterSigns: [UInt32: UInt8] = [0x40: 97, 0x24: 115, 0x7C: 108]

    /// Pictures that say what a word would.
    private static let signs: [UInt32: [UInt8]] = [
        0x1F48A: "pills", 0x1F52A: "knife", 0x1FA78: "blood", 0x1F602: "haha", 0x1F923: "haha", 0x1F606: "haha",
        0x1F605: "haha", 0x1F639: "haha", 0x1F480: "haha", 0x2620: "dead", 0x26B0: "dead", 0x1FAA6: "dead",
    ].mapValues { Array($0.utf8) }
}
