import Markup
import Storage
import Vocabulary
import Web

/// One course as HTML: what it is, how it went, and the form that mends it.
struct CourseView {
    /// Of the form that mends it.
    let state: FormState
    let csrf: String
    /// Without consent it can only be looked at and taken out.
    let isKept: Bool
    let course: Course
    /// The newest first.
    let history: [Evaluation]
    let names: Names

    private var text: Text { state.text }

    var html: HTML {
        let header = HTML.pageHeader(
            names.treatment(course.treatment),
            lead: HTML(text: text("journal.for", ["purpose": .text(names.purposeInSentence(course.purpose))])),
            breadcrumb: .breadcrumb([(text("journal.record.title"), Link("/me"))]))
        guard isKept else { return .narrow("\(header)\(HTML.withdrawnRecord(text))\(facts)\(how)\(remove)") }
        return .narrow("\(state.summary)\(header)\(facts)\(how)\(edit)\(remove)")
    }

    private var facts: HTML {
        var facts: [(term: String, value: HTML)] = []
        if let period = CourseWords.period(course, text) {
            facts.append((text("journal.course.period"), HTML(text: period)))
        }
        if let dose = course.dose { facts.append((text("journal.course.dose"), "<bdi>\(dose)</bdi>")) }
        if let reason = course.stopReason {
            facts.append((text("journal.course.reason"), HTML(text: reason.label(text))))
        }
        let others = names.link(to: course.treatment, for: course.purpose).map { link in
            HTML.buttonLink(text("journal.course.others"), to: link, kind: .secondary)
        }
        let ask = HTML.buttonLink(text("journal.record.ask"), to: "/me/treatments/\(course.id)/evaluate")
        let somebody = names.asking(course.treatment, for: course.purpose).map { link in
            HTML.buttonLink(text("journal.course.ask"), to: link, kind: .secondary)
        }
        let actions = HTML.actions([ask] + [others, somebody].compactMap { $0 })
        return .card("\(HTML.when(!facts.isEmpty, HTML.facts(facts)))\(HTML.when(isKept, actions))", kind: .yours)
    }

    private var how: HTML {
        guard !history.isEmpty else {
            return .card(
                .emptyState(title: text("journal.history.empty"), body: text("journal.history.empty.body")),
                title: text("journal.history"))
        }
        let body = history.count > 1 ? chart : table
        return .card(body, title: text("journal.history"))
    }

    private var chart: HTML {
        let times = history.map { Double($0.evaluatedAt.milliseconds) }
        let first = times.min() ?? 0
        let span = max((times.max() ?? 0) - first, 1)
        // A line below the five steps, where somebody got worse.
        let below = history.contains { $0.answers.gotWorse == true } ? 1 : 0
        let points = zip(history, times).map { evaluation, time in
            (
                x: (time - first) / span,
                y: evaluation.answers.gotWorse == true ? 0 : evaluation.answers.effectiveness.rawValue + below,
                label: CourseWords.mark(of: evaluation, isLong: span > 60 * 86_400_000, text)
            )
        }
        return .historyChart(
            points: points,
            yLabels: (below > 0 ? [text("journal.effectiveness.worse.short")] : [])
                + Effectiveness.allCases.map { $0.label(text) },
            title: text("journal.history.title"),
            description: text("journal.history.description", ["n": .count(history.count)]), table: table,
            tableLabel: text("journal.history.table"))
    }

    private var table: HTML {
        let rows: [[HTML]] = history.map { evaluation in
            let answers = evaluation.answers
            let remove: Link = "/me/treatments/\(course.id)/evaluations/\(evaluation.id)/delete"
            return [
                HTML(text: CourseWords.date(of: evaluation, text)), HTML(text: answers.help(text)),
                sideEffects(answers),
                "\(HTML.with(answers.advice) { "<bdi>\($0)</bdi>" })\(evaluation.adviceNote(text))",
                "<a href=\"\(remove)\">\(text("journal.delete"))</a>",
            ]
        }
        return .table(
            Table(
                caption: text("journal.history.caption"), isCaptionHidden: true,
                columns: [
                    Column(text("journal.history.date")), Column(text("journal.history.help")),
                    Column(text("journal.history.sideEffects")), Column(text("journal.history.advice")),
                    Column(text("journal.history.change")),
                ],
                rows: rows))
    }

    private func sideEffects(_ answers: EvaluationAnswers) -> HTML {
        let named = answers.symptoms.map { names.symptom($0) }.joined(separator: ", ")
        let severity = answers.sideEffects?.label(text)
        return HTML(text: [severity, named.isEmpty ? nil : named].compactMap { $0 }.joined(separator: ": "))
    }

    private var edit: HTML {
        let form = HTML.form(
            action: "/me/treatments/\(course.id)", csrf: csrf,
            """
            \(state.startedField)\(state.doseField)\(state.stillFields)\
            \(HTML.button(text("journal.save"), kind: .secondary))
            """)
        return .card(
            .disclosure(text("journal.course.edit"), form, id: "edit", open: !state.errors.isEmpty), kind: .quiet)
    }

    private var remove: HTML {
        let link: Link = "/me/treatments/\(course.id)/delete"
        return "<p><a href=\"\(link)\">\(text("journal.course.delete"))</a></p>"
    }
}
