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
    /// What is often taken for it.
    let likely: [Treatment]
    let page: Int

    private var text: Text { view.text }

    func html() -> HTML {
        let shown = figures.filter { $0.kind == .pair || $0.kind == .familyRest }
        let told = Set(shown.compactMap(\.treatment))
        let few = likely.filter { !told.contains($0.id) }
        guard !shown.isEmpty else { return nothing() + fewCard(few) + widerCard() }
        return table(shown) + fewCard(few)
    }

    private func table(_ shown: [Figure]) -> HTML {
        let first = (page - 1) * ConditionPage.rows
        let rows = Array(shown.dropFirst(first).prefix(ConditionPage.rows))
        let link: Link = "/conditions/\(concept.slug)"
        let body: HTML = """
            <p class="tier">\(summary(shown))</p>\(HTML.note(HTML(text: text("evidence.order"))))\(table(of: rows))\
            \(HTML.pagination(
                previous: page > 1 ? link.adding("page", String(page - 1)) : nil,
                next: first + rows.count < shown.count ? link.adding("page", String(page + 1)) : nil, text: text))\
            \(view.howWeKnowOfList())
            """
        let name = concept.name.inSentence(view.language)
        return HTML.card(body, title: text("evidence.condition.card", ["name": .text(name)]))
    }

    private func summary(_ shown: [Figure]) -> String {
        let people = shown.reduce(0) { $0 + $1.content.evaluations }
        let pairs = shown.count { $0.kind == .pair }
        var parts = [text("evidence.tier"), text("evidence.counts.evaluations", ["n": .count(people)])]
        if pairs > 0 { parts.append(text("evidence.condition.treatments", ["n": .count(pairs)])) }
        return parts.joined(separator: " · ")
    }

    /// A column that says nothing in any row is left out; a cell that says nothing stays empty.
    private func table(of rows: [Figure]) -> HTML {
        let all: [(column: Column, cell: (Figure, Figure.Content) -> HTML)] = [
            (Column(text("evidence.column.treatment")), { figure, _ in name(figure) }),
            (Column(text("evidence.column.range"), heading: HTML.scale()), { view.rangeBar($1) }),
            (Column(text("evidence.column.people"), numeric: true), { HTML(text: text.number($1.evaluations)) }),
            (
                Column(text("evidence.column.taking"), numeric: true),
                { HTML.with($1.taking) { "\(text.number($0))" } }
            ), (Column(text("evidence.column.stopped"), numeric: true), { stopped($1) }),
        ]
        let columns = all.filter { column in
            rows.contains { !column.cell($0, $0.content).isEmpty }
        }
        return HTML.table(
            Table(
                caption: text("evidence.condition.table"), isCaptionHidden: true, columns: columns.map(\.column),
                rows: rows.map { row in columns.map { $0.cell(row, row.content) } }))
    }

    private func stopped(_ content: Figure.Content) -> HTML {
        HTML.with(content.details.stops.first { $0.reason == "side-effects" }?.part) { part in
            "\(text("evidence.inHundred", ["share": .text(String(part.ofHundred))]))"
        }
    }

    private func name(_ figure: Figure) -> HTML {
        guard figure.kind == .pair, let treatment = figure.treatment.flatMap({ view.catalogue.treatment($0) }) else {
            return """
                \(view.name(figure.family)) <span class="note row-note">\(text("evidence.family.together"))</span>
                """
        }
        let link: Link = "/treatments/\(treatment.slug)/for/\(concept.slug)"
        return "<a href=\"\(link)\">\(treatment.name(view.language))</a>"
    }

    private func nothing() -> HTML {
        HTML.card("<p>\(text("evidence.few.condition"))</p>", title: text("evidence.few.title"))
    }

    /// Treatments that too few evaluated, by name, each with the way to ask: those that are likely for the purpose, whoever
    /// recorded any, for a list of what somebody recorded would tell of single people.
    private func fewCard(_ few: [Treatment]) -> HTML {
        let treatments = text.sorted(few) { $0.name(view.language) }
        guard !treatments.isEmpty else { return .empty }
        let list = HTML.each(treatments.prefix(200)) { treatment in
            """
            <li><a href="\(Link("/treatments/\(treatment.slug)/for/\(concept.slug)"))">\(treatment.name(view.language))</a> \
            <span class="note"><a href="\(Link("/ask/\(treatment.slug)/\(concept.slug)"))">\(text("evidence.few.ask"))\
             <span class="unseen">\(about(treatment))</span></a></span></li>
            """
        }
        return HTML.card(
            """
            <p>\(text("evidence.few.list", ["n": .count(treatments.count)]))</p>\
            \(HTML.disclosure(text("evidence.few.show"), "<ul class=\"link-list\">\(list)</ul>", open: treatments.count <= 12))
            """, title: text("evidence.few.title"))
    }

    /// What a link of many alike is about, for those who hear it alone.
    private func about(_ treatment: Treatment) -> String {
        text("evidence.few.ask.about", ["treatment": .text(treatment.name.inSentence(view.language))])
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
