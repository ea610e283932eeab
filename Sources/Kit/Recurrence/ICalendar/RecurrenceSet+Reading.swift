extension RecurrenceSet {
    /// The dates of a series from its VEVENTs: one that has the rule, and one for each date that differs (RFC 5545
    /// 3.8.4.4). Zones are taken by their IANA name; what VTIMEZONE says of them is not read.
    /// - Throws: `CalendarError` with the line of what is missing, wrong or unknown.
    package init(events: [CalendarComponent]) throws(CalendarError) {
        guard let series = events.first(where: { $0.first("RECURRENCE-ID") == nil }),
            let property = series.first("DTSTART")
        else { throw CalendarError(line: 0, fault: .wrongValue("DTSTART", "there is none")) }
        let start = try property.time()
        let zone = try property.zone()
        let isAllDay = if case .date = start { true } else { false }
        var rule: RecurrenceRule?
        if let line = series.first("RRULE") {
            do { rule = try RecurrenceRule(line.value) } catch { throw line.wrong("\(error)") }
            guard series.all("RRULE").count == 1 else { throw line.wrong("there are two") }
        }
        do {
            try self.init(start: start.written, zone: zone, isAllDay: isAllDay, rule: rule)
        } catch { throw property.wrong("\(error)") }
        for line in series.all("RDATE") { additions.formUnion(try times(line)) }
        for line in series.all("EXDATE") { exclusions.formUnion(try times(line)) }
        for event in events {
            guard let line = event.first("RECURRENCE-ID") else { continue }
            guard line.parameter("RANGE") == nil else { throw line.wrong("RANGE is not read") }
            guard let identity = try times(line).first else { throw line.wrong("no time") }
            let isCancelled = event.first("STATUS").map { asciiUppercased($0.value) == "CANCELLED" } ?? false
            let moved = try event.first("DTSTART").map { line throws(CalendarError) in try times(line).first }
            changes[identity] = isCancelled ? .cancelled : .moved(to: (moved ?? nil) ?? identity)
        }
    }

    /// The times of a property on the clock of this series; of periods their beginnings.
    private func times(_ property: CalendarProperty) throws(CalendarError) -> [LocalDateTime] {
        let named = try property.zone()
        var times: [LocalDateTime] = []
        for item in property.value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let text = Substring(item.prefix { $0 != UInt8(ascii: "/") })
            guard let time = CalendarTime(text) else { throw property.wrong("\"\(text)\" is no date or time") }
            guard case .date = time else {
                let other = if case .utc = time { Zone.utc } else { named }
                times.append(converted(time.written, from: other))
                continue
            }
            times.append(time.written)
        }
        return times
    }

    private func converted(_ time: LocalDateTime, from other: Zone?) -> LocalDateTime {
        guard let zone, let other, other != zone else { return time }
        return zone.local(atMilliseconds: other.milliseconds(of: time))
    }
}

extension CalendarProperty {
    func wrong(_ reason: String) -> CalendarError {
        CalendarError(line: line, fault: .wrongValue(name, reason))
    }

    func time() throws(CalendarError) -> CalendarTime {
        guard let time = CalendarTime(value) else { throw wrong("\"\(value)\" is no date or time") }
        return time
    }

    /// The zone in which its times are meant: that of TZID, or UTC; `nil` for floating ones and days.
    func zone() throws(CalendarError) -> Zone? {
        if let name = parameter("TZID") {
            do { return try Zone(name) } catch { throw wrong("\(error)") }
        }
        return value.utf8.last.map { $0 | 0x20 == UInt8(ascii: "z") } == true ? .utc : nil
    }
}
