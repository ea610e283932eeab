import Markup

/// Every name and synonym of the catalogue, by the words in it.
struct SearchIndex: Sendable {
    /// One name or synonym of one entry.
    struct Phrase: Sendable {
        /// The entry: conditions come first, then treatments, then symptoms.
        let concept: Int32
        let text: String
        let language: Language?
        let source: Synonym.Source
        /// All its folded words with spaces between them.
        let key: String
        /// Numbers of its folded words in order, without small words.
        let words: [Int32]
    }

    /// Where each kind's entries stand among all.
    let kinds: [(kind: ConceptKind, range: Range<Int>)]
    let phrases: [Phrase]
    let words: WordTable
    /// Entries below each entry, itself not counted: the wider of two equal answers comes first.
    let breadth: [Int32]
    /// The phrases that hold word `w`: `postings[postingStarts[w]..<postingStarts[w + 1]]`.
    let postings: [Int32]
    let postingStarts: [Int32]
    /// Phrases by their words with nothing between them: "hairloss" is hair loss, "bi polar" bipolar.
    let compact: [String: [Int32]]

    init(_ linked: LinkedRows) {
        let counts = [linked.conditions.values.count, linked.treatments.values.count, linked.symptoms.values.count]
        kinds = [
            (.condition, 0..<counts[0]), (.treatment, counts[0]..<counts[0] + counts[1]),
            (.symptom, counts[0] + counts[1]..<counts.reduce(0, +)),
        ]
        let drafts = Self.drafts(linked)
        let distinct = Set(drafts.flatMap(\.words)).sorted { $0.lexicographicallyPrecedes($1) }
        words = WordTable(sorted: distinct)
        let numbers = Dictionary(zip(distinct, 0..<Int32(clamping: distinct.count)), uniquingKeysWith: { a, _ in a })
        phrases = drafts.map { draft in
            Phrase(
                concept: Int32(clamping: draft.concept), text: draft.synonym.text, language: draft.synonym.language,
                source: draft.synonym.source,
                key: Folding.key(draft.synonym.text), words: draft.words.compactMap { numbers[$0] })
        }
        (postings, postingStarts) = Self.inverted(phrases, wordCount: distinct.count)
        compact = Dictionary(
            grouping: drafts.indices.map { Int32(clamping: $0) },
            by: { Folding.joined(drafts[Int($0)].words[...], by: "") })
        breadth = Self.breadths(of: linked) + Array(repeating: 0, count: counts[1] + counts[2])
    }

    private typealias Draft = (concept: Int, synonym: Synonym, words: [[UInt8]])

    /// All phrases; one that an entry has twice in the same language only once.
    private static func drafts(_ linked: LinkedRows) -> [Draft] {
        var drafts: [Draft] = []
        var concept = 0
        func add(_ name: LocalizedName, _ synonyms: [Synonym]) {
            var seen: Set<String> = []
            let names = Self.names(name, of: linked.languages.count)
            for synonym in names + synonyms {
                let words = linked.smallWords.removed(from: Folding.words(synonym.text))
                let key = "\(synonym.language?.rawValue ?? "") \(Folding.joined(words[...]))"
                if !words.isEmpty, seen.insert(key).inserted { drafts.append((concept, synonym, words)) }
            }
            concept += 1
        }
        for (condition, synonyms) in zip(linked.conditions.values, linked.conditions.synonyms) {
            add(condition.name, synonyms)
        }
        for (treatment, synonyms) in zip(linked.treatments.values, linked.treatments.synonyms) {
            add(treatment.name, synonyms)
        }
        for (symptom, synonyms) in zip(linked.symptoms.values, linked.symptoms.synonyms) { add(symptom.name, synonyms) }
        return drafts
    }

    /// A name's words; without a language where several languages share it.
    private static func names(_ name: LocalizedName, of languages: Int) -> [Synonym] {
        name.all.enumerated().map { place, word in
            let isShared = name.all.count { $0.text == word.text } > 1 || (place == 0 && name.all.count < languages)
            return Synonym(word.text, language: isShared ? nil : word.language, source: .name)
        }
    }

    private static func inverted(_ phrases: [Phrase], wordCount: Int) -> (postings: [Int32], starts: [Int32]) {
        var lists: [[Int32]] = Array(repeating: [], count: wordCount)
        for (number, phrase) in phrases.enumerated() {
            for word in Set(phrase.words) { lists[Int(word)].append(Int32(clamping: number)) }
        }
        var starts: [Int32] = [0]
        starts.reserveCapacity(wordCount + 1)
        for list in lists { starts.append((starts.last ?? 0) + Int32(clamping: list.count)) }
        return (lists.flatMap { $0 }, starts)
    }

    private static func breadths(of linked: LinkedRows) -> [Int32] {
        var breadth: [Int32] = Array(repeating: 0, count: linked.conditions.values.count)
        for condition in linked.conditions.values {
            var next = condition.parent.flatMap { linked.conditions.byID[$0] }
            while let parent = next {
                breadth[parent] += 1
                next = linked.conditions.values[parent].parent.flatMap { linked.conditions.byID[$0] }
            }
        }
        return breadth
    }
}
