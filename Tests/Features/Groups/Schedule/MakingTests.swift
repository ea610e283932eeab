import Recurrence
import Storage
import Testing
import Web
import World

@testable import Groups

/// A series is made from a rule: every date a row, what cannot be is said with its date, and nothing of it is written.
@Suite struct MakingTests {
    @Test(arguments: Backend.available)
    func `five evenings keep their hour over the change of the clock, and have names for ever`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open(site.draft("20270304T183000"))
            expect(
                try await site.lines(id),
                is: ["0304", "0311", "0318", "0325", "0401"].map { "2027\($0)T183000 2027\($0)T183000" })
            let dates = try await site.dates(id)
            // On the fourteenth the clock is put on: an hour less lies between.
            expect(dates[2].startsAt - dates[1].startsAt, is: .hours(7 * 24 - 1))
            expect(dates.map(\.minutes), is: [90, 90, 90, 90, 90])
            expect(try await site.rules(id).map(\.rule), is: ["FREQ=WEEKLY;COUNT=5;BYDAY=TH"])
            let series = try await site.database.read { try SeriesStore.find(id, as: site.system, in: $0) }
            expect(series?.slug, is: "living-with-pain")
            expect(series?.state, is: .open)
        }
    }

    @Test(arguments: Backend.available)
    func `holidays are dates that are dropped at once, and a Session Zero takes no seat`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            var draft = site.draft()
            draft.without = [time("20261224T000000"), time("20261225T000000")]
            draft.sessionZero = time("20261126T170000")
            let id = try await site.open(draft)
            let dates = try await site.dates(id)
            expect(dates.map(\.isCancelled), is: [false, false, false, false, true, false])
            expect(dates.map(\.kind), is: [.zero] + Array(repeating: .regular, count: 5))
            expect(try await site.rules(id).map(\.number), is: [1, 2])
            let zero = try await site.seats(id, "20261126T170000")
            expect(zero.free, is: nil)
            expect(zero.freeForAll, is: 12)
            expect(try await site.seats(id, "20261224T183000").free, is: 0)
        }
    }

    @Test(
        arguments: [
            ("20261203T183000", "FREQ=WEEKLY", .ruleWithoutEnd, nil),
            ("20261203T183000", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", .noDates, nil),
            ("20261203T183000", "FREQ=SOMETIMES", .noDates, nil),
            ("20261203T183000", "FREQ=DAILY;COUNT=625", .tooManyDates, nil),
            ("20270307T023000", "FREQ=WEEKLY;COUNT=3", .timeDoesNotExist, "20270314T023000"),
        ] as [(String, String, ScheduleFault, String?)])
    func `what cannot be is said with its date, and nothing is written`(
        _ starts: String, _ rule: String, _ fault: ScheduleFault, _ at: String?
    ) async throws {
        try await withSchedule { site in
            let answer = try await site.groups.make(site.draft(starts, rule), yes: true, as: site.coordinator)
            expect(answer, is: .fault(fault, at: at.map { time($0) }))
            expect(try await site.count("SELECT COUNT(*) FROM series"), is: 0)
            expect(try await site.count("SELECT COUNT(*) FROM group_sessions"), is: 0)
            expect(try await site.count("SELECT number FROM schedule_revisions"), is: 0)
        }
    }

    @Test func `a way to come needs what it is made of`() async throws {
        try await withSchedule { site in
            for (mode, fault) in [
                (Meeting.Mode.room, ScheduleFault.placeMissing), (.hybrid, .placeMissing), (.video, .onlineMissing),
                (.phone, .onlineMissing),
            ] {
                var draft = site.draft()
                draft.meeting = Meeting(mode: mode, place: nil, capacity: nil)
                let answer = try await site.groups.make(draft, yes: true, as: site.coordinator)
                expect(answer, is: .fault(fault, at: nil), "\(mode)")
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a room and a leader that are taken are said, and can be meant`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            var first = site.draft()
            let leader = SeriesLeader(
                id: .random(), scope: .all, member: site.people[2], part: .leader, shownAs: "Dana, nurse")
            first.leaders = [leader]
            let standing = try await site.open(first, yes: false)
            // Half an hour into the third evening, and once just as the fourth ends.
            var second = site.draft("20261217T190000", nil)
            second.leaders = [
                SeriesLeader(id: .random(), scope: .all, member: site.people[2], part: .leader, shownAs: "Dana")
            ]
            let taken = SessionID(standing, time("20261217T183000").id)
            let own = SessionID(second.id, time("20261217T190000").id)
            expect(
                try await site.groups.make(second, yes: false, as: site.coordinator),
                is: .conflicts([SessionConflict(.place, own, with: taken), SessionConflict(.leader, own, with: taken)]))
            expect(try await site.count("SELECT COUNT(*) FROM series"), is: 1)
            expect(try await site.groups.make(second, yes: true, as: site.coordinator), is: .done(second.id))
            let after = site.draft("20261224T200000", nil)
            expect(try await site.groups.make(after, yes: false, as: site.coordinator), is: .done(after.id))
        }
    }

    @Test(arguments: Backend.available)
    func `a form that comes twice is made once, and the second series of a title has a number`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            let draft = site.draft()
            for _ in 0..<2 {
                expect(try await site.groups.make(draft, yes: false, as: site.coordinator), is: .done(draft.id))
            }
            expect(try await site.count("SELECT COUNT(*) FROM group_sessions"), is: 5)
            let other = site.draft("20270104T100000", "FREQ=MONTHLY;BYDAY=1TU;COUNT=3")
            expect(try await site.groups.make(other, yes: false, as: site.coordinator), is: .done(other.id))
            expect(try await site.dates(other.id).map(\.starts.date.day), is: [5, 2, 2])
            let slugs = try await site.database.read {
                try SeriesStore.all(of: TestSchedule.clinic, as: site.coordinator, in: $0).map(\.slug)
            }
            expect(slugs, is: ["living-with-pain", "living-with-pain-2"])
        }
    }

    @Test(arguments: Backend.available)
    func `nobody but a coordinator of the organization does anything, and learns nothing`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            let draft = site.draft()
            _ = try await site.groups.make(draft, yes: false, as: site.coordinator)
            let date = SessionID(draft.id, time("20261203T183000").id)
            for viewer in [site.stranger, site.member(2), .anonymous] {
                await refuses { _ = try await site.groups.make(site.draft(), yes: true, as: viewer) }
                await refuses { try await site.groups.set(.open, of: draft.id, as: viewer) }
                await refuses {
                    _ = try await site.groups.change(
                        date, .all, SessionChange(isCancelled: true), yes: true, as: viewer)
                }
                await refuses {
                    _ = try await site.groups.addDate(
                        .zero, at: time("20261201T183000"), minutes: 60, to: draft.id, yes: true, as: viewer)
                }
            }
            expect(try await site.count("SELECT COUNT(*) FROM group_sessions WHERE state = 'planned'"), is: 5)
        }
    }

    private func refuses(_ body: () async throws -> Void) async {
        do {
            try await body()
            Issue.record("was done")
        } catch Problem.notFound {
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test(arguments: Backend.available)
    func `a date more has a name that nobody had, and is refused where it is over or nobody fits`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open(site.draft(capacity: 2))
            func add(_ at: String) async throws -> ScheduleAnswer {
                try await site.groups.addDate(
                    .regular, at: time(at), minutes: 90, to: id, yes: false, as: site.coordinator)
            }
            try await site.change(
                id, "20261210T183000", .this, SessionChange(starts: time("20261211T183000")))
            expect(try await add("20261210T183000"), is: .done(id))
            expect(try await site.lines(id).contains("20261210T183001 20261210T183000"), is: true)
            expect(try await add("20261102T120000"), is: .fault(.over, at: time("20261102T120000")))
            expect(try await add("20270314T023000"), is: .fault(.timeDoesNotExist, at: time("20270314T023000")))
            for line in 1...3 { try await site.enrol(id, line: line) }
            expect(
                try await add("20270107T183000"), is: .fewerSeatsThanPeople(people: 3, at: time("20270107T183000")))
        }
    }

    @Test(arguments: Backend.available)
    func `a series is opened with dates ahead only, and cancelled for good with all of them`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            let past = site.draft("20261001T183000", nil)
            _ = try await site.groups.make(past, yes: true, as: site.coordinator)
            await #expect(throws: Problem.self) {
                try await site.groups.set(.open, of: past.id, as: site.coordinator)
            }
            let id = try await site.open()
            try await site.groups.set(.closed, of: id, as: site.coordinator)
            try await site.groups.set(.cancelled, of: id, as: site.coordinator)
            expect(try await site.dates(id).allSatisfy(\.isCancelled), is: true)
            await #expect(throws: Problem.self) { try await site.groups.set(.open, of: id, as: site.coordinator) }
            expect(
                try await site.change(id, "20261203T183000", .this, SessionChange(isCancelled: false)),
                is: .fault(.cancelled, at: nil))
            // Its room is free again.
            let next = site.draft()
            expect(try await site.groups.make(next, yes: false, as: site.coordinator), is: .done(next.id))
        }
    }

    @Test(arguments: Backend.available)
    func `dates without end are made half a year ahead, each night those that are missing`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open(site.draft("20261105T183000", "FREQ=WEEKLY;BYDAY=TH", .dropIn))
            expect(try await site.dates(id).count, is: 27)
            expect(try await site.groups.extend(id), is: 0)
            site.world.time.pass(.days(21))
            let revision = try await site.count("SELECT number FROM schedule_revisions")
            try await site.groups.extendAll()
            expect(try await site.dates(id).count, is: 29)
            expect(try await site.count("SELECT number FROM schedule_revisions"), is: revision + 1)
            // Cancelled from now on: no night brings it back.
            let last = try #require(try await site.dates(id).last)
            try await site.change(id, last.id.recurrence.text, .later, SessionChange(isCancelled: true))
            site.world.time.pass(.days(60))
            try await site.groups.extendAll()
            expect(try await site.dates(id).count, is: 29)
        }
    }
}
