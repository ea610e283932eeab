/// What a rule and its start say together: RFC 5545 3.3.10 takes from the start what the rule leaves open ("this
/// information would be the same as what is specified for DTSTART"). Sets of small numbers are bits.
struct ExpansionPlan: Sendable {
    let frequency: Frequency
    let interval: Int
    let weekStart: Int
    let filter: DayFilter
    /// Numbers of weeks and of days of the year, as the rule says them.
    let weekNumbers: [Int]
    let yearDays: [Int]
    let setPositions: [Int]
    /// What BYHOUR, BYMINUTE and BYSECOND let through where the period is shorter than they; by bit.
    let hours: UInt64
    let minutes: UInt64
    let seconds: UInt64
    /// Seconds from the beginning of a day (or hour, or minute, where the rule counts in these), ascending.
    let times: [Int64]

    init(rule: RecurrenceRule, start: LocalDateTime, isAllDay: Bool) {
        frequency = rule.frequency
        interval = rule.interval
        weekStart = rule.weekStart.index
        weekNumbers = rule.values(.byWeekNumber)
        yearDays = rule.values(.byYearDay)
        setPositions = rule.values(.bySetPosition)
        filter = DayFilter(rule: rule, start: start)
        // A day has no hours: RFC 5545 3.3.10 passes these parts over where DTSTART is a date.
        let (byHour, byMinute) = isAllDay ? ([], []) : (rule.values(.byHour), rule.values(.byMinute))
        // The second of a leap second is the 59th for whoever keeps none (RFC 5545 3.3.12).
        let bySecond = isAllDay ? [] : Set(rule.values(.bySecond).map { min($0, 59) }).sorted()
        (hours, minutes, seconds) = (Self.bits(byHour), Self.bits(byMinute), Self.bits(bySecond))
        func open(_ values: [Int], _ own: Int, below period: Frequency) -> [Int] {
            rule.frequency >= period ? (values.isEmpty ? [own] : values) : [0]
        }
        let minutesOfHour = open(byMinute, start.minute, below: .hourly)
        let secondsOfMinute = open(bySecond, start.second, below: .minutely)
        times = open(byHour, start.hour, below: .daily).flatMap { hour in
            minutesOfHour.flatMap { minute in secondsOfMinute.map { Int64(hour * 3600 + minute * 60 + $0) } }
        }
    }

    /// All bits where nothing is said.
    private static func bits(_ values: [Int]) -> UInt64 {
        values.isEmpty ? .max : values.reduce(0) { $0 | 1 << UInt64($1) }
    }
}

/// Which days a rule lets through, by their month, number and weekday.
struct DayFilter: Sendable {
    /// Bit 1 is January; no bit where every month may be.
    let months: UInt16
    /// Bit 0 is the first of the month; `fromEnd` has the last day in bit 31.
    let monthDays: UInt32
    let monthDaysFromEnd: UInt32
    /// Bit 0 is Monday.
    let weekdays: UInt8
    /// Weekdays with a number, 1 to 53 or -53 to -1.
    let positions: [(weekday: Int, number: Int)]
    /// Whether the numbers count in the month, not in the year: RFC 5545 3.3.10 on BYDAY.
    let countsInMonth: Bool
    /// Whether the day of that number may be, from the year's beginning and from its end; empty where every one may.
    let yearDays: [Bool]
    let yearDaysFromEnd: [Bool]

    var hasMonthDays: Bool { monthDays | monthDaysFromEnd != 0 }
    var hasWeekdays: Bool { weekdays != 0 || !positions.isEmpty }

    init(rule: RecurrenceRule, start: LocalDateTime) {
        let (_, month, day) = start.date
        let frequency = rule.frequency
        let weeks = rule.values(.byWeekNumber)
        let byYearDay = rule.values(.byYearDay)
        yearDays = byYearDay.isEmpty ? [] : (0...366).map { byYearDay.contains($0) }
        yearDaysFromEnd = byYearDay.isEmpty ? [] : (0...366).map { byYearDay.contains(-$0) }
        var (byMonth, byMonthDay) = (rule.values(.byMonth), rule.values(.byMonthDay))
        countsInMonth = frequency == .monthly || !byMonth.isEmpty
        let saysNoDay = byYearDay.isEmpty && byMonthDay.isEmpty && rule.byDay.isEmpty
        if saysNoDay, weeks.isEmpty, frequency >= .monthly { byMonthDay = [day] }
        if frequency == .yearly, byMonth.isEmpty, !byMonthDay.isEmpty, byYearDay.isEmpty, weeks.isEmpty {
            byMonth = [month]
        }
        months = byMonth.reduce(0) { $0 | 1 << UInt16($1) }
        monthDays = byMonthDay.filter { $0 > 0 }.reduce(0) { $0 | 1 << UInt32($1 - 1) }
        monthDaysFromEnd = byMonthDay.filter { $0 < 0 }.reduce(0) { $0 | 1 << UInt32(32 + $1) }
        var plain = rule.byDay.filter { $0.number == nil }.map(\.weekday.index)
        if saysNoDay, frequency == .weekly || !weeks.isEmpty { plain = [start.weekday.index] }
        weekdays = plain.reduce(0) { $0 | 1 << UInt8($1) }
        positions = rule.byDay.compactMap { day in day.number.map { (day.weekday.index, $0) } }
    }

    // MARK: - One day

    /// Whether a day, counted from 1970-01-01, may be.
    func admits(_ days: Int) -> Bool {
        if positions.isEmpty, weekdays != 0, weekdays >> UInt8(Gregorian.weekday(days)) & 1 == 0 { return false }
        guard months != 0 || hasMonthDays || !yearDays.isEmpty || !positions.isEmpty else { return true }
        let (year, month, day) = Gregorian.date(days)
        if months != 0, months >> UInt16(month) & 1 == 0 { return false }
        let length = Gregorian.length(ofMonth: month, of: year)
        if hasMonthDays, monthBits(length) >> UInt32(day - 1) & 1 == 0 { return false }
        if !yearDays.isEmpty || !positions.isEmpty {
            let (index, whole) = (days - Gregorian.days(year, 1, 1), Gregorian.length(ofYear: year))
            if !yearDays.isEmpty, !yearDays[index + 1], !yearDaysFromEnd[whole - index] { return false }
            let weekday = Gregorian.weekday(days)
            if !positions.isEmpty,
                countsInMonth
                    ? !admits(weekday, at: day - 1, of: length) : !admits(weekday, at: index, of: whole)
            {
                return false
            }
        }
        return true
    }

    /// Whether a weekday may be that stands `index` days behind the first of a month or year of `length` days.
    private func admits(_ weekday: Int, at index: Int, of length: Int) -> Bool {
        weekdays >> UInt8(weekday) & 1 == 1
            || positions.contains {
                $0.weekday == weekday && ($0.number == index / 7 + 1 || -$0.number == (length - 1 - index) / 7 + 1)
            }
    }

    /// The next day after one that may not be on which it is worth looking.
    func next(after days: Int) -> Int {
        guard months != 0 else { return days + 1 }
        let (year, month, _) = Gregorian.date(days)
        guard months >> UInt16(month) & 1 == 0 else { return days + 1 }
        return Gregorian.days(year, month, 1) + Gregorian.length(ofMonth: month, of: year)
    }

    // MARK: - A month or a year at a time

    /// The days of a month of that length that BYMONTHDAY means; bit 0 is the first.
    private func monthBits(_ length: Int) -> UInt32 {
        (monthDays | monthDaysFromEnd >> UInt32(32 - length)) & (.max >> UInt32(32 - length))
    }

    /// The days of a month that may be, bit 0 is the first; `weekday` is that of the first. Neither the month itself is
    /// asked nor numbers that count in the year.
    func days(ofMonth length: Int, from weekday: Int) -> UInt32 {
        let bits = hasMonthDays ? monthBits(length) : .max >> UInt32(32 - length)
        guard hasWeekdays, countsInMonth || positions.isEmpty else { return bits }
        let turned = (UInt64(weekdays) >> UInt64(weekday) | UInt64(weekdays) << UInt64(7 - weekday)) & 0x7F
        // Five weeks of it.
        var wanted = UInt32(truncatingIfNeeded: turned * 0x1020_4081)
        for position in positions {
            if let index = Self.index(of: position, in: length, from: weekday) { wanted |= 1 << UInt32(index) }
        }
        return bits & wanted
    }

    /// Where a numbered weekday stands in a month or year of that length; `weekday` is that of its first day.
    static func index(of position: (weekday: Int, number: Int), in length: Int, from weekday: Int) -> Int? {
        let first = Gregorian.remainder(position.weekday - weekday, 7)
        let week = position.number > 0 ? position.number - 1 : (length - 1 - first) / 7 + position.number + 1
        let index = first + 7 * week
        return (0..<length).contains(index) ? index : nil
    }
}
