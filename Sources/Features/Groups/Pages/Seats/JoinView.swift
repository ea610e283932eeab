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
            <div id="seat">\(HTML.when(facts.hasNothing, "<p>\(text("groups.seat.notYet"))</p>"))\
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
        return HTML.radios(
            Choices(
                name: "scope", legend: text("groups.seat.scope"),
                options: [all]
                    + single.map {
                        Choice(
                            $0.id.recurrence.text,
                            text(
                                "groups.seat.scope.one",
                                ["date": .text(text.when($0, facts.series.zone, inSentence: true))]))
                    },
                selected: chosen, error: errors.message(for: "scope", text)))
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
