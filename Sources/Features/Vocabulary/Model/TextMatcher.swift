/// Recognises conditions and treatments in free texts of other sources. `Scripts/vocabulary/coverage.py` has the same
/// rules; a test compares the two.
struct TextMatcher: Sendable {
    /// The entry's place among its kind, and the step that found it.
    typealias Found = (concept: Int, step: MatchingStep)

    /// How much of a text is read, in scalars.
    private static let scalarLimit = 1_000

    private var conditions = PhraseBook()
    private var treatments = PhraseBook()
    private let fillers: [[[UInt8]]]

    init(_ tied: TiedRows) {
        fillers = tied.fillers.map { Folding.words($0) }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
        for (place, condition) in tied.conditions.values.enumerated() {
            conditions.add(condition.name.en, meaning: place)
            conditions.add(condition.name.es, meaning: place)
        }
        for (place, synonyms) in tied.conditions.synonyms.enumerated() {
            for synonym in synonyms { conditions.add(synonym.text, meaning: place) }
        }
        for rule in tied.rules[.condition] ?? [] {
            if let place = tied.conditions.bySlug[rule.slug] { conditions.add(rule: rule.pattern, meaning: place) }
        }
        for (place, treatment) in tied.treatments.values.enumerated() {
            treatments.add(treatment.name.en, meaning: place)
            treatments.add(treatment.name.es, meaning: place)
        }
        for source in [Synonym.Source.brand, .synonym, .ingredient] {
            for (place, synonyms) in tied.treatments.synonyms.enumerated() {
                for synonym in synonyms where synonym.source == source { treatments.add(synonym.text, meaning: place) }
            }
        }
        for rule in tied.rules[.treatment] ?? [] {
            if let place = tied.treatments.bySlug[rule.slug] { treatments.add(rule: rule.pattern, meaning: place) }
        }
    }

    func condition(_ text: String) -> Found? {
        let words = Folding.words(text, limit: Self.scalarLimit)
        let parts = Self.parts(of: text).map { Folding.words($0, limit: Self.scalarLimit) }
        if let found = conditions.known(words[...]) { return found }
        if let found = firstKnown(parts) { return (found, .part) }
        let bare = withoutFillers(words)
        if let found = conditions.known(bare[...])?.concept ?? firstKnown(parts.map(withoutFillers)) {
            return (found, .filler)
        }
        if let found = conditions.contained(in: words) { return (found, .contained) }
        return conditions.misspelt(words).map { ($0, .typo) }
    }

    func treatment(_ text: String) -> Found? {
        let words = Folding.words(text, limit: Self.scalarLimit)
        if let found = treatments.known(words[...]) { return found }
        let bare = Self.withoutSuffixes(words)
        if bare.count < words.count, let found = treatments.known(bare[...]) { return (found.concept, .filler) }
        if let found = treatments.contained(in: words) { return (found, .contained) }
        return treatments.misspelt(bare).map { ($0, .typo) }
    }

    private func firstKnown(_ parts: [[[UInt8]]]) -> Int? {
        parts.lazy.compactMap { self.conditions.known($0[...])?.concept }.first
    }

    /// Takes fillers off both ends for as long as there are any and something remains.
    private func withoutFillers(_ words: [[UInt8]]) -> [[UInt8]] {
        var words = words[...]
        while let filler = fillers.first(where: { $0.count < words.count && words.starts(with: $0) }) {
            words = words.dropFirst(filler.count)
        }
        while let filler = fillers.first(where: { $0.count < words.count && words.suffix($0.count).elementsEqual($0) })
        {
            words = words.dropLast(filler.count)
        }
        return Array(words)
    }

    /// The things that a text names one after another.
    static func parts(of text: String) -> [String] {
        var parts: [[String]] = [[]]
        let spaced = text.unicodeScalars.prefix(scalarLimit).map { scalar in
            "/,;&+".unicodeScalars.contains(scalar) ? " \(scalar) " : String(scalar)
        }.joined()
        for word in spaced.unicodeScalars.split(whereSeparator: { $0.properties.isWhitespace }) {
            let word = String(word)
            if ["/", ",", ";", "&", "+", "and", "with"].contains(word.lowercased()) {
                parts.append([])
            } else {
                parts[parts.count - 1].append(word)
            }
        }
        return parts.map { $0.joined(separator: " ") }
    }

    /// Without what says only how a medicine is made: "xr", "hct", a strength.
    private static func withoutSuffixes(_ words: [[UInt8]]) -> [[UInt8]] {
        var words = words[...]
        while words.count > 1, let last = words.last,
            suffixes.contains(last) || last.allSatisfy({ (0x30...0x39).contains($0) })
        {
            words = words.dropLast()
        }
        return Array(words)
    }

    private static let suffixes: Set<[UInt8]> = Set(
        ["xr", "sr", "er", "cr", "la", "xl", "cd", "hct", "d"].map { Array($0.utf8) })
}
