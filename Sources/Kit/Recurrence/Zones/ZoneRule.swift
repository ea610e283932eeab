/// How far a zone's clock is ahead of UTC for a while, and what that is called ("PDT").
struct ZoneOffset: Hashable, Sendable {
    /// Negative west of Greenwich.
    var seconds: Int
    var isDaylight: Bool
    var name: String
}

/// What goes for a zone from the last recorded change on, year after year: the form that POSIX gives TZ, such as
/// `PST8PDT,M3.2.0,M11.1.0` (IEEE 1003.1, 8.3; RFC 8536 3.3.1 lets its times be up to a week).
struct ZoneRule: Hashable, Sendable {
    /// When in a year the clock is changed.
    struct Change: Hashable, Sendable {
        enum Day: Hashable, Sendable {
            /// Weekday 0 is Monday; week 5 is the last.
            case weekday(month: Int, week: Int, weekday: Int)
            /// 1 to 365, the 29th of February never counted.
            case yearDay(Int)
            /// 0 to 365.
            case index(Int)
        }

        var day: Day
        /// Seconds since midnight, on the clock as it goes before the change.
        var time: Int

        /// Seconds from 1970 to the change on the clock as it goes before.
        func local(in year: Int) -> Int64 {
            let days: Int
            switch day {
            case .weekday(let month, let week, let weekday):
                let first = Gregorian.days(year, month, 1)
                let index = Gregorian.remainder(weekday - Gregorian.weekday(first), 7) + 7 * (week - 1)
                days = first + (index < Gregorian.length(ofMonth: month, of: year) ? index : index - 7)
            case .yearDay(let number):
                days = Gregorian.days(year, 1, 1) + number - (Gregorian.isLeap(year) && number >= 60 ? 0 : 1)
            case .index(let index): days = Gregorian.days(year, 1, 1) + index
            }
            return Int64(days) * Gregorian.secondsPerDay + Int64(time)
        }
    }

    var standard: ZoneOffset
    /// What is kept between `begins` and `ends`; where the zone changes its clock at all.
    var daylight: ZoneOffset?
    var begins = Change(day: .index(0), time: 0)
    var ends = Change(day: .index(0), time: 0)

    /// `nil` where that is no TZ.
    init?(_ text: String) {
        var reader = Reader(bytes: Array(text.utf8)[...])
        guard let name = reader.name(), let west = reader.time() else { return nil }
        standard = ZoneOffset(seconds: -west, isDaylight: false, name: name)
        guard !reader.bytes.isEmpty else { return }
        guard let summer = reader.name() else { return nil }
        var ahead = standard.seconds + 3600
        if reader.bytes.first != UInt8(ascii: ",") {
            guard let west = reader.time() else { return nil }
            ahead = -west
        }
        daylight = ZoneOffset(seconds: ahead, isDaylight: true, name: summer)
        guard let begins = reader.change(), let ends = reader.change(), reader.bytes.isEmpty else { return nil }
        (self.begins, self.ends) = (begins, ends)
    }

    /// The two changes of a year, in their order, with what is kept from then on.
    func changes(in year: Int) -> [(utc: Int64, offset: ZoneOffset)] {
        guard let daylight else { return [] }
        let both = [
            (begins.local(in: year) - Int64(standard.seconds), daylight),
            (ends.local(in: year) - Int64(daylight.seconds), standard),
        ]
        return both[0].0 <= both[1].0 ? both : both.reversed()
    }

    private struct Reader {
        var bytes: ArraySlice<UInt8>

        mutating func name() -> String? {
            let isQuoted = bytes.first == UInt8(ascii: "<")
            if isQuoted { bytes.removeFirst() }
            let name = bytes.prefix { isQuoted ? $0 != UInt8(ascii: ">") : (65...90).contains($0 & 0xDF) }
            bytes = bytes.dropFirst(name.count + (isQuoted ? 1 : 0))
            return (3...16).contains(name.count) ? String(decoding: name, as: UTF8.self) : nil
        }

        mutating func skip(_ sign: Unicode.Scalar) -> Bool {
            guard bytes.first == UInt8(ascii: sign) else { return false }
            bytes.removeFirst()
            return true
        }

        mutating func number(_ range: ClosedRange<Int>) -> Int? {
            let found = bytes.prefix { (48...57).contains($0) }.prefix(3)
            bytes = bytes.dropFirst(found.count)
            let value = found.reduce(0) { $0 * 10 + Int($1) - 48 }
            return !found.isEmpty && range.contains(value) ? value : nil
        }

        /// `[+-]h[:mm[:ss]]` in seconds.
        mutating func time() -> Int? {
            let isNegative = skip("-")
            if !isNegative { _ = skip("+") }
            guard var seconds = number(0...167).map({ $0 * 3600 }) else { return nil }
            for unit in [60, 1] where skip(":") {
                guard let more = number(0...59) else { return nil }
                seconds += more * unit
            }
            return isNegative ? -seconds : seconds
        }

        mutating func change() -> Change? {
            guard skip(","), let day = day() else { return nil }
            guard skip("/") else { return Change(day: day, time: 7200) }
            return time().map { Change(day: day, time: $0) }
        }

        private mutating func day() -> Change.Day? {
            if skip("M") {
                guard let month = number(1...12), skip("."), let week = number(1...5), skip("."),
                    let sunday = number(0...6)
                else { return nil }
                return .weekday(month: month, week: week, weekday: (sunday + 6) % 7)
            }
            return skip("J") ? number(1...365).map { .yearDay($0) } : number(0...365).map { .index($0) }
        }
    }
}
