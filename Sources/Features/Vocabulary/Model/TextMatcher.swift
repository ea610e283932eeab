import Markup

/// Recognises conditions and treatments in free texts of other sources. `Scripts/vocabulary/coverage.py` has the same
/// steps, so that words can be mended without a build: whoever changes one changes the other.
struct TextMatcher: Sendable {
    /// The entry's place among its kind, and the step that found it.
    typealias Found = (concept: Int, step: MatchingStep)

    /// How much of a text is read, in scalars.
    private static let scalarLimit = 1_000

    private var conditions = PhraseBook()
    private var treatments = PhraseBook()
    private let fillers: [[[UInt8]]]
    private let smallWords: SmallWords

    init(_ linked: LinkedRows) {
        smallWords = linked.smallWords
        fillers = linked.fillers.map { Folding.words($0) }.filter { !$0.isEmpty }
            .sorted { Folding.joined($0[...]).utf8.count > Folding.joined($1[...]).utf8.count }
        Self.fill(&conditions, linked.conditions, name: \.name, rules: linked.rules[.condition])
        Self.fill(&treatments, linked.treatments, name: \.name, rules: linked.rules[.treatment])
    }

    /// Names first, then brands and synonyms, then ingredients that tell.
    private static func fill<Value>(
        _ book: inout PhraseBook, _ entries: LinkedRows.Numbered<Value>, name: KeyPath<Value, LocalizedName>,
        rules: [MatchingRule]?
    ) {
        for (place, value) in entries.values.enumerated() {
            for word in value[keyPath: name].all { book.add(word.text, meaning: place) }
        }
        for (place, synonyms) in entries.synonyms.enumerated() {
            for synonym in synonyms where synonym.source != .ingredient { book.add(synonym.text, meaning: place) }
        }
        for (place, text) in entries.tellingIngredients { book.add(text, meaning: place) }
        for rule in rules ?? [] {
            if let place = entries.bySlug[rule.slug] { book.add(rule: rule.pattern, meaning: place) }
        }
    }

    func condition(_ text: String) -> Found? {
        let words = Folding.words(text, limit: Self.scalarLimit)
        let parts = parts(of: text).map { Folding.words($0) }
        if let found = conditions.known(words[...]) { return found }
        if let found = firstKnown(parts) { return (found, .part) }
        if let found = firstKnown(([words] + parts).map(withoutFillers)) { return (found, .filler) }
        if let found = conditions.contained(in: words) { return (found, .contained) }
        return conditions.misspelt(words).map { ($0, .typo) }
    }

    func treatment(_ text: String) -> Found? {
        let words = Folding.words(text, limit: Self.scalarLimit)
        if let found = treatments.known(words[...]) { return found }
        if let found = treatments.known(Self.withoutSuffixes(words)[...]) { return (found.concept, .suffix) }
        return treatments.contained(in: words).map { ($0, .contained) }
    }

    private func firstKnown(_ parts: [[[UInt8]]]) -> Int? {
        parts.lazy.compactMap { self.conditions.known($0[...])?.concept }.first
    }

    /// Takes fillers off both ends for as long as there are any and something remains.
    private func withoutFillers(_ words: [[UInt8]]) -> [[UInt8]] {
        var words = words[...]
        var isChanging = true
        while isChanging {
            isChanging = false
            for filler in fillers {
                if words.count > filler.count, words.starts(with: filler) {
                    words = words.dropFirst(filler.count)
                    isChanging = true
                }
                if words.count > filler.count, words.suffix(filler.count).elementsEqual(filler) {
                    words = words.dropLast(filler.count)
                    isChanging = true
                }
            }
        }
        return Array(words)
    }

    /// The things that a text names one after another. A joining word at an end joins nothing.
    func parts(of text: String) -> [String] {
        var parts: [String] = [""]
        let words = text.unicodeScalars.prefix(Self.scalarLimit).split { $0.properties.isWhitespace && $0 != "\n" }
        for (at, word) in words.enumerated() {
            if at > 0, at < words.count - 1, smallWords.joins(String(word).lowercased()) {
                parts.append("")
                continue
            }
            for scalar in word {
                if Self.separators.contains(scalar) {
                    parts.append("")
                } else {
                    parts[parts.count - 1].unicodeScalars.append(scalar)
                }
            }
            parts[parts.count - 1] += " "
        }
        return parts
    }

    private static let separators = Set("/,;&.(+-\n".unicodeScalars)

    /// Without what says only how a medicine is made: "xr", "hct", a strength.
    private static func withoutSuffixes(_ words: [[UInt8]]) -> [[UInt8]] {
        words.filter { word in !suffixes.contains(word) && !word.allSatisfy { (0x30...0x39).contains($0) } }
    }

    private static let suffixes: Set<[UInt8]> = Set(
        ["xr", "sr", "er", "cr", "la", "xl", "cd", "hct", "d"].map { Array($0.utf8) })
}
