import Accounts
import Recurrence
import Storage
import Testing
import Web
import World

@testable import Groups

/// What tired people type for a new group: it is understood or asked about, never dropped, and nothing is kept before.
@Suite struct NewSeriesMistakesTests {
    private static let page = "\(TestStaff.home)/series/new"
    private static let seen = [("seen", "yes"), ("open", "yes")]

    private func expectNothingKept(_ site: TestStaff) async throws {
        expect(try await site.count("SELECT COUNT(*) FROM series"), is: 0)
        expect(try await site.count("SELECT COUNT(*) FROM programs"), is: 0)
        expect(try await site.count("SELECT COUNT(*) FROM places"), is: 0)
    }

    // MARK: - Dates that are over

    @Test(arguments: Backend.available)
    func `dates that are over are refused at the first date, and nothing is kept`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let changes = [
                [("first-year", "2025")], [("first-year", "2025"), ("first-day", "20"), ("every", "once")],
                [("first-year", "2026"), ("first-month", "11"), ("first-day", "2"), ("day", "MO"), ("count", "1")],
            ]
            let sentences = [
                "These dates are over", "href=\"#first-year\"", "value=\"Dana, nurse\"", "value=\"1 Main\"",
            ]
            for change in changes {
                for sent in [[], Self.seen, [("seen", "yes"), ("open", "no")]] {
                    let answer = await site.post(Self.page, TestStaff.twelve(change) + sent)
                    expect(answer, 422, holds: sentences, "\(change) \(sent)")
                }
            }
            try await expectNothingKept(site)
            let running = TestStaff.twelve([("first-year", "2026"), ("first-month", "10"), ("first-day", "29")])
            expect(await site.post(Self.page, running + Self.seen), 303, "one that began last week goes on")
        }
    }

    @Test(arguments: Backend.available)
    func `whoever ticks every date that is ahead is asked for one, with the ticks kept`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            // The first of the three is over, the others are ticked.
            let three = TestStaff.twelve([
                ("first-year", "2026"), ("first-month", "10"), ("first-day", "29"), ("count", "3"),
            ])
            let ticked = [("without", "20261105T183000"), ("without", "20261112T183000")]
            let answer = await site.post(Self.page, three + Self.seen + ticked)
            expect(
                answer, 422,
                holds: [
                    "No date is left", "href=\"#without\"", "value=\"20261105T183000\" checked",
                    "value=\"20261112T183000\" checked", "name=\"shownAs\" value=\"Dana, nurse\"",
                ], lacks: ["value=\"20261029T183000\" checked"])
            try await expectNothingKept(site)
            expect(await site.post(Self.page, three + Self.seen + ticked.dropLast()), 303)
        }
    }

    @Test func `a fault that is found when it is made leaves no program and no place behind`() async throws {
        try await withStaff { site in
            let skipped = TestStaff.twelve([
                ("first-month", "3"), ("first-day", "14"), ("first-hour", "2"), ("day", "SU"),
            ])
            expect(await site.post(Self.page, skipped + Self.seen), 422, holds: ["this hour does not exist"])
            try await expectNothingKept(site)
        }
    }

    @Test func `the dates name their year where it is not this one`() async throws {
        try await withStaff { site in
            let next = TestStaff.twelve()
            expect(await site.post(Self.page, next), 200, holds: ["Thursday, February 18, 2027, 6:30 pm"])
            expect(await site.post(Self.page, next, .es), 200, holds: ["Jueves 18 de febrero de 2027"])
            let across = TestStaff.twelve([("first-year", "2026"), ("first-month", "12"), ("first-day", "31")])
            let seen = await site.post(Self.page, across)
            expect(seen, 200, holds: ["Thursday, December 31, 6:30 pm", "Thursday, January 7, 2027, 6:30 pm"])
        }
    }

    // MARK: - One chosen and another written

    @Test func `a program or a place that is written besides a chosen one is asked about`() async throws {
        try await withStaff { site in
            let first = try await site.open()
            let series = try await site.series(first)
            let place = try #require(series.meeting.place).description
            let known = [("program", series.program.description), ("place", place), ("summary", "")]
            let both = TestStaff.twelve(known + [("title", "Cooking")])
            expect(
                await site.post(Self.page, both), 422,
                holds: [
                    "A program is chosen and a new one is written", "href=\"#program\"", "value=\"Cooking\"",
                    "<details class=\"disclosure\" open>",
                ])
            let written = [("placeName", "Kitchen"), ("street", "2 Elm"), ("city", "Dover"), ("zip", "03820")]
            let places = TestStaff.twelve(known + [("title", "")] + written)
            expect(
                await site.post(Self.page, places), 422,
                holds: ["A place is chosen and a new one is written", "href=\"#place\"", "value=\"Kitchen\""])
            let unmet = TestStaff.twelve([("mode", "video"), ("onlineURL", "https://example.org/room")])
            expect(
                await site.post(Self.page, unmet), 422,
                holds: ["A place is written, but nobody meets in one", "href=\"#mode\""])
            expect(try await site.count("SELECT COUNT(*) FROM places"), is: 1)
            // What is chosen stands above the dates, with its name.
            let seen = await site.post(Self.page, TestStaff.twelve(known + [("title", "")]))
            expect(seen, 200, holds: ["Living with pain · Room 3 · 12 dates"])
            let online = [("mode", "phone"), ("onlinePhone", "603 555 0100"), ("place", place), ("title", "Cooking")]
            expect(
                await site.post(Self.page, TestStaff.twelve(online)), 200, holds: ["Cooking · By phone · 12 dates"])
        }
    }

    // MARK: - Ticks and numbers that contradict

    private static let contradictions: [([(String, String)], String, String)] = [
        ([("every", "month"), ("day", "MO")], "#day", "Another day than that of the first date is ticked"),
        ([("every", "once"), ("day", "MO")], "#day", "Another day than that of the first date is ticked"),
        ([("until-year", "2027"), ("until-month", "4"), ("until-day", "1")], "#until-year", "A last day is written"),
        ([("until-year", "2027")], "#until-year", "A last day is written"),
        (
            [("ends", "open"), ("kind", "dropIn"), ("until-year", "2027"), ("until-month", "4"), ("until-day", "1")],
            "#until-year", "A last day is written"
        ),
        (
            [("every", "once"), ("until-year", "2027"), ("until-month", "4"), ("until-day", "1")], "#until-year",
            "It meets only once"
        ),
        ([("ends", "open"), ("kind", "dropIn"), ("count", "8")], "#count", "A number of dates is written"),
        (
            [
                ("ends", "until"), ("count", "8"), ("until-year", "2027"), ("until-month", "4"), ("until-day", "1"),
            ], "#count", "A number of dates is written"
        ),
        ([("every", "once"), ("count", "8")], "#count", "It meets only once"),
        ([("capacity", "8"), ("minimum", "9")], "#minimum", "more people than there are seats"),
    ]

    @Test(arguments: contradictions)
    func `what contradicts a choice is asked about where it stands`(
        _ changes: [(String, String)], _ field: String, _ words: String
    ) async throws {
        try await withStaff { site in
            let answer = await site.post(Self.page, TestStaff.twelve(changes))
            expect(answer, 422, holds: [words, "href=\"\(field)\"", "value=\"Dana, nurse\""], "\(changes)")
        }
    }

    private static let repetitions: [[(String, String)]] = [
        [("every", "month")], [("every", "once")],
        // Twelve Thursdays end on that day.
        [("until-year", "2027"), ("until-month", "5"), ("until-day", "6")],
        [("ends", "until"), ("until-year", "2027"), ("until-month", "3"), ("until-day", "20"), ("count", "5")],
        // Twelve is filled in, and nobody wrote it.
        [("ends", "until"), ("until-year", "2027"), ("until-month", "3"), ("until-day", "20")],
        [("every", "once"), ("until-year", "2027"), ("until-month", "2"), ("until-day", "18")],
        [("ends", "open"), ("kind", "dropIn")], [("minimum", "12")], [("capacity", ""), ("minimum", "40")],
    ]

    @Test(arguments: repetitions)
    func `what says the same twice is no contradiction`(_ changes: [(String, String)]) async throws {
        try await withStaff { site in
            expect(await site.post(Self.page, TestStaff.twelve(changes)), 200, holds: ["These are the dates"])
        }
    }
}
