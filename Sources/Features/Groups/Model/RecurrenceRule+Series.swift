import Recurrence
import Storage

// What this room does with rules beyond what their module says: other ends, other days, dates up to a moment.
extension RecurrenceRule {
    /// The same rule with another end.
    func ending(_ end: End) throws(RuleError) -> RecurrenceRule {
        try RecurrenceRule(
            frequency, interval: interval, end: end, byDay: byDay, numbers: numbers(without: []), weekStart: weekStart)
    }

    /// With its end as RFC 5545, 3.3.10 has it beside a start in a zone: UNTIL in UTC, so that a feed says it as it is
    /// kept.
    func endingInUTC(_ zone: Zone) throws(RuleError) -> RecurrenceRule {
        switch end {
        case .until(.local(let last)): try ending(.until(.utc(last, zone)))
        case .until(.date(let day)): try ending(.until(.utc(day.at(secondOfDay: 86_399), zone)))
        case .never, .count, .until(.utc): self
        }
    }

    /// The same rhythm for dates that are so many days later and begin with a start: Thursdays become Tuesdays, a first
    /// Thursday of the month the weekday of the month that the start is. Hours are those of the start.
    func shifted(days: Int, to start: LocalDateTime, end: End) throws(RuleError) -> RecurrenceRule {
        var numbers = numbers(without: [.byHour, .byMinute, .bySecond])
        guard days != 0 else {
            return try RecurrenceRule(
                frequency, interval: interval, end: end, byDay: byDay, numbers: numbers, weekStart: weekStart)
        }
        if numbers[.byMonthDay] != nil { numbers[.byMonthDay] = [start.date.day] }
        if numbers[.byMonth]?.count == 1 { numbers[.byMonth] = [start.date.month] }
        if numbers[.byYearDay] != nil || numbers[.byWeekNumber] != nil {
            (numbers[.byYearDay], numbers[.byWeekNumber]) = (nil, nil)
        }
        return try RecurrenceRule(
            frequency, interval: interval, end: end, byDay: shifted(byDay, days: days, to: start), numbers: numbers,
            weekStart: weekStart)
    }

    private func shifted(_ days: [WeekdayPosition], days by: Int, to start: LocalDateTime) -> [WeekdayPosition] {
        if days.count == 1, let number = days.first?.number {
            let isFifth = start.weekdayInMonth == 5
            return [
                WeekdayPosition(start.weekday, number: number < 0 || isFifth ? start.fromEnd : start.weekdayInMonth)
            ]
        }
        return days.map { day in
            let at = (day.weekday.fromMonday + by % 7 + 7) % 7
            return WeekdayPosition(Weekday.allCases[at], number: day.number)
        }
    }

    private func numbers(without left: [RulePart]) -> [RulePart: [Int]] {
        let lists: [RulePart] = [
            .byMonth, .byWeekNumber, .byYearDay, .byMonthDay, .byHour, .byMinute, .bySecond, .bySetPosition,
        ]
        return Dictionary(uniqueKeysWithValues: lists.filter { !left.contains($0) }.map { ($0, values($0)) })
            .filter { !$0.value.isEmpty }
    }

    /// Its dates, up to a moment or all; one more than there may be where there are too many.
    func slots(from start: LocalDateTime, in zone: Zone, upTo last: Instant?) throws(RuleError) -> [LocalDateTime] {
        var (expansion, slots) = (try occurrences(from: start, zone: zone), [LocalDateTime]())
        while slots.count <= Series.mostSessions, let slot = expansion.next() {
            if let last, zone.instant(of: slot) > last { break }
            slots.append(slot)
        }
        return slots
    }
}

extension CalendarTime {
    fileprivate static func utc(_ local: LocalDateTime, _ zone: Zone) -> CalendarTime {
        .utc(LocalDateTime(seconds: zone.milliseconds(of: local) / 1_000))
    }
}

extension RecurrenceRule.End {
    /// With a date as the last.
    static func last(_ slot: LocalDateTime, in zone: Zone) -> Self { .until(.utc(slot, zone)) }
}

extension Zone {
    /// The moment at which the clock shows this; of two the first.
    func instant(of local: LocalDateTime) -> Instant { Instant(milliseconds: milliseconds(of: local)) }
}

extension LocalDateTime {
    /// Which of its weekday it is in its month, counted from the end: -1 is the last.
    fileprivate var fromEnd: Int {
        var (number, later) = (-1, adding(days: 7))
        while later.monthNumber == monthNumber { (number, later) = (number - 1, later.adding(days: 7)) }
        return number
    }
}
