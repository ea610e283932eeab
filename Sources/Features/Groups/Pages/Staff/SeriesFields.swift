import Markup
import Recurrence
import Storage
import Web

/// When a series meets, as a coordinator ticks it: days, how often, how long. The rule is made here and never typed.
struct SeriesFields: Sendable, Hashable {
    /// The raw values end text keys.
    enum Every: String, Sendable, CaseIterable {
        case week, twoWeeks, fourWeeks, month, once

        /// Weeks from one to the next; nil where it is no matter of weeks.
        var weeks: Int? {
            switch self {
            case .week: 1
            case .twoWeeks: 2
            case .fourWeeks: 4
            case .month, .once: nil
            }
        }
    }

    enum Ending: Sendable, Hashable {
        case count(Int)
        /// The last day on which there can be a date.
        case until(LocalDateTime)
        /// Goes on: for groups to which whoever comes, comes.
        case open
    }

    /// Empty: the weekday of the first date.
    var days: Set<Weekday>
    /// Where the first date can be at the earliest.
    var first: LocalDateTime
    var every: Every
    var ending: Ending

    /// The first date: on the first of the ticked days from the one that was typed on.
    var starts: LocalDateTime {
        guard every.weeks != nil, !days.isEmpty else { return first }
        return (0..<7).map { first.adding(days: $0) }.first { days.contains($0.weekday) } ?? first
    }

    /// RRULE of RFC 5545; nil for a single date. **Its end is always a number of dates**: a last day would have to be
    /// written as a moment, and what a coordinator means is a day on their wall.
    func rule(in zone: Zone) -> String? {
        guard let endless else { return nil }
        switch ending {
        case .open: return endless
        case .count(let count): return "\(endless);COUNT=\(count)"
        case .until(let day):
            let last = day.at(secondOfDay: 86_399)
            let dates = Self.dates(of: endless, from: starts, zone, most: Series.mostSessions + 1) { $0 <= last }
            return dates.isEmpty ? nil : "\(endless);COUNT=\(dates.count)"
        }
    }

    private var endless: String? {
        if let weeks = every.weeks {
            let ticked = Weekday.allCases.filter(days.isEmpty ? [starts.weekday] : days).map(\.rawValue)
            let interval = weeks == 1 ? "" : ";INTERVAL=\(weeks)"
            return "FREQ=WEEKLY\(interval);BYDAY=\(ticked.joined(separator: ","))"
        }
        guard every == .month else { return nil }
        // A fifth Tuesday is the last: four months in five have none.
        let nth = starts.weekdayInMonth == 5 ? -1 : starts.weekdayInMonth
        return "FREQ=MONTHLY;BYDAY=\(nth)\(starts.weekday.rawValue)"
    }

    /// The dates that a rule gives from a start on, as long as they are wanted and at most so many; of nil the start
    /// alone. None where the rule cannot be read.
    static func dates(
        of rule: String?, from starts: LocalDateTime, _ zone: Zone, most: Int,
        while isWanted: (LocalDateTime) -> Bool = { _ in true }
    ) -> [LocalDateTime] {
        guard let rule else { return [starts] }
        guard let read = try? RecurrenceRule(rule), let all = try? read.occurrences(from: starts, zone: zone) else {
            return []
        }
        var dates: [LocalDateTime] = []
        for date in all {
            guard dates.count < most, isWanted(date) else { break }
            dates.append(date)
        }
        return dates
    }
}

extension Sequence where Element == Weekday {
    /// Those of them that are in a set, in the same order.
    fileprivate func filter(_ wanted: Set<Weekday>) -> [Weekday] { filter { wanted.contains($0) } }
}

// MARK: - In a form

extension SeriesFields {
    static let usualCount = 12
    static let usualMinutes = 90
    /// Dates that can be asked for at once: two years of weeks.
    static let mostCount = 104

    /// Fields `day`, `first-…`, `every`, `ends`, `count`, `until-…`. Nil where something is missing or wrong.
    static func read(_ reader: inout FormReader, mayBeOpen: Bool = true) -> SeriesFields? {
        let first = PlannedTime.read("first", &reader, required: "groups.staff.series.first.required")
        guard let first, let rhythm = readRhythm(&reader, after: first, mayBeOpen: mayBeOpen) else { return nil }
        return SeriesFields(days: Set(reader.words("day")), first: first, every: rhythm.every, ending: rhythm.ending)
    }

    /// What contradicts the choice is asked about: whoever ticked or typed it meant something by it.
    static func readRhythm(_ reader: inout FormReader, after first: LocalDateTime, mayBeOpen: Bool) -> (
        every: Every, ending: Ending
    )? {
        let chosen: Every? = reader.word("every", required: "groups.staff.series.every.required")
        guard let every = chosen else { return nil }
        let days: Set<Weekday> = Set(reader.words("day"))
        if every.weeks == nil, !days.isEmpty, days != [first.weekday] {
            reader.errors.add(field: "day", "groups.staff.series.day.other")
        }
        guard let ending = every == .once ? .count(1) : readEnding(&reader, after: first, mayBeOpen: mayBeOpen) else {
            return nil
        }
        SeriesFields(days: days, first: first, every: every, ending: ending).askAboutOthers(&reader)
        return (every, ending)
    }

    private static func readEnding(_ reader: inout FormReader, after first: LocalDateTime, mayBeOpen: Bool) -> Ending? {
        switch reader.choice("ends", among: ["count", "until", "open"], required: "groups.staff.series.ends.required") {
        case "count":
            return reader.integer("count", in: 1...mostCount, required: "groups.staff.series.count.required").map {
                .count($0)
            }
        case "until":
            guard let day = PlannedTime.day("until", &reader, required: "groups.staff.series.until.required") else {
                return nil
            }
            if day < first.at(secondOfDay: 0) {
                reader.errors.add(field: "until-year", "groups.staff.series.until.before")
            }
            return .until(day)
        case "open":
            if !mayBeOpen { reader.errors.add(field: "ends", "groups.fault.ruleWithoutEnd") }
            return .open
        default: return nil
        }
    }

    /// The last day beside a number of dates, and the other way round. What says the same is no contradiction; nor is
    /// the number that is filled in before anybody typed.
    private func askAboutOthers(_ reader: inout FormReader) {
        let dates = ending == .open ? [] : Self.dates(of: rule(in: .utc), from: starts, .utc, most: Self.mostCount)
        var other = reader
        if case .until = ending {
        } else {
            let day = PlannedTime.day("until", &other)
            let isTyped = day != nil || other.errors != reader.errors
            if isTyped, day == nil || day != dates.last?.at(secondOfDay: 0) {
                let key = every == .once ? "groups.staff.series.onlyOnce" : "groups.staff.series.until.other"
                reader.errors.add(field: "until-year", key)
            }
        }
        if case .count = ending, every != .once { return }
        other = reader
        let count = other.integer("count", in: 1...Self.mostCount)
        let isTyped = count != nil || other.errors != reader.errors
        if isTyped, count != Self.usualCount, count != dates.count {
            let key = every == .once ? "groups.staff.series.onlyOnce" : "groups.staff.series.count.other"
            reader.errors.add(field: "count", key)
        }
    }

    /// Days, first date and rhythm.
    static func html(_ form: StaffForm, first legend: String) -> HTML {
        """
        \(days(form, hint: form.text("groups.staff.series.day.hint")))\(PlannedTime.html("first", legend, form))\
        \(rhythm(form, among: Every.allCases))
        """
    }

    static func days(_ form: StaffForm, hint: String? = nil) -> HTML {
        let text = form.text
        let days = Weekday.allCases.sorted { $0.fromMonday < $1.fromMonday }.map {
            Choice($0.rawValue, text("groups.day.\($0.rawValue)"))
        }
        return form.boxes("day", text("groups.staff.series.day"), days, hint: hint, inRow: true)
    }

    /// How often, and how long.
    static func rhythm(_ form: StaffForm, among every: [Every]) -> HTML {
        let text = form.text
        return """
            \(form.select(
                "every", text("groups.staff.series.every"),
                every.map { Choice($0.rawValue, text("groups.staff.series.every.\($0.rawValue)")) }))\
            \(form.radios(
                "ends", text("groups.staff.series.ends"),
                ["count", "until", "open"].map { Choice($0, text("groups.staff.series.ends.\($0)")) }))\
            \(form.line("count", text("groups.staff.series.count"), kind: .number, width: .short))\
            \(PlannedTime.dayHTML("until", text("groups.staff.series.until"), form, isOptional: true))
            """
    }
}
