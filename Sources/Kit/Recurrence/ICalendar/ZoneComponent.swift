extension Zone {
    /// VTIMEZONE (RFC 5545 3.6.5): what the clock does from a local time on. Single changes up to where the rule of the
    /// zone goes on for ever, and this as RRULE.
    func write(from start: LocalDateTime, to lines: inout ContentLines) {
        lines.add("BEGIN", value: "VTIMEZONE")
        lines.add("TZID", value: name)
        let begin = starts.lastIndex { $0 <= start.seconds - Self.longestStep } ?? 0
        let (endless, rules) = endlessChanges(from: begin)
        for index in begin..<endless { write(index, rule: nil, to: &lines) }
        for (index, rule) in rules { write(index, rule: rule, to: &lines) }
        lines.add("END", value: "VTIMEZONE")
    }

    /// From which place on, not before `begin`, the changes are those of the rule, and the first two with their RRULEs.
    /// Where RRULE cannot say them, all places that the table holds stand singly, a hundred at most.
    private func endlessChanges(from begin: Int) -> (Int, [(Int, String)]) {
        guard let rule, let daylight = rule.daylight,
            let (on, off) = rule.begins.recurrence.flatMap({ on in rule.ends.recurrence.map { (on, $0) } })
        else { return (min(starts.count, begin + 100), []) }
        // The last places are made by the rule; the way back from them ends where they are not.
        var endless = starts.count
        while endless > max(begin, 1), follows(rule, endless - 1) { endless -= 1 }
        guard endless + 1 < starts.count else { return (starts.count, []) }
        return (
            endless,
            [endless, endless + 1].map { ($0, offsets[$0] == daylight ? on : off) }
        )
    }

    private func follows(_ rule: ZoneRule, _ place: Int) -> Bool {
        let year = LocalDateTime(seconds: starts[place]).date.year
        return (year - 1...year + 1).contains { year in
            rule.changes(in: year).contains { $0.utc == starts[place] && $0.offset == offsets[place] }
        }
    }

    private func write(_ place: Int, rule: String?, to lines: inout ContentLines) {
        let (offset, before) = (offsets[place], offsets[max(0, place - 1)])
        let kind = offset.isDaylight ? "DAYLIGHT" : "STANDARD"
        lines.add("BEGIN", value: kind)
        let began = place == 0 ? LocalDateTime.bounds.lowerBound : starts[place] + Int64(before.seconds)
        // Some readers stumble over years before 1601.
        lines.add("DTSTART", value: LocalDateTime(seconds: max(began, -11_644_473_600)).description)
        lines.add("TZOFFSETFROM", value: Self.text(before.seconds))
        lines.add("TZOFFSETTO", value: Self.text(offset.seconds))
        lines.add("TZNAME", text: offset.name)
        if let rule { lines.add("RRULE", value: rule) }
        lines.add("END", value: kind)
    }

    /// UTC-OFFSET of RFC 5545 3.3.14.
    private static func text(_ offset: Int) -> String {
        let seconds = abs(offset)
        return (offset < 0 ? "-" : "+") + digits(seconds / 3600, 2) + digits(seconds / 60 % 60, 2)
            + (seconds % 60 == 0 ? "" : digits(seconds % 60, 2))
    }
}

extension ZoneRule.Change {
    /// The same as RRULE, where that can say it: `nil` for days of the year, and where a time beyond midnight leads
    /// into another month.
    var recurrence: String? {
        guard case .weekday(let month, let week, let weekday) = day else { return nil }
        let shift = Gregorian.quotient(time, 86_400)
        let name = Weekday(index: weekday + shift).rawValue
        guard shift != 0 else {
            return "FREQ=YEARLY;BYMONTH=\(month);BYDAY=\(week == 5 ? -1 : week)\(name)"
        }
        let first = week == 5 ? shift - 7 : 7 * week - 6 + shift
        // 2026 has the shortest February.
        let last = Gregorian.length(ofMonth: month, of: 2026)
        guard week == 5 ? (-28 ... -7).contains(first) : (1...last - 6).contains(first) else { return nil }
        let days = (first..<first + 7).map { String($0) }.joined(separator: ",")
        return "FREQ=YEARLY;BYMONTH=\(month);BYMONTHDAY=\(days);BYDAY=\(name)"
    }
}
