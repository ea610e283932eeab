import Accounts
import Storage
import Testing
import Web
import World

@testable import Safety

@Suite struct DutyTests {
    private func shift(_ from: Int, _ to: Int) -> Shift {
        Shift(
            id: .random(), member: .random(), place: .first, from: Instant(milliseconds: Int64(from)),
            to: Instant(milliseconds: Int64(to)), isOffered: false)
    }

    private func gaps(_ shifts: [Shift]) -> [[Int64]] {
        Shift.gaps(in: shifts, from: Instant(milliseconds: 10), to: Instant(milliseconds: 20)).map {
            [$0.lowerBound.milliseconds, $0.upperBound.milliseconds]
        }
    }

    @Test func `a gap is where nobody is, between shifts that touch or overlap in any order`() {
        expect(gaps([]), is: [[10, 20]])
        expect(gaps([shift(5, 25)]), is: [])
        expect(gaps([shift(15, 30), shift(0, 15)]), is: [])
        expect(gaps([shift(12, 14), shift(0, 11), shift(13, 18)]), is: [[11, 12], [18, 20]])
        expect(gaps([shift(11, 19), shift(12, 13)]), is: [[10, 11], [19, 20]])
        expect(gaps([shift(25, 30)]), is: [[10, 20]])
    }

    @Test(arguments: Backend.available)
    func `a moderator puts shifts on the roster, and offers, takes and keeps them`(on backend: Backend) async throws {
        try await Staff.run(on: backend) { staff in
            let (world, ana) = (staff.world, try #require(staff.ana.personID))
            expect(
                await world.get("/staff/duty", as: staff.ana), 200,
                holds: ["Nobody is on duty now.", "November 17, 2026"])
            expect(await world.get("/staff/duty", as: staff.member), 404)
            expect(await world.post("/staff/duty", as: staff.ana), 422, holds: ["Choose first or second."])
            let fields = [
                ("member", ana.description), ("place", "first"), ("day-year", "2026"), ("day-month", "11"),
                ("day-day", "3"), ("hour", "0"), ("hours", "24"), ("weeks", "2"),
            ]
            expect(await world.post("/staff/duty", as: staff.ben, fields), 303, to: "/staff/duty")
            expect(
                await world.post("/staff/duty", as: staff.ben, fields), 422,
                holds: ["is on the roster then already", "value=\"24\""])
            let roster = await world.get("/staff/duty", as: staff.ana)
            expect(roster, 200, holds: ["On duty now:", "Offer it to others", "November 10, 2026, 00:00 UTC"])
            let shift = try #require(roster.text.firstMatch(of: /\/staff\/duty\/([0-9a-f-]{36})\/offer/)).1
            let path = "/staff/duty/\(shift)"
            expect(await world.post("\(path)/take", on: "/staff/duty", as: staff.ben), 409)
            expect(await world.post("\(path)/offer", on: "/staff/duty", as: staff.ben), 409)
            expect(await world.post("\(path)/offer", on: "/staff/duty", as: staff.ana), 303)
            expect(await world.get("/staff/duty", as: staff.ben), 200, holds: ["I take this shift"])
            expect(await world.post("\(path)/keep", on: "/staff/duty", as: staff.ana), 303)
            expect(await world.post("\(path)/offer", on: "/staff/duty", as: staff.ana), 303)
            expect(await world.post("\(path)/take", on: "/staff/duty", as: staff.ben), 303)
            let now = world.now
            let onDuty = try await world.database.read { try staff.safety.onDuty(in: .site, at: now, $0) }
            expect(onDuty, is: [staff.ben.personID].compactMap { $0 })
            expect(await world.post("\(path)/remove", on: "/staff/duty", as: staff.ana), 303)
            expect(await world.post("\(path)/remove", on: "/staff/duty", as: staff.ana), 404)
        }
    }

    @Test(arguments: Backend.available)
    func `nobody takes a shift beside one of their own`(on backend: Backend) async throws {
        try await Staff.run(on: backend) { staff in
            let (world, now) = (staff.world, staff.world.now)
            try await staff.putOnDuty(staff.ana)
            try await staff.putOnDuty(staff.ben, .second)
            let shifts = try await world.database.read {
                try DutyStore.shifts(in: .site, from: now, to: now + .days(1), tx: $0)
            }
            let bens = try #require(shifts.first { $0.member == staff.ben.personID })
            let path = "/staff/duty/\(bens.id)"
            expect(await world.post("\(path)/offer", on: "/staff/duty", as: staff.ben), 303)
            expect(
                await world.post("\(path)/take", on: "/staff/duty", as: staff.ana), 409,
                holds: ["You are on the roster then already"])
            // Whoever offered it may take it back, for it is no other shift.
            expect(await world.post("\(path)/take", on: "/staff/duty", as: staff.ben), 303)
            let onDuty = try await world.database.read { try staff.safety.onDuty(in: .site, at: now, $0) }
            expect(onDuty, is: [staff.ana, staff.ben].compactMap(\.personID))
        }
    }

    @Test(arguments: Backend.available)
    func `who lost the role or is suspended is not on duty, and their hours are a gap`(on backend: Backend) async throws
    {
        try await Staff.run(on: backend) { staff in
            try await staff.putOnDuty(staff.ana, for: .days(14))
            let now = staff.world.now
            func gaps() async throws -> Int {
                try await staff.world.database.read { try staff.safety.gaps(in: .site, from: now, $0).count }
            }
            expect(try await gaps(), is: 0)
            let ana = try #require(staff.ana.personID)
            try await staff.world.accounts.hold(ana, isForGood: false, by: .system(reason: "test"))
            expect(try await gaps(), is: 1)
            expect(try await staff.safety.duty(in: .site, at: now).isNow, is: false)
            expect(await staff.world.get("/staff/duty", as: staff.ben), 200, holds: ["cannot act as moderator now"])
        }
    }

    @Test func `the weeks of a shift that repeats`() throws {
        let now = Instant(milliseconds: 1_793_664_000_000)
        let member = ID<Person>.random()
        func read(_ changes: [String: String]) -> (NewShifts?, FormErrors) {
            let fields: KeyValuePairs = [
                "member": changes["member"] ?? member.description, "place": changes["place"] ?? "second",
                "day-year": changes["day-year"] ?? "2026", "day-month": "11", "day-day": changes["day-day"] ?? "4",
                "hour": changes["hour"] ?? "20", "hours": changes["hours"] ?? "12", "weeks": changes["weeks"] ?? "3",
            ]
            var reader = FormReader(FormFields(fields))
            return (NewShifts.read(&reader, among: [member], at: now), reader.errors)
        }
        let shifts = try #require(read([:]).0).all
        expect(
            shifts.map { $0.from.description },
            is: ["2026-11-04T20:00:00.000Z", "2026-11-11T20:00:00.000Z", "2026-11-18T20:00:00.000Z"])
        expect(shifts.allSatisfy { $0.to - $0.from == .hours(12) }, is: true)
        for wrong in [
            ["member": ID<Person>.random().description], ["place": "third"], ["day-day": ""], ["day-day": "31"],
            ["day-year": "2020"], ["hour": "24"], ["hours": "0"], ["hours": "25"], ["weeks": "27"], ["weeks": "x"],
        ] {
            let (none, errors) = read(wrong)
            expect(none == nil && !errors.isEmpty, is: true, "\(wrong)")
        }
    }
}
