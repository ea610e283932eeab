import Accounts
import Markup
import Storage
import Testing
import Web
import World

@testable import Groups

/// A group's page and the pages of its dates.
@Suite struct EventPageTests {
    private static let page = "/groups/living-with-pain"

    @Test(arguments: Backend.available)
    func `it answers a shy person's questions in order`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            try await site.put()
            let page = await site.get(Self.page)
            expect(
                page, 200,
                holds: [
                    "Living with pain", "Ten people who hurt", "Thursdays, 6:30 to 8 pm, November 5 to November 19",
                    "3 dates", "Thursday, November 5, 6:30 to 8 pm", "73 Locust Street, Dover, NH 03820", "No steps",
                    "12 seats left", "What a meeting is like", "10 min", "Dana, nurse", "Anyone can come.", "Free",
                    "What you need to get there", "Garrison Clinic", "tel:+16035550100",
                    "/feeds/groups/living-with-pain.ics?language=en",
                ], lacks: ["⟦"])
            let places = ["id=\"next\"", "What a meeting is like", "Who leads", "Who can come", "What you need"]
                .map { page.text.firstRange(of: $0)?.lowerBound }
            expect(places == places.sorted { ($0 ?? page.text.endIndex) < ($1 ?? page.text.endIndex) }, is: true)
            expect(
                await site.get(Self.page, .es), 200,
                holds: [
                    "Vivir con dolor", "Los jueves, 6:30 a 8\u{a0}p.\u{a0}m.", "Quién dirige", "Quedan 12 lugares",
                ],
                lacks: ["⟦"])
            expect(await site.get("/groups/nothing"), 404)
        }
    }

    @Test(arguments: Backend.available)
    func `search engines read the same in schema.org's words`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            let series = try await site.put()
            try await site.move("20261105T183000", of: series, to: "20261104T180000")
            expect(
                await site.get(Self.page), 200,
                holds: [
                    "itemtype=\"https://schema.org/Event\"",
                    "itemprop=\"startDate\" content=\"2026-11-04T18:00:00-05:00\"",
                    "content=\"2026-11-05T18:30:00-05:00\"", "https://schema.org/EventRescheduled",
                    "https://schema.org/OfflineEventAttendanceMode", "maximumAttendeeCapacity\" content=\"12\"",
                    "repeatFrequency\" content=\"P1W\"", "https://schema.org/Thursday", "https://schema.org/Schedule",
                ], lacks: ["ld+json"])
        }
    }

    /// Its address is the name of a date (ADR 32): no list position, and no time that it has now.
    @Test(arguments: Backend.available)
    func `a date keeps its address when it moves, and one that none has is no page`(
        on backend: Backend
    ) async throws {
        try await withFinding(on: backend) { site in
            let series = try await site.put()
            let date = "\(Self.page)/dates/20261112T183000"
            expect(await site.get(date), 200, holds: ["Thursday, November 12, 6:30 to 8 pm"], lacks: ["⟦"])
            try await site.move("20261112T183000", of: series, to: "20261111T180000")
            expect(
                await site.get(date), 200,
                holds: ["Wednesday, November 11, 6 to 7:30 pm", "Moved from Thursday, November 12"])
            expect(await site.get("\(Self.page)/dates/20261111T180000"), 404)
            expect(await site.get("\(Self.page)/dates/1"), 404)
            try await site.change("20261112T183000", of: series) { $0.state = .cancelled }
            expect(await site.get(date), 200, holds: ["There is no meeting on this day."])
            expect(await site.get(Self.page, .es), 200, holds: ["No hay reunión"])
        }
    }

    /// Whoever is sent the address of a date can take a seat there, and finds that date chosen.
    @Test(arguments: Backend.available)
    func `the page of a date leads to a seat on it, as long as there is one to take`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            try await site.put()
            try await site.seat(of: try await site.put(FoundTerms(slug: "small", capacity: 1)))
            try await site.put(FoundTerms(slug: "sent", listing: .referral, eligibility: .referral))
            let (day, seat) = ("dates/20261112T183000", "/join?scope=20261112T183000\">")
            expect(await site.get("\(Self.page)/\(day)"), 200, holds: ["\(seat)Take a seat</a>", "About this group"])
            expect(await site.get("\(Self.page)/\(day)", .es), 200, holds: ["\(seat)Tomar un lugar</a>"])
            expect(await site.get("/groups/small/\(day)"), 200, holds: ["\(seat)Get in line</a>"])
            expect(await site.get("/groups/sent/\(day)"), 200, holds: ["About this group"], lacks: ["/join"])
            site.world.time.pass(.seconds(11 * 86_400))
            expect(await site.get("\(Self.page)/\(day)"), 200, holds: ["This date is over."], lacks: ["/join"])
            let series = try await site.put(FoundTerms(slug: "dropped", slots: ["20261126T183000"]))
            try await site.change("20261126T183000", of: series) { $0.state = .cancelled }
            expect(await site.get("/groups/dropped/dates/20261126T183000"), 200, lacks: ["/join"])
        }
    }

    @Test(arguments: Backend.available)
    func `a draft is nobody's, what is by referral reads who has its address`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            try await site.put(FoundTerms(slug: "draft", state: .draft))
            try await site.put(FoundTerms(slug: "sent", title: "Only sent", listing: .referral, eligibility: .referral))
            expect(await site.get("/groups/draft"), 404)
            expect(await site.get("/groups/draft/dates/20261105T183000"), 404)
            expect(
                await site.get("/groups/sent"), 200,
                holds: ["Only sent", "You need to be sent by your care team."], lacks: ["/feeds/groups/sent.ics"])
        }
    }

    @Test(arguments: Backend.available)
    func `how to join from afar stands there only where everybody may know`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            try await site.put(FoundTerms(slug: "closed", mode: .video))
            try await site.put(FoundTerms(slug: "shown", mode: .video, showsOnline: true))
            let address = "https://meet.example.org/room-7"
            expect(
                await site.get("/groups/closed"), 200,
                holds: ["Whoever has a seat reads on their own page", "Eastern time"], lacks: [address, "5550111"])
            expect(await site.get("/groups/shown"), 200, holds: ["href=\"\(address)\"", "tel:+16035550111"])
        }
    }

    @Test(arguments: Backend.available)
    func `the name of a program leads to its series`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            try await site.put()
            expect(await site.get("/groups/p-living-with-pain"), 303, to: Self.page)
        }
    }

    /// Words of staff are shown as they were typed, and are no markup.
    @Test(arguments: Backend.available)
    func `hostile words stay words`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            let hostile = "<script>alert(1)</script>\" onclick=\"x"
            let series = try await site.put(FoundTerms(title: hostile, titleInSpanish: nil, summary: hostile))
            try await site.change("20261105T183000", of: series) { $0.theme = hostile }
            for path in [
                Self.page, "\(Self.page)/dates/20261105T183000", "/groups", "/groups?view=month",
                "/groups?q=%3Cscript%3Ealert(1)%3C/script%3E",
            ] {
                expect(await site.get(path), 200, lacks: ["<script>alert", "\" onclick=\"x"], path)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `one's own seat is on one's own page, and on nobody else's`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            let series = try await site.put()
            let now = site.world.now
            let people = try await site.world.accounts.createSynthetic(
                count: 2, seed: 1, joined: { _ in now }, language: { _ in .en })
            try await site.seat(of: series, member: people[0])
            for path in ["/groups", "\(Self.page)/dates/20261105T183000"] {
                let own = await site.get(path, as: .person(people[0], roles: []))
                expect(own, 200, holds: ["You have a seat"], path)
                let other = await site.get(path, as: .person(people[1], roles: []))
                expect(other, 200, lacks: ["You have a seat"], path)
                expect(await site.get(path), 200, lacks: ["You have a seat"], path)
            }
            let month = "/groups?view=month"
            let mark = "<li class=\"entry entry-own\"><a"
            expect(await site.get(month, as: .person(people[0], roles: [])), 200, holds: [mark])
            expect(await site.get(month, as: .person(people[1], roles: [])), 200, lacks: [mark])
            expect(await site.get(month), 200, lacks: [mark])
        }
    }
}
