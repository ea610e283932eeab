import Markup
import Vocabulary

/// What words may mean: conditions and symptoms with all that is narrower, and themes.
struct TopicReader: Sendable {
    /// What was found: topics as programs have them, and the first condition among them.
    struct Meaning: Sendable {
        var topics: Set<String> = []
        var condition: Condition?
        /// Word by word, or but for the spaces.
        var isExact = false
        /// Without a slip of the finger.
        var isSpelt = false
    }

    /// Names that are looked at, of conditions and symptoms.
    private static let most = 12
    /// Words of a sentence that are looked for one by one, where nothing else of it was found; the longest.
    private static let mostAlone = 3

    let catalogue: Catalogue
    let language: Language
    let table: FindWords
    let book: KeptTopicBook

    /// The words as a whole: a name in the catalogue, or all of them words of one theme.
    func whole(_ words: String) -> Meaning {
        let found = catalogue.search(words, language: language, kinds: [.condition, .symptom], limit: Self.most)
        // A slip of the finger is forgiven where nothing is spelt so.
        let isSpelt = found.contains { $0.quality < .misspelt }
        var meaning = meaning(of: found.filter { !isSpelt || $0.quality < .misspelt }.map(\.concept))
        let asked = Set(catalogue.smallWords.removed(from: Folding.words(words, limit: FindForm.longest)))
        let themes = asked.isEmpty ? [] : GroupTheme.allCases.filter { asked.isSubset(of: table.themes[$0] ?? []) }
        meaning.isExact = found.contains { $0.quality <= .joined }
        meaning.isSpelt = isSpelt || !themes.isEmpty
        return adding(themes, to: meaning)
    }

    /// A sentence: the longest names within it, and themes that share a word; where there is none of these, its longest
    /// words.
    /// - Parameter words: folded, without small ones.
    func parts(_ words: [[UInt8]]) -> Meaning {
        let found = book.book(of: catalogue).concepts(in: words)
        let meaning = adding(themes(in: words), to: meaning(of: found))
        return meaning.topics.isEmpty && words.count > 1 ? alone(words) : meaning
    }

    /// The theme with most of the words first; what it has no other needs to have. Whoever lost a baby is not shown what is
    /// for new parents.
    private func themes(in words: [[UInt8]]) -> [GroupTheme] {
        var (rest, found) = (Set(words).subtracting(table.small), [GroupTheme]())
        while true {
            let shared = GroupTheme.allCases.map { theme in (theme, rest.intersection(table.themes[theme] ?? [])) }
                .filter { !$0.1.isSubset(of: table.weak) }
            guard let most = shared.map(\.1.count).max() else { return found }
            for (theme, words) in shared where words.count == most {
                found.append(theme)
                rest.subtract(words)
            }
        }
    }

    private func alone(_ words: [[UInt8]]) -> Meaning {
        let longest = words.filter { $0.count > 4 }.sorted { $0.count > $1.count }.prefix(Self.mostAlone)
        let found = longest.flatMap { word -> [Concept] in
            let word = String(decoding: word, as: UTF8.self)
            let found = catalogue.search(
                word, language: language, kinds: [.condition, .symptom], limit: Self.most)
            // A short word is near too many.
            return found.filter { $0.quality <= .beginning || (word.utf8.count > 7 && $0.quality == .misspelt) }
                .map(\.concept)
        }
        return meaning(of: found)
    }

    private func meaning(of concepts: [Concept]) -> Meaning {
        var meaning = Meaning()
        for concept in concepts {
            meaning.topics.formUnion(catalogue.topics(of: concept))
            if case .condition(let condition) = concept { meaning.condition = meaning.condition ?? condition }
        }
        for theme in GroupTheme.allCases {
            if let slug = theme.condition, meaning.topics.contains(slug) { meaning.topics.insert(theme.rawValue) }
        }
        return meaning
    }

    private func adding(_ themes: [GroupTheme], to meaning: Meaning) -> Meaning {
        var meaning = meaning
        for theme in themes {
            meaning.topics.insert(theme.rawValue)
            guard let condition = theme.condition.flatMap({ catalogue.condition(slug: $0) }) else { continue }
            meaning.topics.formUnion(catalogue.topics(of: .condition(condition)))
            meaning.condition = meaning.condition ?? condition
        }
        return meaning
    }
}

extension GroupTheme {
    /// The condition that is the same: programs name either.
    fileprivate var condition: String? {
        switch self {
        case .loss: "grief"
        case .pregnancy: "pregnancy"
        default: nil
        }
    }
}

extension Catalogue {
    /// The slugs of an entry and of all conditions below it: who looks for pain finds back pain.
    func topics(of concept: Concept) -> Set<String> {
        guard case .condition(let condition) = concept else { return [concept.slug] }
        var (found, open): (Set<String>, [Condition]) = ([], [condition])
        while let next = open.popLast() {
            if found.insert(next.slug).inserted { open += children(of: next) }
        }
        return found
    }
}
