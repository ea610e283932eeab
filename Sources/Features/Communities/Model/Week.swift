import Storage

/// A week, from Monday on, in UTC as everything here that comes by the calendar.
struct Week: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Counted from the one in which 1970 began.
    let number: Int64

    private static let day: Int64 = 86_400_000

    init(_ moment: Instant) {
        // 1970 began on a Thursday.
        let day = moment.milliseconds.quotient(by: Self.day)
        number = (day + 3).quotient(by: 7)
    }

    /// Reads what `description` wrote; nil for what is no Monday.
    init?(_ text: String) {
        guard let date = PartialDate(text), date.day != nil else { return nil }
        self.init(date.start)
        guard monday == date else { return nil }
    }

    private init(number: Int64) { self.number = number }

    var monday: PartialDate { PartialDate(Instant(milliseconds: (number * 7 - 3) * Self.day)) }
    var next: Week { Week(number: number + 1) }
    /// Its Monday, as 2026-11-30: in the database, where texts sort as weeks do.
    var description: String { monday.text }

    static func < (left: Week, right: Week) -> Bool { left.number < right.number }
}

extension Int64 {
    /// Rounded down, below zero too.
    fileprivate func quotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
