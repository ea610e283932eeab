import Markup
import Storage
import Vocabulary
import Web

/// "What do you live with?" as HTML.
struct ConditionsView {
    let state: FormState
    let csrf: String
    /// Without consent conditions can only be taken out.
    let isKept: Bool
    let names: Names
    let mine: [MemberCondition]
    let query: String
    let matches: [Match]
    /// Where nothing fits: what is nearest.
    let nearest: [Match]

    private var text: Text { state.text }

    /// Of the date since when one lives with a condition.
    static func sinceField(_ condition: ID<Condition>) -> String { "since-\(condition)" }

    var html: HTML {
        let header = HTML.pageHeader(
            text("journal.conditions.heading"), lead: HTML(text: text("journal.conditions.lead")))
        guard isKept else { return .narrow("\(header)\(HTML.withdrawnRecord(text))\(list)") }
        // A word that was refused came from the search's field.
        let errors = state.errors.messages(text).map {
            (field: $0.field == "word" ? "q" : $0.field, message: $0.message)
        }
        let summary = HTML.errorSummary(title: text("journal.form.errors"), errors)
        return .narrow("\(summary)\(header)\(list)\(search)\(answers)\(onward)")
    }

    private var list: HTML {
        guard !mine.isEmpty else { return .empty }
        return .card(
            "<ul class=\"link-list\">\(HTML.each(mine) { item($0) })</ul>", title: text("journal.conditions.mine"),
            kind: .yours)
    }

    private func item(_ condition: MemberCondition) -> HTML {
        let name = names.condition(condition.condition)
        let since = condition.since.map { text("journal.conditions.sinceDate", ["date": .text(text.date($0))]) }
        return """
            <li><strong><bdi>\(name)</bdi></strong>\(HTML.with(since) { " <span class=\"note\">\($0)</span>" })\
            \(change(condition, name))</li>
            """
    }

    /// Since when, and taking it off the list: folded away, for most come here to add.
    private func change(_ condition: MemberCondition, _ name: String) -> HTML {
        let remove = form("remove", condition) {
            .button(text("journal.conditions.remove", ["condition": .text(name)]), kind: .quiet)
        }
        guard isKept else { return remove }
        let isWrong = state.error("\(Self.sinceField(condition.condition))-year") != nil
        return .disclosure(
            text("journal.conditions.change"), "\(sinceForm(condition))\(remove)", open: isWrong)
    }

    private func sinceForm(_ condition: MemberCondition) -> HTML {
        let field = Self.sinceField(condition.condition)
        let error = state.error("\(field)-year")
        func part(_ name: String, _ number: Int?) -> String {
            state.fields["\(field)-\(name)"] ?? number.map(String.init) ?? ""
        }
        let date = HTML.dateParts(
            name: field, legend: text("journal.conditions.since"), hint: text("journal.course.date.hint"),
            year: part("year", condition.since?.year), month: part("month", condition.since?.month),
            day: part("day", condition.since?.day), error: error, text: text)
        return form("since", condition) { "\(date)\(HTML.button(text("journal.save"), kind: .secondary))" }
    }

    private func form(_ step: String, _ condition: MemberCondition, _ body: () -> HTML) -> HTML {
        let reference = names.reference(.condition(condition.condition))
        return .form(
            action: "/me/conditions", csrf: csrf,
            "\(HTML.hidden("step", step))\(HTML.hidden("condition", reference))\(body())")
    }

    private var search: HTML {
        .form(
            action: "/me/conditions", csrf: nil, method: .get,
            """
            \(HTML.field(TextField(name: "q", label: text("journal.conditions.search"),
                hint: text("journal.conditions.search.hint"), value: query, error: state.error("word"), kind: .search,
                autocomplete: "off")))\
            \(HTML.button(text("journal.find"), kind: mine.isEmpty && matches.isEmpty ? .primary : .secondary))
            """)
    }

    private var answers: HTML {
        if !matches.isEmpty { return results(matches, title: text("journal.conditions.found")) }
        guard !query.isEmpty else { return .empty }
        let own = HTML.form(
            action: "/me/conditions", csrf: csrf,
            """
            <p>\(text("journal.ownWord.note"))</p>\(HTML.hidden("step", "word"))\(HTML.hidden("word", query))\
            \(HTML.button(text("journal.ownWord.keep", ["word": .text(query)]), kind: .secondary))
            """)
        return """
            \(HTML.when(!nearest.isEmpty, results(nearest, title: text("journal.new.nearest"))))\
            \(HTML.card(own, title: text("journal.new.unknown", ["word": .text(query)])))
            """
    }

    private func results(_ matches: [Match], title: String) -> HTML {
        "<h2>\(title)</h2><ul class=\"link-list\">\(HTML.each(matches) { result($0) })</ul>"
    }

    private func result(_ match: Match) -> HTML {
        let also = match.alsoCalled.map { text("journal.alsoCalled", ["word": .text($0)]) }
        let isMine = mine.contains { Purpose.condition($0.condition) == match.concept.purpose }
        let note = HTML.with(also) { " <span class=\"note\">\($0)</span>" }
        guard !isMine else {
            let tag = HTML.tag(text("journal.conditions.added"), kind: .yours)
            return "<li><strong>\(match.name)</strong> \(tag)\(note)</li>"
        }
        let add = HTML.button(text("journal.conditions.add", ["condition": .text(match.name)]), kind: .secondary)
        let form = HTML.form(
            action: "/me/conditions", csrf: csrf,
            "\(HTML.hidden("step", "add"))\(HTML.hidden("condition", match.slug))\(add)\(note)")
        return "<li>\(form)</li>"
    }

    private var onward: HTML {
        guard !mine.isEmpty else {
            return "<p><a href=\"/me\">\(text("journal.conditions.later"))</a></p>"
        }
        return .actions([.buttonLink(text("journal.conditions.continue"), to: "/me")])
    }
}
