/// A date as people remember it: a year, a month of a year, or a day; it stays as partial as it was said.
///
/// Stored as its text; texts sort as dates do, a year before its months and a month before its days.
package struct PartialDate: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    package let year: Int
    package let month: Int?
    package let day: Int?

    /// `nil` for a day that no calendar has, or a day without its month. Years 1 to 9999.
    package init?(year: Int, month: Int? = nil, day: Int? = nil) {
        guard (1...9999).contains(year) else { return nil }
        if let month {
            guard (1...12).contains(month) else { return nil }
            if let day, day < 1 || day > Self.days(inMonth: month, of: year) { return nil }
        } else if day != nil {
            return nil
        }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Reads `2019`, `2019-03` or `2019-03-14`, digits as shown; anything else is `nil`.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 4 || bytes.count == 7 || bytes.count == 10 else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].reduce(0 as Int?) { sum, byte in
                guard let sum, (48...57).contains(byte) else { return nil }
                return sum * 10 + Int(byte) - 48
            }
        }
        guard let year = number(0..<4) else { return nil }
        var month: Int?
        var day: Int?
        if bytes.count >= 7 {
            guard bytes[4] == UInt8(ascii: "-"), let digits = number(5..<7) else { return nil }
            month = digits
        }
        if bytes.count == 10 {
            guard bytes[7] == UInt8(ascii: "-"), let digits = number(8..<10) else { return nil }
            day = digits
        }
        self.init(year: year, month: month, day: day)
    }

    /// The day of a moment, in UTC; beyond the years 1 to 9999 the nearest day within them.
    package init(_ instant: Instant) {
        let parts = instant.utc
        year = min(max(parts.year, 1), 9999)
        (month, day) = (parts.month, parts.day)
    }

    /// `2019`, `2019-03` or `2019-03-14`.
    package var text: String {
        var text = digits(year, 4)
        if let month { text += "-" + digits(month, 2) }
        if let day { text += "-" + digits(day, 2) }
        return text
    }

    package var description: String { text }

    /// The first moment of it, in UTC.
    package var start: Instant {
        Instant(year: year, month: month ?? 1, day: day ?? 1) ?? Instant(milliseconds: 0)
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month ?? 0, left.day ?? 0) < (right.year, right.month ?? 0, right.day ?? 0)
    }

    /// Days of a month of the Gregorian calendar; 0 for a month that is none.
    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 1, 3, 5, 7, 8, 10, 12: 31
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 0
        }
    }
}
