import Markup
import Statistics
import Storage
import Vocabulary
import Web

/// The panel behind every number: from how many, leaning toward what, made when and by which rules.
extension FigureView {
    func howWeKnow(_ figure: Figure, _ content: Figure.Content) -> HTML {
        let body: HTML = """
            \(HTML.facts([
                (term: text("evidence.know.from"), value: "\(from(content))"),
                (term: text("evidence.know.range"), value: "\(text("evidence.know.range.value"))"),
                (term: text("evidence.know.hidden"), value: "\(hidden(figure))"),
            ]))\(barTable(content))\(releaseNote())\
            \(HTML.disclosure(text("evidence.know.curious"), formula(figure, content)))
            """
        return HTML.disclosure(text("evidence.know.summary"), body)
    }

    private func formula(_ figure: Figure, _ content: Figure.Content) -> HTML {
        let prior = content.prior
        let lean = text(
            "evidence.know.lean.value",
            [
                "parent": .text(parentName(figure, content.priorLevel)),
                "share": .text(Self.ofHundred(prior.parent.mean)),
                "k": .text(text.number(prior.weight, decimals: 0)),
            ])
        let formula = text(
            "evidence.know.formula.value",
            ["n": .count(content.evaluations), "k": .text(text.number(prior.weight, decimals: 0))])
        return HTML.facts([
            (term: text("evidence.know.formula"), value: "\(formula)"),
            (
                term: text("evidence.know.lean"),
                value: "\(content.priorLevel == .none ? text("evidence.know.lean.none") : lean)"
            ),
        ])
    }

    /// The panel of a list of figures.
    func howWeKnowOfList() -> HTML {
        let weights = release.weights
        let values: [String: TextValue] = [
            "pair": .text(text.number(weights.pair, decimals: 0)),
            "family": .text(text.number(weights.family, decimals: 0)),
            "purpose": .text(text.number(weights.purpose, decimals: 0)),
        ]
        let body: HTML = """
            \(HTML.facts([
                (term: text("evidence.know.order"), value: "\(text("evidence.know.order.value"))"),
                (term: text("evidence.know.range"), value: "\(text("evidence.know.range.value"))"),
                (term: text("evidence.know.hidden"), value: "\(text("evidence.know.hidden.value"))"),
            ]))\(releaseNote())\
            \(HTML.disclosure(text("evidence.know.curious"), "<p>\(text("evidence.know.list.lean", values))</p>"))
            """
        return HTML.disclosure(text("evidence.know.summary"), body)
    }

    /// Which release, which data, which rules; and where all of it is explained.
    func releaseNote() -> HTML {
        let values: [String: TextValue] = [
            "release": .text(text.number(release.number)), "date": .text(text.date(release.dataThrough)),
            "rules": .text(release.codeVersion),
        ]
        return """
            \(HTML.note(HTML(text: text("evidence.know.release", values))))\
            <p><a href="/how-we-know">\(text("evidence.know.more"))</a></p>
            """
    }

    private func from(_ content: Figure.Content) -> String {
        let values: [String: TextValue] = ["n": .count(content.evaluations)]
        switch content.details.source {
        case .members: return text("evidence.know.from.members", values)
        case .mixed: return text("evidence.know.from.mixed", values)
        case .imported: return text("evidence.know.from.imported", values)
        }
    }

    /// What was left out of this figure on purpose.
    private func hidden(_ figure: Figure) -> String {
        figure.content.bar == nil ? text("evidence.know.hidden.steps") : text("evidence.know.hidden.value")
    }

    private func parentName(_ figure: Figure, _ level: PriorLevel) -> String {
        let family = figure.family ?? figure.treatment.flatMap { catalogue.treatment($0)?.family?.id }
        let values: [String: TextValue] = [
            "family": .text(family.flatMap { catalogue.family($0) }?.name.inSentence(language) ?? ""),
            "purpose": .text(inSentence(figure.purpose)),
        ]
        switch level {
        case .familyForPurpose: return text("evidence.parent.familyForPurpose", values)
        case .family: return text("evidence.parent.family", values)
        case .purpose: return text("evidence.parent.purpose", values)
        case .all, .none: return text("evidence.parent.all")
        }
    }
}
