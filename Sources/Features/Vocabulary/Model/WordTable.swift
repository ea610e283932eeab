/// The distinct folded words of a catalogue in the order of their bytes, so that the words with one beginning stand
/// together, each with the set of its letters, so that words which cannot be near are passed over in a nanosecond.
struct WordTable: Sendable {
    private let bytes: [UInt8]
    /// Where each word begins; one more entry than words.
    private let starts: [Int32]
    private let letters: [UInt64]

    /// - Parameter words: distinct, sorted by their bytes.
    init(sorted words: [[UInt8]]) {
        var bytes: [UInt8] = []
        var starts: [Int32] = [0]
        for word in words {
            bytes += word
            starts.append(Int32(clamping: bytes.count))
        }
        self.bytes = bytes
        self.starts = starts
        letters = words.map { Self.letterSet($0[...]) }
    }

    var count: Int { letters.count }

    /// The word with this number.
    subscript(_ number: Int) -> ArraySlice<UInt8> {
        bytes[Int(starts[number])..<Int(starts[number + 1])]
    }

    /// The number of a word.
    func number(of word: [UInt8]) -> Int? {
        let at = firstNotBefore(word)
        return at < count && self[at].elementsEqual(word) ? at : nil
    }

    /// The words that begin so, the word itself among them.
    func numbers(beginningWith prefix: [UInt8]) -> Range<Int> {
        guard !prefix.isEmpty else { return 0..<0 }
        let start = firstNotBefore(prefix)
        var low = start
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].starts(with: prefix) { low = middle + 1 } else { high = middle }
        }
        return start..<low
    }

    /// Words within some edits of a word, with the number of edits (1 or more).
    /// - Parameter isPrefix: nearness to the beginning of a word counts.
    func near(_ word: [UInt8], limit: Int, isPrefix: Bool = false) -> [(number: Int, edits: Int)] {
        guard limit > 0 else { return [] }
        let wanted = Self.letterSet(word[...])
        var found: [(number: Int, edits: Int)] = []
        for (number, present) in letters.enumerated() {
            // Each edit takes away at most one letter of the set and brings at most one.
            guard (wanted & ~present).nonzeroBitCount <= limit else { continue }
            guard isPrefix || (present & ~wanted).nonzeroBitCount <= limit else { continue }
            let edits = EditDistance.between(word[...], self[number], limit: limit, isPrefix: isPrefix)
            if let edits, edits > 0 { found.append((number, edits)) }
        }
        return found
    }

    private func firstNotBefore(_ word: [UInt8]) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].lexicographicallyPrecedes(word) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// One bit for each letter or digit that occurs, one for all else.
    private static func letterSet(_ word: ArraySlice<UInt8>) -> UInt64 {
        word.reduce(0) { set, byte in
            switch byte {
            case 0x61...0x7A: set | 1 << UInt64(byte - 0x61)
            case 0x30...0x39: set | 1 << UInt64(byte - 0x30 + 26)
            default: set | 1 << 36
            }
        }
    }
}
