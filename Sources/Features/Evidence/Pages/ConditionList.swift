import Markup
import Statistics
import Storage
import Vocabulary
import Web

/// The list of a condition's page: treatments in bands that can be told apart, what is counted together, what was taken off
/// the market, and those too few to show.
struct ConditionList {
    let view: FigureView
    let concept: Concept
    /// All of the release for this purpose, by the lower end of their range.
    let figures: [Figure]
    /// What is often taken for it.
    let likely: [Treatment]
    /// It speaks of danger by itself: what too few told is not listed, and nobody is asked.
    let isDanger: Bool
    let page: Int

    private var text: Text { view.text }

    func html() -> HTML {
        let pairs = figures.filter { $0.kind == .pair && treatment($0) != nil }
        let shown = view.catalogue.sold(pairs)
        let withdrawn = pairs.compactMap(treatment).filter(view.catalogue.isWithdrawn)
        let told = Set(pairs.compactMap(\.treatment))
        let (gone, few) = (
            likely.filter { view.catalogue.isWithdrawn($0) },
            likely.filter { !told.contains($0.id) && !view.catalogue.isWithdrawn($0) }
        )
        let pooled = figures.filter { $0.kind == .familyRest }
        guard !shown.isEmpty else {
            return HTML.when(withdrawn.isEmpty && pooled.isEmpty && !isDanger, nothing()) + together(pooled)
                + takenOff(withdrawn + gone)
                + fewCard(few)
                + widerCard()
        }
        return warnings(shown) + table(shown) + together(pooled) + takenOff(withdrawn + gone)
            + fewCard(few)
    }

    private func treatment(_ figure: Figure) -> Treatment? {
        figure.treatment.flatMap { view.catalogue.treatment($0) }
    }

    /// What listed treatments can bring, before the figures.
    private func warnings(_ shown: [Figure]) -> HTML {
        NoticeCard(view: view, choices: view.choices(shown, likely: likely, for: concept), purpose: concept)
            .html(of: shown.compactMap(treatment))
    }

    private func table(_ shown: [Figure]) -> HTML {
        let compared = Bands(shown)
        let bands = compared.bands
        var (before, parts): (Int, [BandTable.Band]) = (0, [])
        let wanted = ((page - 1) * ConditionPage.rows)..<(page * ConditionPage.rows)
        for (place, band) in bands.enumerated() {
            let rows = band.enumerated().filter { wanted.contains(before + $0.offset) }.map(\.element)
            if !rows.isEmpty {
                parts.append(
                    .init(
                        place: place, size: band.count, isTied: band.count > 1, rows: rows, clear: compared.clear[place]
                    ))
            }
            before += band.count
        }
        let link: Link = "/conditions/\(concept.slug)"
        let list = BandTable(view: view, purpose: concept)
            .html(parts, of: compared.areCompared ? bands.count : 0, caption: text("evidence.condition.table"))
        let body: HTML = """
            <p class="tier">\(summary(shown))</p>\(HTML.note(HTML(text: text("evidence.others.lead"))))\(list)\
            \(HTML.pagination(
                previous: page > 1 ? link.adding("page", String(page - 1)) : nil,
                next: wanted.upperBound < shown.count ? link.adding("page", String(page + 1)) : nil, text: text))\
            \(view.howWeKnowOfList())
            """
        let name = concept.name.inSentence(view.language)
        return HTML.card(body, title: text("evidence.condition.card", ["name": .text(name)]))
    }

    private func summary(_ shown: [Figure]) -> String {
        let people = shown.reduce(0) { $0 + $1.content.evaluations }
        return [
            text("evidence.tier"), text("evidence.counts.evaluations", ["n": .count(people)]),
            text("evidence.condition.treatments", ["n": .count(shown.count)]),
        ].joined(separator: " · ")
    }

    private func nothing() -> HTML {
        HTML.card("<p>\(text("evidence.few.condition"))</p>", title: text("evidence.few.others"))
    }

    // MARK: What has no row of its own

    /// Families of which several small ones are counted together: what may be in each, and their one figure. Which of them
    /// somebody recorded is not said.
    private func together(_ pooled: [Figure]) -> HTML {
        let rows = pooled.compactMap { figure in
            figure.family.flatMap { view.catalogue.family($0) }.map { (family: $0, figure: figure) }
        }
        guard page == 1, !rows.isEmpty else { return .empty }
        let told = Set(figures.filter { $0.kind == .pair }.compactMap(\.treatment))
        return HTML.card(
            "<p>\(text("evidence.together.lead"))</p>"
                + HTML.each(rows) { family, figure in
                    let names = text.sorted(
                        view.catalogue.treatments(in: family).filter {
                            !told.contains($0.id) && !view.catalogue.isWithdrawn($0)
                        }
                    ) {
                        $0.name(view.language)
                    }
                    let list = HTML.each(names) { name in
                        let link: Link = "/treatments/\(name.slug)/for/\(concept.slug)"
                        return
                            "<li><a href=\"\(link)\">\(name.name(view.language))</a>\(view.mark(name, after: " · "))</li>"
                    }
                    return HTML.disclosure(
                        family.name(view.language),
                        "<p>\(words(of: figure, family))</p>\(HTML.when(!names.isEmpty, "<ul class=\"link-list\">\(list)</ul>"))"
                    )
                }, title: text("evidence.together.title"), id: "together")
    }

    private func words(of figure: Figure, _ family: Family) -> String {
        text(
            "evidence.together.figure",
            [
                "n": .count(figure.content.evaluations), "family": .text(family.name.inSentence(view.language)),
                "share": .text(FigureView.ofHundred(figure.content.estimate.mean)),
                "low": .text(FigureView.low(figure.content.range)),
                "high": .text(FigureView.high(figure.content.range)),
            ])
    }

    private func takenOff(_ withdrawn: [Treatment]) -> HTML {
        let names = text.sorted(Array(Set(withdrawn))) { $0.name(view.language) }
        guard page == 1, !names.isEmpty else { return .empty }
        let list = HTML.each(names) { treatment in
            let link: Link = "/treatments/\(treatment.slug)/for/\(concept.slug)"
            return "<li><a href=\"\(link)\">\(treatment.name(view.language))</a></li>"
        }
        return HTML.card(
            HTML.disclosure(
                text("evidence.withdrawn.list", ["n": .count(names.count)]),
                "<p>\(text("evidence.withdrawn.note"))</p><ul class=\"link-list\">\(list)</ul>"), kind: .quiet)
    }
    /// Treatments that too few evaluated, by name, each with the way to ask: those that are likely for the purpose, whoever
    /// recorded any, for a list of what somebody recorded would tell of single people.
    private func fewCard(_ few: [Treatment]) -> HTML {
        let treatments = text.sorted(few) { $0.name(view.language) }
        guard !treatments.isEmpty, !isDanger else { return .empty }
        let list = HTML.each(treatments.prefix(200)) { treatment in
            """
            <li><a href="\(Link("/treatments/\(treatment.slug)/for/\(concept.slug)"))">\(treatment.name(view.language))</a> \
            <span class="note"><a href="\(Link("/ask/\(treatment.slug)/\(concept.slug)"))">\(text("evidence.few.ask"))\
             <span class="unseen">\(about(treatment))</span></a>\(view.mark(treatment, after: " · "))</span></li>
            """
        }
        return HTML.card(
            """
            <p>\(text("evidence.few.list", ["n": .count(treatments.count)]))</p>\
            \(HTML.disclosure(text("evidence.few.show"), "<ul class=\"link-list\">\(list)</ul>", open: treatments.count <= 12))
            """, title: text("evidence.few.others"), id: "few")
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
