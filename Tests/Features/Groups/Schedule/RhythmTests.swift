import Recurrence
import Storage
import Testing
import World

@testable import Groups

/// Another day of a rhythm, in the words of RFC 5545.
@Suite struct RhythmTests {
    @Test(
        arguments: [
            ("FREQ=WEEKLY;BYDAY=TH", -2, "20261201T183000", "FREQ=WEEKLY;COUNT=4;BYDAY=TU"),
            ("FREQ=WEEKLY;BYDAY=TU,TH", 3, "20261204T183000", "FREQ=WEEKLY;COUNT=4;BYDAY=FR,SU"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", 8, "20261207T183000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=MO"),
            ("FREQ=MONTHLY;BYDAY=2TU", 1, "20261209T183000", "FREQ=MONTHLY;COUNT=4;BYDAY=2WE"),
            ("FREQ=MONTHLY;BYDAY=-1TU", 2, "20261231T183000", "FREQ=MONTHLY;COUNT=4;BYDAY=-1TH"),
            ("FREQ=MONTHLY;BYDAY=4TU", 7, "20261229T183000", "FREQ=MONTHLY;COUNT=4;BYDAY=-1TU"),
            ("FREQ=MONTHLY;BYMONTHDAY=15", 1, "20261216T183000", "FREQ=MONTHLY;COUNT=4;BYMONTHDAY=16"),
            ("FREQ=DAILY", 5, "20261216T183000", "FREQ=DAILY;COUNT=4"),
            ("FREQ=WEEKLY;BYDAY=TH;BYHOUR=9", 0, "20261203T183000", "FREQ=WEEKLY;COUNT=4;BYDAY=TH"),
        ])
    func `a rhythm goes to another day`(_ rule: String, _ days: Int, _ start: String, _ wanted: String) throws {
        let shifted = try RecurrenceRule(rule).shifted(days: days, to: time(start), end: .count(4))
        expect(shifted.text, is: wanted)
        // The start is the first of its dates.
        let slots = try shifted.slots(from: time(start), in: try Zone("America/New_York"), upTo: nil)
        expect(slots.first, is: time(start))
        expect(slots.count, is: 4)
    }

    @Test func `an end is kept as calendars read it, in UTC`() throws {
        let zone = try Zone("America/New_York")
        for (text, wanted) in [
            ("FREQ=DAILY;UNTIL=20261203T183000", "FREQ=DAILY;UNTIL=20261203T233000Z"),
            ("FREQ=DAILY;UNTIL=20260703", "FREQ=DAILY;UNTIL=20260704T035959Z"),
            ("FREQ=DAILY;UNTIL=20261203T233000Z", "FREQ=DAILY;UNTIL=20261203T233000Z"),
            ("FREQ=DAILY;COUNT=3", "FREQ=DAILY;COUNT=3"),
        ] {
            expect(try RecurrenceRule(text).endingInUTC(zone).text, is: wanted)
        }
    }

    @Test(arguments: Backend.available)
    func `a series without end is split, goes on without end, and each night makes its new dates`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open(site.draft("20261105T183000", "FREQ=WEEKLY;BYDAY=TH", .dropIn))
            let before = try await site.dates(id).count
            expect(
                try await site.change(id, "20261203T183000", .later, SessionChange(starts: time("20261201T190000"))),
                is: .done(id))
            expect(try await site.dates(id).count, is: before)
            expect(
                try await site.rules(id).map(\.rule),
                is: ["FREQ=WEEKLY;UNTIL=20261126T233000Z;BYDAY=TH", "FREQ=WEEKLY;BYDAY=TU"])
            // A second one behind it, from the middle of the second rule on.
            expect(
                try await site.change(id, "20270107T183000", .later, SessionChange(minutes: 60)), is: .done(id))
            expect(try await site.rules(id).map(\.minutes), is: [90, 90, 60])
            // From before both: what stands behind each keeps its day of the week, and goes with it.
            expect(
                try await site.change(id, "20261119T183000", .later, SessionChange(starts: time("20261118T180000"))),
                is: .done(id))
            let lines = try await site.lines(id)
            expect(lines.contains("20261126T183000 20261125T180000"), is: true)
            expect(lines.contains("20261203T183000 20261130T180000"), is: true)
            expect(lines.contains("20270107T183000 20270104T180000"), is: true)
            expect(try await site.dates(id).contains(where: \.isCancelled), is: false)
            site.world.time.pass(.days(28))
            try await site.groups.extendAll()
            let all = try await site.dates(id)
            expect(all.count, is: before + 4)
            expect(Set(all.suffix(10).map(\.starts.weekday)), is: [.monday])
            expect(Set(all.suffix(10).map(\.minutes)), is: [60])
        }
    }

    @Test(arguments: Backend.available)
    func `dates that were added by hand go by themselves`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open()
            for day in ["20261205", "20261212"] {
                _ = try await site.groups.addDate(
                    .regular, at: time("\(day)T100000"), minutes: 60, to: id, yes: true, as: site.coordinator)
            }
            // The Thursdays move, the Saturdays stay.
            try await site.change(id, "20261203T183000", .all, SessionChange(starts: time("20261203T190000")))
            expect(try await site.lines(id).contains("20261205T100000 20261205T100000"), is: true)
            // The Saturdays move, the Thursdays stay.
            try await site.change(id, "20261205T100000", .later, SessionChange(starts: time("20261206T110000")))
            let lines = try await site.lines(id)
            expect(lines.contains("20261212T100000 20261213T110000"), is: true)
            expect(lines.contains("20261210T183000 20261210T190000"), is: true)
        }
    }
}
