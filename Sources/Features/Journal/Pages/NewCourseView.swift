import Markup
import Storage
import Vocabulary
import Web

/// "What do you take or do?" as HTML.
struct TreatmentSearchView {
    let text: Text
    let csrf: String
    let query: String
    /// What it is for, when that is known already.
    let purpose: String?
    let matches: [Match]
    /// Where nothing fits: what is nearest.
    let nearest: [Match]
    var errors = FormErrors()

    var html: HTML {
        let header = HTML.pageHeader(text("journal.new.heading"), lead: HTML(text: text("journal.new.lead")))
        // A word that was refused came from the search's field.
        let messages = errors.messages(text).map { (field: "q", message: $0.message) }
        let summary = HTML.errorSummary(title: text("journal.form.errors"), messages)
        return .narrow("\(summary)\(header)\(search)\(answers)")
    }

    private var search: HTML {
        .form(
            action: "/me/treatments/new", csrf: nil, method: .get,
            """
            \(HTML.with(purpose) { .hidden("purpose", $0) })\
            \(HTML.field(TextField(name: "q", label: text("journal.new.search"), hint: text("journal.new.search.hint"),
                value: query, error: errors.message(for: "word", text), kind: .search, autocomplete: "off")))\
            \(HTML.button(text("journal.find"), kind: matches.isEmpty ? .primary : .secondary))
            """)
    }

    private var answers: HTML {
        if !matches.isEmpty { return list(matches, title: text("journal.new.which")) }
        guard !query.isEmpty, errors.isEmpty else { return .empty }
        return """
            \(HTML.when(!nearest.isEmpty, list(nearest, title: text("journal.new.nearest"))))\
            \(HTML.card(ownWord, title: text("journal.new.unknown", ["word": .text(query)])))
            """
    }

    private func list(_ matches: [Match], title: String) -> HTML {
        let links = matches.map { match in
            (
                label: match.name, link: link(match.slug),
                note: match.alsoCalled.map { text("journal.alsoCalled", ["word": .text($0)]) }
            )
        }
        return "<h2>\(title)</h2>\(HTML.linkList(links))"
    }

    private func link(_ slug: String) -> Link {
        let link = Link("/me/treatments/new").adding("treatment", slug)
        return purpose.map { link.adding("purpose", $0) } ?? link
    }

    private var ownWord: HTML {
        .form(
            action: "/me/treatments/new", csrf: csrf,
            """
            <p>\(text("journal.ownWord.note"))</p>\(HTML.hidden("word", query))\
            \(HTML.with(purpose) { .hidden("purpose", $0) })\
            \(HTML.button(text("journal.ownWord.keep", ["word": .text(query)]), kind: .secondary))
            """)
    }
}

/// What for, since when, how much: as HTML.
struct NewCourseView {
    let state: FormState
    let csrf: String
    let names: Names
    let treatment: ID<Treatment>
    let offer: PurposeOffer

    private var text: Text { state.text }

    var html: HTML {
        let again: HTML = "<a href=\"/me/treatments/new\">\(text("journal.new.another"))</a>"
        let header = HTML.pageHeader(names.treatment(treatment), lead: again)
        let form = HTML.form(
            action: "/me/treatments/new", csrf: csrf,
            """
            \(HTML.hidden("form", state.value("form")))\(HTML.hidden("treatment", names.reference(treatment)))\
            \(HTML.when(isAsked, .hidden("asked", state.value("other"))))\
            \(HTML.each(offer.searched) { .hidden("offered", names.reference($0)) })\
            \(purposes)\(state.startedField)\
            \(HTML.disclosure(text("journal.new.more"), "\(state.doseField)\(state.endedField)", open: isMoreOpen))\
            \(HTML.button(text("journal.new.continue")))
            """)
        return .narrow("\(state.summary)\(header)\(form)")
    }

    /// Radios of what is known, and a field for anything else.
    private var purposes: HTML {
        let question = text("journal.new.purpose", ["treatment": .text(names.treatmentInSentence(treatment))])
        let options = offer.purposes.map { Choice(names.reference($0), names.purpose($0)) }
        let radios = HTML.when(
            !options.isEmpty,
            state.radios("purpose", question, hint: text("journal.new.purpose.hint"), options, isOptional: false))
        let other = HTML.field(
            TextField(
                name: "other",
                label: options.isEmpty ? question : text("journal.new.purpose.other"),
                hint: text("journal.new.purpose.other.hint"), value: state.value("other"),
                error: state.error("other") ?? (options.isEmpty ? state.error("purpose") : nil), kind: .search,
                autocomplete: "off"))
        return "\(radios)\(other)"
    }

    /// The word in the field has been searched for, and what it may mean is among the radio buttons.
    private var isAsked: Bool {
        let other = state.value("other")
        return offer.hasFound || (!other.isEmpty && other == state.value("asked"))
    }

    private var isMoreOpen: Bool {
        ["dose", "ended-year", "ended-month", "ended-day"].contains { !state.value($0).isEmpty }
            || state.error("dose") != nil || state.error("ended-year") != nil
    }
}
