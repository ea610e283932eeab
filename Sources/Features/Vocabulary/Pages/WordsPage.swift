import Markup
import Storage
import Web

/// `/steward/words`: the words that wait for a steward, oldest first.
struct WordsPage: Sendable {
    private static let count = 50

    let vocabulary: VocabularyFeature

    var routes: [Route] {
        [.get("/steward/words", .role(.steward, in: .site)) { try await show($0) }]
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let last = visit.query["after"].flatMap { ID<ProposedWord>($0) }
        let words = try await vocabulary.database.read { tx in
            try ProposedWordStore.waiting(after: last, limit: Self.count + 1, as: visit.viewer, in: tx)
        }
        let page = words.prefix(Self.count)
        let next: Link? = words.count > Self.count ? page.last.map { "/steward/words?after=\($0.id)" } : nil
        let text = visit.text
        return visit.page(
            text("vocabulary.words.title"),
            HTML.stack([
                HTML.pageHeader(text("vocabulary.words.title"), lead: HTML(text: text("vocabulary.words.lead"))),
                page.isEmpty ? empty(text) : table(Array(page), text),
                HTML.pagination(previous: last == nil ? nil : "/steward/words", next: next, text: text),
            ]))
    }

    private func empty(_ text: Text) -> HTML {
        HTML.emptyState(title: text("vocabulary.words.none"), body: text("vocabulary.words.none.body"))
    }

    private func table(_ words: [ProposedWord], _ text: Text) -> HTML {
        HTML.table(
            Table(
                caption: text("vocabulary.words.caption"), isCaptionHidden: true,
                columns: [
                    Column(text("vocabulary.words.word")), Column(text("vocabulary.words.kind")),
                    Column(text("vocabulary.words.people"), numeric: true), Column(text("vocabulary.words.since")),
                ],
                rows: words.map { word in
                    [
                        """
                        <a href="\(Link("/steward/words/\(word.id)"))" lang="\(word.language.rawValue)"><bdi>\
                        \(word.text)</bdi></a>
                        """,
                        HTML(text: WordView.name(of: word.kind, text)), HTML(text: text.number(word.people)),
                        HTML(text: text.date(word.proposedAt)),
                    ]
                }))
    }
}
