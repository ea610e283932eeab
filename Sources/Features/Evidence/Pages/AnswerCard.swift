import Markup
import Statistics
import Storage
import Vocabulary

/// The first card of a treatment's page: the pair's own figure, or that it is too few yet. Too few is an answer too, in the
/// same place and of the same rank, with a person to ask; what is known nearby stands small and under its own name.
struct AnswerCard {
    let view: FigureView
    let treatment: Treatment
    let found: TreatmentParts.Found
    let ask: Link?

    private var text: Text { view.text }

    func html() -> HTML {
        guard let figure = found.figure else { return tooFew() }
        let content = figure.content
        return HTML.card(
            "\(view.evidence(figure))\(view.band(content))\(view.howWeKnow(figure, content))", id: "evidence")
    }

    private func tooFew() -> HTML {
        let values: [String: TextValue] = [
            "treatment": .text(treatment.name.inSentence(view.language)),
            "purpose": .text(found.purpose?.name.inSentence(view.language) ?? ""),
        ]
        let subject =
            found.purpose.map {
                text(
                    "evidence.subject.pair",
                    [
                        "treatment": .text(treatment.name(view.language)),
                        "purpose": .text($0.name.inSentence(view.language)),
                    ])
            } ?? treatment.name(view.language)
        return HTML.card(
            """
            \(HTML.evidenceSentence("\(text("evidence.few.title"))", tier: "\(text("evidence.tier")) · \(subject)"))\
            <p>\(text("evidence.few.why"))\(HTML.when(ask != nil, " \(text("evidence.few.why.ask"))"))</p>\
            \(HTML.with(ask) { "<h2 class=\"card-title\">\(text("evidence.ask.title"))</h2>\(AskSubject.offer($0, text))" })\
            \(nearby(values) ?? .empty)\
            <p><a href="/how-we-know">\(text("evidence.know.more"))</a></p>
            """, id: "evidence")
    }

    /// The figure of its family for the purpose, or the treatment's own for a wider condition: never of another part of the
    /// body, and never in the large type.
    private func nearby(_ values: [String: TextValue]) -> HTML? {
        guard let figure = found.nearby else { return nil }
        var values = values
        values["n"] = .count(figure.content.evaluations)
        values["share"] = .text(FigureView.ofHundred(figure.content.estimate.mean))
        values["low"] = .text(FigureView.low(figure.content.range))
        values["high"] = .text(FigureView.high(figure.content.range))
        values["family"] = .text(
            figure.family.flatMap { view.catalogue.family($0) }?.name.inSentence(view.language) ?? "")
        values["wider"] = .text(view.inSentence(figure.purpose))
        let words =
            switch figure.kind {
            case .pair: text("evidence.few.near.wider", values)
            case .family: text("evidence.few.near.family", values)
            default: text("evidence.few.near.rest", values)
            }
        return "<h2 class=\"card-title\">\(text("evidence.few.near"))</h2><p>\(words)</p>"
    }
}
