import Markup
import Vocabulary
import Web

/// What else people tried for the same purpose: the best by the lower end of the range, and the page's own.
struct OtherChoices {
    let view: FigureView
    let treatment: Treatment
    let found: TreatmentParts.Found

    private static let most = 7
    private var text: Text { view.text }

    func html() -> HTML {
        guard let purpose = found.purpose else { return .empty }
        let shown = found.others.filter { $0.kind == .pair }
        guard shown.count > 1 else { return .empty }
        var rows = Array(shown.prefix(Self.most))
        if let own = shown.first(where: { $0.treatment == treatment.id }), !rows.contains(own) { rows.append(own) }
        let table = Table(
            caption: text("evidence.others.table"), isCaptionHidden: true,
            columns: [
                Column(text("evidence.column.treatment")),
                Column(text("evidence.column.range"), heading: HTML.scale()),
                Column(text("evidence.column.people"), numeric: true),
            ],
            rows: rows.map { row($0, purpose) })
        let all = HTML(text: text("evidence.others.all", ["n": .count(shown.count)]))
        return HTML.card(
            """
            \(HTML.note(HTML(text: text("evidence.order"))))\(HTML.table(table))\
            <p><a href="\(Link("/conditions/\(purpose.slug)"))">\(all)</a></p>\(view.howWeKnowOfList())
            """, title: text("evidence.others.title", ["purpose": .text(purpose.name.inSentence(view.language))]))
    }

    private func row(_ figure: Figure, _ purpose: Concept) -> [HTML] {
        guard let other = figure.treatment.flatMap({ view.catalogue.treatment($0) }) else { return [] }
        let name = other.name(view.language)
        let link: Link = "/treatments/\(other.slug)/for/\(purpose.slug)"
        return [
            other == treatment ? "<strong>\(name)</strong>" : "<a href=\"\(link)\">\(name)</a>",
            view.rangeBar(figure.content),
            HTML(text: text.number(figure.content.evaluations)),
        ]
    }
}
