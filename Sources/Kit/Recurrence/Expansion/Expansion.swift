/// The occurrences of a rule from its start on, one after another, as the clock on the wall shows them: ascending, none
/// twice, made when they are asked for.
///
/// The start is the first of them where the rule means it, and counts for COUNT. Where it does not, RFC 5545 says that
/// the set is undefined; then it is none of them (docs/decisions/0031-recurrence.md).
package struct Expansion: Sequence, IteratorProtocol, Sendable {
    /// Why there is no further occurrence.
    package enum Ending: Hashable, Sendable {
        /// COUNT occurrences were given.
        case counted
        /// The next would be later than UNTIL.
        case untilPassed
        /// There is no UNTIL, and none up to the end of the year 9999.
        case calendarEnded
        /// `Period.longestSearch` hours, minutes or seconds in a row had none. There may be one far behind them.
        case fruitless
    }

    /// `nil` while there may be more.
    package private(set) var ending: Ending?
    private var period: Period
    private var number: Int
    private let lastNumber: Int
    private var (startIndex, timeIndex) = (0, 0)
    private var remaining: Int
    private let limit: UntilLimit
    private let floor: Int64
    private let wanted: Int64

    /// - Parameters:
    ///   - start: DTSTART; where `isAllDay`, its time is passed over, and so are BYHOUR, BYMINUTE and BYSECOND.
    ///   - zone: where the start's clock hangs, for an UNTIL in UTC; without it that is read as time on this clock.
    ///   - earliest: occurrences before it are counted, but not given.
    /// - Throws: `RuleError.needsTimeOfDay`.
    init(
        rule: RecurrenceRule, start: LocalDateTime, isAllDay: Bool, zone: Zone?, earliest: LocalDateTime?
    ) throws(RuleError) {
        if isAllDay, rule.frequency < .daily { throw .needsTimeOfDay(rule.frequency) }
        let start = isAllDay ? start.at(secondOfDay: 0) : start
        period = Period(ExpansionPlan(rule: rule, start: start, isAllDay: isAllDay))
        limit = UntilLimit(rule.end, zone: isAllDay ? nil : zone)
        // Weeks of a year may begin in the year before.
        let spare = period.plan.weekNumbers.isEmpty ? 0 : 1
        lastNumber = Swift.min(period.last, period.number(of: LocalDateTime(seconds: limit.last)) + spare)
        wanted = Swift.max(earliest?.seconds ?? .min, start.seconds)
        number = 0
        if case .count(let count) = rule.end {
            (remaining, floor) = (count, start.seconds)
            number = firstNumber(start)
        } else {
            // Nothing is counted: it can begin where occurrences are wanted.
            (remaining, floor) = (.max, wanted)
            number = firstNumber(start)
            // A week of a year may lie in the year before, so one period earlier than needed.
            let skipped = (period.number(of: LocalDateTime(seconds: wanted)) - number) / period.stride - 1
            if skipped > 0 { number += skipped * period.stride }
        }
        _ = open()
    }

    package mutating func next() -> LocalDateTime? {
        while ending == nil {
            guard startIndex < period.starts.count else {
                advance()
                continue
            }
            let moment = period.starts[startIndex] + period.times[timeIndex]
            timeIndex += 1
            if timeIndex == period.times.count { (startIndex, timeIndex) = (startIndex + 1, 0) }
            if moment < floor { continue }
            if moment > limit.last {
                ending = limit.ending
                return nil
            }
            if moment >= limit.near, limit.isPassed(by: moment) { continue }
            remaining -= 1
            if remaining == 0 { ending = .counted }
            if moment >= wanted { return LocalDateTime(seconds: moment) }
        }
        return nil
    }

    /// Goes to the next period that has anything.
    private mutating func advance() {
        var fruitless = 0
        var hint: Int?
        repeat {
            fruitless += 1
            let stride = period.stride
            // To the first period of the rule that is not before the hint.
            let steps = hint.map { Swift.max(1, ($0 - number + stride - 1) / stride) } ?? 1
            number += steps * stride
            guard number <= lastNumber else {
                ending = limit.ending
                return
            }
            guard fruitless <= period.longestSearch else {
                ending = period.plan.frequency < .daily ? .fruitless : limit.ending
                return
            }
            hint = open()
        } while period.starts.isEmpty
    }

    private mutating func open() -> Int? {
        (startIndex, timeIndex) = (0, 0)
        let hint = period.fill(number)
        // Days that are over before anything is wanted.
        guard let latest = period.times.last else { return hint }
        while startIndex < period.starts.count, period.starts[startIndex] + latest < floor { startIndex += 1 }
        return hint
    }

    /// The period from which every INTERVAL-th is counted: that of the start. A week of the year in which the start is
    /// an occurrence may belong to the year before or behind.
    private mutating func firstNumber(_ start: LocalDateTime) -> Int {
        let own = period.number(of: start)
        guard !period.plan.weekNumbers.isEmpty else { return own }
        let midnight = start.at(secondOfDay: 0).seconds
        for candidate in [own, own - 1, own + 1] {
            _ = period.fill(candidate)
            let holdsStart = period.starts.contains { $0 <= start.seconds && $0 >= midnight }
            if holdsStart { return candidate }
        }
        return period.plan.interval == 1 ? own - 1 : own
    }
}

/// Up to when occurrences are, as UNTIL says.
///
/// In a zone the clock does not run on evenly: what it shows later can be earlier (RFC 5545 3.3.5 on times that are
/// skipped). So near the limit each moment is compared by itself.
private struct UntilLimit: Sendable {
    /// Nothing later than this is an occurrence.
    let last: Int64
    /// Moments from here on are asked for by themselves.
    let near: Int64
    /// What the end is called where nothing was counted.
    let ending: Expansion.Ending
    private let utc: Int64
    private let zone: Zone?

    init(_ end: RecurrenceRule.End, zone: Zone?) {
        var (last, near, utc) = (LocalDateTime.bounds.upperBound, Int64.max, Int64.max)
        if case .until(let time) = end {
            switch time {
            case .date(let day): last = day.at(secondOfDay: 86_399).seconds
            case .local(let moment): last = moment.seconds
            case .utc(let moment):
                last = moment.seconds
                if let zone {
                    let local = zone.local(utc: moment.seconds)
                    (last, near, utc) = (local + Zone.longestStep, local - Zone.longestStep, moment.seconds)
                }
            }
        }
        ending = if case .until = end { .untilPassed } else { .calendarEnded }
        (self.last, self.near) = (min(last, LocalDateTime.bounds.upperBound), near)
        (self.utc, self.zone) = (utc, zone)
    }

    func isPassed(by moment: Int64) -> Bool {
        guard let zone else { return false }
        return zone.utc(local: moment) > utc
    }
}

extension RecurrenceRule {
    /// The occurrences from a start on. See `Expansion` for what the parameters mean.
    /// - Throws: `RuleError.needsTimeOfDay` for a rule by hours, minutes or seconds where the start is a day.
    package func occurrences(
        from start: LocalDateTime, isAllDay: Bool = false, zone: Zone? = nil, earliest: LocalDateTime? = nil
    ) throws(RuleError) -> Expansion {
        try Expansion(rule: self, start: start, isAllDay: isAllDay, zone: zone, earliest: earliest)
    }
}
