import Markup
import Recurrence
import Storage
import Web

/// A series as its coordinator sees it: numbers and dates, and no name of anybody who comes.
struct SeriesView {
    let series: Series
    let program: Program
    /// From now on.
    let sessions: [Session]
    let people: Int
    let coming: [RecurrenceID: Int]
    let waiting: Int
    let leaders: [SeriesLeader]
    let address: StaffAddress
    let conflicts: [ScheduleAnswerView.Line]
    let errors: FormErrors
    let visit: Visit

    private var text: Text { visit.text }

    /// What a series can become.
    static func next(_ state: Series.State) -> [Series.State] {
        switch state {
        case .draft: [.open, .cancelled]
        case .open: [.closed, .cancelled]
        case .closed: [.open, .cancelled]
        case .cancelled: []
        }
    }

    func html() -> HTML {
        """
        \(actions)\(missing)\(facts)\(HTML.card(dates, title: text("groups.staff.dates")))\
        \(HTML.when(series.state != .cancelled, addDate))\(states)
        """
    }

    private var actions: HTML {
        HTML.actions([
            HTML.buttonLink(text("groups.staff.roster"), to: address.roster(series.slug)),
            HTML.buttonLink(text("groups.staff.enrol.title"), to: address.enrol(series.slug), kind: .secondary),
            HTML.buttonLink(text("groups.staff.leaders.title"), to: address.leaders(series.slug), kind: .secondary),
            HTML.buttonLink(
                text("groups.staff.program.words"), to: address.program(program.id), kind: .secondary),
            HTML.when(series.isPublished, "<a href=\"/groups/\(series.slug)\">\(text("groups.staff.public"))</a>"),
            HTML.when(series.isPublished, "<a href=\"/groups/\(series.slug)/card\">\(text("groups.card.title"))</a>"),
        ])
    }

    /// What keeps people from finding it or reading it, and would go unsaid: whoever makes a group names its program
    /// in one language and says nothing of what it is about.
    private var missing: HTML {
        var lines: [String] = []
        if program.topics.isEmpty, program.listing == .open { lines.append(text("groups.staff.missing.topics")) }
        for language in ProgramFields.languages where program.texts[language] == nil {
            lines.append(
                text("groups.staff.missing.language", ["language": .text(text.languages.ownName(of: language))]))
        }
        guard !lines.isEmpty, series.state != .cancelled else { return .empty }
        let link: HTML = "<a href=\"\(address.program(program.id))\">\(text("groups.staff.program.words"))</a>"
        return HTML.card(
            "\(HTML.each(lines) { "<p>\($0)</p>" })<p>\(link)</p>", title: text("groups.staff.missing"), kind: .notice)
    }

    private var facts: HTML {
        let names = leaders.map(\.shownAs).filter { !$0.isEmpty }.joined(separator: ", ")
        let minimum = (text("groups.staff.minimum"), HTML(text: text.number(series.minimum)))
        return HTML.facts(
            [
                (text("groups.staff.people"), HTML(text: text.number(people))),
                (text("groups.staff.waiting"), HTML(text: text.number(waiting))),
            ] + (series.kind == .cohort ? [minimum] : []) + [
                (
                    text("groups.staff.leaders.title"),
                    HTML(text: names.isEmpty ? text("groups.staff.leaders.none") : names)
                )
            ])
    }

    private var dates: HTML {
        guard !sessions.isEmpty else { return HTML.note(HTML(text: text("groups.staff.dates.none"))) }
        return HTML.table(
            Table(
                caption: text("groups.staff.dates"), isCaptionHidden: true,
                columns: [
                    Column(text("groups.staff.date")), Column(text("groups.staff.coming")),
                    Column(text("groups.staff.date.state")),
                ],
                rows: sessions.map { session in
                    let link = address.date(series.slug, session.id.recurrence)
                    return [
                        "<a href=\"\(link)\">\(text.moment(session.starts))</a>",
                        HTML(
                            text: session.kind == .zero
                                ? "–" : text.seats(coming[session.id.recurrence] ?? 0, of: session.meeting.capacity)),
                        HTML.tags(words(session).map { HTML.tag($0, kind: session.isCancelled ? .notice : .quiet) }),
                    ]
                }))
    }

    private func words(_ session: Session) -> [String] {
        var words: [String] = []
        if session.isCancelled { words.append(text("groups.staff.date.none")) }
        if session.isMoved { words.append(text("groups.staff.date.moved", ["day": .text(text.moment(session.slot))])) }
        if session.kind == .zero { words.append(text("groups.staff.date.zero")) }
        let comes = coming[session.id.recurrence] ?? 0
        if !session.isCancelled, session.kind == .regular, series.isPublished, comes < series.fewest {
            words.append(text("groups.staff.date.few", ["n": .count(series.fewest - comes)]))
        }
        return words
    }

    private var addDate: HTML {
        let known = [
            "at-hour": "18", "at-minute": "30", "minutes": sessions.last.map { String($0.minutes) } ?? "90",
            "capacity": series.meeting.capacity.map { String($0) } ?? "",
        ]
        let form = StaffForm(values: TypedValues(sent: visit.fields, known: known), errors: errors, text: text)
        let meant = HTML.when(
            !conflicts.isEmpty, form.box("meant", text("groups.staff.conflict.mean")))
        return HTML.disclosure(
            text("groups.staff.date.add"),
            ScheduleAnswerView.html(conflicts, text)
                + HTML.form(
                    action: address.dates(series.slug), csrf: visit.csrf,
                    """
                    \(PlannedTime.html("at", text("groups.staff.date.when"), form))\
                    \(form.line("minutes", text("groups.staff.series.minutes"), kind: .number, width: .short))\
                    \(form.line(
                        "capacity", text("groups.staff.series.capacity"),
                        hint: text("groups.staff.series.capacity.hint"), kind: .number, width: .short))\
                    \(form.box(
                        "zero", text("groups.staff.date.zero"), hint: text("groups.staff.date.zero.hint")))\(meant)\
                    \(HTML.actions([HTML.button(text("groups.staff.date.add.button"), kind: .secondary)]))
                    """), open: !errors.isEmpty || !conflicts.isEmpty)
    }

    /// Cancelling is asked for twice: with it go the evenings of everybody who has a seat.
    private var states: HTML {
        HTML.each(Self.next(series.state)) { state -> HTML in
            let isEnd = state == .cancelled
            let form = HTML.form(
                action: address.state(series.slug), csrf: visit.csrf,
                HTML.hidden("state", state.rawValue)
                    + HTML.button(
                        text("groups.staff.state.to.\(state.rawValue)"), kind: isEnd ? .danger : .secondary))
            guard isEnd else { return form }
            let warning = text("groups.staff.state.warning", ["n": .count(people)])
            return HTML.disclosure(text("groups.staff.state.end"), "<p>\(warning)</p>\(form)")
        }
    }
}
