/// Words that somebody looks for. Whatever they typed, nothing in it is an operator.
package struct FullTextQuery: Sendable, Hashable {
    /// Different words; later ones are not looked for.
    package static let wordLimit = 8
    /// Spellings of a word; further ones are not looked for.
    static let spellingLimit = 6

    /// For each word the spellings of which any will do, the typed one first.
    let words: [[[UInt8]]]

    /// - Parameters:
    ///   - words: folded like those of the documents (`Folding.words`).
    ///   - spellings: what else a word may be written as in a document: its plural, say.
    /// - Returns: nil when there is no letter and no digit in them.
    package init?(_ words: some Sequence<[UInt8]>, spellings: ([UInt8]) -> [[UInt8]] = { _ in [] }) {
        self.words = FullTextWords.distinct(words, limit: Self.wordLimit).map { word in
            FullTextWords.distinct([word] + spellings(word), limit: Self.spellingLimit)
        }
        if self.words.isEmpty { return nil }
    }

    private init(of words: [[[UInt8]]]) { self.words = words }

    /// Some of its words, by their places.
    subscript(_ places: some Sequence<Int>) -> FullTextQuery {
        FullTextQuery(of: places.compactMap { words.indices.contains($0) ? words[$0] : nil })
    }

    /// That all words are there, as an engine wants to be asked: a `MATCH` of FTS5, a `tsquery`. The words hold no quotation
    /// mark and no backslash (`FullTextWords`).
    func expression(for engine: Engine) -> String {
        let (quote, and, or) =
            switch engine {
            case .sqlite: ("\"", " AND ", " OR ")
            case .postgres: ("'", " & ", " | ")
            }
        return words.map { spellings in
            let quoted = spellings.map { quote + String(decoding: $0, as: UTF8.self) + quote }
            return "(\(quoted.joined(separator: or)))"
        }.joined(separator: and)
    }
}
