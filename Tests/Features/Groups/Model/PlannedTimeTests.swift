import Markup
import Recurrence
import Testing
import Web
import World

@testable import Groups

/// Times that a person plans lie in years that a person means.
@Suite struct PlannedTimeTests {
    @Test func `a time beyond all calendars is the first or last there is, and counting never fails`() throws {
        let day = try #require(LocalDateTime(basicText: "20261203T183000"))
        for far in [Int.max, 1_000_000_000_000_000, .max / 86_400 + 1] {
            expect(day.adding(days: far).date.year, is: 9_999)
            expect(day.adding(days: -far).date.year, is: 1)
            expect(day.adding(seconds: far).date.year, is: 9_999)
        }
        expect(day.adding(days: .min).date.year, is: 1)
        expect(day.adding(seconds: .min).date.year, is: 1)
        expect(day.adding(days: 1), is: LocalDateTime(basicText: "20261204T183000"))
    }

    @Test func `a form plans in the same years as a file`() {
        for (year, isPlanned) in [("1999", false), ("2000", true), ("2199", true), ("2200", false)] {
            var reader = FormReader(
                FormFields(["at-year": year, "at-month": "5", "at-day": "1", "at-hour": "18", "at-minute": "30"]))
            expect(PlannedTime.read("at", &reader) != nil, is: isPlanned, year)
            expect(reader.errors.isEmpty, is: isPlanned, year)
        }
    }
}
