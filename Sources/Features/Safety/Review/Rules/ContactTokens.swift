import Markup

/// A text as words, digits and signs, the way somebody would spell a number or a name past a machine: digits of all scripts
/// and in circles, look-alikes, O and l for 0 and 1, words for digits, also glued together. Each with its place in the text.
struct ContactTokens: Sendable {
    enum Kind: Sendable, Equatable {
        case word
        /// Digits, as ASCII.
        case digits([UInt8])
        /// "double", "triple": how often the next digit is said.
        case times(Int)
        case sign(UInt8)
    }

    struct Token: Sendable {
        var kind: Kind
        /// Its letters, folded, in `letters`.
        let text: Range<Int>
        /// Its bytes in the original.
        let place: Range<Int>
        /// Whether nothing stands between it and the one before.
        let isGlued: Bool
        /// Whether digits are said in words.
        var isSpelled = false
        /// Whether digits are hidden among letters: nu3ve, 3S6, 5five5.
        var isDisguised = false
        var sets: [WordTable.SetNumber] = []
    }

    private(set) var letters: [UInt8] = []
    /// Where each letter stands in the original.
    private var places: [Range<Int>] = []
    private(set) var tokens: [Token] = []
    let table: WordTable
    private let numbers: NumberWords

    init(_ text: String, _ table: WordTable, _ numbers: NumberWords) {
        (self.table, self.numbers) = (table, numbers)
        letters.reserveCapacity(text.utf8.count)
        places.reserveCapacity(text.utf8.count)
        // Where the word under way begins; whether something stood between it and what was before.
        var (start, position, isGlued): (Int, Int, Bool) = (0, 0, false)
        for scalar in text.unicodeScalars {
            let place = position..<position + UTF8.width(scalar)
            position = place.upperBound
            switch Self.role(of: scalar, &letters) {
            case .ignored: continue
            case .written:
                while places.count < letters.count { places.append(place) }
            case .separates:
                if split(start, isGlued) { isGlued = true }
                let sign = Self.sign(scalar)
                if sign == 0x20 {
                    isGlued = false
                } else {
                    letters.append(sign)
                    places.append(place)
                    tokens.append(
                        Token(
                            kind: .sign(sign), text: letters.count - 1..<letters.count, place: place, isGlued: isGlued))
                    isGlued = true
                }
                start = letters.count
            }
        }
        _ = split(start, isGlued)
    }

    /// The letters of a token.
    func text(_ token: Int) -> ArraySlice<UInt8> { letters[tokens[token].text] }

    private static func role(of scalar: Unicode.Scalar, _ letters: inout [UInt8]) -> Folding.Role {
        if scalar.value < 0x80 { return Folding.role(of: scalar, appendingTo: &letters) }
        if let digit = FoldedText.digit(scalar) {
            letters.append(digit)
            return .written
        }
        return Folding.role(of: FoldedText.lookalike(scalar) ?? scalar, appendingTo: &letters)
    }

    /// As ASCII; a space for what only separates, 0 for pictures and the like.
    private static func sign(_ scalar: Unicode.Scalar) -> UInt8 {
        let value = (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
        if value < 0x80 { return value <= 0x20 ? 0x20 : UInt8(truncatingIfNeeded: value) }
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control: return 0x20
        case .dashPunctuation, .mathSymbol: return UInt8(ascii: "-")
        default: return value == 0xFE6B ? UInt8(ascii: "@") : points.contains(value) ? UInt8(ascii: ".") : 0
        }
    }

    /// One dot leader, and the full stops of Chinese and Japanese, which browsers take in an address.
    private static let points: Set<UInt32> = [0x2024, 0x3002, 0xFF61]

    // MARK: - Words that hold digits

    /// Makes tokens of the letters and digits from `start` on; false where there are none.
    private mutating func split(_ start: Int, _ isGlued: Bool) -> Bool {
        let end = letters.count
        guard start < end else { return false }
        let word = Array(letters[start..<end])
        let digits = word.count(where: Self.isDigit)
        if digits == word.count {
            add(.digits(word), start..<end, isGlued)
        } else if digits == 0 {
            addWord(word, start, isGlued)
        } else if let number = numbers.number(word.map(Self.letter), table) {
            add(number.kind, start..<end, isGlued, isSpelled: true, isDisguised: true)
        } else if let plain = Self.plainDigits(word, digits) {
            add(.digits(plain), start..<end, isGlued, isDisguised: true)
        } else {
            addMixed(word, start, isGlued)
        }
        return true
    }

    private mutating func add(
        _ kind: Kind, _ text: Range<Int>, _ isGlued: Bool, isSpelled: Bool = false, isDisguised: Bool = false
    ) {
        let place = places[text.lowerBound].lowerBound..<places[text.upperBound - 1].upperBound
        var token = Token(kind: kind, text: text, place: place, isGlued: isGlued)
        (token.isSpelled, token.isDisguised) = (isSpelled, isDisguised)
        if kind == .word { token.sets = table.sets(of: letters[text]) }
        tokens.append(token)
    }

    /// A word, a number, or numbers without a space between ("fivefivefive").
    private mutating func addWord(_ word: [UInt8], _ start: Int, _ isGlued: Bool) {
        guard let parts = numbers.parts(of: word, table) else {
            return add(.word, start..<start + word.count, isGlued)
        }
        var position = start
        for part in parts {
            add(
                part.number.kind, position..<position + part.length, position > start || isGlued, isSpelled: true,
                isDisguised: parts.count > 1)
            position += part.length
        }
    }

    /// Letters and digits: "5five5" is digits, "10mg" a number and its unit, "4K2207B" a code.
    private mutating func addMixed(_ word: [UInt8], _ start: Int, _ isGlued: Bool) {
        var runs: [Range<Int>] = []
        for index in word.indices {
            if let last = runs.last, Self.isDigit(word[last.lowerBound]) == Self.isDigit(word[index]) {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        let areNumbers = runs.allSatisfy {
            Self.isDigit(word[$0.lowerBound]) || numbers.parts(of: Array(word[$0]), table) != nil
        }
        let isAmount = runs.count == 2 && Self.isDigit(word[0]) && !table.sets(of: word[runs[1]]).isEmpty
        let isLong = runs.contains { $0.count >= 7 && Self.isDigit(word[$0.lowerBound]) }
        guard areNumbers || isAmount || isLong else { return add(.word, start..<start + word.count, isGlued) }
        for run in runs {
            let (part, glued) = (Array(word[run]), run.lowerBound > 0 || isGlued)
            if Self.isDigit(part[0]) {
                add(
                    .digits(part), start + run.lowerBound..<start + run.upperBound, glued, isDisguised: areNumbers)
            } else {
                addWord(part, start + run.lowerBound, glued)
            }
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    /// Digits where o, l, i and s stand for some of them; nil for words, and for the plural of a number.
    private static func plainDigits(_ word: [UInt8], _ digits: Int) -> [UInt8]? {
        let letters = word.count - digits
        // "90s" is a time.
        guard !(letters == 1 && word.suffix(2) == [48, UInt8(ascii: "s")]), letters <= 2 * digits, word.count <= 15
        else { return nil }
        var plain: [UInt8] = []
        for byte in word {
            switch byte {
            case 48...57: plain.append(byte)
            case UInt8(ascii: "o"): plain.append(48)
            case UInt8(ascii: "l"), UInt8(ascii: "i"): plain.append(49)
            case UInt8(ascii: "s"): plain.append(53)
            default: return nil
            }
        }
        return plain
    }

    /// The letter that a digit stands for within a word.
    private static func letter(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 48: UInt8(ascii: "o")
        case 49: UInt8(ascii: "i")
        case 51: UInt8(ascii: "e")
        case 52: UInt8(ascii: "a")
        case 53: UInt8(ascii: "s")
        case 55: UInt8(ascii: "t")
        default: byte
        }
    }
}
