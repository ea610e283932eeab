import Foundation

/// A moment: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted; a `BIGINT` in the database.
package struct Instant: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// A date and time of the Gregorian calendar in UTC; `nil` where there is no such day or time. Years 1 to 9999.
    package init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (1...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= PartialDate.days(inMonth: month, of: year),
            (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second)
        else { return nil }
        // Days since 1970 by Howard Hinnant's days_from_civil (howardhinnant.github.io/date_algorithms.html).
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = Int64(era * 146_097 + dayOfEra - 719_468)
        self.init(milliseconds: ((days * 24 + Int64(hour)) * 60 + Int64(minute)) * 60_000 + Int64(second) * 1000)
    }

    /// The calendar day and the time of day in UTC.
    package var utc: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        let ofDay = Int(milliseconds.floored(by: 86_400_000).remainder)
        // Howard Hinnant's civil_from_days.
        let shifted = milliseconds.floored(by: 86_400_000).quotient + 719_468
        let era = shifted.floored(by: 146_097)
        let dayOfEra = Int(era.remainder)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + Int(era.quotient) * 400 + (month <= 2 ? 1 : 0)
        return (
            year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1,
            ofDay / 3_600_000, ofDay / 60_000 % 60, ofDay / 1000 % 60
        )
    }

    /// ISO 8601 with milliseconds: `2026-11-22T23:35:00.000Z`.
    package var description: String {
        let parts = utc
        let thousandths = Int(milliseconds.floored(by: 1000).remainder)
        return digits(parts.year, 4) + "-" + digits(parts.month, 2) + "-" + digits(parts.day, 2) + "T"
            + digits(parts.hour, 2) + ":" + digits(parts.minute, 2) + ":" + digits(parts.second, 2) + "."
            + digits(thousandths, 3) + "Z"
    }

    package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// Later by that many milliseconds; stays at the ends of time instead of overflowing.
    package static func + (left: Self, milliseconds: Int64) -> Self {
        let sum = left.milliseconds.addingReportingOverflow(milliseconds)
        guard sum.overflow else { return Self(milliseconds: sum.partialValue) }
        return Self(milliseconds: milliseconds > 0 ? .max : .min)
    }

    /// Earlier by that many milliseconds; stays at the ends of time instead of overflowing.
    package static func - (left: Self, milliseconds: Int64) -> Self {
        let difference = left.milliseconds.subtractingReportingOverflow(milliseconds)
        guard difference.overflow else { return Self(milliseconds: difference.partialValue) }
        return Self(milliseconds: milliseconds > 0 ? .min : .max)
    }

    /// Later by a duration, in whole milliseconds: `now + .days(3)`.
    package static func + (left: Self, duration: Duration) -> Self { left + duration.wholeMilliseconds }
    /// Earlier by a duration, in whole milliseconds: `now - .hours(24)`.
    package static func - (left: Self, duration: Duration) -> Self { left - duration.wholeMilliseconds }

    /// The time from `right` to `left`; negative when `left` is the earlier.
    package static func - (left: Self, right: Self) -> Duration {
        .milliseconds(left.milliseconds.subtractingReportingOverflow(right.milliseconds).partialValue)
    }
}

extension Duration {
    package static func minutes(_ count: Int) -> Duration { .seconds(count) * 60 }
    package static func hours(_ count: Int) -> Duration { .seconds(count) * 3600 }
    /// Spans of 24 hours, not calendar days.
    package static func days(_ count: Int) -> Duration { .seconds(count) * 86_400 }
    package static func weeks(_ count: Int) -> Duration { .seconds(count) * 604_800 }

    /// Milliseconds, fractions cut off, clamped to what 64 bits hold.
    package var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let thousand = seconds.multipliedReportingOverflow(by: 1000)
        guard !thousand.overflow else { return seconds > 0 ? .max : .min }
        let sum = thousand.partialValue.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return sum.overflow ? (seconds > 0 ? .max : .min) : sum.partialValue
    }
}

/// Where time comes from: a value that is passed in, so that tests own time.
package struct Clock: Sendable {
    package let now: @Sendable () -> Instant

    package init(now: @escaping @Sendable () -> Instant) {
        self.now = now
    }

    /// The machine's clock.
    package static let system = Clock {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    /// A clock that stands still.
    package static func fixed(_ instant: Instant) -> Clock { Clock { instant } }
}

extension Int64 {
    /// Division that rounds down, for moments before 1970.
    fileprivate func floored(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

/// A number with leading zeros.
func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
