import Markup
import Storage
import Testing
import Web
import World

@testable import Groups

/// `/groups`: what is found, by whom, and what a person is told where nothing fits.
@Suite struct FindPageTests {
    @Test(arguments: Backend.available)
    func `whoever looks finds dates by day, with hour, place and seats, in both languages`(
        on backend: Backend
    ) async throws {
        try await withFinding(on: backend) { site in
            expect(await site.get("/groups"), 200, holds: ["No group has a date yet"])
            try await site.put()
            let page = await site.get("/groups")
            expect(
                page, 200,
                holds: [
                    "<h2>Thursday</h2>", "November 5", "Living with pain", "6:30", "pm, 90 min",
                    "Led by a clinician and a person who lives with it", "Dover library, Dover", "12 seats left",
                    "Free",
                    "href=\"/groups/living-with-pain\"",
                ], lacks: ["⟦"])
            expect(
                await site.get("/groups", .es), 200,
                holds: ["<h2>Jueves</h2>", "5 de noviembre", "Vivir con dolor", "Quedan 12 lugares", "Gratis"],
                lacks: ["⟦"])
        }
    }

    @Test(arguments: Backend.available)
    func `what is a draft, or by referral, stands in no list and no search`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            try await site.put(FoundTerms(slug: "draft", title: "A draft", titleInSpanish: nil, state: .draft))
            try await site.put(FoundTerms(slug: "sent", title: "Only sent", titleInSpanish: nil, listing: .referral))
            try await site.put()
            for path in ["/groups", "/groups?q=pain", "/groups?view=month", "/search?q=pain"] {
                expect(await site.get(path), 200, holds: ["Living with pain"], lacks: ["A draft", "Only sent"], path)
            }
        }
    }

    /// Words mean conditions with what is narrower, themes, and titles; a ZIP code among them is one.
    @Test(arguments: Backend.available)
    func `words find by topic, by theme and by title`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            try await site.put(FoundTerms(slug: "backs", title: "Strong again", topics: ["back-pain"]))
            try await site.put(FoundTerms(slug: "grief", title: "After a loss", titleInSpanish: nil, topics: ["loss"]))
            for (words, found, not) in [
                ("pain", "Strong again", "After a loss"), ("bad+back", "Strong again", "After a loss"),
                ("pain+near+03820", "Strong again", "After a loss"), ("widow", "After a loss", "Strong again"),
                ("strong", "Strong again", "After a loss"), ("grief", "After a loss", "Strong again"),
            ] {
                expect(await site.get("/groups?q=\(words)"), 200, holds: [found], lacks: [not], words)
            }
            expect(await site.get("/groups?q=duelo", .es), 200, holds: ["After a loss"], lacks: ["Strong again"])
            expect(await site.get("/groups?q=epilepsy"), 200, holds: ["There is no group for “epilepsy” yet"])
        }
    }

    @Test(arguments: Backend.available)
    func `each filter holds, and can be taken away`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            try await site.put()
            try await site.put(
                FoundTerms(
                    slug: "quiet", title: "A quiet room", titleInSpanish: nil, topics: ["pain"], mode: .phone,
                    capacity: nil, languages: [.es], cents: 400, slots: ["20261106T090000"]))
            for filter in ["day=TH", "part=evening", "mode=room", "language=en", "free=yes"] {
                let page = await site.get("/groups?\(filter)")
                expect(page, 200, holds: ["Living with pain", "Take away:"], lacks: ["A quiet room"], filter)
            }
            for filter in ["day=FR", "part=morning", "mode=phone", "language=es"] {
                let page = await site.get("/groups?\(filter)")
                expect(page, 200, holds: ["A quiet room", "$4 each time"], lacks: ["Living with pain"], filter)
            }
            // What is unknown is passed over; what was typed and is none comes back.
            expect(await site.get("/groups?day=XX&mode=&within=7"), 200, holds: ["Living with pain"])
            expect(
                await site.get("/groups?zip=0382"), 422, holds: ["A ZIP code has five digits", "value=\"0382\""])
        }
    }

    @Test(arguments: Backend.available)
    func `where nothing fits the page says which filter and what is left without it`(
        on backend: Backend
    ) async throws {
        try await withFinding(on: backend) { site in
            try await site.put()
            let page = await site.get("/groups?q=pain&day=MO")
            expect(
                page, 200,
                holds: [
                    "Nothing fits all of this", "Without “Mondays”", "href=\"/groups?q=pain\"", "3 dates",
                    "All groups",
                ], lacks: ["Living with pain</a>"])
        }
    }

    @Test(arguments: Backend.available)
    func `a date that is dropped is not offered, one that moved says so`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            let series = try await site.put()
            try await site.change("20261105T183000", of: series) { $0.state = .cancelled }
            try await site.move("20261119T183000", of: series, to: "20261118T183000")
            let page = await site.get("/groups")
            expect(page, 200, holds: ["Wednesday", "Moved from Thursday, November 19"], lacks: ["November 5"])
        }
    }

    /// The words of a page are kept; what is true of seats is read each time.
    @Test(arguments: Backend.available)
    func `a change of staff and a seat that is taken are seen at once`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            let series = try await site.put(FoundTerms(capacity: 1))
            expect(await site.get("/groups"), 200, holds: ["1 seat left"])
            try await site.seat(of: series)
            expect(await site.get("/groups"), 200, holds: ["Full. You would be number 1 in line"])
            expect(
                await site.get("/groups?seats=yes"), 200, holds: ["Nothing fits all of this"],
                lacks: ["Living with pain</a>"])
            try await site.change("20261105T183000", of: series) { $0.meeting.capacity = 2 }
            try await site.change("20261112T183000", of: series) { $0.meeting.capacity = 2 }
            try await site.change("20261119T183000", of: series) { $0.meeting.capacity = 2 }
            expect(await site.get("/groups"), 200, holds: ["1 seat left"])
        }
    }

    @Test(arguments: Backend.available)
    func `a long list goes on where it ended, and each date comes once`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            let days = (4...30).map { "202611\($0 < 10 ? "0" : "")\($0)" }
            for (slug, hour) in [("one", "09"), ("two", "18")] {
                try await site.put(
                    FoundTerms(
                        slug: slug, title: "Group \(slug)", titleInSpanish: nil, rule: "FREQ=DAILY;COUNT=27",
                        slots: days.map { "\($0)T\(hour)0000" }))
            }
            var (path, seen, pages) = ("/groups", 0, 0)
            repeat {
                let page = await site.get(path)
                seen += page.text.split(separator: "class=\"date-line").count - 1
                pages += 1
                let next = page.text.firstMatch(of: /href="([^"]*after=[^"]*)"/).map { String($0.1) }
                path = (next ?? "").replacing("&amp;", with: "&")
            } while !path.isEmpty && pages < 5
            expect(seen, is: 54)
            expect(pages, is: 2)
            // What was sealed elsewhere is passed over.
            expect(await site.get("/groups?after=00ff"), 200, holds: ["Group one"])
        }
    }

    @Test func `words of danger bring help, and no list that only has the same words`() async throws {
        try await withFinding { site in
            try await site.put()
            let page = await site.get("/groups?q=pain&card=hidden")
            expect(page, 200, holds: ["Living with pain"])
            // The words and the ZIP code: people write into either.
            let form = site.groups.findingTexts.map(\.routes)
            expect(form, is: [["/groups"], ["/groups"]])
        }
    }

    @Test(arguments: Backend.available)
    func `a month is a table with a caption, and says what moved and what is dropped`(
        on backend: Backend
    ) async throws {
        try await withFinding(on: backend) { site in
            let series = try await site.put()
            try await site.change("20261112T183000", of: series) { $0.state = .cancelled }
            try await site.move("20261119T183000", of: series, to: "20261118T183000")
            let page = await site.get("/groups?view=month")
            expect(
                page, 200,
                holds: [
                    "<table class=\"month\"", "Groups in November 2026", "scope=\"col\">Sunday", "month=2026-12",
                    "Living with pain: no meeting", "Living with pain: moved to Wednesday, November 18",
                    "/groups/living-with-pain/dates/20261119T183000",
                ], lacks: ["⟦"])
            expect(
                await site.get("/groups?view=month&month=2026-12", .es), 200,
                holds: ["diciembre de 2026", "No hay nada que cumpla en este mes."], lacks: ["⟦"])
            expect(await site.get("/groups?view=month&month=nothing"), 200, holds: ["November 2026"])
        }
    }
}

extension TestFinding {
    /// Somebody without an account takes a seat on all dates.
    func seat(of series: Series, member: ID<Person>? = nil) async throws {
        let enrolment = Enrolment(
            id: .random(), series: series.id, scope: .all, holder: member.map { .member($0) } ?? .called("Ana B"),
            way: .staff, state: .seated, line: 1)
        try await world.database.write { try EnrolmentStore.add(enrolment, in: $0) }
    }
}
