/// Conditions and symptoms that speak of danger by themselves, as `Words/topics.tsv` has them: by kind and slug, for Safety
/// knows no other room. A test holds the slugs to the catalogue.
package struct DangerTopics: Sendable {
    struct Fault: Error, CustomStringConvertible {
        let line: Int
        var description: String { "topics.tsv, line \(line): kind, slug and the name of a card are expected" }
    }

    private struct Key: Hashable {
        let kind: String
        let slug: String
    }

    private var cards: [Key: CrisisFinding.Card] = [:]

    /// Throws `Fault` where a line is not of that shape.
    init(_ text: String) throws(Fault) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 3, let card = CrisisFinding.Card(rawValue: cells[2]) else {
                throw Fault(line: index + 1)
            }
            cards[Key(kind: cells[0], slug: cells[1])] = card
        }
    }

    /// The card for a condition or symptom; nil for nearly all.
    package subscript(kind: String, slug: String) -> CrisisFinding.Card? { cards[Key(kind: kind, slug: slug)] }

    /// All of them, for the test.
    package var all: [(kind: String, slug: String)] { cards.keys.map { ($0.kind, $0.slug) } }
}
