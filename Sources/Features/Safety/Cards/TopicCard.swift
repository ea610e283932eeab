import Markup
import Web

extension CrisisReader {
    /// On the page of a condition or symptom that speaks of danger by itself: the card above it, and how to talk with
    /// somebody one worries about. Who reads such a page may be either.
    func beside(_ topic: Topic, _ visit: Visit) -> HTML? {
        guard let card = topics[topic.kind, topic.slug], card != .emergency else { return nil }
        show(card, ending: .silent, visit)
        let text = visit.text
        return HTML.card(
            """
            <p>\(text("safety.card.other.lead"))</p>\
            <ol>\(HTML.each(1...3) { "<li>\(text("safety.steps.other.\($0)"))</li>" })</ol>
            """, title: text("safety.helper.title"))
    }
}
