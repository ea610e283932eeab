import Markup
import Storage
import Vocabulary
import Web

/// "How is it going?" as HTML.
struct EvaluateView {
    let state: FormState
    let csrf: String
    let course: Course
    let names: Names
    let offer: SymptomOffer

    private var text: Text { state.text }
    private var treatment: String { names.treatment(course.treatment) }
    private var purpose: String { names.purposeInSentence(course.purpose) }

    var html: HTML {
        let lead = text("journal.evaluate.lead", ["treatment": .text(treatment), "purpose": .text(purpose)])
        let header = HTML.pageHeader(
            text("journal.evaluate.title"), lead: HTML(text: lead),
            breadcrumb: .breadcrumb([
                (text("journal.record.title"), Link("/me")),
                (treatment, Link("/me/treatments/\(course.id)")),
            ]))
        let form = HTML.form(
            action: "/me/treatments/\(course.id)/evaluate", csrf: csrf,
            """
            \(HTML.hidden("form", state.value("form")))\(quick)\
            \(HTML.disclosure(text("journal.evaluate.more"), more, id: "more", open: isOpen(besides: stopFields)))\
            \(HTML.disclosure(text("journal.evaluate.stop"), stop, id: "stop", open: isOpen(stopFields)))
            """)
        return .narrow("\(state.summary)\(header)\(form)")
    }

    /// All that is asked of somebody in a hurry.
    private var quick: HTML {
        let steps =
            Effectiveness.allCases.reversed().map { Choice(String($0.rawValue), $0.label(text)) }
            + [Choice(EvaluationForm.worse, text("journal.effectiveness.worse"))]
        let question = text("journal.evaluate.help", ["purpose": .text(purpose)])
        let advice = HTML.textArea(
            TextField(
                name: "advice", label: text("journal.evaluate.advice"), hint: text("journal.evaluate.advice.hint"),
                value: state.value("advice"), error: state.error("advice"), autocomplete: "off",
                optional: state.optional),
            rows: 2)
        return .card(
            """
            \(state.radios("help", question, steps, isOptional: false))\(advice)\
            \(HTML.button(text("journal.evaluate.save")))
            """,
            kind: .yours)
    }

    private var more: HTML {
        """
        <p class="hint">\(text("journal.evaluate.more.hint"))</p>\(sideEffects)\
        \(state.radios("adherence", text("journal.evaluate.adherence"),
            Adherence.allCases.reversed().map { Choice(String($0.rawValue), $0.label(text)) }))\
        \(state.radios("burden", text("journal.evaluate.burden"), hint: text("journal.evaluate.burden.hint"),
            Burden.allCases.map { Choice(String($0.rawValue), $0.label(text)) }))\
        \(state.radios("cost", text("journal.evaluate.cost"),
            Cost.allCases.map { Choice(String($0.rawValue), $0.label(text)) }))\
        \(HTML.button(text("journal.evaluate.save.all"), kind: .secondary))
        """
    }

    /// What few need: that it is over, and that it is about another time.
    private var stop: HTML {
        """
        \(state.stillFields)\
        \(state.date("when", text("journal.evaluate.when"), hint: text("journal.evaluate.when.hint")))\
        \(HTML.button(text("journal.evaluate.save.all"), kind: .secondary))
        """
    }

    /// Leads back to where it stands: the form is long.
    private var find: HTML {
        let place: Link = "/me/treatments/\(course.id)/evaluate#other"
        return """
            <button type="submit" class="button button-secondary" name="step" value="find" formaction="\(place)">\
            \(text("journal.find"))</button>
            """
    }

    private var stopFields: Set<String> {
        let dates = ["ended", "when"].flatMap { name in ["year", "month", "day"].map { "\(name)-\($0)" } }
        return Set(["still", "reason"] + dates)
    }

    private var sideEffects: HTML {
        let severity = state.radios(
            "severity", text("journal.evaluate.severity"),
            SideEffectSeverity.allCases.map { Choice(String($0.rawValue), $0.label(text)) })
        let hint =
            offer.hasFound && offer.chosen.isEmpty
            ? text("journal.evaluate.symptoms.found", ["word": .text(state.value("other"))])
            : text("journal.evaluate.symptoms.hint")
        let options = offer.symptoms.map { Choice($0.slug, $0.name(text.language)) }
        let symptoms = HTML.when(
            !options.isEmpty,
            state.checkboxes(
                "symptom", text("journal.evaluate.symptoms"), hint: hint, options, ticked: offer.chosen))
        return "\(severity)\(symptoms)\(otherSymptom)"
    }

    /// A search among all symptoms that keeps everything typed so far.
    private var otherSymptom: HTML {
        let isAnswered = !offer.chosen.isEmpty
        let word = isAnswered ? "" : state.value("other")
        let isAsked = !word.isEmpty && (offer.hasFound || word == state.value("asked"))
        let field = HTML.field(
            TextField(
                name: "other", label: text("journal.evaluate.symptoms.other"),
                hint: text("journal.evaluate.symptoms.other.hint"), value: word, error: state.error("other"),
                kind: .search, autocomplete: "off", optional: state.optional))
        return """
            \(HTML.each(offer.searched) { .hidden("offered", $0.slug) })\
            \(HTML.when(isAsked, .hidden("asked", word)))\(field)\(find)
            """
    }

    /// Open when something in it was answered, searched or is wrong.
    private func isOpen(_ names: Set<String>) -> Bool {
        names.contains { !state.value($0).isEmpty || state.error($0) != nil }
    }

    private func isOpen(besides others: Set<String>) -> Bool {
        let names = state.fields.names + state.errors.messages(text).map(\.field)
        return isOpen(Set(names).subtracting(others).subtracting(["csrf", "form", "help", "advice"]))
    }
}
