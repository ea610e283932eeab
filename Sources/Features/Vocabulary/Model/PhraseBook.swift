import Markup

/// The texts by which one kind of entry is known, folded: names and the like, and beside them the lines of
/// review-rules.csv.
struct PhraseBook: Sendable {
    /// Letters in a text whose misspelling is looked for, at most; the work grows with its square.
    private static let longestMisspelt = 80

    /// Entries by name, synonym, brand or ingredient.
    private var names: [String: Int] = [:]
    /// Entries by the patterns of review-rules.csv.
    private var rules: [String: Int] = [:]
    /// The number of words in the longest.
    private var longest = 0

    /// Adds a text; one that is known already keeps its first meaning.
    mutating func add(_ text: String, meaning concept: Int) {
        Self.add(text, concept, to: &names, &longest)
    }

    /// Adds a line of review-rules.csv.
    mutating func add(rule pattern: String, meaning concept: Int) {
        Self.add(pattern, concept, to: &rules, &longest)
    }

    private static func add(_ text: String, _ concept: Int, to book: inout [String: Int], _ longest: inout Int) {
        let words = Folding.words(text)
        let key = Folding.joined(words[...])
        guard !words.isEmpty, book[key] == nil else { return }
        book[key] = concept
        longest = max(longest, words.count)
    }

    /// Exactly these words: a name first, then a rule.
    func known(_ words: ArraySlice<[UInt8]>) -> TextMatcher.Found? {
        guard !words.isEmpty, words.count <= longest else { return nil }
        let key = Folding.joined(words)
        if let concept = names[key] { return (concept, .exact) }
        return rules[key].map { ($0, .rule) }
    }

    /// The longest name or pattern that stands within the words; of equally long ones that of more words, then the
    /// first.
    func contained(in words: [[UInt8]]) -> Int? {
        var best: (length: Int, concept: Int)?
        for size in stride(from: min(longest, words.count), through: 1, by: -1) {
            for start in 0...words.count - size {
                let part = words[start..<start + size]
                let length = part.reduce(size - 1) { $0 + $1.count }
                if length > best?.length ?? 0, let found = known(part) { best = (length, found.concept) }
            }
        }
        return best?.concept
    }

    /// The name that is one slip away from a text with a word of six letters or more; of several the one whose slip
    /// comes first.
    func misspelt(_ words: [[UInt8]]) -> Int? {
        let text = Array(words.joined(separator: " ".utf8))
        guard text.count <= Self.longestMisspelt, words.contains(where: { $0.count >= 6 }) else { return nil }
        for at in 0...text.count {
            let before = text[..<at]
            let after = text[min(at + 1, text.count)...]
            for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
                if let found = named(before + [letter] + after) ?? named(before + [letter] + text[at...]) {
                    return found
                }
            }
            let swapped = before + after.prefix(1) + text[at...].prefix(1) + after.dropFirst()
            if let found = named(before + after) ?? named(swapped) { return found }
        }
        return nil
    }

    private func named(_ key: ArraySlice<UInt8>) -> Int? {
        names[String(decoding: key, as: UTF8.self)]
    }
}
