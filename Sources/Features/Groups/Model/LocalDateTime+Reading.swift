package import Recurrence

// What this room needs of local times beyond what their module says, in one file.
extension LocalDateTime {
    /// Reads `20261203T183000`, as tables and addresses have it; nil for anything else, another spelling too.
    init?(basicText: String) {
        guard case .local(let time)? = CalendarTime(basicText), time.description == basicText else { return nil }
        self = time
    }

    /// Days since 1970-01-01; negative before.
    var daysSinceEpoch: Int { Int((seconds - Int64(secondOfDay)) / 86_400) }

    /// The same clock so much later, as if no clock were ever changed.
    func adding(seconds: Int) -> LocalDateTime { LocalDateTime(seconds: self.seconds + Int64(seconds)) }
    func adding(days: Int) -> LocalDateTime { adding(seconds: days * 86_400) }

    /// Minutes since midnight, 0 to 1439.
    var minuteOfDay: Int { secondOfDay / 60 }

    /// Weeks since the one of 1970-01-01, each from Monday on: two times of one week have the same.
    var week: Int { (daysSinceEpoch + 3).floored(by: 7) }

    /// Months since the year 0.
    var monthNumber: Int { date.year * 12 + date.month - 1 }

    /// Which of its weekday it is in its month, 1 to 5: the second Tuesday.
    var weekdayInMonth: Int { (date.day - 1) / 7 + 1 }
}

extension Int {
    /// Division that rounds down, for days before 1970.
    func floored(by divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension Weekday {
    /// From 0 for Monday.
    package var fromMonday: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// From 0 for Sunday: `day` of Meeting Guide JSON (github.com/code4recovery/spec).
    package var fromSunday: Int { (fromMonday + 1) % 7 }
}
