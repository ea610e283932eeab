import Testing

@testable import Recurrence

/// The examples of RFC 5545 3.8.5.3, as it gives their dates (its zone is America/New_York), and some edges.
@Suite struct ExampleTests {
    private static let start = "19970902T090000"

    @Test(arguments: [
        ("FREQ=DAILY;INTERVAL=2", "19970902 19970904 19970906 19970908 19970910"),
        ("FREQ=DAILY;INTERVAL=10;COUNT=5", "19970902 19970912 19970922 19971002 19971012"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "19970902 19970916 19970930 19971014 19971028 19971111"),
        (
            "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
            "19970902 19970904 19970909 19970911 19970916 19970918 19970923 19970925"
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
            "19970902 19970904 19970916 19970918 19970930 19971002 19971014 19971016"
        ),
        ("FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "19970905 19971003 19971107 19971205 19980102 19980206 19980306"),
        (
            "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
            "19970907 19970928 19971102 19971130 19980104 19980125 19980301 19980329"
        ),
        ("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "19970922 19971020 19971117 19971222 19980119 19980216"),
        ("FREQ=MONTHLY;BYMONTHDAY=-3", "19970928 19971029 19971128 19971229 19980129 19980226"),
        ("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "19970902 19970915 19971002 19971015 19971102 19971115"),
        ("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "19970930 19971001 19971031 19971101 19971130 19971201"),
        (
            "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
            "19970910 19970911 19970912 19970913 19970914 19970915 19990310"
        ),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "19970902 19970909 19970916 19970923 19970930 19971104"),
        ("FREQ=YEARLY;BYDAY=20MO", "19980518 19990517 20000515"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "19980511 19990517 20000515"),
        ("FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "19980604 19980611 19980618 19980625 19980702 19980709"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "19980213 19980313 19981113 19990813 20001013"),
        ("FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "19970913 19971011 19971108 19971213 19980110"),
        ("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "19971104 20011106 20051108"),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "19970904 19971007 19971106"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "19970929 19971030 19971127 19971230 19980129"),
        ("FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "20000101 20000409 20000718 20030101 20030410"),
    ]) func `the RFC's examples by days have its dates`(rule: String, days: String) throws {
        let moments = days.split(separator: " ").map { $0 + "T090000" }.joined(separator: " ")
        try expect(rule, from: Self.start, moments, andMore: true)
    }

    @Test func `the RFC's examples by hours and minutes have its times`() throws {
        let zone = try Zone("America/New_York")
        try expect(
            "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z", from: Self.start, zone: zone,
            "19970902T090000 19970902T120000 19970902T150000")
        try expect(
            "FREQ=MINUTELY;INTERVAL=90;COUNT=4", from: Self.start,
            "19970902T090000 19970902T103000 19970902T120000 19970902T133000")
        let daily = try dates("FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", from: Self.start, limit: 100)
        #expect(
            daily
                == (try dates("FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16", from: Self.start, limit: 100)))
    }

    @Test func `the week's beginning makes a difference where the RFC says so`() throws {
        try expect(
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", from: "19970805T090000",
            "19970805T090000 19970810T090000 19970819T090000 19970824T090000")
        try expect(
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", from: "19970805T090000",
            "19970805T090000 19970817T090000 19970819T090000 19970831T090000")
    }

    @Test func `every day in January is the same by years and by days`() throws {
        let end = "UNTIL=20000131T140000Z;BYMONTH=1"
        let yearly = try dates("FREQ=YEARLY;\(end);BYDAY=SU,MO,TU,WE,TH,FR,SA", from: "19980101T090000", limit: 200)
        #expect(yearly.count == 93)
        #expect(yearly == (try dates("FREQ=DAILY;\(end)", from: "19980101T090000", limit: 200)))
    }

    @Test func `dates that a month does not have are passed over`() throws {
        try expect(
            "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", from: "20070115T090000",
            "20070115T090000 20070130T090000 20070215T090000 20070315T090000 20070330T090000")
        try expect("FREQ=YEARLY;COUNT=3", from: "18960229", "18960229 19040229 19080229")
        try expect(
            "FREQ=MONTHLY;BYDAY=5FR,-5FR;COUNT=4", from: "20260130",
            "20260130 20260501 20260529 20260703")
    }

    @Test func `both ends of the calendar are met without harm`() throws {
        try expect("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;COUNT=2", from: "00010101", "00010101 00011231")
        try expect("FREQ=DAILY", from: "99991230", "99991230 99991231")
        try expect("FREQ=YEARLY;BYWEEKNO=-1", from: "99991231", "99991231")
        try expect("FREQ=SECONDLY", from: "99991231T235958", "99991231T235958 99991231T235959")
    }

    @Test func `positions are counted among millions without listing them`() throws {
        let all = (0...59).map { String($0) }.joined(separator: ",")
        let rule =
            "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,23;BYMINUTE=\(all);BYSECOND=\(all);BYSETPOS=-1,1;COUNT=3"
        try expect(rule, from: "20260101T000000", "20260101T000000 20261231T235959 20270101T000000")
    }

    @Test func `an event in a zone that changes its clock keeps its hour`() throws {
        let zone = try Zone("America/New_York")
        let rule = try RecurrenceRule("FREQ=DAILY;UNTIL=19971224T000000Z")
        let found = try Array(rule.occurrences(from: time(Self.start), zone: zone))
        #expect(found.count == 113)
        #expect(found.allSatisfy { $0.hour == 9 })
        #expect(zone.offset(atMilliseconds: zone.milliseconds(of: found[0])) == -4 * 3600)
        #expect(zone.offset(atMilliseconds: zone.milliseconds(of: found[112])) == -5 * 3600)
    }
}
