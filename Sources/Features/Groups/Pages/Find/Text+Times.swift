import Markup
import Recurrence

/// Times as people say them. **The only place that writes one**: a page that wrote its own would one day say another, or
/// let a line end between "December" and "1".
extension Text {
    /// "6:30 pm", "8 pm", "noon".
    /// - Parameter minuteOfDay: minutes since midnight; what runs past midnight begins anew.
    func time(_ minuteOfDay: Int) -> String {
        switch Self.withinDay(minuteOfDay) {
        case 0: self("groups.said.midnight")
        case 720: self("groups.said.noon")
        case let minute:
            Self.unbroken(self("groups.said.\(Self.half(minute))", ["time": .text(Self.digits(minute))]))
        }
    }

    /// "6:30 to 8 pm", "11 am to 1 pm".
    func times(_ minuteOfDay: Int, minutes: Int) -> String {
        let (start, end) = (Self.withinDay(minuteOfDay), Self.withinDay(minuteOfDay + minutes))
        // The half of the day is said once, where both have the same and neither has a name of its own.
        let isOnce = minutes < 720 && Self.half(start) == Self.half(end) && start % 720 != 0 && end % 720 != 0
        let from = isOnce ? Self.digits(start) : time(start)
        return self("groups.said.to", ["from": .text(from), "to": .text(time(end))])
    }

    /// The hour alone and its half of the day, for a list: "6:30" and "pm".
    func clock(_ minuteOfDay: Int) -> (hour: String, half: String) {
        let minute = Self.withinDay(minuteOfDay)
        return (Self.digits(minute, always: true), self("groups.said.half.\(Self.half(minute))"))
    }

    /// How long: "45 minutes", "2 hours".
    func length(_ minutes: Int) -> String {
        let isHours = minutes >= 120 && minutes % 60 == 0
        return Self.unbroken(
            isHours
                ? self("groups.said.hours", ["n": .count(minutes / 60)])
                : self("groups.said.minutes", ["n": .count(minutes)]))
    }

    /// "Thursday, December 3", at the beginning of a line.
    func day(_ time: LocalDateTime) -> String { day(time, inSentence: false) }

    /// The same.
    /// - Parameter inSentence: after other words, where a language writes days small.
    func day(_ time: LocalDateTime, inSentence: Bool) -> String {
        let weekday = weekday(time.weekday, inSentence: inSentence)
        return self("groups.said.day", ["weekday": .text(weekday), "date": .text(date(time))])
    }

    /// "December 3", which no line breaks.
    func date(_ time: LocalDateTime) -> String {
        let (_, month, day) = time.date
        let name = rules.months.indices.contains(month - 1) ? rules.months[month - 1] : ""
        return Self.unbroken(self("groups.said.date", ["month": .text(name), "day": .text(String(day))]))
    }

    /// "Thursday", "Jueves"; in a sentence "jueves".
    func weekday(_ day: Weekday, inSentence: Bool = false) -> String {
        inSentence ? self("groups.said.on.\(day.rawValue)") : self("groups.day.\(day.rawValue)")
    }

    /// "Thursday, December 3, 6:30 to 8 pm", and in which zone where people join from anywhere.
    /// - Parameter zone: IANA name, of its series.
    func when(_ session: Session, _ zone: String, inSentence: Bool = false) -> String {
        let values: [String: TextValue] = [
            "day": .text(day(session.starts, inSentence: inSentence)),
            "times": .text(times(session.starts.minuteOfDay, minutes: session.minutes)),
            "zone": .text(self.zone(zone)),
        ]
        return self(session.meeting.mode.isOnline ? "groups.said.when.zone" : "groups.said.when", values)
    }

    /// The same without its zone, where that stands beside.
    func when(_ session: Session) -> String {
        self(
            "groups.said.when",
            [
                "day": .text(day(session.starts)),
                "times": .text(times(session.starts.minuteOfDay, minutes: session.minutes)),
            ])
    }

    /// The same for a zone that was looked up already.
    func when(_ session: Session, _ zone: Zone, inSentence: Bool = false) -> String {
        when(session, zone.name, inSentence: inSentence)
    }

    /// "Eastern time", as people call those of the United States; elsewhere the last part of an IANA name, which is a place's.
    func zone(_ name: String) -> String {
        switch name {
        case "America/New_York", "America/Detroit": return self("groups.said.zone.eastern")
        case "America/Chicago": return self("groups.said.zone.central")
        case "America/Denver", "America/Boise": return self("groups.said.zone.mountain")
        case "America/Los_Angeles": return self("groups.said.zone.pacific")
        default: break
        }
        let place = name.split(separator: "/").last.map { part in
            String(String.UnicodeScalarView(part.unicodeScalars.map { $0 == "_" ? " " : $0 }))
        }
        return self("groups.said.zone", ["place": .text(place ?? name)])
    }
}

// MARK: - A whole schedule

extension Text {
    /// "Thursdays, 6:30 to 8 pm, December 3 to February 18".
    /// - Parameters:
    ///   - minutes: of a date.
    ///   - isEndless: its last date is only the last that was made so far, and is not said.
    func said(_ schedule: ReadableSchedule, minutes: Int, isEndless: Bool = false) -> String {
        let parts = [
            rhythm(schedule.pattern),
            schedule.minuteOfDay.map { times($0, minutes: minutes) } ?? self("groups.said.variousTimes"),
            span(schedule, isEndless: isEndless),
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private func rhythm(_ pattern: ReadableSchedule.Pattern) -> String {
        switch pattern {
        case .weekly(let days, let interval):
            let names = days.map { self("groups.said.every.\($0.rawValue)") }
            // A sentence begins with the first; the others stand within it.
            let inside = days.map { self("groups.said.everyInside.\($0.rawValue)") }
            if interval == 1 { return listed(names.prefix(1) + inside.dropFirst()) }
            return self("groups.said.weeks", ["n": .count(interval), "days": .text(listed(inside))])
        case .monthly(let day, let nth):
            let weekday = weekday(day, inSentence: true)
            return self("groups.said.nth.\(nth.map(String.init) ?? "last")", ["weekday": .text(weekday)])
        case .dates: return self("groups.said.dates")
        }
    }

    private func span(_ schedule: ReadableSchedule, isEndless: Bool) -> String {
        if isEndless { return "" }
        if schedule.first.dateText == schedule.last.dateText { return date(schedule.first) }
        return self(
            "groups.said.span", ["from": .text(date(schedule.first)), "to": .text(date(schedule.last))])
    }

    /// "Mondays, Tuesdays and Thursdays".
    func listed(_ words: some Collection<String>) -> String {
        guard let last = words.dropFirst().reversed().first else { return words.first ?? "" }
        let others = words.dropLast().joined(separator: ", ")
        return self("groups.said.and", ["others": .text(others), "last": .text(last)])
    }
}

extension Text {
    /// The same words, in the middle of which no line ends: with no-break spaces.
    static func unbroken(_ words: String) -> String {
        String(String.UnicodeScalarView(words.unicodeScalars.map { $0 == " " ? "\u{A0}" : $0 }))
    }

    private static func withinDay(_ minute: Int) -> Int { (minute % 1_440 + 1_440) % 1_440 }

    private static func half(_ minute: Int) -> String { minute < 720 ? "am" : "pm" }

    /// "6:30"; "8" for a whole hour, unless minutes are always told.
    private static func digits(_ minute: Int, always: Bool = false) -> String {
        let hour = (minute / 60 + 11) % 12 + 1
        let rest = minute % 60
        if rest == 0, !always { return String(hour) }
        return "\(hour):\(rest < 10 ? "0" : "")\(rest)"
    }
}
