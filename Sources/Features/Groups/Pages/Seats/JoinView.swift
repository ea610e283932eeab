import Markup
import Storage
import Web

/// The form for a seat; where there can be none, why.
struct JoinView {
    let facts: JoinFacts
    let errors: FormErrors
    let visit: Visit

    /// Dates that are named; more are counted.
    private static let mostNamed = 12

    private var text: Text { visit.text }
    private var organization: [String: TextValue] { ["organization": .text(facts.organization?.name ?? "")] }

    func html() -> HTML {
        guard facts.program.isJoinedFreely else { return byReferral() }
        guard facts.series.state == .open, facts.dates.contains(where: { !$0.isCancelled }) else {
            return HTML.card(
                "<p>\(text("groups.seat.closed"))</p>"
                    + HTML.actions([HTML.buttonLink(text("groups.seat.others"), to: "/groups", kind: .secondary)]))
        }
        // Where one date can be chosen, all stand there to choose from.
        guard facts.single(asked: chosen).isEmpty else { return form() }
        return "\(HTML.card(dates(), title: text("groups.seat.dates")))\(form())"
    }

    /// How one gets a card: by asking whoever offers the group.
    private func byReferral() -> HTML {
        let call = HTML.with(facts.organization?.phone) { number in
            HTML.actions([
                HTML.buttonLink(
                    text("groups.referral.call", ["number": .text(ProgramWords.phone(number))]),
                    to: .telephone(number), kind: .secondary)
            ])
        }
        return HTML.card("<p>\(text("groups.referral.how", organization))</p>\(call)")
    }

    private func dates() -> HTML {
        let more = facts.dates.count - Self.mostNamed
        return """
            <ul class="link-list">\(HTML.each(facts.dates.prefix(Self.mostNamed)) { date -> HTML in
                """
                <li>\(text.when(date, facts.series.zone))\
                \(HTML.when(date.isCancelled, " · \(text("groups.mine.none"))"))</li>
                """
            })</ul>\
            \(HTML.when(more > 0, "<p class=\"note\">\(text("groups.seat.moreDates", ["n": .count(more)]))</p>"))
            """
    }

    private func form() -> HTML {
        let isFull = facts.count?.freeForAll == 0
        return HTML.form(
            action: JoinPage.link(facts.series), csrf: visit.csrf,
            """
            <div id="seat" class="stack">\(HTML.when(facts.hasNothing, "<p>\(text("groups.seat.notYet"))</p>"))\
            \(HTML.when(isFull, HTML.note(HTML(text: text("groups.seat.fullHow")))))\
            \(scope(isFull))</div>\
            \(NeedFields.html(
                visit, kept: [], readers: NeedFields.readers(facts.organization, text), errors))\
            \(HTML.with(facts.agreement) { agreement($0.agreement, $0.language) })\
            \(HTML.actions([HTML.button(text(isFull ? "groups.seat.line" : "groups.seat.take"))]))\
            \(HTML.note(HTML(text: text("groups.seat.quiet"))))
            """)
    }

    private func scope(_ isFull: Bool) -> HTML {
        let single = facts.single(asked: chosen)
        guard !single.isEmpty else { return .empty }
        let all = Choice("", text("groups.seat.scope.all", ["n": .count(facts.dates.count { !$0.isCancelled })]))
        // What is the same of each is said once: on a phone a date is one line then.
        let hours = Set(single.map(hours))
        let isSame = hours.count == 1
        let hint = [text("groups.seat.scope.look"), isSame ? hours.first : nil].compactMap(\.self).joined(
            separator: " ")
        return HTML.radios(
            Choices(
                name: "scope", legend: text("groups.seat.scope"), hint: hint,
                options: [all]
                    + single.map { date in
                        let when =
                            isSame
                            ? text.day(date.starts, inSentence: true)
                            : text.when(date, facts.series.zone, inSentence: true)
                        return Choice(date.id.recurrence.text, text("groups.seat.scope.one", ["date": .text(when)]))
                    },
                selected: chosen, error: errors.message(for: "scope", text)))
    }

    private func hours(_ date: Session) -> String {
        let times = text.times(date.starts.minuteOfDay, minutes: date.minutes)
        let zone = date.meeting.mode.isOnline ? text.zone(facts.series.zone) : nil
        return text(
            "groups.seat.scope.hours", ["times": .text([times, zone].compactMap(\.self).joined(separator: " · "))])
    }

    /// What was sent, else what the address asks for, else all.
    private var chosen: String {
        if !visit.isReading { return visit.fields["scope"] ?? "" }
        let asked = visit.query["scope"] ?? ""
        return asked == "next" ? facts.single(asked: "").first?.id.recurrence.text ?? "" : asked
    }

    private func agreement(_ agreement: Agreement, _ language: Language) -> HTML {
        """
        <section class="card card-plain"><h2 class="card-title">\(text("groups.agreement.title"))</h2>\
        \(agreement.html(in: language))\(agreement.tick(errors, visit))</section>
        """
    }
}
