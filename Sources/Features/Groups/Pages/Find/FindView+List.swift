import Markup
import Recurrence
import Vocabulary
import Web

// Dates by day, and what to do where there is none.
extension FindView {
    /// - Parameter next: the following dates; nil: there are none.
    func list(_ lines: [DateLine], _ dates: FindPage.Dates, near: GeoPoint?, next: Link?) -> HTML {
        let unknown = HTML.when(
            form.zip != nil && near == nil,
            HTML.note(HTML(text: text("groups.find.zip.unknown", ["zip": .text(form.zip?.description ?? "")]))))
        guard !lines.isEmpty else { return unknown + (next.map { later($0) } ?? nothing(dates)) }
        // Where dates of several zones are mixed, or people join from anywhere, the hour alone says too little.
        let isMixed = Set(lines.map(\.series.zone)).count > 1
        let days = Dictionary(grouping: lines) { $0.session.starts.dateText }.sorted { $0.key < $1.key }
        return """
            \(unknown)\(HTML.each(days) { _, lines in
                day(lines.sorted(by: Self.isBefore), dates, near, isMixed: isMixed)
            })\(HTML.with(next) { later($0) })\(feed)
            """
    }

    static func isBefore(_ left: DateLine, _ right: DateLine) -> Bool {
        (left.session.starts, left.id.series) < (right.session.starts, right.id.series)
    }

    private func later(_ next: Link) -> HTML {
        HTML.actions([HTML.buttonLink(text("groups.find.later"), to: next, kind: .secondary)])
    }

    private func day(
        _ lines: [DateLine], _ dates: FindPage.Dates, _ near: GeoPoint?, isMixed: Bool
    ) -> HTML {
        guard let first = lines.first else { return .empty }
        let date = first.session.starts
        let heading: String =
            switch first.daysAhead {
            case 0: text(date.minuteOfDay >= 1_020 ? "groups.find.tonight" : "groups.find.today")
            case 1: text("groups.find.tomorrow")
            default: text.weekday(date.weekday)
            }
        let beside = (0...1).contains(first.daysAhead) ? text.day(date) : text.date(date)
        return """
            <section class="day"><div class="day-head"><h2>\(heading)</h2><p class="note">\(beside)</p></div>\
            <ul class="dates">\(HTML.each(lines) { line($0, dates.counts[$0.id], near, isMixed: isMixed) })</ul>\
            </section>
            """
    }

    private func line(_ line: DateLine, _ count: SeatCount?, _ near: GeoPoint?, isMixed: Bool) -> HTML {
        let (session, series, program) = (line.session, line.series, line.program)
        let (hour, half) = text.clock(session.starts.minuteOfDay)
        let seats = words.seats(session, series, program, count)
        let isFar = isMixed || session.meeting.mode.isOnline
        let led = [words.led(program), words.spoken(series.languages)].compactMap { $0 }.joined(separator: " · ")
        let place = [
            words.place(session.meeting, line.place), words.distance(line.place, from: near),
            isFar ? text.zone(series.zone) : nil,
        ].compactMap { $0 }.joined(separator: " · ")
        return """
            <li class="date-line date-\(seats.sort.rawValue)"><p class="date-hour"><span class="hour">\(hour)</span> \
            <span class="note">\(half), \(text("groups.said.short", ["n": .count(session.minutes)]))</span></p>\
            <div class="date-words"><h3><a href="\(EventPage.link(series))">\(words.title(program))</a></h3>\
            <p class="note">\(led)</p><p>\(place)</p>\
            \(HTML.with(words.moved(session)) { "<p class=\"note\">\($0)</p>" })\
            <p class="seats">\(HTML.when(!seats.words.isEmpty, "\(seats.words) · "))\
            \(words.cost(program.cost))</p></div></li>
            """
    }

    /// Which filter empties the page, and what the others bring; where none does, ways on.
    private func nothing(_ dates: FindPage.Dates) -> HTML {
        if !form.said.words.isEmpty, form.filters.isEmpty || dates.relaxed.isEmpty { return noGroup(dates) }
        let links = dates.relaxed.map { relaxed -> (String, Link, String?) in
            let count = min(relaxed.count, FindPage.Relaxed.most)
            let isMore = relaxed.count >= FindPage.Relaxed.most
            let brings = text(isMore ? "groups.find.brings.more" : "groups.find.brings", ["n": .count(count)])
            if let filter = relaxed.filter {
                let label = text("groups.find.relax", ["filter": .text(label(filter))])
                return (label, form.without(filter).link, brings)
            }
            guard let radius = relaxed.radius else {
                let plain = form.filters.reduce(form) { $0.without($1) }
                return (text("groups.find.plain"), plain.link, brings)
            }
            var wider = form
            wider.radius = radius
            return (label(.near, within: wider.radius), wider.link, brings)
        }
        let isAsked = form.link != FindPage.link
        let body = isAsked ? text("groups.find.none.body") : text("groups.find.empty.body")
        let all = HTML.when(
            isAsked, HTML.buttonLink(text("groups.find.all"), to: FindPage.link, kind: .secondary))
        return HTML.emptyState(
            title: text(isAsked ? "groups.find.none" : "groups.find.empty"), body: body,
            action: isAsked ? all : nil)
            + HTML.when(!links.isEmpty, HTML.card(HTML.linkList(links), title: text("groups.find.instead")))
    }

    /// Nobody offers a group for this.
    private func noGroup(_ dates: FindPage.Dates) -> HTML {
        // Whoever was shown help first is not told that there is nothing.
        let isQuoted = visit.query["card"] == nil
        let title =
            isQuoted
            ? text("groups.find.nobody", ["words": .text(form.said.what)]) : text("groups.find.nobody.plain")
        var links: [(String, Link, String?)] = []
        if dates.hasVideo { links.append((text("groups.find.home"), FindPage.link.adding("mode", "video"), nil)) }
        if let condition = form.condition {
            let name: [String: TextValue] = ["name": .text(condition.name.inSentence(text.language))]
            links.append((text("groups.find.people", name), Link("/conditions/\(condition.slug)"), nil))
        }
        return HTML.emptyState(
            title: title, body: text("groups.find.nobody.body"),
            action: HTML.buttonLink(text("groups.find.all"), to: FindPage.link, kind: .secondary))
            + HTML.when(!links.isEmpty, HTML.card(HTML.linkList(links), title: text("groups.find.elsewhere")))
    }

    private func label(_ filter: FindForm.Filter, within radius: SearchRadius) -> String {
        var view = self.form
        view.radius = radius
        return FindView(form: view, visit: visit).label(filter)
    }
}
