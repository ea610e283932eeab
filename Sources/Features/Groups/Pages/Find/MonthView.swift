import Markup
import Recurrence
import Storage

/// A month as a table that can be read aloud. On a phone it is a list by day (styles/groups.css).
struct MonthView: Sendable {
    let month: MonthPage.Month
    let lines: [DateLine]
    let form: FindForm
    let text: Text
    let now: Instant

    private var words: ProgramWords { ProgramWords(text: text) }
    /// Sunday first, as calendars on walls here have it.
    private static let weekdays = Weekday.allCases.suffix(1) + Weekday.allCases.dropLast()

    private var name: String {
        text.date(year: month.first.date.year, month: month.first.date.month, day: nil)
    }

    func html(earlier: Link?, later: Link?) -> HTML {
        let entries = entries()
        return """
            <section class="stack"><h2 class="month-name">\(name)</h2>\
            <table class="month" role="table">\
            <caption class="unseen">\(text("groups.find.month", ["month": .text(name)]))\
            </caption><thead role="rowgroup"><tr role="row">\(HTML.each(Self.weekdays) {
                "<th role=\"columnheader\" scope=\"col\">\(text.weekday($0))</th>"
            })</tr></thead><tbody role="rowgroup">\(HTML.each(weeks) { week in
                "<tr role=\"row\">\(HTML.each(week) { cell($0, entries) })</tr>"
            })</tbody></table>\(HTML.when(entries.isEmpty, "<p>\(text("groups.find.month.empty"))</p>"))\(key)\
            \(pages(earlier, later))</section>
            """
    }

    /// Each week from Sunday on; nil for days of other months.
    private var weeks: [[Int?]] {
        let blank = (month.first.weekday.fromMonday + 1) % 7
        var cells: [Int?] = Array(repeating: nil, count: blank) + month.days.map { $0 }
        while cells.count % 7 != 0 { cells.append(nil) }
        return stride(from: 0, to: cells.count, by: 7).map { Array(cells[$0..<$0 + 7]) }
    }

    private func cell(_ day: Int?, _ entries: [Int: [HTML]]) -> HTML {
        guard let day else { return "<td role=\"cell\" class=\"month-blank\"></td>" }
        let own = entries[day] ?? []
        let time = LocalDateTime(seconds: Int64(day) * 86_400)
        let isToday = day == month.today
        let more = more(day, time)
        let isFree = own.isEmpty && more == nil
        let kind =
            (isFree ? " month-free" : "") + (isToday ? " month-today" : day < month.today ? " month-past" : "")
        return """
            <td role="cell" class="month-day\(kind)">\
            <p class="month-number"\(attribute: "aria-current", isToday ? "date" : nil)>\
            <span class="month-weekday">\(text.weekday(time.weekday)) </span>\(time.date.day)\
            \(HTML.when(isToday, " <span class=\"month-word\">\(text("groups.find.month.today"))</span>"))</p>\
            \(HTML.when(!isFree, "<ul>\(own)\(more)</ul>"))</td>
            """
    }

    /// What a day has besides. Where free seats are looked for, nobody has counted how many of it have one. The list
    /// begins now: from a day that is over no link would lead to it.
    private func more(_ day: Int, _ time: LocalDateTime) -> HTML? {
        guard let count = month.hidden[day], day >= month.today || !form.hasSeatsOnly else { return nil }
        let words =
            form.hasSeatsOnly ? text("groups.find.month.rest") : text("groups.find.month.more", ["n": .count(count)])
        guard day >= month.today else { return "<li class=\"note\">\(words)</li>" }
        return "<li><a href=\"\(form.list(from: time))\">\(words)</a></li>"
    }

    /// What stands on each day: dates, and where a date went that was moved.
    private func entries() -> [Int: [HTML]] {
        var entries: [Int: [HTML]] = [:]
        // By the hour that stands there: moments of two zones come in another order.
        for line in lines.sorted(by: FindView.isBefore) {
            let (present, planned) = (line.session.starts.daysSinceEpoch, line.session.slot.daysSinceEpoch)
            if month.days.contains(present) { entries[present, default: []].append(entry(line)) }
            // Where it stays on its day only the hour is another.
            if present != planned, month.days.contains(planned), !line.session.isCancelled, month.hidden.isEmpty {
                entries[planned, default: []].append(movedAway(line))
            }
        }
        return entries
    }

    private func entry(_ line: DateLine) -> HTML {
        let link = EventPage.link(line.series, line.id.recurrence)
        if line.session.isCancelled {
            return """
                <li class="entry entry-none"><a href="\(link)">\
                \(text.html("groups.find.month.none", ["title": words.title(line.program)]))</a></li>
                """
        }
        let seats = words.seats(line.session, line.series, line.program, month.counts[line.id])
        let isOnline = line.session.meeting.mode.isOnline
        let kind = [.own, .full].contains(seats.sort) ? seats.sort.rawValue : isOnline ? "online" : "room"
        var beside: [String] = []
        if isOnline { beside.append(text("groups.find.month.\(line.session.meeting.mode.rawValue)")) }
        if line.session.isAhead(at: now) {
            switch seats.sort {
            // Also a place in line is one's own, and no seat.
            case .own: beside.append(seats.words)
            case .full: beside.append(text("groups.find.month.full"))
            case .free, .open, .none: break
            }
        }
        let (hour, half) = text.clock(line.session.starts.minuteOfDay)
        return """
            <li class="entry entry-\(kind)"><a href="\(link)"><span class="hour">\(hour)</span> \
            \(half) \(words.title(line.program))</a>\
            \(HTML.when(!beside.isEmpty, " <span class=\"note\">\(beside.joined(separator: ", "))</span>"))</li>
            """
    }

    private func movedAway(_ line: DateLine) -> HTML {
        let to = HTML(text: text.day(line.session.starts, inSentence: true))
        return """
            <li class="entry entry-none"><a href="\(EventPage.link(line.series, line.id.recurrence))">\
            \(text.html("groups.find.month.moved", ["title": words.title(line.program), "day": to]))</a></li>
            """
    }

    /// What the edges mean, in words.
    private var key: HTML {
        let marks = ["room", "online", "own", "full"]
        return """
            <ul class="month-key" aria-label="\(text("groups.find.month.key"))">\(HTML.each(marks) {
                "<li class=\"entry entry-\($0)\">\(text("groups.find.month.key.\($0)"))</li>"
            })</ul>
            """
    }

    private func pages(_ earlier: Link?, _ later: Link?) -> HTML {
        HTML.actions(
            [
                earlier.map { HTML.buttonLink(text("groups.find.month.earlier"), to: $0, kind: .quiet) },
                later.map { HTML.buttonLink(text("groups.find.month.later"), to: $0, kind: .secondary) },
            ].compactMap { $0 })
    }
}

extension FindForm {
    /// The list from a day on.
    func list(from day: LocalDateTime) -> Link {
        var list = self
        list.isMonth = false
        return list.link.adding("from", day.dateText)
    }
}
