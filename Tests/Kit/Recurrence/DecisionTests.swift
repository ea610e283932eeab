import Testing

@testable import Recurrence

/// What was decided where RFC 5545 leaves room or readers differ: docs/decisions/0031-recurrence.md has the reasons. The
/// other vectors on which libraries differ are pinned by `VectorTests`, one by one; here is one of each kind.
@Suite struct DecisionTests {
    @Test(arguments: [
        (
            "a semicolon at the end", "FREQ=WEEKLY;INTERVAL=1;COUNT=2;BYDAY=MO;", "20141006T090000",
            "20141006T090000 20141013T090000"
        ),
        (
            "days counted from the month's end limit", "FREQ=DAILY;BYMONTHDAY=-1,-2;COUNT=3", "20241030",
            "20241030 20241031 20241129"
        ),
        (
            "a week of the year without a day has DTSTART's weekday", "FREQ=YEARLY;BYWEEKNO=1,2;COUNT=3",
            "20130101T000000", "20130101T000000 20130108T000000 20131231T000000"
        ),
        (
            "hours and a day of the year limit", "FREQ=HOURLY;BYHOUR=12;BYYEARDAY=-366;COUNT=2", "20120101T120000",
            "20120101T120000 20160101T120000"
        ),
        (
            "a day of months without a month is in DTSTART's", "FREQ=YEARLY;BYMONTHDAY=29;COUNT=3", "20240229",
            "20240229 20280229 20320229"
        ),
        (
            "a day has no minutes", "FREQ=DAILY;BYMINUTE=1,2,3,4;INTERVAL=2;COUNT=3", "20241018",
            "20241018 20241020 20241022"
        ),
        (
            "a day must meet month, number and week", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30;BYWEEKNO=1;UNTIL=20320101",
            "20241230", "20241230 20251230 20301230 20311230"
        ),
        (
            "lists have no order", "FREQ=SECONDLY;BYSECOND=7,4,6,5;COUNT=3", "20240229T140106",
            "20240229T140106 20240229T140107 20240229T140204"
        ),
        (
            "values said twice count once", "FREQ=WEEKLY;COUNT=3;BYDAY=SU,TH,TH", "20111120T100000",
            "20111120T100000 20111124T100000 20111127T100000"
        ),
        (
            "a week of the first days may be of the year before", "FREQ=YEARLY;BYWEEKNO=53;COUNT=1", "20230101T000000",
            "20270103T000000"
        ),
        (
            "positions count in the whole first period", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,3;COUNT=3",
            "20241023",
            "20241023 20241028 20241030"
        ),
        (
            "an interval of years counts from the year of the start's week",
            "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,TU;INTERVAL=3;UNTIL=20320101", "20241231",
            "20241231 20280103 20280104 20301230 20301231"
        ),
        (
            "seconds that are passed over", "FREQ=SECONDLY;BYSECOND=5,25;INTERVAL=61;COUNT=2", "20250101T051005",
            "20250101T051005 20250101T053025"
        ),
    ]) func `libraries differ, and we say`(why: String, rule: String, start: String, expected: String) throws {
        try expect(rule, from: start, expected)
    }

    @Test func `a start that the rule does not mean is no occurrence and not counted`() throws {
        try expect("FREQ=WEEKLY;BYDAY=TU;COUNT=2", from: "20260304T100000", "20260310T100000 20260317T100000")
        try expect(
            "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2", from: "19970902T090000", "19980213T090000 19980313T090000")
    }

    @Test func `a day as UNTIL counts whole`() throws {
        try expect("FREQ=DAILY;UNTIL=20260303", from: "20260302T100000", "20260302T100000 20260303T100000")
    }

    @Test func `UNTIL in UTC is a time on the clock where no zone is known`() throws {
        try expect("FREQ=DAILY;UNTIL=20260303T100000Z", from: "20260302T100000", "20260302T100000 20260303T100000")
    }

    @Test func `a leap second is the second before it`() throws {
        try expect("FREQ=MINUTELY;BYSECOND=60,59;COUNT=2", from: "20260302T100059", "20260302T100059 20260302T100159")
    }

    @Test func `a numbered weekday beside one without a number adds to it`() throws {
        try expect(
            "FREQ=MONTHLY;BYDAY=MO,1TU;COUNT=6", from: "20260302T100000",
            "20260302T100000 20260303T100000 20260309T100000 20260316T100000 20260323T100000 20260330T100000")
    }

    @Test func `days with a rule by hours are refused`() throws {
        #expect(throws: RuleError.needsTimeOfDay(.hourly)) {
            try RecurrenceRule("FREQ=HOURLY").occurrences(from: time("20260302"), isAllDay: true)
        }
    }

    @Test(arguments: [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", Expansion.Ending.calendarEnded),
        ("FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31", .calendarEnded),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", .calendarEnded),
        ("FREQ=WEEKLY;BYMONTH=3;BYDAY=MO;BYSETPOS=2", .calendarEnded),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20300101T000000", .untilPassed),
        ("FREQ=SECONDLY;INTERVAL=2;BYSECOND=1", .fruitless), ("FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30", .fruitless),
        ("FREQ=YEARLY;INTERVAL=999999999;BYMONTH=1", .calendarEnded),
    ]) func `a rule that means nothing ends and says why`(rule: String, ending: Expansion.Ending) throws {
        var expansion = try RecurrenceRule(rule).occurrences(from: time("20260302T100000"))
        #expect(expansion.next() == nil)
        #expect(expansion.ending == ending)
    }
}
