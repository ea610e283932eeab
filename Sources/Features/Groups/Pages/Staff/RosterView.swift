import Markup
import Safety
import Storage
import Web

/// A roster as it is read at the door, on paper, too.
struct RosterView {
    let series: Series
    let title: String
    let hasAgreement: Bool
    /// Nil: no date at all.
    let session: Session?
    let sessions: [Session]
    let lines: [RosterLine]
    /// What reads what somebody needs for words of danger.
    let reader: CrisisReader
    let address: StaffAddress
    /// Leaders read, and change nothing.
    let isLeader: Bool
    let visit: Visit

    /// Dates that were, for whoever writes down the evening after.
    static let daysBack = 14
    /// Dates to choose among.
    private static let mostDates = 12

    private var text: Text { visit.text }

    /// When, and how many are expected.
    var lead: String {
        guard let session else { return text("groups.staff.dates.none") }
        let count = lines.count(where: \.comes)
        return text("groups.staff.roster.lead", ["when": .text(text.moment(session.starts)), "n": .count(count)])
    }

    func html() -> HTML {
        let (here, line) = (lines.filter { $0.state != .waiting }, lines.filter { $0.state == .waiting })
        let none = HTML.emptyState(title: text("groups.staff.roster.none"), body: text("groups.staff.roster.none.body"))
        return """
            <div class="stack roster">\(dates)\
            \(HTML.when(session?.isCancelled ?? false, HTML.note(HTML(text: text("groups.staff.date.none")))))\
            \(here.isEmpty ? none : table(here, text("groups.staff.roster")))\
            \(HTML.when(
                !line.isEmpty,
                HTML.card(table(line, text("groups.staff.waiting")), title: text("groups.staff.waiting"))))\
            \(HTML.when(!isLeader, HTML.actions([
                HTML.buttonLink(text("groups.staff.enrol.title"), to: address.enrol(series.slug), kind: .secondary)
            ])))\
            \(HTML.note(HTML(text: text("groups.staff.roster.noted"))))</div>
            """
    }

    private var dates: HTML {
        let page = isLeader ? address.led(series.slug) : address.roster(series.slug)
        let tabs = sessions.prefix(Self.mostDates).map { one in
            Tab(
                text.date(one.starts), page.adding("date", one.id.recurrence.text),
                current: one.id == session?.id)
        }
        return HTML.when(tabs.count > 1, HTML.chips(tabs, label: text("groups.staff.dates")))
    }

    private func table(_ lines: [RosterLine], _ caption: String) -> HTML {
        let isOpen = !isLeader
        return HTML.table(
            Table(
                caption: caption, isCaptionHidden: true,
                columns: [
                    Column(text("groups.staff.person")), Column(text("groups.staff.roster.state")),
                    Column(text("groups.staff.roster.needs")),
                ] + (isOpen ? [Column(text("groups.staff.roster.do"))] : []),
                rows: lines.map { line in
                    [
                        "<bdi>\(line.name)</bdi>", state(line), HTML.each(line.needs) { need($0, of: line) },
                    ] + (isOpen ? [takeOut(line)] : [])
                }))
    }

    private func state(_ line: RosterLine) -> HTML {
        var words = [text(line.isDeclined ? "groups.staff.roster.declined" : "groups.state.\(line.state.rawValue)")]
        if line.scope != .all { words.append(text("groups.staff.roster.once")) }
        words.append(text("groups.way.\(line.way.rawValue)"))
        if hasAgreement, !line.isSigned { words.append(text("groups.staff.roster.unsigned")) }
        return HTML.joined(words.map { HTML(text: $0) }, by: "<br>")
    }

    /// What is open stands out; what was arranged for another hour says for which.
    private func need(_ one: RosterNeed, of line: RosterLine) -> HTML {
        let kind = text("groups.need.kind.\(one.need.kind.rawValue)")
        let standing: String
        switch one.standing {
        case .open: standing = text("groups.staff.need.open")
        case .arranged: standing = text("groups.staff.need.arranged")
        case .arrangedForOldTime: standing = text("groups.staff.need.old")
        }
        let isDone = one.standing == .arranged
        // Whoever writes so needs somebody who speaks with them: nothing is ticked off.
        let isDanger = one.need.words.map { reader.holding($0) != nil } ?? false
        return """
            <div>\(HTML.when(isDanger, danger(line)))<p><strong>\(kind)</strong>\(HTML.with(one.need.words) { ": <span dir=\"auto\">\($0)</span>" })</p>\
            <p>\(HTML.tag(standing, kind: isDone ? .plain : .notice))</p>\
            \(HTML.with(isLeader || isDanger ? nil : session) { arrange(one.need.kind, isDone, of: line, on: $0) })</div>
            """
    }

    private func danger(_ line: RosterLine) -> HTML {
        let values: [String: TextValue] = [
            "name": .text(line.name), "number": .text(visit.settings.crisisNumber),
        ]
        return "<p><strong>\(text("groups.staff.need.danger", values))</strong></p>"
    }

    private func arrange(_ kind: AccessNeed.Kind, _ isDone: Bool, of line: RosterLine, on session: Session) -> HTML {
        let label = text(
            isDone ? "groups.staff.need.undo" : "groups.staff.need.do",
            ["need": .text(text("groups.need.kind.\(kind.rawValue)")), "name": .text(line.name)])
        return HTML.form(
            action: address.arrange(series.slug, line.enrolment), csrf: visit.csrf,
            HTML.hidden("date", session.id.recurrence.text) + HTML.hidden("need", kind.rawValue)
                + HTML.hidden("arranged", isDone ? "no" : "yes") + HTML.button(label, kind: .quiet))
    }

    /// Asked for twice, for the chair may be somebody else's a moment later.
    private func takeOut(_ line: RosterLine) -> HTML {
        let name: [String: TextValue] = ["name": .text(line.name)]
        return HTML.disclosure(
            text("groups.staff.taken.ask", name),
            "<p>\(text("groups.staff.taken.warning"))</p>"
                + HTML.form(
                    action: address.remove(series.slug, line.enrolment), csrf: visit.csrf,
                    HTML.with(session) { HTML.hidden("date", $0.id.recurrence.text) }
                        + HTML.button(text("groups.staff.taken.button", name), kind: .danger)))
    }
}
