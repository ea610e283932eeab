/// How often: the longest period in which a rule counts (RFC 5545 3.3.10).
package enum Frequency: String, Sendable, CaseIterable, Comparable {
    case secondly = "SECONDLY"
    case minutely = "MINUTELY"
    case hourly = "HOURLY"
    case daily = "DAILY"
    case weekly = "WEEKLY"
    case monthly = "MONTHLY"
    case yearly = "YEARLY"

    /// The shorter period comes first.
    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A day of the week; the raw value is the one of RFC 5545.
package enum Weekday: String, Sendable, CaseIterable {
    case monday = "MO"
    case tuesday = "TU"
    case wednesday = "WE"
    case thursday = "TH"
    case friday = "FR"
    case saturday = "SA"
    case sunday = "SU"

    static let names = allCases.map(\.rawValue)

    /// 0 is Monday, 6 Sunday; other numbers run on.
    init(index: Int) { self = Self.allCases[Gregorian.remainder(index, 7)] }

    var index: Int {
        switch self {
        case .monday: 0
        case .tuesday: 1
        case .wednesday: 2
        case .thursday: 3
        case .friday: 4
        case .saturday: 5
        case .sunday: 6
        }
    }
}

/// `TU` (every Tuesday), `2TU` (the second of the month or year) or `-1TU` (the last).
package struct WeekdayPosition: Hashable, Sendable, Comparable {
    package let weekday: Weekday
    /// 1 to 53 from the beginning, -1 to -53 from the end; `nil` for every one.
    package let number: Int?

    package init(_ weekday: Weekday, number: Int? = nil) {
        (self.weekday, self.number) = (weekday, number)
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.weekday.index, left.number ?? 0) < (right.weekday.index, right.number ?? 0)
    }
}

/// A recurrence rule of RFC 5545 3.3.10. Lists are kept sorted and without repetition, for they are sets; two rules are
/// equal when they say the same parts.
package struct RecurrenceRule: Hashable, Sendable {
    /// Bytes that a rule may have: more than any list without repetition takes in practice.
    package static let longestText = 4096

    /// When a rule ends.
    package enum End: Hashable, Sendable {
        case never
        /// With that many occurrences.
        case count(Int)
        /// With the last one that is not later; a day counts whole.
        case until(CalendarTime)
    }

    package let frequency: Frequency
    /// Every how many periods; 1 to 999,999,999.
    package let interval: Int
    package internal(set) var end: End
    package let weekStart: Weekday
    /// The days of the week, with their numbers.
    package let byDay: [WeekdayPosition]
    let numbers: [RulePart: [Int]]

    /// A rule from its parts. `numbers` holds the lists by part, `byMonth` to `bySetPosition`.
    /// - Throws: `RuleError` for what RFC 5545 3.3.10 does not allow.
    package init(
        _ frequency: Frequency, interval: Int = 1, end: End = .never, byDay: [WeekdayPosition] = [],
        numbers: [RulePart: [Int]] = [:], weekStart: Weekday = .monday
    ) throws(RuleError) {
        (self.frequency, self.interval, self.end, self.weekStart) = (frequency, interval, end, weekStart)
        self.byDay = Set(byDay).sorted()
        self.numbers = numbers.filter { !$0.value.isEmpty }.mapValues { Set($0).sorted() }
        try checkValues()
        try checkCompany()
    }

    /// What a list holds, ascending; empty where the part is not said.
    package func values(_ part: RulePart) -> [Int] { numbers[part] ?? [] }

    private func checkValues() throws(RuleError) {
        try check(.interval, interval)
        if case .count(let count) = end { try check(.count, count) }
        for day in byDay {
            if let number = day.number { try check(.byDay, number) }
        }
        for part in RulePart.allCases {
            for value in values(part) { try check(part, value) }
        }
    }

    private func check(_ part: RulePart, _ value: Int) throws(RuleError) {
        guard part.range.contains(value) || part.isSigned && part.range.contains(0 - max(value, -1000)) else {
            throw .invalidValue(part: part, value: String(value), allowed: part.allowed)
        }
    }

    /// The "MUST NOT"s of RFC 5545 3.3.10.
    private func checkCompany() throws(RuleError) {
        if !values(.byWeekNumber).isEmpty, frequency != .yearly {
            throw .misplacedPart(.byWeekNumber, reason: "stands with FREQ=YEARLY only")
        }
        if !values(.byYearDay).isEmpty, [.daily, .weekly, .monthly].contains(frequency) {
            throw .misplacedPart(.byYearDay, reason: "does not stand with FREQ=\(frequency.rawValue)")
        }
        if !values(.byMonthDay).isEmpty, frequency == .weekly {
            throw .misplacedPart(.byMonthDay, reason: "does not stand with FREQ=WEEKLY")
        }
        if byDay.contains(where: { $0.number != nil }) {
            if frequency < .monthly {
                throw .misplacedPart(.byDay, reason: "has numbers with FREQ=MONTHLY and FREQ=YEARLY only")
            }
            if !values(.byWeekNumber).isEmpty {
                throw .misplacedPart(.byDay, reason: "has no numbers beside BYWEEKNO")
            }
        }
        if !values(.bySetPosition).isEmpty, byDay.isEmpty, numbers.count == 1 {
            throw .misplacedPart(.bySetPosition, reason: "needs another part that begins with BY")
        }
    }
}
