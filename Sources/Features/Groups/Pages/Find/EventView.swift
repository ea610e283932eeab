import Markup
import Recurrence
import Storage
import Web

/// How a group's page looks: the next date and how to come to it, then everything else that somebody wonders about.
struct EventView: Sendable {
    let subject: EventPage.Subject
    let detail: EventPage.Detail
    let visit: Visit

    /// Dates that stand open; who wonders about half a year unfolds the others.
    private static let shownDates = 8

    var text: Text { visit.text }
    var words: ProgramWords { ProgramWords(text: text) }
    var series: Series { subject.series }
    var program: Program { detail.program }
    var own: (language: Language, text: ProgramText)? { program.text(for: text.language) }

    /// What stands before and behind the panel in which a seat is taken, which is the viewer's own.
    func parts() -> (before: HTML, after: HTML) {
        let next = subject.next(at: visit.now)
        let schema = SchemaEvent(series: series, detail: detail, visit: visit)
        let before: HTML = """
            <div\(SchemaEvent.scope)>\(schema.whole(next, subject.dates))\(header)\
            <div class="columns"><div class="column stack"><section class="card" id="next">\(nextDate(next))
            """
        let after: HTML = """
            \(HTML.note(HTML(text: text("groups.event.quiet"))))</section>\
            \(meeting)\(leaders)\(who)\(needs)</div>\
            <div class="column column-beside stack">\(dates)\(agreement)\(asking)\(calendar)</div></div></div>
            """
        return (before, after)
    }

    private var header: HTML {
        let (title, lead): (HTML, HTML?) =
            own.map {
                (words.inLanguage($0.language, $0.text.title), words.inLanguage($0.language, $0.text.summary))
            } ?? (.empty, nil)
        let steps = [(text("groups.title"), FindPage.link)]
        return """
            <div class="page-header">\(HTML.breadcrumb(steps, label: text("groups.event.breadcrumb")))\
            <h1 itemprop="name">\(title)</h1>\
            \(HTML.with(lead) { "<p class=\"lead\" itemprop=\"description\">\($0)</p>" })\
            \(HTML.with(rhythm) { "<p>\($0)</p>" })</div>
            """
    }

    /// "Thursdays, 6:30 to 8 pm, December 3 to February 18", what comes after that, and how many dates.
    private var rhythm: String? {
        let isEndless = series.kind == .dropIn && detail.rhythms.last?.isEndless == true
        let said = detail.rhythms.compactMap { rhythm in
            ReadableSchedule(rhythm.slots).map {
                text.said($0, minutes: rhythm.minutes, isEndless: series.kind == .dropIn && rhythm.isEndless)
            }
        }
        guard let first = said.first else { return nil }
        let all = said.dropFirst().reduce(first) {
            text("groups.event.after", ["schedule": .text($0), "then": .text($1)])
        }
        if isEndless { return text("groups.event.endless", ["schedule": .text(all)]) }
        let count = detail.rhythms.reduce(0) { $0 + $1.slots.count }
        return text("groups.event.times", ["schedule": .text(all), "n": .count(count)])
    }

    private func nextDate(_ next: Session?) -> HTML {
        guard let next else {
            let key = subject.dates.isEmpty ? "groups.event.over" : "groups.event.none"
            return "<h2>\(text(key))</h2>"
        }
        let place = next.meeting.place.flatMap { detail.places[$0] }
        let seats = words.seats(next, series, program, subject.counts[next.id])
        let isOn = next.startsAt <= visit.now
        return """
            <p class="note">\(text(isOn ? "groups.event.now" : "groups.event.next"))</p>\
            <h2 class="next-when">\(text.when(next, series.zone))</h2>\
            \(HTML.with(words.moved(next)) { "<p><b>\($0)</b></p>" })\
            \(HTML.with(next.theme) { "<p dir=\"auto\">\($0)</p>" })\
            <p>\(words.place(next.meeting, place))</p>\(HTML.with(place) { access($0) })\(online(next))\
            <p class="seats">\(HTML.when(!seats.words.isEmpty, "<b>\(seats.words)</b> · "))\
            \(words.cost(program.cost))</p>
            """
    }

    /// The address and the ways in.
    func access(_ place: Place) -> HTML {
        let features = AccessFeature.allCases.filter(place.access.contains).map { text("groups.access.\($0.rawValue)") }
        return """
            <p class="note"><bdi>\(place.street), \(place.city), \(place.region) \(place.zip.description)</bdi></p>\
            \(HTML.tags(features.map { HTML.tag($0) }))\
            \(HTML.with(place.accessWords) { "<p dir=\"auto\">\($0)</p>" })
            """
    }

    /// How to join from afar: for everybody where the series says so, else for who has a seat.
    func online(_ session: Session) -> HTML {
        guard session.meeting.mode.isOnline, !session.isCancelled else { return .empty }
        guard series.showsOnline else { return HTML.note(HTML(text: text("groups.event.online.seat"))) }
        let video = series.onlineURL.flatMap { WebAddress($0) }.map { address in
            "<p><a href=\"\(address.link)\" rel=\"noreferrer\">\(text("groups.event.online.video"))</a></p>" as HTML
        }
        let phone = series.onlinePhone.map { number -> HTML in
            let words = text("groups.event.online.phone", ["number": .text(ProgramWords.phone(number))])
            return "<p><a href=\"\(Link.telephone(number))\">\(words)</a></p>"
        }
        return HTML.joined([video, phone].compactMap { $0 })
    }
}

// MARK: - Answers, in the order of the questions

extension EventView {
    private var meeting: HTML {
        guard let own, !own.text.meeting.isEmpty else { return .empty }
        let lines = ProgramWords.lines(own.text.meeting)
        let parts = lines.map { line -> (term: String, value: HTML)? in
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let (term, rest) = (line[..<colon], line[colon...].dropFirst())
            guard term.utf8.count <= 24, !rest.isEmpty else { return nil }
            return (String(term), words.inLanguage(own.language, String(rest.drop { $0 == " " })))
        }
        let told = parts.compactMap { $0 }
        let body =
            told.count == lines.count
            ? "<div class=\"meeting-parts\">\(HTML.facts(told))</div>"
            : words.paragraphs(own.language, own.text.meeting)
        return HTML.card(body, title: text("groups.event.meeting"))
    }

    private var leaders: HTML {
        let names = detail.leaders.filter { $0.scope == .all }.map { leader -> HTML in
            """
            <li><b dir="auto">\(leader.shownAs)</b> \
            <span class="note">\(text("groups.part.\(leader.part.rawValue)"))</span></li>
            """
        }
        let by = detail.organization.map { text("groups.event.by", ["name": .text($0.name)]) }
        return HTML.card(
            """
            <p>\(words.led(program))</p>\(HTML.when(!names.isEmpty, "<ul class=\"people\">\(names)</ul>"))\
            \(HTML.with(by) { "<p class=\"note\">\($0)</p>" })
            """, title: text("groups.event.leads"))
    }

    private var who: HTML {
        let more = own.map { own in
            words.paragraphs(own.language, own.text.eligibility) + words.paragraphs(own.language, own.text.cost)
        }
        let languages = series.languages.map(text.languages.ownName)
        return HTML.card(
            """
            <p>\(text("groups.event.who.\(program.eligibility.rawValue)"))</p>\
            <p>\(text("groups.find.spoken", ["languages": .text(text.listed(languages))]))</p>\
            <p>\(words.cost(program.cost))</p>\(more)
            """, title: text("groups.event.who"))
    }

    private var needs: HTML {
        HTML.card("<p>\(text("groups.event.needs.body"))</p>", title: text("groups.event.needs"), kind: .yours)
    }

    private var dates: HTML {
        let lines = subject.dates.map { session in
            """
            <li>\(DateWords(session: session, series: series, detail: detail, words: words).line(
                subject.counts[session.id], program))</li>
            """ as HTML
        }
        guard !lines.isEmpty else {
            return HTML.card("<p>\(text("groups.event.over"))</p>", title: text("groups.event.dates"))
        }
        let uncounted = HTML.when(
            subject.later > 0, HTML.note(HTML(text: text("groups.event.later", ["n": .count(subject.later)]))))
        let rest = lines.dropFirst(Self.shownDates)
        let after =
            rest.isEmpty
            ? uncounted
            : HTML.disclosure(
                text("groups.find.later"), "<ul class=\"date-list\">\(HTML.each(rest) { $0 })</ul>\(uncounted)")
        return HTML.card(
            "<ul class=\"date-list\">\(HTML.each(lines.prefix(Self.shownDates)) { $0 })</ul>\(after)",
            title: text("groups.event.dates"))
    }

    private var agreement: HTML {
        guard let (language, agreement) = detail.agreement else { return .empty }
        return HTML.disclosure(text("groups.event.agreement"), words.paragraphs(language, agreement.words))
    }

    private var asking: HTML {
        guard let organization = detail.organization, let phone = organization.phone else { return .empty }
        return HTML.card(
            """
            <p>\(text("groups.event.ask.body"))</p><p><a href="\(Link.telephone(phone))">\
            \(text("groups.event.ask.call", ["number": .text(ProgramWords.phone(phone))]))</a></p>
            """, title: text("groups.event.ask"))
    }

    private var calendar: HTML {
        guard program.listing == .open else { return .empty }
        return HTML.note(
            """
            <a href="\(CalendarFeedPage.link(series, in: text.language))">\(text("groups.event.feed"))</a> \
            \(text("groups.event.feed.how"))
            """)
    }
}

extension [SeriesRule] {
    /// The rhythm that holds now: the last, for dates that were added one by one have none.
    var current: SeriesRule? { last { $0.rule != nil } ?? last }
}

extension SeriesRule {
    /// Whether its dates are made ahead, every night.
    var isEndless: Bool {
        guard let rule, let read = try? RecurrenceRule(rule) else { return false }
        return read.end == .never
    }
}
