extension RecurrenceRule {
    /// Reads the value of an RRULE property, names in capitals or not, parts in any order.
    ///
    /// One semicolon at the end is passed over (RFC 5545 has none there, Google Calendar was seen to write it).
    /// - Throws: `RuleError`, which names the first part that is wrong.
    package init(_ text: String) throws(RuleError) {
        guard text.utf8.count <= Self.longestText else { throw .tooLong(text.utf8.count) }
        var parts = text.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map(Substring.init)
        if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
        var reading = RuleReading()
        for part in parts { try reading.read(part) }
        self = try reading.rule()
    }

    /// The value of an RRULE property, such as `FREQ=WEEKLY;COUNT=6;BYDAY=TU`. Reading it gives an equal rule.
    package var text: String {
        var parts = ["FREQ=\(frequency.rawValue)"]
        if interval != 1 { parts.append("INTERVAL=\(interval)") }
        switch end {
        case .never: break
        case .count(let count): parts.append("COUNT=\(count)")
        case .until(let time): parts.append("UNTIL=\(time)")
        }
        if weekStart != .monday { parts.append("WKST=\(weekStart.rawValue)") }
        for part in RulePart.allCases {
            if part == .byDay, !byDay.isEmpty {
                let days = byDay.map { ($0.number.map { String($0) } ?? "") + $0.weekday.rawValue }
                parts.append("BYDAY=" + days.joined(separator: ","))
            } else if let values = numbers[part] {
                parts.append(part.rawValue + "=" + values.map { String($0) }.joined(separator: ","))
            }
        }
        return parts.joined(separator: ";")
    }
}

/// The parts of a rule that were read so far.
private struct RuleReading {
    private var seen: Set<RulePart> = []
    private var frequency: Frequency?
    private var interval = 1
    private var end = RecurrenceRule.End.never
    private var weekStart = Weekday.monday
    private var byDay: [WeekdayPosition] = []
    private var numbers: [RulePart: [Int]] = [:]

    func rule() throws(RuleError) -> RecurrenceRule {
        guard let frequency else { throw .missingFrequency }
        return try RecurrenceRule(
            frequency, interval: interval, end: end, byDay: byDay, numbers: numbers, weekStart: weekStart)
    }

    mutating func read(_ text: Substring) throws(RuleError) {
        guard let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { throw .malformedPart(String(text)) }
        let name = asciiUppercased(text[..<sign])
        guard let part = RulePart(rawValue: name) else { throw .unknownPart(name) }
        guard seen.insert(part).inserted else { throw .repeatedPart(part) }
        try take(part, asciiUppercased(text[text.utf8.index(after: sign)...]))
    }

    private mutating func take(_ part: RulePart, _ value: String) throws(RuleError) {
        let wrong = RuleError.invalidValue(part: part, value: value, allowed: part.allowed)
        switch part {
        case .frequency:
            guard let read = Frequency(rawValue: value) else { throw wrong }
            frequency = read
        case .weekStart:
            guard let read = Weekday(rawValue: value) else { throw wrong }
            weekStart = read
        case .interval: interval = try number(value, of: part)
        case .count:
            if seen.contains(.until) { throw .misplacedPart(.count, reason: "does not stand beside UNTIL") }
            end = .count(try number(value, of: part))
        case .until:
            if seen.contains(.count) { throw .misplacedPart(.until, reason: "does not stand beside COUNT") }
            guard let time = CalendarTime(value) else { throw wrong }
            end = .until(time)
        case .byDay:
            for item in items(value) { byDay.append(try weekday(item)) }
        default:
            var values: [Int] = []
            for item in items(value) { values.append(try number(item, of: part)) }
            numbers[part] = values
        }
    }

    private func items(_ value: String) -> [Substring] {
        value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(Substring.init)
    }

    private func weekday(_ text: Substring) throws(RuleError) -> WeekdayPosition {
        let bytes = text.utf8
        guard let weekday = Weekday(rawValue: String(decoding: bytes.suffix(2), as: UTF8.self)) else {
            throw .invalidValue(part: .byDay, value: String(text), allowed: RulePart.byDay.allowed)
        }
        guard bytes.count > 2 else { return WeekdayPosition(weekday) }
        return WeekdayPosition(weekday, number: try number(Substring(bytes.dropLast(2)), of: .byDay))
    }

    /// Digits, no more than the largest number has; before them a sign where the part may be counted from the end.
    private func number(_ text: some StringProtocol, of part: RulePart) throws(RuleError) -> Int {
        let wrong = RuleError.invalidValue(part: part, value: String(text), allowed: part.allowed)
        var bytes = Array(text.utf8)
        var isNegative = false
        if part.isSigned, let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            bytes.removeFirst()
        }
        guard !bytes.isEmpty, bytes.count <= String(part.range.upperBound).utf8.count,
            bytes.allSatisfy({ (48...57).contains($0) })
        else { throw wrong }
        let value = bytes.reduce(0) { $0 * 10 + Int($1) - 48 }
        guard part.range.contains(value) else { throw wrong }
        return isNegative ? -value : value
    }
}

/// Names of RFC 5545 are read in capitals or not. By byte: a dotless i is no I.
func asciiUppercased(_ text: some StringProtocol) -> String {
    String(decoding: text.utf8.map { (97...122).contains($0) ? $0 - 32 : $0 }, as: UTF8.self)
}
