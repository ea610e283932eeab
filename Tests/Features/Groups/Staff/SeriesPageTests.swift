import Accounts
import Markup
import Recurrence
import Storage
import Testing
import Web
import World

@testable import Groups

/// What a coordinator is told on the page of a group that would else go unsaid, and where it leads.
@Suite struct SeriesPageTests {
    private func words(_ site: TestStaff, _ slug: String, _ changes: [(String, String)]) async throws {
        let program = try await site.series(slug).program
        let fields = [
            ("title-en", "Living with pain"), ("summary-en", "Ten people and a nurse."), ("ledBy", "staff"),
            ("eligibility", "anyone"),
        ]
        expect(await site.post("\(TestStaff.home)/programs/\(program)", fields + changes), 303)
    }

    @Test(arguments: Backend.available)
    func `a program that names no condition, or has no words in a language, says so until it has`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open()
            let program = try await site.series(slug).program
            let (condition, spanish) = ("No condition is named yet", "not there in Español yet")
            expect(
                await site.get(site.page(slug)), 200,
                holds: [condition, spanish, "/programs/\(program)\">Words of the program"])
            expect(await site.get(site.page(slug), .es), 200, holds: ["Todavía no se nombra ninguna condición"])
            try await words(site, slug, [("listing", "open"), ("topic", "back-pain")])
            expect(await site.get(site.page(slug)), 200, holds: [spanish], lacks: [condition])
            let both = [("topic", "back-pain"), ("title-es", "Vivir con dolor"), ("summary-es", "Diez tardes.")]
            try await words(site, slug, [("listing", "open")] + both)
            expect(await site.get(site.page(slug)), 200, lacks: [condition, spanish, "Still missing"])
            // What is by referral only is on no condition's page anyway.
            try await words(site, slug, [("listing", "referral")] + both.dropFirst())
            expect(await site.get(site.page(slug)), 200, lacks: [condition])
        }
    }

    @Test(arguments: Backend.available)
    func `the card to hand over is a click away, as soon as people find the group`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open()
            expect(
                await site.get(site.page(slug)), 200,
                holds: ["href=\"/groups/\(slug)/card\">A card to hand over</a>"])
            expect(await site.get("/groups/\(slug)/card"), 200)
            let made = await site.post(
                "\(TestStaff.home)/series/new",
                TestStaff.twelve([("title", "Cooking"), ("first-hour", "8")]) + [("seen", "yes"), ("open", "no")])
            expect(await site.get(try #require(made.header("location"))), 200, lacks: ["/card\""])
        }
    }

    /// Whoever adds a date to a group that has more people than its usual seats is told at a field that is there.
    @Test(arguments: Backend.available)
    func `a date more has seats of its own, and no fewer than people come to all`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("capacity", "1"), ("minimum", "0"), ("count", "2")])
            let first = try await site.sessions(slug)[0]
            let all = TestStaff.change(first, [("scope", "all"), ("capacity", "2"), ("yes", "yes")])
            expect(await site.post(site.page(slug, "/dates/\(first.id.recurrence)"), all), 303)
            for name in ["Ana M.", "Ben K."] { expect(await site.put(name, in: slug), 303) }
            expect(
                await site.get(site.page(slug)), 200, holds: ["id=\"capacity\"", "inputmode=\"numeric\" value=\"2\""])
            let date = [
                ("at-year", "2027"), ("at-month", "4"), ("at-day", "1"), ("at-hour", "18"), ("at-minute", "30"),
                ("minutes", "90"),
            ]
            let (dates, page) = (site.page(slug, "/dates"), site.page(slug))
            let few = await site.post(dates, on: page, date + [("capacity", "1")])
            expect(
                few, 422,
                holds: [
                    "2 people have a seat on Thursday, April 1", "href=\"#capacity\"", "id=\"capacity\"",
                    "inputmode=\"numeric\" value=\"1\"", "name=\"at-day\" value=\"1\"",
                ])
            expect(
                await site.post(dates, on: page, date + [("capacity", "many")], .es), 422, holds: ["value=\"many\""])
            expect(await site.post(dates, on: page, date + [("capacity", "5")]), 303, to: page)
            expect(try await site.sessions(slug).map(\.meeting.capacity), is: [2, 2, 5])
            // As usual, where a form from before does not ask; and nobody turned away where it is empty.
            for (day, seats) in [("8", nil), ("15", "")] as [(String, String?)] {
                let next = date.map { $0.0 == "at-day" ? ($0.0, day) : $0 } + (seats.map { [("capacity", $0)] } ?? [])
                expect(await site.post(dates, on: page, next), 303, to: page)
            }
            expect(try await site.sessions(slug).map(\.meeting.capacity), is: [2, 2, 5, 2, nil])
        }
    }

    @Test(arguments: Backend.available)
    func `a group that is called New has an address of its own`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("title", "New"), ("count", "1")])
            expect(try await site.count("SELECT COUNT(*) FROM series WHERE slug = 'new'"), is: 0)
            expect(try await site.count("SELECT COUNT(*) FROM programs WHERE slug = 'new'"), is: 0)
            expect(await site.get(site.page(slug)), 200, holds: ["<h1>New"], lacks: ["A new group"])
        }
    }

    @Test func `no group is called as a page of staff or of everybody is`() async throws {
        try await withStaff { site in
            let routes = site.groups.findingRoutes + site.groups.joiningRoutes + site.groups.staffRoutes
            for base in ["/groups/", "\(GroupsFeature.staff)/series/", "\(GroupsFeature.staff)/led/"] {
                let fixed = routes.filter { $0.path.hasPrefix(base) }.compactMap {
                    $0.path.dropFirst(base.count).split(separator: "/").first
                }.filter { !$0.hasPrefix(":") }.map(String.init)
                expect(Set(fixed).isSubset(of: GroupSlug.reserved), is: true, "\(base): \(fixed)")
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a program's page names its groups by what tells them apart`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open()
            let program = try await site.series(slug).program
            expect(
                await site.get("\(TestStaff.home)/programs/\(program)"), 200,
                holds: ["/series/\(slug)\">English · In a room</a>", "Open · \(slug)"])
        }
    }
}
