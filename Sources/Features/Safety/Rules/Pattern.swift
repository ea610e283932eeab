/// A way of saying something: words of certain sets one after another, with some others between.
struct Pattern: Sendable {
    struct Element: Sendable {
        /// Any of these.
        let sets: [WordTable.SetNumber]
        let isOptional: Bool
        /// Other words that may stand before it.
        let gap: Int
        /// `SetText.mask` of its sets.
        let mask: UInt64

        init(sets: [WordTable.SetNumber], isOptional: Bool, gap: Int) {
            (self.sets, self.isOptional, self.gap, mask) = (sets, isOptional, gap, SetText.mask(of: sets))
        }
    }

    let sign: Sign
    /// Whether it is clear enough to call a person.
    let isClear: Bool
    /// Holds in a search only, where few words stand for many.
    let isSearch: Bool
    /// Holds where its first word is told to somebody.
    let isOrder: Bool
    /// Said so plainly that a card follows, whatever a model thinks.
    let isPlain: Bool
    let elements: [Element]
    /// Where it stands, for who mends it.
    let line: String
    /// A bit for each set that the second word may be in, modulo 64, and how many words may stand before it; all bits where
    /// it may be missing. Most patterns are turned down by this alone.
    let sieve: UInt64
    let reach: Int

    init(
        sign: Sign, isClear: Bool, isSearch: Bool, isOrder: Bool, isPlain: Bool, elements: [Element], line: String
    ) {
        (self.sign, self.isClear, self.isSearch, self.isOrder) = (sign, isClear, isSearch, isOrder)
        (self.elements, self.isPlain, self.line) = (elements, isPlain, line)
        let second = elements.dropFirst().first
        sieve = second.map { $0.isOptional ? .max : $0.mask } ?? .max
        reach = second.map { $0.isOptional ? -1 : $0.gap } ?? -1
    }
}

/// Where a pattern stands in a text.
struct PatternMatch: Sendable {
    let pattern: Pattern
    /// Its words, first to last.
    let words: Range<Int>
    /// Words that it names; the others in between stand there by chance.
    let named: [Int]

    func isWithin(_ others: Range<Int>) -> Bool {
        others.lowerBound <= words.lowerBound && words.upperBound <= others.upperBound
    }

    /// A manner of speaking takes back what it holds, and nothing else.
    func isCovered(by safe: [PatternMatch]) -> Bool {
        guard let last = named.last else { return false }
        return safe.contains {
            $0.words.contains(last) || $0.words.overlaps(words) && $0.words.count >= words.count
        }
    }
}

/// A text as sets of words.
struct SetText: Sendable {
    let folded: FoldedText
    let sets: [[WordTable.SetNumber]]
    private let masks: [UInt64]

    init(_ folded: FoldedText, _ table: WordTable) {
        self.folded = folded
        sets = folded.words.map { table.sets(of: folded.letters[$0.letters]) }
        masks = sets.map(Self.mask)
    }

    static func mask(of sets: [WordTable.SetNumber]) -> UInt64 { sets.reduce(0) { $0 | 1 << UInt64($1 & 63) } }

    /// Every pattern of a book that the text holds; those of searches only where it is one.
    func matches(of book: PatternBook, isSearch: Bool = false) -> [PatternMatch] {
        var found: [PatternMatch] = []
        for start in sets.indices {
            for set in sets[start] {
                let patterns = book.byFirst[Int(set)]
                for index in patterns.indices where mayMatch(patterns[index].sieve, patterns[index].reach, start) {
                    guard isSearch || !patterns[index].isSearch, let match = match(patterns[index], at: start) else {
                        continue
                    }
                    found.append(match)
                }
            }
        }
        return found
    }

    private func mayMatch(_ sieve: UInt64, _ reach: Int, _ start: Int) -> Bool {
        guard reach >= 0 else { return true }
        return masks[min(start + 1, masks.count)..<min(start + 2 + reach, masks.count)].contains { $0 & sieve != 0 }
    }

    func isIn(_ word: Int, _ set: WordTable.SetNumber) -> Bool { sets[word].contains(set) }

    /// The match of a pattern whose first word stands at `start`; a later word is not looked for beyond the end of the
    /// sentence part that begins after the next one.
    func match(_ pattern: Pattern, at start: Int) -> PatternMatch? {
        var named: [Int] = [start]
        guard follow(pattern.elements, 1, start + 1, &named) else { return nil }
        return PatternMatch(pattern: pattern, words: start..<(named.last ?? start) + 1, named: named)
    }

    private func follow(_ elements: [Pattern.Element], _ index: Int, _ word: Int, _ named: inout [Int]) -> Bool {
        guard index < elements.count else { return true }
        // Fields one by one: a copy of the element would count its array each time.
        let (mask, gap) = (elements[index].mask, elements[index].gap)
        var next = word
        while next < sets.count, next - word <= gap, isNear(next, named[0]) {
            if masks[next] & mask != 0, sets[next].contains(where: elements[index].sets.contains) {
                named.append(next)
                if follow(elements, index + 1, next + 1, &named) { return true }
                named.removeLast()
            }
            next += 1
        }
        return elements[index].isOptional && follow(elements, index + 1, word, &named)
    }

    /// One comma may stand within.
    private func isNear(_ word: Int, _ first: Int) -> Bool {
        folded.words[word].clause - folded.words[first].clause <= 1
    }
}
