import Markup
import Vocabulary
import Web

/// The way to public pages about a condition, a symptom or a treatment: plain links, and nothing is loaded from there.
struct PublicPages {
    let text: Text
    let catalogue: Catalogue

    /// Nothing where none of them has a page.
    func card(_ concepts: [Concept]) -> HTML {
        let pages = concepts.compactMap { concept in
            catalogue.publicPage(of: concept, in: text.language).map { (concept: concept, link: $0) }
        }
        guard !pages.isEmpty else { return .empty }
        return HTML.card(
            HTML.each(pages) { concept, link in
                let words = text(
                    "evidence.public.link",
                    ["name": .text(concept.name(text.language)), "place": .text(Self.place(link))])
                return "<p><a href=\"\(link)\" rel=\"noreferrer\">\(words)</a></p>"
            } + HTML.note(HTML(text: text("evidence.public.note"))), title: text("evidence.public.title"))
    }

    /// Whose page it is: the name by which people know it, else the host's.
    private static func place(_ link: Link) -> String {
        let host = String(link.text.unicodeScalars.dropFirst("https://".count).prefix { $0 != "/" })
        return host.hasSuffix("medlineplus.gov")
            ? "MedlinePlus" : host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
    }
}
