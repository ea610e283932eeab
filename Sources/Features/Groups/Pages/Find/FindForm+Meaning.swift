import Markup
import Vocabulary

// What the words mean, with the schedule at hand.
extension FindForm {
    /// Reads the words against a schedule: as a whole first; then with days, ways and cities taken for what they are, and
    /// the rest as a whole, then piece by piece.
    mutating func read(in reading: ScheduleBook.Reading, _ topics: TopicReader) -> FindQuery {
        let (meant, titles) = said.words.isEmpty ? (nil, []) : meaning(in: reading, topics)
        condition = meant?.condition
        return FindQuery(
            topics: meant?.topics, titleWords: titles, near: near, radius: radius, days: days, parts: parts,
            modes: modes, language: language, isFreeOnly: isFreeOnly, hasSeatsOnly: hasSeatsOnly)
    }

    /// What is looked for, and the words that a title may have instead; nil where the words only choose, or say nothing.
    private mutating func meaning(
        in reading: ScheduleBook.Reading, _ topics: TopicReader
    ) -> (TopicReader.Meaning?, titles: [[UInt8]]) {
        let telling = topics.telling(said.words)
        let whole = topics.whole(said.what)
        let asked = topics.catalogue.smallWords.removed(from: said.words)
        var told = said
        told.readFilters(topics.table)
        told.readCity(reading.cities, topics.table)
        let rest = topics.telling(told.words)
        // A city is near many words by a slip of the finger.
        let isWhole = rest.isEmpty ? whole.isExact : !whole.topics.isEmpty && (whole.isSpelt || told.city == nil)
        if isWhole { return (whole, asked) }
        // What was looked for as a whole is not looked for again.
        func meaning() -> TopicReader.Meaning { topics.of(rest, isNew: rest != asked || !whole.topics.isEmpty) }
        if !rest.isEmpty, rest != telling, reading.hasTitle(with: telling) {
            // A group that is called so is meant, and others like it.
            return (meaning(), telling)
        }
        take(told)
        return rest.isEmpty ? (nil, []) : (meaning(), rest)
    }

    /// What words choose is chosen; a language from the list goes before one from the words.
    private mutating func take(_ told: TypedWords) {
        said = told
        for filter in told.filters {
            if case .language = filter, language != nil { continue }
            self = changed(filter, isOn: true)
        }
    }

    private var near: GeoPoint? { zip.map { ZIPCentroids.point(of: $0) } ?? said.city?.point }
}

extension TopicReader {
    /// Without the words that say nothing; empty where there are no others.
    func telling(_ words: [[UInt8]]) -> [[UInt8]] {
        let left = words.filter { !table.small.contains($0) }
        let isEmpty = left.allSatisfy { catalogue.smallWords.has($0, for: .skip) }
        return isEmpty ? [] : catalogue.smallWords.removed(from: left)
    }

    /// As a whole, else piece by piece.
    func of(_ telling: [[UInt8]], isNew: Bool) -> Meaning {
        let whole = isNew ? whole(Folding.joined(telling[...])) : Meaning()
        return whole.topics.isEmpty ? parts(telling) : whole
    }
}

extension ScheduleBook.Reading {
    /// Whether a title has all of these folded words.
    func hasTitle(with words: [[UInt8]]) -> Bool {
        order.contains { series in words.allSatisfy(series.titleWords.contains) }
    }
}
