package import Recurrence

/// When a series meets, as a person says it: "Thursdays, 6:30 to 8 pm, from December 3 to February 18". Made from the
/// dates that there are, not from the rule: what is said is what takes place.
package struct ReadableSchedule: Sendable, Hashable {
    package enum Pattern: Sendable, Hashable {
        /// On these days, Monday first, every `interval`-th week.
        case weekly([Weekday], interval: Int)
        /// The `nth` such day of each month, 1 to 4; nil: the last.
        case monthly(Weekday, nth: Int?)
        /// On dates that are told one by one.
        case dates
    }

    package let pattern: Pattern
    /// Minutes since midnight; nil where it differs from date to date.
    package let minuteOfDay: Int?
    package let first: LocalDateTime
    package let last: LocalDateTime

    /// Nil where there is no date.
    /// - Parameter slots: where the rule has its dates; cancelled ones, too: what is dropped is said beside it.
    package init?(_ slots: [LocalDateTime]) {
        let slots = slots.sorted()
        guard let first = slots.first, let last = slots.last else { return nil }
        (self.first, self.last) = (first, last)
        let times = Set(slots.map(\.minuteOfDay))
        minuteOfDay = times.count == 1 ? times.first : nil
        pattern = Self.weekly(slots) ?? Self.monthly(slots) ?? .dates
    }

    private static func weekly(_ slots: [LocalDateTime]) -> Pattern? {
        let weeks = Dictionary(grouping: slots, by: \.week)
        let numbers = weeks.keys.sorted()
        guard numbers.count > 1 else { return nil }
        let gaps = Set(zip(numbers, numbers.dropFirst()).map { $1 - $0 })
        guard gaps.count == 1, let interval = gaps.first, interval <= 4 else { return nil }
        let days = Set(slots.map(\.weekday))
        // The first week may begin, and the last one end, in its middle.
        let inner = numbers.dropFirst().dropLast()
        guard inner.allSatisfy({ Set((weeks[$0] ?? []).map(\.weekday)) == days }) else { return nil }
        guard days.count == 1 || numbers.count > 2 else { return nil }
        // Four weeks lie between many second Tuesdays: with a few dates both would be true, and people say the
        // month's.
        if interval == 4, monthly(slots) != nil { return nil }
        return .weekly(days.sorted { $0.fromMonday < $1.fromMonday }, interval: interval)
    }

    private static func monthly(_ slots: [LocalDateTime]) -> Pattern? {
        let months = slots.map(\.monthNumber)
        guard slots.count > 1, zip(months, months.dropFirst()).allSatisfy({ $1 - $0 == 1 }) else { return nil }
        guard Set(slots.map(\.weekday)).count == 1, let day = slots.first?.weekday else { return nil }
        let numbers = Set(slots.map(\.weekdayInMonth))
        if numbers.count == 1, let nth = numbers.first, nth < 5 { return .monthly(day, nth: nth) }
        return slots.allSatisfy(\.isLastOfItsWeekday) ? .monthly(day, nth: nil) : nil
    }
}

extension LocalDateTime {
    /// Whether no such weekday comes in its month behind it.
    fileprivate var isLastOfItsWeekday: Bool { adding(days: 7).monthNumber != monthNumber }
}
