/// A way of saying something: words of certain sets one after another, with some others between.
struct Pattern: Sendable {
    struct Element: Sendable {
        /// Any of these.
        let sets: [WordTable.SetNumber]
        let isOptional: Bool
        /// Other words that may stand before it.
        let gap: Int
    }

    let sign: Sign
    /// Whether it is clear enough to call a person.
    let isClear: Bool
    /// Holds in a search only, where few words stand for many.
    let isSearch: Bool
    let elements: [Element]
    /// Where it stands, for who mends it.
    let line: String
}

/// Where a pattern stands in a text.
struct PatternMatch: Sendable {
    let pattern: Pattern
    /// Its words, first to last.
    let words: Range<Int>
    /// Words that it names; the others in between stand there by chance.
    let named: [Int]
}

/// A text as sets of words.
struct SetText: Sendable {
    let folded: FoldedText
    let sets: [[WordTable.SetNumber]]

    init(_ folded: FoldedText, _ table: WordTable) {
        self.folded = folded
        sets = folded.words.map { table.sets(of: folded.letters[$0.letters]) }
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
        let element = elements[index]
        var next = word
        while next < sets.count, next - word <= element.gap, isNear(next, named[0]) {
            if sets[next].contains(where: element.sets.contains) {
                named.append(next)
                if follow(elements, index + 1, next + 1, &named) { return true }
                named.removeLast()
            }
            next += 1
        }
        return element.isOptional && follow(elements, index + 1, word, &named)
    }

    /// One comma may stand within.
    private func isNear(_ word: Int, _ first: Int) -> Bool {
        folded.words[word].clause - folded.words[first].clause <= 1
    }
}
