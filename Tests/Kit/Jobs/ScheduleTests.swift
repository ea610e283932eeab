import Storage
import Testing

@testable import Jobs

@Suite struct ScheduleTests {
    @Test(arguments: [
        ("2026-11-22T02:59:59.999Z", "2026-11-21"), ("2026-11-22T03:00:00.000Z", "2026-11-22"),
        ("2026-11-22T23:59:59.000Z", "2026-11-22"), ("2026-03-01T00:00:00.000Z", "2026-02-28"),
    ])
    func `the last time due is today's or yesterday's`(now: String, day: String) throws {
        let schedule = Schedule(nightly: "release", hour: 3, minute: 0)
        let at = try #require(instant(now))
        let due = try #require(schedule.lastDue(now: at))
        #expect(PartialDate(due).text == day)
        #expect(due.utc.hour == 3 && due.utc.minute == 0 && due.utc.second == 0)
        #expect(schedule.key(due: due) == "nightly:release:\(day)")
    }

    @Test(arguments: [
        ("2026-11-22T03:00:00.000Z", true), ("2026-11-22T04:59:59.000Z", true), ("2026-11-22T05:00:00.000Z", false),
        ("2026-11-23T02:59:59.000Z", false), ("2026-11-23T03:00:00.000Z", true),
    ])
    func `what was missed by night is not made up for by day where that would stop others`(now: String, isDue: Bool)
        throws
    {
        let schedule = Schedule(nightly: "rewriting", hour: 3, minute: 0, madeUpWithin: .hours(2))
        let at = try #require(instant(now))
        #expect((schedule.lastDue(now: at) != nil) == isDue)
    }
}

/// Reads what `Instant.description` writes, to the second.
func instant(_ text: String) -> Instant? {
    let numbers = text.utf8.split { !(48...57).contains($0) }.compactMap { Int(String(Substring($0))) }
    guard numbers.count >= 6 else { return nil }
    return Instant(
        year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4], second: numbers[5])
}
