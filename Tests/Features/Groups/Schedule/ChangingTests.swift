import Recurrence
import Storage
import Testing
import Web
import World

@testable import Groups

/// Whatever is moved, everybody stays at the date that they said yes to.
@Suite struct ChangingTests {
    private let week = ["1203", "1210", "1217", "1224", "1231"]

    private func line(_ name: String, _ at: String, _ mark: String = "") -> String { "2026\(name)T183000 \(at)\(mark)" }

    /// A seat, an answer and a need that is arranged, on the fourth evening.
    private func settle(_ site: TestSchedule, _ id: ID<Series>) async throws -> ID<Enrolment> {
        let enrolment = try await site.enrol(id, member: 2)
        try await site.attend(enrolment, id, "20261224T183000", answer: "declined")
        let fourth = try await site.dates(id).first { $0.id.recurrence.text == "20261224T183000" }
        let arranged = try #require(fourth)
        try await site.database.write { tx in
            try tx.execute("INSERT INTO enrolment_needs (enrolment_id, need) VALUES (\(enrolment), 'ride')")
            try tx.execute(
                """
                INSERT INTO need_arrangements (enrolment_id, need, recurrence_id, arranged_for)
                VALUES (\(enrolment), 'ride', '20261224T183000', \(arranged.startsAt))
                """)
        }
        return enrolment
    }

    /// What hangs on the fourth evening stands there still.
    private func isSettled(_ site: TestSchedule, _ id: ID<Series>) async throws -> Bool {
        let named = try await site.count(
            """
            SELECT COUNT(*) FROM attendance JOIN group_sessions ON group_sessions.series_id = attendance.series_id
                AND group_sessions.recurrence_id = attendance.recurrence_id
                JOIN need_arrangements ON need_arrangements.enrolment_id = attendance.enrolment_id
                AND need_arrangements.recurrence_id = attendance.recurrence_id
            WHERE attendance.answer = 'declined' AND attendance.recurrence_id = '20261224T183000'
            """)
        let own = try await site.seats(id, "20261224T183000", as: site.member(2))
        return named == 1 && own.isDeclined && own.own?.state == .seated
    }

    // MARK: - The public bugs

    /// huddlz/huddlz #269: editing a series moved people to other dates, because dates were matched by their place in a
    /// list.
    @Test(arguments: Backend.available)
    func `huddlz 269: with one evening dropped, a new hour leaves everybody on their own evening`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open()
            _ = try await settle(site, id)
            try await site.change(id, "20261217T183000", .this, SessionChange(isCancelled: true))
            expect(
                try await site.change(id, "20261210T183000", .later, SessionChange(starts: time("20261210T190000"))),
                is: .done(id))
            expect(
                try await site.lines(id),
                is: [
                    line("1203", "20261203T183000"), line("1210", "20261210T190000"),
                    line("1217", "20261217T190000", " x"), line("1224", "20261224T190000"),
                    line("1231", "20261231T190000"),
                ])
            expect(try await isSettled(site, id), is: true)
            expect(
                try await site.rules(id).map { "\($0.number) \($0.starts) \($0.rule ?? "")" },
                is: [
                    "1 20261203T183000 FREQ=WEEKLY;UNTIL=20261203T233000Z;BYDAY=TH",
                    "2 20261210T190000 FREQ=WEEKLY;COUNT=4;BYDAY=TH",
                ])
        }
    }

    /// CoderDojo/community-platform #616: attendance was kept by the date's time, and lost as that changed.
    @Test(arguments: Backend.available)
    func `CoderDojo 616: seats, answers and arrangements survive a move, later ones and all`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open()
            let enrolment = try await settle(site, id)
            try await site.attend(enrolment, id, "20261203T183000", presence: "present")
            let moves: [(EditScope, String)] = [
                (.this, "20261223T170000"), (.later, "20261223T180000"), (.all, "20261222T180000"),
            ]
            for (scope, to) in moves {
                expect(
                    try await site.change(id, "20261224T183000", scope, SessionChange(starts: time(to))),
                    is: .done(id), "\(scope)")
                let moved = try await site.dates(id).first { $0.id.recurrence.text == "20261224T183000" }
                expect(moved?.starts, is: time(to), "\(scope)")
                expect(try await isSettled(site, id), is: true, "\(scope)")
            }
            expect(try await site.count("SELECT COUNT(*) FROM attendance"), is: 2)
            expect(try await site.count("SELECT COUNT(*) FROM group_sessions"), is: 5)
            // Only the fourth was moved by hand; the others went a day back with "all".
            expect(
                try await site.lines(id).prefix(3),
                is: [
                    line("1203", "20261202T180000"), line("1210", "20261209T180000"), line("1217", "20261216T180000"),
                ])
        }
    }

    // MARK: - One, later, all

    @Test(arguments: Backend.available)
    func `a date that was moved by hand stays where it was moved, and counts as moved`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open()
            try await site.change(id, "20261217T183000", .this, SessionChange(starts: time("20261218T150000")))
            try await site.change(id, "20261203T183000", .all, SessionChange(starts: time("20261201T183000")))
            expect(
                try await site.lines(id),
                is: [
                    line("1203", "20261201T183000"), line("1210", "20261208T183000"), line("1217", "20261218T150000"),
                    line("1224", "20261222T183000"), line("1231", "20261229T183000"),
                ])
            let moved = try await site.dates(id).first { $0.id.recurrence.text == "20261217T183000" }
            expect(moved?.slot, is: time("20261215T183000"))
            // Nothing was before: the rule goes on in its place.
            expect(try await site.rules(id).map(\.rule), is: ["FREQ=WEEKLY;COUNT=5;BYDAY=TU"])
            expect(try await site.rules(id).map(\.number), is: [1])
        }
    }

    @Test(arguments: Backend.available)
    func `another rhythm keeps, drops and adds, and what was dropped comes back by its own name`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open()
            let every = SessionChange(rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=3")
            expect(try await site.change(id, "20261203T183000", .later, every), is: .done(id))
            expect(
                try await site.lines(id),
                is: week.enumerated().map { at, day in
                    line(day, "2026\(day)T183000", at % 2 == 1 ? " x" : "")
                })
            let back = SessionChange(starts: time("20261203T190000"), rule: "FREQ=WEEKLY;BYDAY=TH;COUNT=6")
            expect(try await site.change(id, "20261203T183000", .all, back), is: .done(id))
            expect(
                try await site.lines(id),
                is: week.map { line($0, "2026\($0)T190000") } + ["20270107T190000 20270107T190000"])
        }
    }

    @Test(arguments: Backend.available)
    func `what has begun is never changed`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open()
            site.world.time.pass(.days(38))
            // It is 11 December: two evenings are over.
            let over = try await site.change(id, "20261210T183000", .this, SessionChange(theme: "Sleep"))
            expect(over, is: .fault(.over, at: time("20261210T183000")))
            let meeting = Meeting(mode: .room, place: TestSchedule.room, capacity: 20)
            try await site.change(
                id, "20261217T183000", .all, SessionChange(starts: time("20261217T170000"), meeting: meeting))
            let dates = try await site.dates(id)
            expect(dates.map(\.starts.hour), is: [18, 18, 17, 17, 17])
            expect(dates.map(\.meeting.capacity), is: [12, 12, 20, 20, 20])
            expect(
                try await site.change(id, "20261217T183000", .this, SessionChange(starts: time("20261209T170000"))),
                is: .fault(.over, at: time("20261209T170000")))
            expect(
                try await site.change(id, "20261217T183000", .this, SessionChange(starts: time("20270314T023000"))),
                is: .fault(.timeDoesNotExist, at: time("20270314T023000")))
        }
    }

    @Test(arguments: Backend.available)
    func `seats go no lower than those who come, and nothing is lost by asking`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open()
            for line in 1...4 { try await site.enrol(id, line: line) }
            try await site.enrol(id, "20261210T183000", line: 5)
            func cut(_ seats: Int, _ scope: EditScope) async throws -> ScheduleAnswer {
                let meeting = Meeting(mode: .room, place: TestSchedule.room, capacity: seats)
                return try await site.change(id, "20261210T183000", scope, SessionChange(meeting: meeting))
            }
            expect(try await cut(4, .this), is: .fewerSeatsThanPeople(people: 5, at: time("20261210T183000")))
            expect(
                try await cut(3, .all), is: .fewerSeatsThanPeople(people: 5, at: time("20261210T183000")),
                "of all the fullest: with 4 it would be refused again")
            expect(try await site.dates(id).map(\.meeting.capacity), is: Array(repeating: 12, count: 5))
            expect(try await cut(5, .all), is: .done(id))
            expect(try await site.seats(id, "20261210T183000").free, is: 0)
            expect(try await site.seats(id, "20261217T183000").free, is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `a series that moves is in nobody's way but others', and not in its own`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open()
            // A week later every evening is where the next one was.
            expect(
                try await site.change(
                    id, "20261203T183000", .all, SessionChange(starts: time("20261210T183000")), yes: false),
                is: .done(id))
            let other = try await site.open(site.draft("20261211T183000", "FREQ=WEEKLY;COUNT=2"))
            let taken = try await site.change(
                other, "20261211T183000", .all, SessionChange(starts: time("20261210T190000")), yes: false)
            guard case .conflicts(let found) = taken else {
                Issue.record("\(taken)")
                return
            }
            expect(found.map(\.kind), is: Array(repeating: .place, count: found.count))
            expect(found.allSatisfy { $0.session.series == other && $0.other.series == id }, is: true)
        }
    }

    @Test(arguments: Backend.available)
    func `a dropped evening is said, has no seat, and can be put back`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            let id = try await site.open()
            try await site.change(id, "20261210T183000", .this, SessionChange(isCancelled: true))
            expect(try await site.seats(id, "20261210T183000").free, is: 0)
            expect(try await site.seats(id, "20261217T183000").free, is: 12)
            try await site.change(id, "20261210T183000", .this, SessionChange(isCancelled: false))
            expect(try await site.seats(id, "20261210T183000").free, is: 12)
            let sequence = try await site.dates(id).map(\.sequence)
            expect(sequence, is: [0, 2, 0, 0, 0])
        }
    }
}
