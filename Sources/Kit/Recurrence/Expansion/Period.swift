/// One period of a rule (a year, month, week or day, or the hour, minute or second in which a short rule counts), with
/// the moments in it that BYSETPOS has left.
///
/// A period is known by a number: its year, months since year 0, the day on which the week begins, days since 1970, or
/// hours, minutes or seconds since 1970. `starts` is a buffer that is filled anew for each.
struct Period: Sendable {
    let plan: ExpansionPlan
    /// Seconds since 1970-01-01 of days (hours, minutes, seconds), ascending; each has all of `times`.
    private(set) var starts: [Int64] = []
    private(set) var times: [Int64]
    private var picked: [Int] = []
    private var all: [Int64] = []

    init(_ plan: ExpansionPlan) {
        self.plan = plan
        times = plan.setPositions.isEmpty ? plan.times : [0]
    }

    // MARK: - Which periods

    /// Seconds of a period that has always as many.
    private var unit: Int64 {
        switch plan.frequency {
        case .secondly: 1
        case .minutely: 60
        case .hourly: 3600
        default: Gregorian.secondsPerDay
        }
    }

    /// The period in which a moment lies.
    func number(of moment: LocalDateTime) -> Int {
        switch plan.frequency {
        case .yearly: moment.date.year
        case .monthly: moment.date.year * 12 + moment.date.month - 1
        case .weekly: moment.days - Gregorian.remainder(moment.weekday.index - plan.weekStart, 7)
        default: Int(Gregorian.quotient(moment.seconds, unit))
        }
    }

    /// How far a period's number is from that of the next.
    var stride: Int { plan.frequency == .weekly ? 7 * plan.interval : plan.interval }

    /// The last period that begins in the year 9999.
    var last: Int { number(of: LocalDateTime(seconds: .max)) }

    /// How many empty ones in a row are looked at. With days and longer ones that is proof: the calendar repeats itself
    /// every 400 years, so behind so many come the same again. With shorter ones it would be too many.
    var longestSearch: Int {
        switch plan.frequency {
        case .yearly: 400
        case .monthly: 4_800
        case .weekly: 20_871
        case .daily: 146_097
        default: 100_000
        }
    }

    // MARK: - What is in one

    /// Finds the moments of a period. Where there are none, answers the number of the first period behind it that may
    /// have some, as far as that is known.
    mutating func fill(_ number: Int) -> Int? {
        starts.removeAll(keepingCapacity: true)
        var next: Int?
        switch plan.frequency {
        case .yearly: fillYear(number)
        case .monthly: fillMonth(number / 12, number % 12 + 1)
        case .weekly: fillDays(number..<number + 7)
        case .daily:
            if plan.filter.admits(number) {
                starts.append(Int64(number) * Gregorian.secondsPerDay)
            } else {
                next = plan.filter.next(after: number)
            }
        default:
            let moment = Int64(number) * unit
            next = refusal(of: moment).map { Int(Gregorian.quotient($0 + unit - 1, unit)) }
            if next == nil { starts.append(moment) }
        }
        if !plan.setPositions.isEmpty, !starts.isEmpty { pick() }
        return next
    }

    private mutating func append(day: Int) { starts.append(Int64(day) * Gregorian.secondsPerDay) }

    private mutating func fillDays(_ days: Range<Int>) {
        for day in days where plan.filter.admits(day) { append(day: day) }
    }

    private mutating func fillMonth(_ year: Int, _ month: Int) {
        guard plan.filter.months == 0 || plan.filter.months >> UInt16(month) & 1 == 1 else { return }
        let first = Gregorian.days(year, month, 1)
        var bits = plan.filter.days(
            ofMonth: Gregorian.length(ofMonth: month, of: year), from: Gregorian.weekday(first))
        let isWhole = plan.filter.positions.isEmpty || plan.filter.countsInMonth
        while bits != 0 {
            let day = first + bits.trailingZeroBitCount
            if isWhole || plan.filter.admits(day) { append(day: day) }
            bits &= bits - 1
        }
    }

    /// The order of RFC 5545 3.3.10: weeks, days of the year, then days of months, then weekdays.
    private mutating func fillYear(_ year: Int) {
        let (first, length) = (Gregorian.days(year, 1, 1), Gregorian.length(ofYear: year))
        if !plan.weekNumbers.isEmpty {
            fillWeeks(of: year)
        } else if !plan.yearDays.isEmpty {
            for number in plan.yearDays {
                let index = number > 0 ? number - 1 : length + number
                if (0..<length).contains(index), plan.filter.admits(first + index) { append(day: first + index) }
            }
            putInOrder()
        } else if plan.filter.months != 0 {
            for month in 1...12 { fillMonth(year, month) }
        } else if plan.filter.weekdays == 0 {
            let weekday = Gregorian.weekday(first)
            for position in plan.filter.positions {
                if let index = DayFilter.index(of: position, in: length, from: weekday) { append(day: first + index) }
            }
            putInOrder()
        } else {
            fillDays(first..<first + length)
        }
    }

    /// The weeks of a year are those of which four days or more lie in it; so some of their days may not.
    private mutating func fillWeeks(of year: Int) {
        let first = firstWeek(of: year)
        let count = (firstWeek(of: year + 1) - first) / 7
        var weeks: UInt64 = 0
        for number in plan.weekNumbers {
            let index = number > 0 ? number - 1 : count + number
            if (0..<count).contains(index) { weeks |= 1 << UInt64(index) }
        }
        while weeks != 0 {
            let begin = first + 7 * weeks.trailingZeroBitCount
            fillDays(begin..<begin + 7)
            weeks &= weeks - 1
        }
    }

    /// The day on which week 1 of a year begins.
    private func firstWeek(of year: Int) -> Int {
        let first = Gregorian.days(year, 1, 1)
        let since = Gregorian.remainder(Gregorian.weekday(first) - plan.weekStart, 7)
        return since <= 3 ? first - since : first - since + 7
    }

    /// Numbers from the beginning and from the end can mean the same day.
    private mutating func putInOrder() {
        guard starts.count > 1 else { return }
        starts.sort()
        var kept = 1
        for index in 1..<starts.count where starts[index] != starts[kept - 1] {
            starts[kept] = starts[index]
            kept += 1
        }
        starts.removeLast(starts.count - kept)
    }

    /// BYSETPOS: the n-th of all moments of the period. There may be millions, so they are counted, not listed.
    private mutating func pick() {
        let count = starts.count * plan.times.count
        picked.removeAll(keepingCapacity: true)
        for position in plan.setPositions {
            let index = position > 0 ? position - 1 : count + position
            if (0..<count).contains(index) { picked.append(index) }
        }
        picked.sort()
        swap(&all, &starts)
        starts.removeAll(keepingCapacity: true)
        var before = -1
        for index in picked where index != before {
            starts.append(all[index / plan.times.count] + plan.times[index % plan.times.count])
            before = index
        }
    }

    // MARK: - Hours, minutes, seconds

    /// Where an hour, minute or second may not be: the first moment behind it that is worth a look.
    private func refusal(of moment: Int64) -> Int64? {
        let day = Gregorian.quotient(moment, Gregorian.secondsPerDay)
        let time = moment - day * Gregorian.secondsPerDay
        let midnight = moment - time
        guard plan.filter.admits(Int(day)) else {
            return Int64(plan.filter.next(after: Int(day))) * Gregorian.secondsPerDay
        }
        if let next = Self.next(plan.hours, time / 3600, 24) { return midnight + next * 3600 }
        guard plan.frequency < .hourly else { return nil }
        let hour = midnight + time / 3600 * 3600
        if let next = Self.next(plan.minutes, time % 3600 / 60, 60) { return hour + next * 60 }
        guard plan.frequency < .minutely else { return nil }
        return Self.next(plan.seconds, time % 60, 60).map { hour + time % 3600 / 60 * 60 + $0 }
    }

    /// The next number whose bit is set, where that of `number` is not; `count` where there is none any more.
    private static func next(_ bits: UInt64, _ number: Int64, _ count: Int64) -> Int64? {
        let rest = bits >> UInt64(number)
        guard rest & 1 == 0 else { return nil }
        return rest == 0 ? count : min(number + Int64(rest.trailingZeroBitCount), count)
    }
}
