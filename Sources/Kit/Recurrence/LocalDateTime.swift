/// A date and a time of day as the clock on a wall shows them: Gregorian, years 1 to 9999, whole seconds. In which zone
/// the wall stands is said beside it. A day without a time is its midnight.
package struct LocalDateTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds from 1970-01-01T00:00:00 to this on the same clock, as if no clock were ever changed.
    package let seconds: Int64

    static let bounds = Int64(-62_135_596_800)...253_402_300_799

    /// The nearest one within the years 1 to 9999.
    package init(seconds: Int64) {
        self.seconds = min(max(seconds, Self.bounds.lowerBound), Self.bounds.upperBound)
    }

    /// `nil` where no calendar or clock shows that. A sixtieth second is read as the 59th, as RFC 5545 3.3.12 asks of
    /// whoever does not keep leap seconds.
    package init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard Gregorian.years.contains(year), (1...12).contains(month),
            day >= 1, day <= Gregorian.length(ofMonth: month, of: year),
            (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second)
        else { return nil }
        let days = Int64(Gregorian.days(year, month, day))
        seconds = days * Gregorian.secondsPerDay + Int64(hour * 3600 + minute * 60 + min(second, 59))
    }

    /// Days since 1970-01-01.
    var days: Int { Int(Gregorian.quotient(seconds, Gregorian.secondsPerDay)) }

    package var date: (year: Int, month: Int, day: Int) { Gregorian.date(days) }
    /// Seconds since midnight, 0 to 86,399.
    package var secondOfDay: Int { Int(Gregorian.remainder(seconds, Gregorian.secondsPerDay)) }
    package var hour: Int { secondOfDay / 3600 }
    package var minute: Int { secondOfDay / 60 % 60 }
    package var second: Int { secondOfDay % 60 }
    package var weekday: Weekday { Weekday(index: Gregorian.weekday(days)) }

    /// The same day at another time; seconds since midnight, held within the day.
    package func at(secondOfDay: Int) -> LocalDateTime {
        let time = Int64(min(max(secondOfDay, 0), 86_399))
        return LocalDateTime(seconds: Int64(days) * Gregorian.secondsPerDay + time)
    }

    package static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }

    /// `20260303T173000`, as RFC 5545 3.3.5 writes it.
    package var description: String { dateText + "T" + digits(hour, 2) + digits(minute, 2) + digits(second, 2) }

    /// `20260303`, as RFC 5545 3.3.4 writes it.
    package var dateText: String {
        let date = date
        return digits(date.year, 4) + digits(date.month, 2) + digits(date.day, 2)
    }
}

/// What stands in a property that holds a date or a time (RFC 5545 3.3.4 and 3.3.5).
package enum CalendarTime: Hashable, Sendable, CustomStringConvertible {
    /// A day; its midnight is held.
    case date(LocalDateTime)
    /// What a clock on the wall shows, in the zone that is named beside it, or in none.
    case local(LocalDateTime)
    /// The same in UTC.
    case utc(LocalDateTime)

    /// Reads `20260303`, `20260303T173000` and `20260303T173000Z`; anything else is `nil`.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(17))
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].reduce(0 as Int?) { sum, byte in
                guard let sum, (48...57).contains(byte) else { return nil }
                return sum * 10 + Int(byte) - 48
            }
        }
        let isUTC = bytes.count == 16 && bytes[15] | 0x20 == UInt8(ascii: "z")
        guard bytes.count == 8 || bytes.count == 15 || isUTC,
            let year = number(0..<4), let month = number(4..<6), let day = number(6..<8)
        else { return nil }
        guard bytes.count > 8 else {
            guard let date = LocalDateTime(year: year, month: month, day: day) else { return nil }
            self = .date(date)
            return
        }
        guard bytes[8] | 0x20 == UInt8(ascii: "t"),
            let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15),
            let time = LocalDateTime(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        self = isUTC ? .utc(time) : .local(time)
    }

    /// The date and time that were written, whatever the zone.
    package var written: LocalDateTime {
        switch self {
        case .date(let time), .local(let time), .utc(let time): time
        }
    }

    package var description: String {
        switch self {
        case .date(let day): day.dateText
        case .local(let time): time.description
        case .utc(let time): time.description + "Z"
        }
    }
}

/// A number with leading zeros.
func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
