import Foundation
import Markup
import Recurrence
import Storage
import Testing
import Web
import World

@testable import Groups

/// One schedule, read by programs: calendars and Meeting Guide.
@Suite struct CalendarFeedTests {
    /// The events of a calendar, by their RECURRENCE-ID; "" for the rule's own.
    private func events(_ page: Exchange) throws -> [String: CalendarComponent] {
        expect(page.status, is: 200)
        expect(page.header("content-type"), is: "text/calendar; charset=utf-8")
        let calendar = try #require(try CalendarParser.components(of: page.body).first)
        let events = calendar.components.filter { $0.name == "VEVENT" }
        return Dictionary(events.map { ($0.first("RECURRENCE-ID")?.value ?? "", $0) }) { first, _ in first }
    }

    @Test(arguments: Backend.available)
    func `a calendar names each date by its slot, also after it moved`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            let series = try await site.put()
            let path = "/feeds/groups/living-with-pain.ics"
            let before = try events(await site.get(path))
            expect(before.keys.sorted(), is: [""])
            let master = try #require(before[""])
            expect(master.first("RRULE")?.value, is: "FREQ=WEEKLY;COUNT=3")
            expect(master.first("SUMMARY")?.text, is: "Living with pain")
            expect(master.first("LOCATION")?.text, is: "Dover library, 73 Locust Street, Dover, NH 03820")
            try await site.move("20261112T183000", of: series, to: "20261111T180000")
            try await site.change("20261119T183000", of: series) { $0.state = .cancelled }
            let after = try events(await site.get(path))
            expect(after.keys.sorted(), is: ["", "20261112T183000", "20261119T183000"])
            expect(after["20261112T183000"]?.first("DTSTART")?.value, is: "20261111T180000")
            expect(after["20261119T183000"]?.first("STATUS")?.value, is: "CANCELLED")
            expect(Set(after.values.map { $0.first("UID")?.value ?? "" }).count, is: 1)
            let (old, new) = (before[""]?.first("SEQUENCE")?.value, after[""]?.first("SEQUENCE")?.value)
            expect((old.flatMap(Int.init) ?? 0) < (new.flatMap(Int.init) ?? 0), is: true)
        }
    }

    @Test(arguments: Backend.available)
    func `it has what everybody finds, in the language of its address`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            try await site.put()
            try await site.put(FoundTerms(slug: "draft", title: "A draft", state: .draft))
            try await site.put(FoundTerms(slug: "sent", title: "Only sent", listing: .referral))
            for path in ["/feeds/groups.ics", "/feeds/organizations/garrison.ics"] {
                let page = await site.get(path)
                expect(try events(page).count, is: 1, path)
                expect(page, 200, holds: ["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "SOURCE;VALUE=URI:"], path)
                expect(await site.get("\(path)?language=es"), 200, holds: ["SUMMARY:Vivir con dolor"], path)
            }
            for gone in ["groups/sent.ics", "groups/draft.ics", "groups/living-with-pain", "organizations/no.ics"] {
                expect(await site.get("/feeds/\(gone)"), 404, gone)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `how to join is in it only where everybody may know`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            try await site.put(FoundTerms(slug: "closed", mode: .video))
            try await site.put(FoundTerms(slug: "shown", mode: .video, showsOnline: true))
            let closed = try events(await site.get("/feeds/groups/closed.ics"))
            expect(closed[""]?.first("CONFERENCE")?.value, is: nil)
            let shown = try events(await site.get("/feeds/groups/shown.ics"))
            expect(shown[""]?.first("CONFERENCE")?.value, is: "https://meet.example.org/room-7")
        }
    }

    @Test func `a neutral feed has times and a title, and nothing that tells what it is`() async throws {
        try await withFinding { site in
            let series = try await site.put(FoundTerms(mode: .hybrid, showsOnline: true))
            let (rules, sessions) = try await site.world.database.read { tx in
                (
                    try SeriesStore.rules(of: series.id, in: tx),
                    try SessionStore.all(of: series.id, from: nil, as: .anonymous, in: tx)
                )
            }
            let bytes = ScheduleFeed.calendar(
                series: series, rules: rules, sessions: sessions, titled: { _ in "Appointment" }, detail: false)
            let text = String(decoding: bytes, as: UTF8.self)
            expect(text.contains("SUMMARY:Appointment"), is: true)
            for word in ["pain", "Dover", "LOCATION", "CONFERENCE", "URL", "DESCRIPTION"] {
                expect(text.contains(word), is: false, word)
            }
        }
    }

    @Test func `this and later is one series with two rules, each an event of its own`() async throws {
        try await withFinding { site in
            let series = try await site.put()
            let first = SeriesRule(
                number: 1, starts: try TestFinding.time("20261105T183000"), rule: "FREQ=WEEKLY;UNTIL=20261105T183000",
                minutes: 90)
            let second = SeriesRule(
                number: 2, starts: try TestFinding.time("20261113T170000"), rule: "FREQ=WEEKLY;COUNT=2", minutes: 90)
            var sessions = try await site.world.database.read { tx in
                try SessionStore.all(of: series.id, from: nil, as: .anonymous, in: tx)
            }
            for (at, slot) in [(1, "20261113T170000"), (2, "20261120T170000")] {
                (sessions[at].rule, sessions[at].slot) = (2, try TestFinding.time(slot))
                sessions[at].starts = sessions[at].slot
            }
            let feed = ScheduleFeed(host: "groups.test", stamp: site.world.now, detail: nil)
            let events = feed.events(of: series, [first, second], sessions) { _ in "Group" }
            expect(events.map(\.identifier), is: ["\(series.id)@groups.test", "\(series.id)-2@groups.test"])
            let dates = events.flatMap { Array($0.dates.occurrences()).map(\.start.description) }
            expect(dates, is: ["20261105T183000", "20261113T170000", "20261120T170000"])
        }
    }

    @Test(arguments: Backend.available)
    func `Meeting Guide has open weekly groups that anybody drops in to`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            try await site.put()
            try await site.put(
                FoundTerms(slug: "quiet", title: "Quiet sitting", topics: ["meditation"], kind: .dropIn, capacity: nil))
            try await site.put(FoundTerms(slug: "sent", kind: .dropIn, listing: .referral))
            try await site.put(FoundTerms(slug: "draft", kind: .dropIn, state: .draft))
            let page = await site.get("/feeds/meetings.json")
            expect(page.header("content-type"), is: "application/json")
            let read = try JSONSerialization.jsonObject(with: Data(page.body)) as? [[String: Any]]
            let meetings = try #require(read)
            expect(meetings.map { $0["slug"] as? String ?? "" }, is: ["quiet"])
            let meeting = try #require(meetings.first)
            expect(meeting["day"] as? Int, is: 4)
            expect(meeting["time"] as? String, is: "18:30")
            expect(meeting["end_time"] as? String, is: "20:00")
            expect(meeting["timezone"] as? String, is: "America/New_York")
            expect(meeting["types"] as? [String], is: ["EN", "MED", "O", "X"])
            expect(meeting["conference_url"] == nil, is: true)
            expect(page.text.contains("Dana"), is: false, "nobody's name")
        }
    }
}
