import Journal
import Markup
import Vocabulary
import Web

/// Side effects, reasons for stopping, and how hard it is to keep up, as shares of a hundred.
struct DetailCards {
    let text: Text
    let catalogue: Catalogue
    let details: FigureDetails

    func html() -> HTML { sideEffects() + stops() + keeping() }

    private func sideEffects() -> HTML {
        var rows = details.symptoms.compactMap { entry -> (String, Int)? in
            catalogue.symptom(entry.symptom).map { ($0.name(text.language), entry.part.ofHundred) }
        }
        if let severe = details.answers[.severeSideEffects] {
            rows.append((text("evidence.details.severe"), severe.ofHundred))
        }
        if let none = details.answers[.noSideEffects] { rows.append((text("evidence.details.none"), none.ofHundred)) }
        guard !rows.isEmpty else { return .empty }
        return HTML.card(list(rows) + note, title: text("evidence.details.sideEffects"))
    }

    private func stops() -> HTML {
        let rows = details.stops.compactMap { entry -> (String, Int)? in
            StopReason(rawValue: entry.reason).map { ($0.label(text), entry.part.ofHundred) }
        }
        guard !rows.isEmpty else { return .empty }
        return HTML.card(list(rows), title: text("evidence.details.stops"))
    }

    private func keeping() -> HTML {
        let questions: [(FigureDetails.Question, String)] = [
            (.keptToIt, text("evidence.details.kept")), (.hardToKeepUp, text("evidence.details.hard")),
            (.costsMuch, text("evidence.details.cost")),
        ]
        let rows = questions.compactMap { question, label in details.answers[question].map { (label, $0.ofHundred) } }
        guard !rows.isEmpty else { return .empty }
        return HTML.card(list(rows), title: text("evidence.details.keeping"))
    }

    private func list(_ rows: [(String, Int)]) -> HTML {
        HTML.facts(rows.map { (term: $0.0, value: "\(text("evidence.inHundred", ["share": .text(String($0.1))]))") })
    }

    private var note: HTML { HTML.note(HTML(text: text("evidence.details.note"))) }
}
