import Markup
import Recurrence
import Storage
import Web

/// A date in few words: what it is about, where it went, that there is none.
struct DateWords: Sendable {
    let session: Session
    let series: Series
    let detail: EventPage.Detail
    let words: ProgramWords

    private var text: Text { words.text }

    /// A line of a group's page: the day on which people look for it, and what is on it.
    func line(_ count: SeatCount?, _ program: Program) -> HTML {
        let day = text.day(session.isMoved ? session.slot : session.starts)
        return """
            <a href="\(EventPage.link(series, session.id.recurrence))">\(day)</a> <span>\(what)\
            \(HTML.with(place) { ", \($0)" })\(HTML.with(seats(count, program)) { " · \($0)" })</span>
            """
    }

    /// "Pacing", "Moved to Wednesday, December 16, 6:30 to 8 pm", "No meeting".
    var what: HTML {
        if session.isCancelled { return HTML(text: text("groups.find.seats.dropped")) }
        if session.isMoved {
            let to = text.when(session, series.zone, inSentence: true)
            return "<b>\(text("groups.event.moved", ["when": .text(to)]))</b>"
        }
        if session.kind == .zero { return HTML(text: text("groups.event.zero")) }
        if let theme = session.theme { return "<bdi>\(theme)</bdi>" }
        return HTML(text: text.times(session.starts.minuteOfDay, minutes: session.minutes))
    }

    /// Where it is, where that is not as usual.
    private var place: String? {
        guard !session.isCancelled,
            session.meeting.mode != series.meeting.mode
                || session.meeting.place != series.meeting.place
        else { return nil }
        return words.place(session.meeting, session.meeting.place.flatMap { detail.places[$0] })
    }

    /// Of a drop-in group each date has its own seats; of a cohort only one's own answer differs.
    private func seats(_ count: SeatCount?, _ program: Program) -> String? {
        guard series.kind == .dropIn, !session.isCancelled, count?.capacity != nil else { return nil }
        return words.seats(session, series, program, count).words
    }
}

/// How the page of one date looks.
struct DateView: Sendable {
    let subject: EventPage.Subject
    let session: Session
    let detail: EventPage.Detail
    let visit: Visit

    private var text: Text { visit.text }
    private var words: ProgramWords { ProgramWords(text: text) }
    private var series: Series { subject.series }

    func html() -> HTML {
        let steps = [(text("groups.title"), FindPage.link), (words.name(detail.program), EventPage.link(series))]
        let schema = SchemaEvent(series: series, detail: detail, visit: visit)
        return """
            <div class="narrow stack"\(SchemaEvent.scope)>\(schema.one(session))\
            <div class="page-header">\(HTML.breadcrumb(steps, label: text("groups.event.breadcrumb")))\
            <h1 itemprop="name">\(words.title(detail.program))</h1></div>\
            \(HTML.card(body))\(HTML.actions([
                HTML.with(next) { HTML.buttonLink(text($0.label), to: $0.link) },
                HTML.buttonLink(text("groups.event.whole"), to: EventPage.link(series), kind: .secondary),
            ]))</div>
            """
    }

    /// What whoever came to this date by its address can do about it; nil where there is nothing to take.
    private var next: (label: String, link: Link)? {
        let seats = words.seats(session, series, detail.program, subject.counts[session.id])
        if seats.sort == .own { return ("groups.seat.toMine", OwnGroupsPage.path) }
        guard series.state == .open, detail.program.isJoinedFreely, session.takesSeats(at: visit.now) else {
            return nil
        }
        let link = JoinPage.link(series)
        return (
            seats.sort == .full ? "groups.seat.line" : "groups.seat.take",
            series.allowsSingle ? link.adding("scope", session.id.recurrence.text) : link
        )
    }

    private var when: HTML {
        let words = session.isCancelled ? text.day(session.slot) : text.when(session, series.zone)
        return "<h2 class=\"next-when\">\(words)</h2>"
    }

    private var body: HTML {
        let view = EventView(subject: subject, detail: detail, visit: visit)
        if session.isCancelled { return "\(when)<p><b>\(text("groups.event.dropped"))</b></p>" }
        let place = session.meeting.place.flatMap { detail.places[$0] }
        let count = subject.counts[session.id]
        let seats = words.seats(session, series, detail.program, count)
        let instead = detail.leaders.filter { $0.scope == .date(session.id.recurrence) }
        let names = text.listed(instead.map(\.shownAs))
        let isOver = session.endsAt <= visit.now
        return """
            \(when)\(HTML.with(words.moved(session)) { "<p><b>\($0)</b></p>" })\
            \(HTML.when(session.kind == .zero, "<p>\(text("groups.event.zero"))</p>"))\
            \(HTML.with(session.theme) { "<p dir=\"auto\">\($0)</p>" })\
            \(HTML.with(names.isEmpty ? nil : text("groups.event.instead", ["names": .text(names)])) { "<p>\($0)</p>" })\
            <p>\(words.place(session.meeting, place))</p>\(HTML.with(place) { view.access($0) })\
            \(HTML.when(!isOver, view.online(session)))\
            <p class="seats">\(isOver ? text("groups.event.was") : seats.words)</p>
            """
    }
}
