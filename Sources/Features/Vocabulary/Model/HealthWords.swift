import Markup

/// Every word by which the catalogue knows a condition, a treatment, a symptom or a family, in all languages: for finding
/// out whether a text that strangers may see, such as a mail or the site's name, speaks of health.
package struct HealthWords: Sendable {
    private var phrases: Set<String> = []
    /// The number of words in the longest.
    private var longest = 1

    package init(_ catalogue: Catalogue) {
        let concepts =
            catalogue.conditions.map { Concept.condition($0) } + catalogue.treatments.map { .treatment($0) }
            + catalogue.symptoms.map { .symptom($0) }
        let names = concepts.map(\.name) + catalogue.families.map(\.name)
        for name in names { for word in name.all { add(word.text) } }
        for concept in concepts { for synonym in catalogue.synonyms(of: concept) { add(synonym.text) } }
    }

    private mutating func add(_ text: String) {
        let words = Folding.words(text)
        guard !words.isEmpty else { return }
        longest = max(longest, words.count)
        phrases.insert(Folding.joined(words[...]))
    }

    /// Those that stand in a text, whatever their case and accents.
    package func found(in text: String) -> [String] {
        let words = Folding.words(text)
        return words.indices.flatMap { start in
            (1...longest).compactMap { count in
                guard start + count <= words.count else { return nil }
                let phrase = Folding.joined(words[start..<start + count])
                return phrases.contains(phrase) ? phrase : nil
            }
        }
    }
}
