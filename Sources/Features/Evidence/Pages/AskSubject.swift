import Markup
import Storage
import Vocabulary
import Web

/// What a question is about.
struct AskSubject {
    let treatment: Treatment
    let purpose: Concept
    var link: Link { "/treatments/\(treatment.slug)/for/\(purpose.slug)" }
    var action: Link { "/ask/\(treatment.slug)/\(purpose.slug)" }

    /// From the address. Throws `.notFound` for what is not in the catalogue.
    init(_ visit: Visit, _ catalogue: Catalogue) throws {
        guard let treatment = catalogue.treatment(slug: try visit.parameter("treatment")),
            let purpose = catalogue.purpose(slug: try visit.parameter("purpose"))
        else { throw Problem.notFound }
        (self.treatment, self.purpose) = (treatment, purpose)
    }

    /// "Sertraline for depression".
    static func name(_ ask: Ask, _ catalogue: Catalogue, _ visit: Visit) -> String {
        let treatment = catalogue.treatment(ask.treatment)?.name(visit.language) ?? ""
        let purpose = catalogue.purpose(ask.purpose)?.name.inSentence(visit.language) ?? ""
        return visit.text("evidence.asks.about", ["treatment": .text(treatment), "purpose": .text(purpose)])
    }

    /// The way to ask, in the same words wherever it is offered and whether or not there is anybody.
    static func card(to link: Link, _ text: Text) -> HTML {
        HTML.card(offer(link, text), title: text("evidence.ask.title"))
    }

    /// What stands below that heading.
    static func offer(_ link: Link, _ text: Text) -> HTML {
        """
        <p>\(text("evidence.ask.card"))</p>\
        \(HTML.actions([HTML.buttonLink(text("evidence.ask.button"), to: link, kind: .secondary)]))
        """
    }
}
