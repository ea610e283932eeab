import Markup
import Recurrence
import Storage
import Web

/// `/groups?view=month`: the dates of a month as a calendar.
struct MonthPage: Sendable {
    /// Dates that are looked at.
    private static let most = 4_000
    /// Of these all are shown, else so many a day and how many there are besides.
    private static let shown = 100
    private static let shownOfDay = 3
    /// How far around a month dates are looked at that were moved out of it.
    private static let around = 8
    /// The last month is the first one that is kept, and a year ahead enough.
    private static let months = -1...12

    let groups: GroupsFeature

    /// What a month has.
    struct Month: Sendable {
        /// Months since the year 0.
        let number: Int
        /// Days since 1970-01-01.
        let today: Int
        var revision = 0
        /// What is asked for, read against this schedule.
        var form: FindForm
        var facts: [SessionFacts] = []
        var counts: [SessionID: SeatCount] = [:]
        /// How many dates of a day are not shown, by days since 1970-01-01.
        var hidden: [Int: Int] = [:]

        /// Its first midnight.
        var first: LocalDateTime { Self.start(of: number) }
        /// The days of it, as days since 1970-01-01.
        var days: Range<Int> { first.daysSinceEpoch..<Self.start(of: number + 1).daysSinceEpoch }

        private static func start(of number: Int) -> LocalDateTime {
            LocalDateTime(year: number / 12, month: number % 12 + 1, day: 1) ?? LocalDateTime(seconds: 0)
        }
    }

    func show(_ asked: FindForm, _ visit: Visit) async throws -> Reply {
        let (viewer, now, topics) = (visit.viewer, visit.now, groups.topics(in: visit.language))
        let month = try await groups.database.read { try self.month(asked, topics, at: now, as: viewer, in: $0) }
        let marks = month.facts.map { fact in
            "|\(fact.startsAt.milliseconds) \(fact.id.series) \(month.counts[fact.id]?.mark ?? "")"
        }
        // What was full has begun an hour later, and is not called full any more.
        let version =
            "\(month.revision) \(month.number) \(month.today) \(now.milliseconds / 3_600_000)" + marks.joined()
        return try await groups.kept(
            visit.text("groups.title"), of: month.counts, version: version, summary: visit.text("groups.find.lead"),
            visit
        ) {
            let lines = try await groups.database.read { try groups.lines.read(month.facts, at: now, in: $0) }
            let view = FindView(form: month.form, visit: visit)
            let table = MonthView(month: month, lines: lines, form: month.form, text: visit.text, now: now)
            let pages = (earlier: link(month, -1), later: link(month, 1))
            return view.html(table.html(earlier: pages.earlier, later: pages.later) + view.feed)
        }
    }

    /// A month before or after, as far as there are any.
    private func link(_ month: Month, _ step: Int) -> Link? {
        let now = LocalDateTime(seconds: Int64(month.today) * 86_400).monthNumber
        let number = month.number + step
        guard Self.months.contains(number - now) else { return nil }
        let digits = number % 12 + 1
        return month.form.link.adding("month", "\(number / 12)-\(digits < 10 ? "0" : "")\(digits)")
    }

    private func month(
        _ asked: FindForm, _ topics: TopicReader, at now: Instant, as viewer: Viewer, in tx: Transaction
    ) throws -> Month {
        let reading = try groups.book.reading(in: tx)
        var form = asked
        let query = form.read(in: reading, topics)
        // What day it is, where the next meeting is; where there is none, in UTC.
        let next = reading.find(FindQuery(), from: now, limit: 1).first
        let today = next.map { $0.day - $0.daysAhead(of: now) } ?? Int(now.milliseconds / 86_400_000)
        let number = form.month ?? LocalDateTime(seconds: Int64(today) * 86_400).monthNumber
        var month = Month(number: number, today: today, form: form)
        month.revision = reading.revision
        let (first, last) = (month.days.lowerBound - Self.around, month.days.upperBound + Self.around)
        let found = reading.find(
            query, from: Instant(milliseconds: Int64(first) * 86_400_000),
            to: Instant(milliseconds: Int64(last) * 86_400_000), limit: Self.most)
        month.take(found, all: Self.shown, ofDay: Self.shownOfDay)
        month.counts = try groups.seats.counts(of: month.facts.map(\.id), at: now, as: viewer, in: tx)
        if query.hasSeatsOnly {
            let counts = month.counts
            month.facts.removeAll { !$0.isCancelled && counts[$0.id]?.hasSeat == false }
        }
        return month
    }
}

extension MonthPage.Month {
    /// All dates and those around, where there are few; else the first of each day.
    fileprivate mutating func take(_ found: [SessionFacts], all most: Int, ofDay: Int) {
        guard found.count > most else {
            facts = found
            return
        }
        for (day, dates) in Dictionary(grouping: found.filter { days.contains($0.day) }, by: \.day) {
            facts += dates.prefix(ofDay)
            if dates.count > ofDay { hidden[day] = dates.count - ofDay }
        }
        facts.sort { ($0.startsAt, $0.id.series) < ($1.startsAt, $1.id.series) }
    }
}
