/// The texts by which one kind of entry is known, folded: names and the like, and beside them the lines of
/// review-rules.csv.
struct PhraseBook: Sendable {
    /// Entries by name, synonym, brand or ingredient.
    private var names: [String: Int] = [:]
    /// Entries by the patterns of review-rules.csv.
    private var rules: [String: Int] = [:]
    /// Names by their number of words and length, for finding misspelt ones.
    private var byShape: [Shape: [[[UInt8]]]] = [:]
    /// The number of words in the longest.
    private(set) var longest = 0

    private struct Shape: Hashable {
        let words: Int
        let length: Int
    }

    /// Adds a text; one that is known already keeps its first meaning.
    mutating func add(_ text: String, meaning concept: Int) {
        let words = Folding.words(text)
        let key = Folding.joined(words[...])
        guard !words.isEmpty, names[key] == nil else { return }
        names[key] = concept
        byShape[Shape(words: words.count, length: key.utf8.count), default: []].append(words)
        longest = max(longest, words.count)
    }

    /// Adds a line of review-rules.csv.
    mutating func add(rule pattern: String, meaning concept: Int) {
        let words = Folding.words(pattern)
        let key = Folding.joined(words[...])
        guard !words.isEmpty, rules[key] == nil else { return }
        rules[key] = concept
        longest = max(longest, words.count)
    }

    /// Exactly these words: a name first, then a rule.
    func known(_ words: ArraySlice<[UInt8]>) -> TextMatcher.Found? {
        guard !words.isEmpty, words.count <= longest else { return nil }
        let key = Folding.joined(words)
        if let concept = names[key] { return (concept, .exact) }
        return rules[key].map { ($0, .rule) }
    }

    /// The longest name or pattern that stands within the words; of equally long ones the first.
    func contained(in words: [[UInt8]]) -> Int? {
        var best: (length: Int, concept: Int)?
        for start in words.indices {
            for end in start..<min(start + longest, words.count) {
                let part = words[start...end]
                let length = part.reduce(part.count - 1) { $0 + $1.count }
                if length > best?.length ?? 0, let found = known(part) { best = (length, found.concept) }
            }
        }
        return best?.concept
    }

    /// The name that differs by one slip in some of its words of six letters or more; of several the one that differs
    /// least, then the first in the alphabet.
    func misspelt(_ words: [[UInt8]]) -> Int? {
        let length = Folding.joined(words[...]).utf8.count
        var best: (edits: Int, key: String)?
        for near in max(0, length - words.count)...(length + words.count) {
            for name in byShape[Shape(words: words.count, length: near)] ?? [] {
                guard let edits = slips(words, name) else { continue }
                let key = Folding.joined(name[...])
                if best.map({ (edits, key) < ($0.edits, $0.key) }) ?? true { best = (edits, key) }
            }
        }
        return best.flatMap { names[$0.key] }
    }

    private func slips(_ a: [[UInt8]], _ b: [[UInt8]]) -> Int? {
        var total = 0
        for (word, other) in zip(a, b) where word != other {
            guard min(word.count, other.count) >= 6,
                let edits = EditDistance.between(word[...], other[...], limit: 1)
            else { return nil }
            total += edits
        }
        return total
    }
}
