import Markup
package import Web

/// Reads what somebody has just written, and puts help above the page that answers. Nothing of it is kept, and nobody else
/// learns of it: it needs no database and knows nobody, so that every room can have it, also those that stand below Safety.
package struct CrisisReader: Sendable {
    package let words: CrisisWords
    package let topics: DangerTopics
    let lines: HelpLines

    /// Its files, read once however many readers are made.
    private static let files = Result {
        (
            words: try CrisisWords(
                files: try WordFiles.named("crisis-", ".txt").map { (name: $0, text: try WordFiles.text($0)) },
                weights: try WordFiles.data("crisis-weights.bin")),
            topics: try DangerTopics(try WordFiles.text("topics.tsv")),
            lines: try HelpLines(try WordFiles.text("help-lines.tsv"))
        )
    }

    /// Throws where its files of words or numbers cannot be read.
    package init() throws { (words, topics, lines) = try Self.files.get() }

    /// The word to send to a crisis line of this number, by language tag; empty where the file of numbers knows of none. Throws
    /// where the file cannot be read.
    package static func messages(to number: String) throws -> [String: String] {
        let line = try HelpLines(try WordFiles.text("help-lines.tsv")).suicide
        return line.number == number ? line.words : [:]
    }

    /// Opens the line at the top of the page into a card.
    package func show(_ kind: CrisisFinding.Card, ending: CrisisCard.Ending = .notKept, _ visit: Visit) {
        // Only who has seen it can hide it: the address that does is on the card.
        guard visit.query["card"] != "hidden" else { return }
        let card = CrisisCard(visit: visit, lines: lines, kind: kind, ending: ending)
        let rank = CrisisFinding.Card.allCases.firstIndex(of: kind) ?? 0
        switch kind {
        case .soft: visit.open(Opened(card.softLine(), isCard: false, rank: rank))
        // Its page says how to talk with somebody one worries about, too.
        case .selfHarm, .other:
            visit.open(Opened(card.html(), isCard: true, subject: "suicidal-thoughts", rank: rank))
        default: visit.open(Opened(card.html(), isCard: true, rank: rank))
        }
    }

    /// Which card a text that others would read asks for so surely that it should wait for a second yes; nil where it can go
    /// on. The card itself stands above the page that answers by then (`reading`).
    package func holding(_ text: String) -> CrisisFinding.Card? {
        words.finding(in: text).flatMap { $0.isSure ? $0.card : nil }
    }
}
