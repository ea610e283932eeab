import Markup

/// Phrases that are looked for in texts, word by word, both folded as a search folds them.
struct PhraseTable: Sendable {
    private struct Phrase: Sendable {
        let words: [[UInt8]]
        /// Whether its last word may go on.
        let isOpen: Bool
        /// Which of the marks it stands for.
        let mark: Int
    }

    /// Scalars of a text that are looked at: a whole post and its title.
    private static let limit = 12_000
    /// Bytes by which phrases are found.
    private static let prefix = 3

    /// By how their first word begins.
    private var phrases: [[UInt8]: [Phrase]] = [:]

    var isEmpty: Bool { phrases.isEmpty }

    /// Adds a phrase for a mark; false where nothing of it is a word.
    @discardableResult
    mutating func add(_ phrase: String, isOpen: Bool, for mark: Int) -> Bool {
        let words = Folding.words(phrase, limit: Self.limit)
        guard let first = words.first else { return false }
        phrases[Array(first.prefix(Self.prefix)), default: []].append(Phrase(words: words, isOpen: isOpen, mark: mark))
        return true
    }

    /// The marks of phrases that stand in a text.
    func marks(in text: String) -> Set<Int> {
        guard !phrases.isEmpty else { return [] }
        let words = Folding.words(text, limit: Self.limit)
        var found: Set<Int> = []
        for (place, word) in words.enumerated() {
            // A phrase of fewer letters is found where the text's word is all of it.
            for length in 1...Self.prefix where length <= word.count {
                for phrase in phrases[Array(word.prefix(length))] ?? [] where !found.contains(phrase.mark) {
                    if Self.stands(phrase, in: words[place...]) { found.insert(phrase.mark) }
                }
            }
        }
        return found
    }

    private static func stands(_ phrase: Phrase, in words: ArraySlice<[UInt8]>) -> Bool {
        guard words.count >= phrase.words.count else { return false }
        let last = phrase.words.count - 1
        for (index, (wanted, word)) in zip(phrase.words, words).enumerated() {
            let isThere = index == last && phrase.isOpen ? word.starts(with: wanted) : word == wanted
            guard isThere else { return false }
        }
        return true
    }
}
