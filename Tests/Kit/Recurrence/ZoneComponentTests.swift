import Testing

@testable import Recurrence

/// VTIMEZONE, whole.
@Suite struct ZoneComponentTests {
    @Test func `a zone that goes by a rule since long has two parts`() throws {
        let zone = try Zone("America/Los_Angeles")
        var lines = ContentLines()
        zone.write(from: time("20260303T100000"), to: &lines)
        #expect(
            String(decoding: lines.bytes, as: UTF8.self).replacing("\r\n", with: "\n") == """
                BEGIN:VTIMEZONE
                TZID:America/Los_Angeles
                BEGIN:STANDARD
                DTSTART:20251102T020000
                TZOFFSETFROM:-0700
                TZOFFSETTO:-0800
                TZNAME:PST
                RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
                END:STANDARD
                BEGIN:DAYLIGHT
                DTSTART:20260308T020000
                TZOFFSETFROM:-0800
                TZOFFSETTO:-0700
                TZNAME:PDT
                RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
                END:DAYLIGHT
                END:VTIMEZONE

                """)
    }

    @Test func `a zone that had other rules has each of their changes, then the rule`() throws {
        let zone = try Zone("America/New_York")
        var lines = ContentLines()
        zone.write(from: time("20060601T100000"), to: &lines)
        let component = try #require(try CalendarParser.components(of: lines.bytes).first)
        let starts = component.components.compactMap { $0.first("DTSTART")?.value }
        #expect(starts == ["20060402T020000", "20061029T020000", "20070311T020000", "20071104T020000"])
        #expect(component.components.map { $0.first("RRULE") != nil } == [false, false, true, true])
    }

    @Test(arguments: [
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24,25,26,27,28,29,30;BYDAY=SA"),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-8,-7,-6,-5,-4,-3,-2;BYDAY=SA"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    ]) func `a change beyond midnight is said by the day on which it comes`(text: String, rule: String) throws {
        #expect(ZoneRule(text)?.begins.recurrence == rule)
    }
}
