import Markup
import Web

/// How answers of the search look.
struct SearchView {
    let found: SearchPage.Found
    let text: Text
    /// Something that matters more stands above: what else the words may mean is one link away.
    var isUnderCard = false

    /// The whole page.
    func page(asking: HTML) -> HTML {
        let error = found.error?.message(for: "q", text)
        return HTML.stack([
            HTML.pageHeader(text("vocabulary.search.title")),
            HTML.errorSummary(title: text("vocabulary.search.problem"), error.map { [("search", $0)] } ?? []),
            HTML.searchForm(
                action: "/search", label: text("vocabulary.search.label"), hint: text("vocabulary.search.hint"),
                value: found.query, button: text("vocabulary.search.button")),
            list(), isUnderCard ? meantElse() : .empty, asking,
        ])
    }

    /// The answers alone, or what to do where there are none.
    func list() -> HTML {
        if found.query.isEmpty || found.error != nil { return found.query.isEmpty ? browse() : .empty }
        if found.groups.isEmpty { return isUnderCard ? .empty : nothing() }
        return HTML.each(found.groups) { group in
            "<section class=\"stack\"><h2>\(heading(group.kind))</h2>\(links(group.matches))</section>"
        }
    }

    private func meantElse() -> HTML {
        let all = Link(local: "/search")?.adding("q", found.query).adding("card", "hidden") ?? "/search"
        return "<p>\(text("vocabulary.search.meant")) <a href=\"\(all)\">\(text("vocabulary.search.meant.all"))</a></p>"
    }

    private func browse() -> HTML {
        HTML.actions([
            HTML.buttonLink(text("vocabulary.search.conditions"), to: "/conditions", kind: .secondary),
            HTML.buttonLink(text("vocabulary.search.treatments"), to: "/treatments", kind: .secondary),
        ])
    }

    private func nothing() -> HTML {
        let title = text("vocabulary.search.nothing", ["query": .text(found.query)])
        guard !found.nearest.isEmpty else {
            return HTML.emptyState(title: title, body: text("vocabulary.search.nothing.body"))
        }
        return """
            \(HTML.emptyState(title: title, body: text("vocabulary.search.nothing.body")))\
            <section class="stack"><h2>\(text("vocabulary.search.nearest"))</h2>\(links(found.nearest))</section>
            """
    }

    private func heading(_ kind: ConceptKind) -> String {
        switch kind {
        case .condition: text("vocabulary.search.conditions")
        case .treatment: text("vocabulary.search.treatments")
        case .symptom: text("vocabulary.search.symptoms")
        }
    }

    private func links(_ matches: [Match]) -> HTML {
        HTML.linkList(
            matches.map { match in
                let note = match.alsoCalled.map { text("vocabulary.search.alsoCalled", ["synonym": .text($0)]) }
                return (match.name, match.concept.link, note)
            })
    }
}
