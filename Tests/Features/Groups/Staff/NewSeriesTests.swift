import Accounts
import Markup
import Recurrence
import Storage
import Testing
import Web
import World

@testable import Groups

/// A coordinator makes a group of twelve from nothing, and reads in words what cannot be.
@Suite struct NewSeriesTests {
    private static let page = "\(TestStaff.home)/series/new"

    @Test(arguments: Backend.available)
    func `twelve evenings from nothing, at the same hour on the wall when the clock is changed`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            expect(await site.get(Self.page), 200, holds: ["A new group", "name=\"count\"", "value=\"12\""])
            let seen = await site.post(Self.page, TestStaff.twelve())
            expect(
                seen, 200, holds: ["These are the dates", "12 dates", "Open it", "value=\"20270506T183000\""],
                lacks: ["20270513"])
            expect(try await site.count("SELECT COUNT(*) FROM programs"), is: 0, "nothing is kept before")
            let form = try #require(
                await site.get(Self.page).text.firstMatch(of: /name="form" value="([^"]+)"/).map { String($0.1) })
            let fields =
                TestStaff.twelve() + [
                    ("seen", "yes"), ("open", "yes"), ("without", "20270304T183000"), ("form", form),
                ]
            let made = await site.post(Self.page, fields)
            let again = await site.post(Self.page, fields)
            expect([made.status, again.status], is: [303, 303])
            expect(made.header("location"), is: again.header("location"), "a form that was sent twice is one group")
            expect(try await site.count("SELECT COUNT(*) FROM series"), is: 1)
            expect(try await site.count("SELECT COUNT(*) FROM programs"), is: 1)
            expect(try await site.count("SELECT COUNT(*) FROM places"), is: 1)
            let slug = try #require(made.header("location")?.split(separator: "/").last.map(String.init))
            let series = try await site.series(slug)
            expect(series.state, is: .open)
            let sessions = try await site.sessions(slug)
            expect(sessions.count, is: 12)
            expect(Set(sessions.map(\.starts.minuteOfDay)), is: [18 * 60 + 30])
            expect(Set(sessions.map { $0.startsAt.utc.hour }), is: [22, 23], "before and after the night in March")
            expect(sessions.filter(\.isCancelled).map(\.id.recurrence.text), is: ["20270304T183000"])
            expect(sessions.map(\.minutes), is: Array(repeating: 90, count: 12))
            expect(
                await site.get(site.page(slug)), 200,
                holds: ["Living with pain", "No meeting", "Dana, nurse", "0 of 12"])
            expect(await site.get(site.page(slug), .es), 200, holds: ["No hay reunión", "Quiénes vienen"])
            expect(await site.get(TestStaff.home), 200, holds: ["Living with pain", "0 of 12"])
            expect(try await site.count("SELECT COUNT(*) FROM audit_events WHERE event = 'series-opened'"), is: 1)
        }
    }

    @Test(arguments: [
        ([("ends", "open")], "A group from beginning to end needs an end"),
        (
            [("every", "week"), ("ends", "until"), ("until-year", "2027"), ("until-month", "2"), ("until-day", "1")],
            "The last day is before the first date"
        ),
        ([("first-month", "3"), ("first-day", "14"), ("first-hour", "2"), ("day", "SU")], "this hour does not exist"),
        ([("place", "")], "Choose where the group meets"),
        ([("mode", "video")], "Write the link or the phone number"),
        ([("first-day", "31")], "href=\"#first-year\""),
        ([("first-hour", "")], "Choose an hour"), ([("minutes", "3")], "href=\"#minutes\""),
        ([("capacity", "0")], "href=\"#capacity\""), ([("zip", "123")], "A ZIP code has five digits"),
        ([("title", "")], "Give it a title"), ([("language", "")], "Choose at least one language"),
        ([("mode", "video"), ("onlineURL", "javascript:x")], "This is not a link"),
    ])
    func `what cannot be is said in words, and all that was typed comes back`(
        _ changes: [(String, String)], _ words: String
    ) async throws {
        try await withStaff { site in
            let answer = await site.post(Self.page, TestStaff.twelve(changes))
            expect(answer, 422, holds: [words, "value=\"Dana, nurse\""], "\(changes)")
            expect(try await site.count("SELECT COUNT(*) FROM series"), is: 0)
            expect(try await site.count("SELECT COUNT(*) FROM programs"), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `what stands in the room already is told with its name and time, and can be meant`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open()
            let place = try #require(try await site.series(slug).meeting.place)
            let taken = [("place", place.description), ("title", "Cooking"), ("first-hour", "19"), ("count", "2")]
            let seen = await site.post(Self.page, TestStaff.twelve(taken))
            expect(
                seen, 200,
                holds: [
                    "Something else is there at that time", "<strong>The place is taken by Living with pain:</strong>",
                    "<li>Thursday, February 18, 7:30 pm (theirs: 6:30 pm)</li>",
                ])
            expect(
                await site.post(Self.page, TestStaff.twelve(taken), .es), 200,
                holds: ["El lugar lo ocupa Living with pain:", "(el otro: 6:30 p. m.)"])
            let free = [("place", place.description), ("first-hour", "20"), ("count", "2")]
            expect(
                await site.post(Self.page, TestStaff.twelve(free)), 200, lacks: ["Something else is there"],
                "one that begins as the other ends")
            _ = try await site.open(taken)
            expect(try await site.count("SELECT COUNT(*) FROM series"), is: 2)
        }
    }

    @Test func `a whole series that is in the way is named once, with its first dates and how many more`() async throws
    {
        try await withStaff { site in
            let place = try #require(try await site.series(try await site.open()).meeting.place)
            let twin = await site.post(
                Self.page, TestStaff.twelve([("place", place.description), ("title", "Cooking")]))
            expect(twin, 200, holds: ["<li>Thursday, February 18, 6:30 pm</li>", "and 6 more"], lacks: ["theirs:"])
            expect(twin.text.ranges(of: "taken by Living with pain").count, is: 1)
        }
    }

    @Test(arguments: [
        ("week", "TH", "count", "FREQ=WEEKLY;BYDAY=TH;COUNT=12"),
        ("twoWeeks", "TH", "count", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=12"),
        ("month", "TH", "count", "FREQ=MONTHLY;BYDAY=3TH;COUNT=12"), ("week", "TH", "open", "FREQ=WEEKLY;BYDAY=TH"),
        ("week", "TH", "until", "FREQ=WEEKLY;BYDAY=TH;COUNT=3"),
    ])
    func `a rule is made of what was ticked`(_ every: String, _ day: String, _ ends: String, _ rule: String) throws {
        let first = try #require(LocalDateTime(year: 2027, month: 2, day: 18, hour: 18, minute: 30))
        let last = try #require(LocalDateTime(year: 2027, month: 3, day: 4))
        let ending: SeriesFields.Ending = ends == "open" ? .open : ends == "until" ? .until(last) : .count(12)
        let fields = SeriesFields(
            days: Set([Weekday(rawValue: day)].compactMap(\.self)), first: first,
            every: try #require(SeriesFields.Every(rawValue: every)), ending: ending)
        expect(fields.rule(in: try Zone("America/New_York")), is: rule)
    }

    @Test func `a first date moves to the first day that was ticked, and a fifth weekday is the last`() throws {
        let zone = try Zone("America/New_York")
        let thursday = try #require(LocalDateTime(year: 2027, month: 2, day: 18, hour: 18))
        var fields = SeriesFields(days: [.tuesday, .monday], first: thursday, every: .week, ending: .count(2))
        expect(fields.starts.description, is: "20270222T180000")
        expect(fields.rule(in: zone), is: "FREQ=WEEKLY;BYDAY=MO,TU;COUNT=2")
        fields.days = []
        fields.first = try #require(LocalDateTime(year: 2027, month: 4, day: 29, hour: 18))
        fields.every = .month
        expect(fields.rule(in: zone), is: "FREQ=MONTHLY;BYDAY=-1TH;COUNT=2")
        fields.every = .once
        expect(fields.rule(in: zone), is: nil)
    }
}
