import Markup
import Synchronization
import Vocabulary

/// Every name of a condition or symptom in all languages, to find the longest of them within a sentence. Made once of a
/// catalogue; then a look-up for each run of words.
struct TopicBook: Sendable {
    /// Words of the longest name that is looked for.
    private static let longest = 6

    private var concepts: [[[UInt8]]: [Concept]] = [:]

    init(_ catalogue: Catalogue) {
        let all = catalogue.conditions.map { Concept.condition($0) } + catalogue.symptoms.map { .symptom($0) }
        for concept in all {
            let names = concept.name.all.map(\.text) + catalogue.synonyms(of: concept).map(\.text)
            for words in Set(names.map { catalogue.smallWords.removed(from: Folding.words($0)) })
            where words.count <= Self.longest && words != [[]] {
                concepts[words, default: []].append(concept)
            }
        }
    }

    /// From left to right the longest that is known, each with the words that it takes.
    /// - Parameter words: folded, without small ones.
    func concepts(in words: [[UInt8]]) -> [Concept] {
        var (rest, found) = (words[...], [Concept]())
        while !rest.isEmpty {
            let known = (1...min(Self.longest, rest.count)).reversed().lazy.compactMap { count in
                self.known(Array(rest.prefix(count))).map { (count, $0) }
            }.first
            found += known?.1 ?? []
            rest = rest.dropFirst(known?.0 ?? 1)
        }
        return found
    }

    /// One letter, or a number, names nothing by itself.
    private func known(_ words: [[UInt8]]) -> [Concept]? {
        guard words.count > 1 || (words.first?.count ?? 0) > 1 else { return nil }
        if let exact = concepts[words] { return exact }
        guard let last = words.last else { return nil }
        return Folding.singulars(of: last).lazy.compactMap { concepts[words.dropLast() + [$0]] }.first
    }
}

/// The book of the newest catalogue; all copies of a room share it.
final class KeptTopicBook: Sendable {
    private let kept = Mutex<(version: Int, book: TopicBook)?>(nil)

    func book(of catalogue: Catalogue) -> TopicBook {
        if let kept = kept.withLock({ $0 }), kept.version == catalogue.version { return kept.book }
        let book = TopicBook(catalogue)
        kept.withLock { $0 = (catalogue.version, book) }
        return book
    }
}
