import Markup
import Storage
import Testing
import Web
import World

@testable import Groups

/// What the page of a group says of its days, after they were changed.
@Suite struct LaterRhythmTests {
    @Test(arguments: Backend.available)
    func `until a new rhythm begins the page names the one that holds, and then the other`(on backend: Backend)
        async throws
    {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "4")])
            expect(await site.get("/groups/\(slug)"), 200, holds: ["Thursdays"], lacks: ["After that"])
            let third = try await site.sessions(slug)[2]
            let tuesdays = TestStaff.change(
                third, [("scope", "later"), ("starts-day", "9"), ("starts-month", "3"), ("yes", "yes")])
            expect(await site.post(site.page(slug, "/dates/\(third.id.recurrence)"), tuesdays), 303)
            let dates = try await site.sessions(slug)
            expect(dates.map(\.starts.description).suffix(2), is: ["20270309T183000", "20270316T183000"])
            for (language, words) in [
                (.en, ["Thursdays, 6:30", "After that: Tuesdays, 6:30", "4 dates"]),
                (.es, ["después: ", "4 fechas"]),
            ] as [(Language, [String])] {
                expect(await site.get("/groups/\(slug)", language), 200, holds: words)
            }
        }
    }
}
