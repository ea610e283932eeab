import Storage
import Testing
import Web
import World

@testable import Groups

/// A month with more dates than it shows: the rest of each day is a tap away.
@Suite struct FullMonthTests {
    /// Five groups on each of 27 days from November 4 on, one after the other.
    private func fill(_ site: TestFinding, full: Int = 0) async throws {
        let days = (4...30).map { "202611\($0 < 10 ? "0" : "")\($0)" }
        for number in 1...5 {
            let series = try await site.put(
                FoundTerms(
                    slug: "group-\(number)", title: "Group \(number)", titleInSpanish: nil,
                    capacity: number <= full ? 1 : 12, rule: "FREQ=DAILY;COUNT=27",
                    slots: days.map { "\($0)T1\(number)0000" }))
            if number <= full { try await site.seat(of: series) }
        }
    }

    private func cell(_ day: Int, of page: String) -> String {
        page.split(separator: "<td ").map(String.init).first {
            $0.contains("</span>\(day)<") || $0.contains("</span>\(day) ")
        } ?? ""
    }

    private func more(_ cell: String) -> String? {
        cell.firstMatch(of: /<li><a href="([^"]+from=[^"]+)">and \d+ more<\/a>/).map {
            String($0.1).replacing("&amp;", with: "&")
        }
    }

    @Test(arguments: Backend.available)
    func `three dates of a day stand there, and the number of the others leads to the list of that day`(
        on backend: Backend
    ) async throws {
        try await withFinding(on: backend) { site in
            try await fill(site)
            let day = cell(20, of: await site.get("/groups?view=month&q=group").text)
            for number in 1...5 { expect(day.contains("Group \(number)</a>"), is: number <= 3, "\(number)") }
            expect(day.contains("and 2 more"), is: true, day)
            let link = try #require(more(day))
            expect(link, is: "/groups?q=group&from=20261120")
            let list = await site.get(link)
            expect(list, 200, holds: ["Friday", "November 20", "Group 4</a>", "Group 5</a>"], lacks: ["November 19"])
        }
    }

    /// The seats of those that stand there are counted, and no others.
    @Test(arguments: Backend.available)
    func `where only free seats are looked for, a day whose first dates are full leads to the others`(
        on backend: Backend
    ) async throws {
        try await withFinding(on: backend) { site in
            try await fill(site, full: 4)
            let day = cell(20, of: await site.get("/groups?view=month&seats=yes").text)
            expect(day.contains("Group"), is: false, day)
            expect(day.contains("<a href=\"/groups?seats=yes&amp;from=20261120\">more on this day</a>"), is: true, day)
            expect(
                await site.get("/groups?seats=yes&from=20261120"), 200, holds: ["November 20", "Group 5</a>"],
                lacks: ["Group 4</a>"])
        }
    }

    /// The list begins now: a link from a day that is over would lead to another one.
    @Test(arguments: Backend.available)
    func `how many more a day had that is over is said, and no link leads to another day`(
        on backend: Backend
    ) async throws {
        try await withFinding(on: backend) { site in
            try await fill(site)
            site.world.time.pass(.days(10))
            let page = await site.get("/groups?view=month").text
            let over = cell(6, of: page)
            expect(over.contains("<li class=\"note\">and 2 more</li>"), is: true, over)
            expect(try #require(more(cell(20, of: page))), is: "/groups?from=20261120")
            let seats = cell(6, of: await site.get("/groups?view=month&seats=yes").text)
            expect(seats.contains("more"), is: false, seats)
        }
    }
}
