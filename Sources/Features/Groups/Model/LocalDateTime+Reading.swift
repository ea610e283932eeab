package import Recurrence

// What this room needs of local times beyond what their module says, in one file.
extension LocalDateTime {
    /// In which anything is planned, by whoever asks for it: a form, a file.
    static let plannedYears = 2000...2199

    /// Reads `20261203T183000`, as tables and addresses have it; nil for anything else, another spelling too.
    init?(basicText: String) {
        guard case .local(let time)? = CalendarTime(basicText), time.description == basicText else { return nil }
        self = time
    }

    /// Days since 1970-01-01; negative before.
    var daysSinceEpoch: Int { Int((seconds - Int64(secondOfDay)) / 86_400) }

    /// The same clock so much later, as if no clock were ever changed; the first or last time that there is where that
    /// is beyond all calendars.
    func adding(seconds: Int) -> LocalDateTime {
        let (sum, isOver) = self.seconds.addingReportingOverflow(Int64(seconds))
        return LocalDateTime(seconds: isOver ? (seconds < 0 ? .min : .max) : sum)
    }

    func adding(days: Int) -> LocalDateTime {
        let (seconds, isOver) = days.multipliedReportingOverflow(by: 86_400)
        return adding(seconds: isOver ? (days < 0 ? .min : .max) : seconds)
    }

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
