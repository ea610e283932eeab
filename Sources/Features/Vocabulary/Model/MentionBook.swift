import Markup

/// The words of one language by which a talk mentions conditions and treatments, under their first word.
struct MentionBook: Sendable {
    /// A place among the catalogue's entries of its kind.
    enum Entry: Sendable {
        case condition(Int), treatment(Int)
        /// No mention, and neither is what stands within its name: "calcium channel blockers".
        case family
    }

    /// An entry that a text names, where, and how it is written there.
    typealias Found = (entry: Entry, range: Range<Int>, phrase: String)

    private struct Phrase: Sendable {
        let words: [[UInt8]]
        let entry: Entry
        let needsCapitals: Bool
    }

    /// Bytes between two words of one phrase, at most: "Retin-A", "St. John".
    private static let longestGap = 2
    /// What parts two words that stand beside each other.
    private static let parting = Set(",;:!?()[]{}\"\n".utf8)

    private let language: Language
    private let everydayWords: EverydayWords
    /// The longest first.
    private var phrases: [[UInt8]: [Phrase]] = [:]

    init(_ linked: LinkedRows, _ language: Language) {
        (self.language, everydayWords) = (language, linked.everydayWords)
        // Words that two entries have mean the treatment, and of two treatments the one whose name they are.
        for treatment in linked.treatments.values { add(treatment.name(language), .treatment(treatment.index)) }
        add(linked.treatments.synonyms) { .treatment($0) }
        for (place, text) in linked.treatments.tellingIngredients { add(text, .treatment(place)) }
        for condition in linked.conditions.values { add(condition.name(language), .condition(condition.index)) }
        add(linked.conditions.synonyms) { .condition($0) }
        for family in linked.families.values { add(family.name(language), .family) }
        phrases = phrases.mapValues { $0.sorted { $0.words.count > $1.words.count } }
    }

    /// What entries are called besides, in this language or in all.
    private mutating func add(_ synonyms: [[Synonym]], _ entry: (Int) -> Entry) {
        for (place, synonyms) in synonyms.enumerated() {
            for synonym in synonyms
            where synonym.source != .ingredient && (synonym.language == nil || synonym.language == language) {
                add(synonym.text, entry(place))
            }
        }
    }

    /// Words that are known already keep their first meaning.
    private mutating func add(_ text: String, _ entry: Entry) {
        let words = Folding.words(text)
        let exception = everydayWords.exception(of: words, in: language)
        guard let first = words.first, exception != .never,
            phrases[first]?.contains(where: { $0.words == words }) != true
        else { return }
        // Two letters are an abbreviation, or a word that has nothing to do with it: "MS", "ed".
        let isShort = words.count == 1 && first.count <= 2
        phrases[first, default: []].append(
            Phrase(words: words, entry: entry, needsCapitals: isShort || exception == .capitals))
    }

    /// What a text mentions, from its beginning: of what begins with the same word the longest, and nothing within another.
    /// - Parameter limit: how many scalars of the text are read.
    func mentions(in text: String, limit: Int) -> [Found] {
        // A scalar has four bytes at most.
        let bytes = Array(text.utf8.prefix(4 * limit))
        var rest = Folding.placedWords(text, limit: limit)[...]
        var found: [Found] = []
        while let first = rest.first {
            guard let phrase = phrase(at: rest, of: bytes), let last = rest.prefix(phrase.words.count).last else {
                rest = rest.dropFirst()
                continue
            }
            let range = first.range.lowerBound..<last.range.upperBound
            found.append((phrase.entry, range, String(decoding: bytes[range], as: UTF8.self)))
            rest = rest.dropFirst(phrase.words.count)
        }
        return found
    }

    private func phrase(at words: ArraySlice<Folding.PlacedWord>, of bytes: [UInt8]) -> Phrase? {
        guard let first = words.first else { return nil }
        return phrases[first.word]?.first { phrase in
            let found = words.prefix(phrase.words.count)
            return found.count == phrase.words.count && zip(found, phrase.words).allSatisfy { $0.word == $1 }
                && zip(found, found.dropFirst()).allSatisfy { Self.areOne($0, $1, in: bytes) }
                && (!phrase.needsCapitals || found.allSatisfy { Self.isInCapitals(bytes[$0.range]) })
        }
    }

    private static func areOne(
        _ before: Folding.PlacedWord, _ after: Folding.PlacedWord, in bytes: [UInt8]
    ) -> Bool {
        let gap = bytes[before.range.upperBound..<after.range.lowerBound]
        return gap.count <= longestGap && !gap.contains(where: parting.contains)
    }

    private static func isInCapitals(_ word: ArraySlice<UInt8>) -> Bool {
        !word.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }
}
