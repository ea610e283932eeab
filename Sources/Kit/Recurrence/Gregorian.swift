/// The proleptic Gregorian calendar in whole days since 1970-01-01, by Howard Hinnant's algorithms
/// (howardhinnant.github.io/date_algorithms.html).
enum Gregorian {
    static let secondsPerDay: Int64 = 86_400
    /// After 400 years dates fall on the same weekdays again: 146,097 days are 20,871 weeks.
    static let secondsPerCycle: Int64 = 146_097 * 86_400
    static let years = 1...9999

    /// Days from 1970-01-01 to a date. The month may be 1 to 12, the day any: beyond the month's end it runs on.
    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The date that lies so many days after 1970-01-01.
    static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// 0 is Monday, 6 Sunday.
    static func weekday(_ days: Int) -> Int { remainder(days + 3, 7) }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func length(ofYear year: Int) -> Int { isLeap(year) ? 366 : 365 }

    static func length(ofMonth month: Int, of year: Int) -> Int {
        month == 2 ? (isLeap(year) ? 29 : 28) : 30 + ((month + month / 8) & 1)
    }

    /// Division that rounds down, and what it leaves, for days before 1970.
    static func quotient<Number: FixedWidthInteger>(_ number: Number, _ divisor: Number) -> Number {
        number >= 0 ? number / divisor : (number - divisor + 1) / divisor
    }

    static func remainder<Number: FixedWidthInteger>(_ number: Number, _ divisor: Number) -> Number {
        number - quotient(number, divisor) * divisor
    }
}
