/// A series (or a single date) as others' calendars are told of it: a VEVENT, and one more for each date that differs.
package struct CalendarEvent: Sendable {
    /// UID: the same for ever, and for no other series; holds no word about its subject.
    package var identifier: String
    /// SEQUENCE: one more with each change that people should notice.
    package var sequence = 0
    /// DTSTAMP: when this was last changed, milliseconds since 1970 UTC.
    package var stamp: Int64
    package var dates: RecurrenceSet
    /// Minutes that an occurrence takes; of days whole days, at least one.
    package var minutes: Int
    package var words: Words
    /// Words of single occurrences that differ, by identity (RECURRENCE-ID).
    package var wordsOfOne: [LocalDateTime: Words] = [:]
    /// STATUS:CANCELLED for all of it.
    package var isCancelled = false
    /// COLOR of RFC 7986: a name of CSS3.
    package var color: String?

    /// What is said of an occurrence. In a member's feed: nothing that tells what they live with.
    package struct Words: Hashable, Sendable {
        package var summary: String
        package var details: String?
        package var location: String?
        /// URL.
        package var address: String?
        /// CONFERENCE of RFC 7986.
        package var conference: Conference?

        package init(
            summary: String, details: String? = nil, location: String? = nil, address: String? = nil,
            conference: Conference? = nil
        ) {
            (self.summary, self.details, self.location) = (summary, details, location)
            (self.address, self.conference) = (address, conference)
        }
    }

    /// Where one dials in.
    package struct Conference: Hashable, Sendable {
        /// An address of the web, or `tel:`.
        package var address: String
        /// `AUDIO`, `VIDEO`, `PHONE`, `CHAT` and others of RFC 7986 6.3.
        package var features: [String]
        package var label: String?

        package init(address: String, features: [String], label: String? = nil) {
            (self.address, self.features, self.label) = (address, features, label)
        }
    }

    package init(identifier: String, stamp: Int64, dates: RecurrenceSet, minutes: Int, words: Words) {
        (self.identifier, self.stamp, self.dates) = (identifier, stamp, dates)
        (self.minutes, self.words) = (minutes, words)
    }
}

extension CalendarEvent {
    func write(to lines: inout ContentLines) {
        let written = dates.unambiguous
        lines.add("BEGIN", value: "VEVENT")
        head(&lines)
        time("DTSTART", written.start, &lines)
        lines.add("DURATION", value: duration)
        if let rule = written.ruleText { lines.add("RRULE", value: rule) }
        for day in written.exclusions.sorted() { time("EXDATE", day, &lines) }
        for day in written.additions.sorted() { time("RDATE", day, &lines) }
        say(words, &lines)
        if isCancelled { lines.add("STATUS", value: "CANCELLED") }
        lines.add("END", value: "VEVENT")
        for identity in Set(dates.changes.keys).union(wordsOfOne.keys).sorted() {
            guard let occurrence = dates.occurrence(identity) else { continue }
            lines.add("BEGIN", value: "VEVENT")
            head(&lines)
            time("RECURRENCE-ID", identity, &lines)
            time("DTSTART", occurrence.start, &lines)
            lines.add("DURATION", value: duration)
            say(wordsOfOne[identity] ?? words, &lines)
            if isCancelled || occurrence.isCancelled { lines.add("STATUS", value: "CANCELLED") }
            lines.add("END", value: "VEVENT")
        }
    }

    private func head(_ lines: inout ContentLines) {
        lines.add("UID", text: identifier)
        let stamp = LocalDateTime(seconds: Gregorian.quotient(stamp, 1000))
        lines.add("DTSTAMP", value: CalendarTime.utc(stamp).description)
        if sequence > 0 { lines.add("SEQUENCE", value: String(sequence)) }
    }

    private func say(_ words: Words, _ lines: inout ContentLines) {
        lines.add("SUMMARY", text: words.summary)
        if let details = words.details { lines.add("DESCRIPTION", text: details) }
        if let location = words.location { lines.add("LOCATION", text: location) }
        if let address = words.address { lines.add("URL", value: address) }
        if let color { lines.add("COLOR", text: color) }
        if let conference = words.conference {
            var parameters = [("VALUE", ["URI"])]
            if !conference.features.isEmpty { parameters.append(("FEATURE", conference.features)) }
            if let label = conference.label { parameters.append(("LABEL", [label])) }
            lines.add("CONFERENCE", parameters, value: conference.address)
        }
    }

    private var duration: String {
        dates.isAllDay ? "P\(max(1, minutes / 1440))D" : "PT\(max(0, minutes))M"
    }

    /// A property that holds a time of the series.
    private func time(_ name: String, _ moment: LocalDateTime, _ lines: inout ContentLines) {
        if dates.isAllDay {
            lines.add(name, [("VALUE", ["DATE"])], value: moment.dateText)
        } else if let zone = dates.zone, zone != .utc {
            lines.add(name, [("TZID", [zone.name])], value: moment.description)
        } else {
            lines.add(name, value: moment.description + (dates.zone == nil ? "" : "Z"))
        }
    }
}

extension RecurrenceSet {
    /// The same dates for readers that take DTSTART for an occurrence in any case (RFC 5545 3.6.1) and count it: where
    /// the rule does not mean it, it is excluded, as RFC 5545 3.8.5.3 does with its Fridays the 13th, and COUNT becomes
    /// UNTIL.
    var unambiguous: RecurrenceSet {
        guard let rule, var expansion = expansion(earliest: nil), !additions.contains(start) else { return self }
        var last = expansion.next()
        guard last != start else { return self }
        var set = self
        set.exclusions.insert(start)
        if case .count = rule.end {
            while let next = expansion.next() { last = next }
            set.rule?.end = last.map { .until(time($0)) } ?? rule.end
        }
        return set
    }

    /// The rule with UNTIL in the form that DTSTART asks for.
    var ruleText: String? {
        guard var rule else { return nil }
        if case .until(let end) = rule.end {
            switch end {
            case .utc(let moment):
                let local = zone.map { LocalDateTime(seconds: $0.local(utc: moment.seconds)) }
                if zone == nil || isAllDay { rule.end = .until(time(local ?? moment)) }
            case .local(let moment): rule.end = .until(time(moment))
            case .date(let day): rule.end = .until(time(isAllDay ? day : day.at(secondOfDay: 86_399)))
            }
        }
        return rule.text
    }
}
