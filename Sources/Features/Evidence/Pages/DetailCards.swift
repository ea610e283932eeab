import Journal
import Markup
import Statistics
import Vocabulary
import Web

/// Side effects, reasons for stopping, and how hard it is to keep up: how many of how many people, and what is not shown.
struct DetailCards {
    let text: Text
    let catalogue: Catalogue
    let details: FigureDetails

    func html() -> HTML { sideEffects() + stops() + keeping() }

    private func sideEffects() -> HTML {
        let rows = details.symptoms.compactMap { entry in
            catalogue.symptom(entry.symptom).map { (label: $0.name(text.language), part: entry.part) }
        }
        // "None" by itself would say more than anybody knows.
        guard !rows.isEmpty else { return .empty }
        let all = [
            values(.severeSideEffects).map { text("evidence.details.severe", $0) },
            values(.noSideEffects).map { text("evidence.details.none", $0) },
            text("evidence.details.rare"), text("evidence.details.note"),
        ]
        return HTML.card(list(rows) + note(all), title: text("evidence.details.sideEffects"))
    }

    private func stops() -> HTML {
        let rows = details.stops.compactMap { entry in
            StopReason(rawValue: entry.reason).map { (label: $0.label(text), part: entry.part) }
        }
        guard !rows.isEmpty else { return .empty }
        return HTML.card(
            list(rows) + note([text("evidence.details.rare.reasons"), text("evidence.details.note")]),
            title: text("evidence.details.stops"))
    }

    private func keeping() -> HTML {
        let questions: [(FigureDetails.Question, String)] = [
            (.keptToIt, text("evidence.details.kept")), (.hardToKeepUp, text("evidence.details.hard")),
            (.costsMuch, text("evidence.details.cost")),
        ]
        let rows = questions.compactMap { question, label in
            details.answers[question].map { (label: label, part: $0) }
        }
        guard !rows.isEmpty else { return .empty }
        return HTML.card(list(rows) + note([text("evidence.details.note")]), title: text("evidence.details.keeping"))
    }

    private func list(_ rows: [(label: String, part: FigureDetails.Part)]) -> HTML {
        HTML.shareList(
            rows.map { label, part in
                let share: [String: TextValue] = [
                    "share": .text(String(part.ofHundred)), "n": .text(text.number(part.of)),
                ]
                let words: HTML
                if isInThousand {
                    words = "\(text("evidence.inHundred", share))"
                } else if part.count < Suppression.standard.smallestShown {
                    // No count of people under eleven, an estimate neither.
                    words = "\(text("evidence.details.share", share))"
                } else {
                    words = text.html(
                        "evidence.details.of",
                        ["count": "<b>\(text.number(part.count))</b>", "n": HTML(text: text.number(part.of))])
                }
                return (label, words, Double(part.count) / Double(max(part.of, 1)))
            })
    }

    /// A release that did not say yet of how many people.
    private var isInThousand: Bool { details.people == nil }

    /// Nil where it would be a count under eleven.
    private func values(_ question: FigureDetails.Question) -> [String: TextValue]? {
        guard let part = details.answers[question] else { return nil }
        if isInThousand { return ["count": .text(text.number(part.ofHundred)), "n": .text(text.number(100))] }
        guard part.count >= Suppression.standard.smallestShown else { return nil }
        return ["count": .text(text.number(part.count)), "n": .text(text.number(part.of))]
    }

    private func note(_ words: [String?]) -> HTML {
        HTML.note(HTML(text: words.compactMap(\.self).joined(separator: " ")))
    }
}
