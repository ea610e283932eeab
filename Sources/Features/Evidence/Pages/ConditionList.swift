import Markup
import Storage
import Vocabulary
import Web

/// The table of a condition's page: treatments by the lower end of their range, and those too few to show.
struct ConditionList {
    let view: FigureView
    let concept: Concept
    /// All of the release for this purpose, figures first and by the lower end of their range.
    let figures: [Figure]
    let page: Int

    private var text: Text { view.text }

    func html() -> HTML {
        let shown = figures.filter { $0.content != nil && ($0.kind == .pair || $0.kind == .familyRest) }
        let few = figures.filter { $0.kind == .pair && $0.content == nil }
        guard !shown.isEmpty else { return nothing() + fewCard(few) + widerCard() }
        return table(shown) + fewCard(few)
    }

    private func table(_ shown: [Figure]) -> HTML {
        let first = (page - 1) * ConditionPage.rows
        let rows = shown.dropFirst(first).prefix(ConditionPage.rows)
        let people = shown.reduce(0) { $0 + ($1.content?.evaluations ?? 0) }
        let pairs = shown.count { $0.kind == .pair }
        let table = Table(
            caption: text("evidence.condition.table"), isCaptionHidden: true,
            columns: [
                Column(text("evidence.column.treatment")),
                Column(text("evidence.column.range"), heading: HTML.scale()),
                Column(text("evidence.column.people"), numeric: true),
                Column(text("evidence.column.taking"), numeric: true),
                Column(text("evidence.column.stopped"), numeric: true),
            ],
            rows: rows.map { row($0) })
        let link: Link = "/conditions/\(concept.slug)"
        let body: HTML = """
            <p class="tier">\(text("evidence.tier"))</p>\
            <p>\(text("evidence.condition.count", ["n": .count(people), "treatments": .count(pairs)]))</p>\
            \(HTML.note(HTML(text: text("evidence.order"))))\(HTML.table(table))\
            \(HTML.pagination(
                previous: page > 1 ? link.adding("page", String(page - 1)) : nil,
                next: first + rows.count < shown.count ? link.adding("page", String(page + 1)) : nil, text: text))\
            \(view.howWeKnowOfList())
            """
        return HTML.card(body, title: text("evidence.condition.card", ["name": .text(concept.name(view.language))]))
    }

    private func row(_ figure: Figure) -> [HTML] {
        guard let content = figure.content else { return [] }
        let stopped = content.details.stops.first { $0.reason == "side-effects" }?.part
        return [
            name(figure), view.rangeBar(content), HTML(text: text.number(content.evaluations)),
            HTML(text: content.taking.map { text.number($0) } ?? "–"),
            HTML(text: stopped.map { text("evidence.inHundred", ["share": .text(String($0.ofHundred))]) } ?? "–"),
        ]
    }

    private func name(_ figure: Figure) -> HTML {
        guard figure.kind == .pair, let treatment = figure.treatment.flatMap({ view.catalogue.treatment($0) }) else {
            return "\(text("evidence.family.together", ["family": .text(view.name(figure.family))]))"
        }
        let link: Link = "/treatments/\(treatment.slug)/for/\(concept.slug)"
        return "<a href=\"\(link)\">\(treatment.name(view.language))</a>"
    }

    private func nothing() -> HTML {
        HTML.card(HTML.emptyState(title: text("evidence.few.title"), body: text("evidence.few.condition")))
    }

    /// Treatments that too few evaluated, by name, each with the way to ask.
    private func fewCard(_ few: [Figure]) -> HTML {
        let treatments = few.compactMap { $0.treatment.flatMap { view.catalogue.treatment($0) } }
            .sorted { $0.name(view.language) < $1.name(view.language) }
        guard !treatments.isEmpty else { return .empty }
        let list = HTML.each(treatments.prefix(200)) { treatment in
            """
            <li><a href="\(Link("/treatments/\(treatment.slug)/for/\(concept.slug)"))">\(treatment.name(view.language))</a> \
            <span class="note"><a href="\(Link("/ask/\(treatment.slug)/\(concept.slug)"))">\(text("evidence.few.ask"))\
            <span class="unseen">: \(treatment.name(view.language))</span></a></span></li>
            """
        }
        return HTML.card(
            """
            <p>\(text("evidence.few.list", ["n": .count(treatments.count)]))</p>\
            \(HTML.disclosure(text("evidence.few.show"), "<ul class=\"link-list\">\(list)</ul>", open: treatments.count <= 12))
            """, title: text("evidence.few.title"))
    }

    /// The wider condition's page, where this one has nothing to show.
    private func widerCard() -> HTML {
        guard case .condition(let condition) = concept, let parent = view.catalogue.parent(of: condition) else {
            return .empty
        }
        let name = parent.name(view.language)
        return HTML.card(
            "<p><a href=\"\(Link("/conditions/\(parent.slug)"))\">\(text("evidence.few.wider", ["name": .text(name)]))</a></p>"
        )
    }
}
