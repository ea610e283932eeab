import Recurrence
import Storage

// The local day of a date, from what the schedule in memory has: the moment, and the weekday and hour on the wall
// there.
extension SessionFacts {
    /// Days since 1970-01-01 in its own zone.
    var day: Int {
        let utcDay = Int(startsAt.milliseconds.quotient(by: 86_400_000))
        // A zone is less than a day from UTC, so the weekday tells which of three it is.
        return (-1...1).map { utcDay + $0 }.first { ($0 + 3).remainder(by: 7) == weekday.fromMonday } ?? utcDay
    }

    /// When it is, on the wall.
    var local: LocalDateTime { LocalDateTime(seconds: Int64(day) * 86_400 + Int64(minuteOfDay) * 60) }

    /// How many days after today it is, as they count days there: 0 is today.
    func daysAhead(of now: Instant) -> Int {
        let offset = local.seconds * 1_000 - startsAt.milliseconds
        return day - Int((now.milliseconds + offset).quotient(by: 86_400_000))
    }
}

extension Int64 {
    /// Division that rounds down.
    fileprivate func quotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension Int {
    fileprivate func remainder(by divisor: Int) -> Int { (self % divisor + divisor) % divisor }
}
