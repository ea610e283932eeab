import Testing

@testable import Recurrence

/// Calendars that others made: the examples of RFC 2445 and 2446, and libical's older events with their numbers.
@Suite struct CalendarFileTests {
    @Test(arguments: [("ics/2445.ics", 6, 8), ("ics/2446.ics", 42, 14), ("ics/recur-errors.ics", 4, 4)])
    func `the examples of RFC 2445 and 2446 are read`(name: String, events: Int, rules: Int) throws {
        guard let text = Vectors.text(name) else { return }
        var (all, next) = ([CalendarComponent](), try CalendarParser.components(of: text))
        while let component = next.popLast() {
            all.append(component)
            next += component.components
        }
        #expect(all.count { $0.name == "VEVENT" } == events)
        let written = all.flatMap { $0.all("RRULE") }.map(\.value)
        #expect(written.count == rules)
        #expect(written.allSatisfy { (try? RecurrenceRule($0)) != nil }, "\(written)")
    }

    @Test func `libical's older events have as many dates as it expects`() throws {
        guard let text = Vectors.text("rrule/upstream/recur.txt") else { return }
        // Lines that begin with a semicolon are its remarks; EXRULE and a second RRULE are no longer in RFC 5545.
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix(";") }.joined(separator: "\n")
        let events = try CalendarParser.components(of: lines).filter {
            $0.first("X-EXPECT-NUMEVENTS") != nil && $0.first("EXRULE") == nil && $0.all("RRULE").count == 1
        }
        let wrong = try events.compactMap { event -> String? in
            let expected = event.first("X-EXPECT-NUMEVENTS").flatMap { Int($0.value.drop { $0 == " " }) }
            let found = try RecurrenceSet(events: [event]).occurrences().prefix(1000).map(\.start)
            return found.count == expected
                ? nil : "\(event.first("RRULE")?.value ?? ""): \(expected ?? -1), not \(found.count) \(found.prefix(6))"
        }
        #expect(events.count > 20)
        #expect(wrong.isEmpty, "\(wrong.joined(separator: "; "))")
    }
}
