import Testing

@testable import Recurrence

/// iCalendar, written and read.
@Suite struct CalendarTests {
    private func feed(_ set: RecurrenceSet, _ words: CalendarEvent.Words = .init(summary: "Class")) -> CalendarFeed {
        var event = CalendarEvent(
            identifier: "a1@example.org", stamp: 1_790_000_000_000, dates: set, minutes: 90, words: words)
        event.sequence = 2
        return CalendarFeed(product: "-//Wayfellow//EN", name: "My groups", events: [event])
    }

    private func text(_ feed: CalendarFeed) -> String { String(decoding: feed.bytes(), as: UTF8.self) }

    @Test func `a feed has what RFC 5545 and RFC 7986 ask for`() throws {
        var set = try RecurrenceSet(
            start: time("20260303T173000"), zone: Zone("America/Los_Angeles"),
            rule: RecurrenceRule("FREQ=WEEKLY;COUNT=4"))
        set.changes[time("20260310T173000")] = .moved(to: time("20260311T180000"))
        set.changes[time("20260317T173000")] = .cancelled
        set.exclusions = [time("20260324T173000")]
        var calendar = feed(
            set,
            .init(
                summary: "Class",
                conference: .init(address: "https://meet.example/1", features: ["AUDIO", "VIDEO"], label: "Join: now")))
        calendar.refreshHours = 12
        calendar.source = "https://example.org/a.ics"
        calendar.color = "teal"
        let written = text(calendar)
        for line in [
            "VERSION:2.0", "NAME:My groups", "SOURCE;VALUE=URI:https://example.org/a.ics", "COLOR:teal",
            "REFRESH-INTERVAL;VALUE=DURATION:PT12H", "UID:a1@example.org", "SEQUENCE:2", "DTSTAMP:20260921T141320Z",
            "DTSTART;TZID=America/Los_Angeles:20260303T173000", "DURATION:PT90M", "RRULE:FREQ=WEEKLY;COUNT=4",
            "EXDATE;TZID=America/Los_Angeles:20260324T173000", "RECURRENCE-ID;TZID=America/Los_Angeles:20260310T173000",
            "DTSTART;TZID=America/Los_Angeles:20260311T180000", "STATUS:CANCELLED", "TZID:America/Los_Angeles",
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "TZOFFSETTO:-0700",
            "TZNAME:PDT",
        ] {
            #expect(written.contains("\r\n\(line)\r\n"), "\(line)")
        }
        #expect(
            written.replacing("\r\n ", with: "").contains(
                #"CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL="Join: now":https://meet.example/1"#))
    }

    @Test func `lines are folded at 75 bytes between characters, and text comes back as it was`() throws {
        let summary = String(repeating: "Ünïcødé 🙂, \\;\"x\" ", count: 20) + "\nend\r\nof it"
        let set = try RecurrenceSet(start: time("20260303T173000"))
        let bytes = feed(set, .init(summary: summary)).bytes()
        for line in bytes.split(separator: 10) {
            #expect(line.last == 13 && line.count <= 76 && String(validating: line, as: UTF8.self) != nil)
        }
        let calendar = try #require(try CalendarParser.components(of: bytes).first)
        #expect(calendar.components.first?.first("SUMMARY")?.text == summary.replacing("\r\n", with: "\n"))
    }

    @Test func `no text breaks out of its line`() throws {
        let hostile = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\u{7}\u{85}"
        var calendar = feed(
            try RecurrenceSet(start: time("20260303T173000")),
            .init(
                summary: hostile, location: hostile, address: hostile,
                conference: .init(address: hostile, features: [hostile], label: hostile)))
        calendar.source = hostile
        let read = try #require(try CalendarParser.components(of: calendar.bytes()).first)
        #expect(read.components.map(\.name) == ["VEVENT"])
    }

    @Test func `a start that is no occurrence is excluded for readers who take it for one`() throws {
        let set = try RecurrenceSet(
            start: time("20260304T100000"), zone: .utc, rule: RecurrenceRule("FREQ=WEEKLY;BYDAY=TU;COUNT=3"))
        let written = text(feed(set))
        #expect(written.contains("DTSTART:20260304T100000Z\r\n") && written.contains("EXDATE:20260304T100000Z\r\n"))
        #expect(written.contains("RRULE:FREQ=WEEKLY;UNTIL=20260324T100000Z;BYDAY=TU\r\n"))
    }

    @Test(arguments: [
        ("20260303", true, "20260310", "UNTIL=20260310"),
        ("20260303T100000", false, "20260310T100000Z", "UNTIL=20260310T100000;"),
    ])
    func `UNTIL is of the kind of DTSTART`(start: String, isAllDay: Bool, until: String, expected: String) throws {
        let rule = try RecurrenceRule("FREQ=DAILY;UNTIL=\(until);BYMONTH=3")
        let written = text(feed(try RecurrenceSet(start: time(start), isAllDay: isAllDay, rule: rule)))
        #expect(written.contains(expected))
    }

    @Test(arguments: [
        "Asia/Gaza", "America/Nuuk", "Africa/Casablanca", "Asia/Kolkata", "Europe/Dublin", "America/Phoenix",
    ])
    func `a zone is written so that its first changes are there`(name: String) throws {
        let zone = try Zone(name)
        let set = try RecurrenceSet(start: time("20260303T100000"), zone: zone, rule: RecurrenceRule("FREQ=WEEKLY"))
        let calendar = try #require(try CalendarParser.components(of: feed(set).bytes()).first)
        let component = try #require(calendar.components.first { $0.name == "VTIMEZONE" })
        #expect(component.first("TZID")?.value == name)
        // What is kept at the start: the last single change before it, and no rule that began later.
        let before = component.components.filter { time($0.first("DTSTART")?.value ?? "") <= set.start }
        let offset = zone.offset(atMilliseconds: zone.milliseconds(of: set.start)) / 60
        let written = try #require(
            before.max { time($0.first("DTSTART")?.value ?? "") < time($1.first("DTSTART")?.value ?? "") })
        let expected = (offset < 0 ? "-" : "+") + digits(abs(offset) / 60, 2) + digits(abs(offset) % 60, 2)
        #expect(written.first("TZOFFSETTO")?.value == expected)
    }

    // MARK: - Reading

    @Test func `names, parameters, quotes, carets and folds are read`() throws {
        let text =
            "BEGIN:VEVENT\nsummary;LANGUAGE=es;X-A=\"a:b;c,d\",e;X-B=^'q^^^n^x:uno\\, dos\\nt\n res\\;\n\nEND:vevent\n"
        let event = try #require(try CalendarParser.components(of: text).first)
        let property = try #require(event.first("SUMMARY"))
        #expect(property.text == "uno, dos\ntres;" && property.line == 2)
        #expect(property.parameters.map(\.values) == [["es"], ["a:b;c,d", "e"], ["\"q^\n^x"]])
    }

    @Test(arguments: [
        (" X:1", 1, CalendarError.Fault.continuesNothing), ("X:1", 1, .outsideComponent), ("BEGIN:A\nX", 2, .noColon),
        ("BEGIN:A\n:x", 2, .noName), ("BEGIN:A\nX;Y:1", 2, .brokenParameter), ("BEGIN:A\nX;Y=\"a:1", 2, .openQuote),
        ("BEGIN:A\nX;Y=a\"b:1", 2, .brokenParameter), ("BEGIN:A\nEND:B", 2, .wrongEnd("B")),
        ("END:B", 1, .wrongEnd("B")),
        ("BEGIN:A\nX:1", 1, .notEnded("A")), ("BEGIN:A\nX:a\u{7}b", 2, .controlCharacter(7)),
        ("BEGIN:A\rX:1", 1, .controlCharacter(13)),
        ("BEGIN:A\nX;Y=\"a\"b:1", 2, .brokenParameter), ("BEGIN:A\n\n X:1", 3, .continuesNothing),
    ]) func `what is wrong in a calendar is said with its line`(text: String, line: Int, fault: CalendarError.Fault) {
        #expect(throws: CalendarError(line: line, fault: fault)) { try CalendarParser.components(of: text) }
    }

    @Test func `a calendar is read up to its limits`() {
        var limits = CalendarLimits()
        (limits.lineBytes, limits.depth, limits.properties, limits.parametersOfLine) = (100, 2, 5, 2)
        func fault(_ text: String) -> CalendarError.Fault? {
            do { _ = try CalendarParser.components(of: text, limits: limits) } catch { return error.fault }
            return nil
        }
        #expect(fault("BEGIN:A\nX:" + String(repeating: "x", count: 99)) == .tooMuch("bytes of a line"))
        #expect(fault("BEGIN:A\nX:" + String(repeating: "x\n ", count: 120)) == .tooMuch("bytes of a line"))
        #expect(fault("BEGIN:A\nBEGIN:A\nBEGIN:A") == .tooMuch("depth"))
        #expect(fault("BEGIN:A\nX:1\nX:1\nX:1\nX:1\nEND:A") == .tooMuch("properties"))
        #expect(fault("BEGIN:A\nX;A=1;A=1;A=1:1\nEND:A") == .tooMuch("parameters"))
        #expect(throws: CalendarError(line: 2, fault: .notUTF8)) {
            try CalendarParser.components(of: Array("BEGIN:A\nX:".utf8) + [0xFF, 10])
        }
    }

    @Test(arguments: [
        ("DTSTART:2026", 2), ("DTSTART:20260303T100000\nRRULE:FREQ=X", 3),
        ("DTSTART;TZID=Mars/City:20260303T100000", 2),
        ("DTSTART:20260303T100000\nEXDATE:1", 3), ("DTSTART:20260303\nRRULE:FREQ=HOURLY", 2),
    ]) func `a series that cannot be read says on which line`(lines: String, line: Int) throws {
        let events = try CalendarParser.components(of: "BEGIN:VEVENT\n\(lines)\nEND:VEVENT\n")
        let error = #expect(throws: CalendarError.self) { try RecurrenceSet(events: events) }
        #expect(error?.line == line)
    }

    @Test func `exclusions in UTC and periods are read on the clock of the series`() throws {
        let events = try CalendarParser.components(
            of: """
                BEGIN:VEVENT
                DTSTART;TZID=America/New_York:20260303T100000
                RRULE:FREQ=WEEKLY;COUNT=3
                EXDATE:20260310T140000Z
                RDATE;VALUE=PERIOD;TZID=America/New_York:20260312T100000/PT1H
                END:VEVENT

                """)
        let set = try RecurrenceSet(events: events)
        #expect(set.occurrences().map(\.start) == times("20260303T100000 20260312T100000 20260317T100000"))
    }
}
