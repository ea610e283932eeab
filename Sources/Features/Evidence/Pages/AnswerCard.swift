import Markup
import Storage
import Vocabulary

/// The first card of a treatment's page: its figure, or the nearest there is and why, or that it is too few yet. Too few
/// is an answer too, in the same place and of the same rank, with a person to ask.
struct AnswerCard {
    let view: FigureView
    let treatment: Treatment
    let found: TreatmentParts.Found
    let ask: Link?

    private var text: Text { view.text }

    func html() -> HTML {
        guard let figure = found.figure else { return tooFew() }
        guard figure.kind == .pair || found.purpose == nil else { return nearest(figure) }
        return HTML.card(evidence(figure, figure.content) + view.howWeKnow(figure, figure.content), id: "evidence")
    }

    private func evidence(_ figure: Figure, _ content: Figure.Content) -> HTML {
        let tier = "\(text("evidence.tier")) · \(view.subject(figure))"
        return """
            \(HTML.evidenceSentence(view.sentence(content), tier: tier))\(view.bar(content))\
            \(view.rangeBar(content))\(view.counts(figure, content))\(view.band(content))
            """
    }

    /// Too few by itself, and the figure of those with whom it is counted or that comes nearest.
    private func nearest(_ figure: Figure) -> HTML {
        HTML.card(
            """
            <p>\(pair) \(text("evidence.few.nearest"))</p>\(evidence(figure, figure.content))\
            \(view.howWeKnow(figure, figure.content))\(HTML.with(ask) { "<div class=\"aside\">\(asking($0))</div>" })
            """, title: text("evidence.few.title"), id: "evidence")
    }

    /// Too few, and nothing that they could be counted with: the wider figure, if there is one, and the way to ask.
    private func tooFew() -> HTML {
        if let wider = wider() { return nearest(wider) }
        let body = found.purpose == nil ? text("evidence.few.body") : pair
        return HTML.card(
            "<p>\(body)</p>\(HTML.with(ask, asking))", title: text("evidence.few.title"), id: "evidence")
    }

    /// "So far, too few people have told how duloxetine went for fibromyalgia."
    private var pair: String {
        text(
            "evidence.few.pair",
            [
                "treatment": .text(treatment.name.inSentence(view.language)),
                "purpose": .text(found.purpose?.name.inSentence(view.language) ?? ""),
            ])
    }

    private func asking(_ link: Link) -> HTML {
        "<h3>\(text("evidence.ask.title"))</h3>\(AskSubject.offer(link, text))"
    }

    /// The figure of its family for the purpose, or the treatment's own for the nearest wider condition.
    private func wider() -> Figure? {
        let families = Set(
            sequence(first: treatment.family) { $0.flatMap { view.catalogue.parent(of: $0) } }.prefix(8)
                .compactMap { $0?.id })
        return found.others.first { $0.kind == .family && $0.family.map(families.contains) == true } ?? widerPair()
    }

    private func widerPair() -> Figure? {
        guard case .condition(let condition) = found.purpose else { return nil }
        for wider in view.catalogue.ancestors(of: condition) {
            let id = Purpose.condition(wider.id).id
            if let figure = found.figures.first(where: { $0.purpose == id }) { return figure }
        }
        return nil
    }
}
