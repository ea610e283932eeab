import Storage
import Testing
import Web
import World

@testable import Groups

/// A coordinator lowers the seats of dates: what cannot be is said at once, and what can be with what comes of it.
@Suite struct FewerSeatsTests {
    private func path(_ site: TestStaff, _ slug: String, _ date: Groups.Session) -> String {
        site.page(slug, "/dates/\(date.id.recurrence)")
    }

    @Test(arguments: Backend.available)
    func `fewer seats than people are refused before anybody says yes, and what was typed stays`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "3")])
            for name in ["Ana M.", "Ben K."] { expect(await site.put(name, in: slug), 303) }
            let dates = try await site.sessions(slug)
            expect(await site.put("Cy L.", in: slug, [("scope", dates[1].id.recurrence.text)]), 303)
            let typed = [("capacity", "1"), ("theme", "Sleep & rest"), ("minutes", "75")]
            let kept = ["value=\"1\"", "value=\"Sleep &amp; rest\"", "value=\"75\""]
            for yes in [[], [("yes", "yes")]] {
                let one = await site.post(path(site, slug, dates[0]), TestStaff.change(dates[0], typed + yes))
                expect(
                    one, 422,
                    holds: [
                        "2 people have a seat on Thursday, February 18", "Nothing is changed yet",
                        "Choose 2 seats or more", "href=\"#capacity\"",
                    ] + kept, lacks: ["This is what happens"])
                // The date with the most people is named: who heeds it is not refused for another one.
                let all = TestStaff.change(dates[0], typed + yes + [("scope", "all")])
                expect(
                    await site.post(path(site, slug, dates[0]), all), 422,
                    holds: ["3 people have a seat on Thursday, February 25", "Choose 3 seats or more"] + kept)
            }
            let spanish = await site.post(path(site, slug, dates[0]), TestStaff.change(dates[0], typed), .es)
            expect(spanish, 422, holds: ["Todavía no cambia nada", "Elige 2 lugares o más"])
            expect(try await site.sessions(slug), is: dates)
        }
    }

    @Test(arguments: Backend.available)
    func `seats below the minimum can be, and it is said first what comes of it`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "2")])
            expect(await site.put("Ana M.", in: slug), 303)
            let date = try await site.sessions(slug)[0]
            let warning = "3 seats are fewer than the fewest people that you set for this group (4)"
            let few = TestStaff.change(date, [("capacity", "3"), ("theme", "Sleep")])
            let asked = await site.post(path(site, slug, date), few)
            expect(
                asked, 200,
                holds: [
                    warning, "Nobody is turned away for it", "1 person has a seat. They keep it.",
                    "name=\"theme\" value=\"Sleep\"",
                ], lacks: ["are told", "and are told"])
            expect(
                await site.post(path(site, slug, date), few, .es), 200,
                holds: ["3 lugares son menos que el mínimo de personas que pusiste para este grupo (4)"])
            let back = await site.post(path(site, slug, date), few + [("back", "yes")])
            expect(back, 200, holds: ["value=\"3\"", "value=\"Sleep\""])
            for seats in ["4", "5", ""] {
                let enough = TestStaff.change(date, [("capacity", seats)])
                expect(await site.post(path(site, slug, date), enough), 200, lacks: ["fewer than the fewest"], seats)
            }
            expect(await site.post(path(site, slug, date), few + [("yes", "yes")]), 303, to: site.page(slug))
            expect(try await site.sessions(slug)[0].meeting.capacity, is: 3)
            // Who moves that date later lowers nothing.
            let less = try await site.sessions(slug)[0]
            let later = TestStaff.change(less, [("starts-hour", "19")])
            expect(
                await site.post(path(site, slug, less), later), 200, holds: ["They keep it and are told"],
                lacks: ["fewer than the fewest"])
        }
    }

    /// Who comes to a drop-in group says so to nobody: how many took a seat is not how many come.
    @Test(arguments: Backend.available)
    func `of a drop-in group no page speaks of a minimum`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let soon = [("first-year", "2026"), ("first-month", "11"), ("first-day", "5"), ("count", "2")]
            let words = ["Fewer people than the minimum", "fewer than the minimum", "Fewest people"]
            let cohort = try await site.open(soon)
            expect(await site.get(TestStaff.home), 200, holds: [words[0]])
            expect(await site.get(site.page(cohort)), 200, holds: [words[1], words[2]])
            expect(await site.post(site.page(cohort, "/state"), on: site.page(cohort), [("state", "cancelled")]), 303)
            // More than there are seats: as the form fills it in.
            let few = [("kind", "dropIn"), ("title", "Coffee"), ("capacity", "3"), ("placeName", "Room 4")]
            let dropIn = try await site.open(soon + few)
            expect(await site.get(TestStaff.home), 200, holds: ["Coffee", "All is well"], lacks: words)
            expect(await site.get(site.page(dropIn)), 200, holds: ["0 of 3"], lacks: words)
            let date = try await site.sessions(dropIn)[0]
            let lower = TestStaff.change(date, [("capacity", "2")])
            expect(await site.post(path(site, dropIn, date), lower), 200, lacks: ["fewer than the fewest"])
        }
    }
}
