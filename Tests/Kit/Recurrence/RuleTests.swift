import Testing

@testable import Recurrence

/// Reading, writing and checking rules.
@Suite struct RuleTests {
    @Test(arguments: [
        ("", "\"\" is not of the form NAME=VALUE."), ("COUNT=1", "FREQ is missing."),
        ("FREQ=", "FREQ=: allowed are SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY."),
        (
            "FREQ=FORTNIGHTLY",
            "FREQ=FORTNIGHTLY: allowed are SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY."
        ),
        ("FREQ=DAILY;FREQ=DAILY", "FREQ stands twice."), ("FREQ=DAILY;;COUNT=1", "\"\" is not of the form NAME=VALUE."),
        ("FREQ=DAILY;RSCALE=HEBREW", "There is no rule part \"RSCALE\"."),
        ("FREQ=DAILY;COUNT", "\"COUNT\" is not of the form NAME=VALUE."),
        ("FREQ=DAILY;COUNT=0", "COUNT=0: allowed are 1 to 999999999."),
        ("FREQ=DAILY;COUNT=-1", "COUNT=-1: allowed are 1 to 999999999."),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0: allowed are 1 to 999999999."),
        ("FREQ=DAILY;INTERVAL=99999999999999999999", "INTERVAL=99999999999999999999: allowed are 1 to 999999999."),
        ("FREQ=DAILY;COUNT=2;UNTIL=20260303", "UNTIL does not stand beside COUNT."),
        ("FREQ=DAILY;UNTIL=20260303;COUNT=2", "COUNT does not stand beside UNTIL."),
        (
            "FREQ=DAILY;UNTIL=20260230",
            "UNTIL=20260230: allowed are a date, a date and time, or one in UTC, in the years 1 to 9999."
        ),
        ("FREQ=DAILY;BYMONTH=13", "BYMONTH=13: allowed are 1 to 12."),
        ("FREQ=DAILY;BYMONTH=-1", "BYMONTH=-1: allowed are 1 to 12."),
        ("FREQ=DAILY;BYMONTHDAY=0", "BYMONTHDAY=0: allowed are 1 to 31 and -31 to -1."),
        ("FREQ=DAILY;BYHOUR=24", "BYHOUR=24: allowed are 0 to 23."),
        ("FREQ=DAILY;BYHOUR=1,,2", "BYHOUR=: allowed are 0 to 23."),
        ("FREQ=DAILY;BYMINUTE=60", "BYMINUTE=60: allowed are 0 to 59."),
        ("FREQ=DAILY;BYSECOND=61", "BYSECOND=61: allowed are 0 to 60."),
        ("FREQ=YEARLY;BYYEARDAY=367", "BYYEARDAY=367: allowed are 1 to 366 and -366 to -1."),
        ("FREQ=YEARLY;BYWEEKNO=-54", "BYWEEKNO=-54: allowed are 1 to 53 and -53 to -1."),
        (
            "FREQ=YEARLY;BYDAY=54MO",
            "BYDAY=54: allowed are MO, TU, WE, TH, FR, SA, SU, before each perhaps a number from 1 to 53 or -53 to -1."
        ),
        (
            "FREQ=YEARLY;BYDAY=MON",
            "BYDAY=MON: allowed are MO, TU, WE, TH, FR, SA, SU, before each perhaps a number from 1 to 53 or -53 to -1."
        ),
        ("FREQ=DAILY;WKST=XX", "WKST=XX: allowed are MO, TU, WE, TH, FR, SA, SU."),
        ("FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO stands with FREQ=YEARLY only."),
        ("FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY does not stand with FREQ=MONTHLY."),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY does not stand with FREQ=WEEKLY."),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY has numbers with FREQ=MONTHLY and FREQ=YEARLY only."),
        ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "BYDAY has no numbers beside BYWEEKNO."),
        ("FREQ=DAILY;BYSETPOS=1", "BYSETPOS needs another part that begins with BY."),
    ]) func `what is wrong with a rule is said`(text: String, message: String) {
        let error = #expect(throws: RuleError.self) { try RecurrenceRule(text) }
        #expect(error?.description == message)
    }

    @Test func `a rule has a length`() {
        let days = (1...31).map { String($0) }.joined(separator: ",")
        let long = "FREQ=MONTHLY;BYMONTHDAY=" + Array(repeating: days, count: 60).joined(separator: ",")
        #expect(throws: RuleError.tooLong(long.utf8.count)) { try RecurrenceRule(long) }
    }

    @Test(arguments: [
        ("freq=weekly;byday=tu;count=6", "FREQ=WEEKLY;COUNT=6;BYDAY=TU"),
        ("BYDAY=-1TH,+2MO,MO;FREQ=MONTHLY;WKST=SU;INTERVAL=1", "FREQ=MONTHLY;WKST=SU;BYDAY=MO,2MO,-1TH"),
        (
            "FREQ=YEARLY;BYSETPOS=-1,1;BYMONTH=3,1,3;UNTIL=20300101T000000Z",
            "FREQ=YEARLY;UNTIL=20300101T000000Z;BYMONTH=1,3;BYSETPOS=-1,1"
        ),
        ("FREQ=SECONDLY;BYSECOND=60,0;BYMINUTE=07;INTERVAL=61", "FREQ=SECONDLY;INTERVAL=61;BYMINUTE=7;BYSECOND=0,60"),
    ]) func `a rule is written in one way`(text: String, written: String) throws {
        let rule = try RecurrenceRule(text)
        #expect(rule.text == written)
        #expect(try RecurrenceRule(written) == rule)
    }

    @Test func `a rule made of parts is checked as one that was read`() throws {
        let rule = try RecurrenceRule(.weekly, end: .count(6), byDay: [WeekdayPosition(.tuesday)])
        #expect(rule.text == "FREQ=WEEKLY;COUNT=6;BYDAY=TU")
        #expect(throws: RuleError.self) { try RecurrenceRule(.weekly, interval: 0) }
        #expect(throws: RuleError.self) { try RecurrenceRule(.monthly, numbers: [.byMonthDay: [.min]]) }
    }

    @Test(arguments: [
        "", "2026", "2026030", "20260303T", "20260303T1730", "20260303T173000X", "20260303t240000", "20260303T176000",
        "20261303", "20260229", "00000101", "2026-3-3", "20260303T173000ZZ", "+2026030",
    ]) func `what is no date or time is refused`(text: String) {
        #expect(CalendarTime(text) == nil)
    }

    @Test func `days are counted as the calendar has them`() {
        var (year, month, day, weekday) = (1, 1, 1, 0)
        for days in Gregorian.days(1, 1, 1)..<Gregorian.days(2101, 1, 1) {
            let date = Gregorian.date(days)
            guard date == (year, month, day), Gregorian.days(year, month, day) == days,
                Gregorian.weekday(days) == weekday
            else {
                #expect(Bool(false), "\(year)-\(month)-\(day)")
                return
            }
            weekday = (weekday + 1) % 7
            day += 1
            if day
                > [
                    31, year % 4 == 0 && year % 100 != 0 || year % 400 == 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31,
                    30, 31,
                ][month - 1]
            {
                (month, day) = (month + 1, 1)
                if month > 12 { (year, month) = (year + 1, 1) }
            }
        }
    }
}
