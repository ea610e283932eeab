import Accounts
import Markup
import Storage
import Testing
import Web
import World

@testable import Communities

/// What a page says of how lively a place is: how soon questions are answered, where else people talk, how often a thread was
/// opened. It tells nothing that its reader could not find.
@Suite struct LivelyTests {
    private static func at(_ hours: Int) -> Instant { Instant(milliseconds: 0) + .hours(hours) }

    @Test func `half of the answers came within the time that is said`() {
        func pace(_ hours: [Int?]) -> AnswerPace? {
            AnswerPace(hours.map { (Self.at(0), $0.map(Self.at)) })
        }
        expect(pace([1, 2, 3, 4]) == nil, is: true, "too few to say anything")
        for (hours, answered, half) in [
            ([1, 2, 3, 4, 5], 5, 3), ([9, 1, nil, nil, nil], 2, 1), ([nil, nil, nil, nil, nil], 0, 0),
            ([0, 0, 0, 90, nil], 4, 1), ([-5, 3, 3, nil, nil], 3, 3),
        ] as [([Int?], Int, Int)] {
            expect(pace(hours)?.answered, is: answered)
            expect(pace(hours)?.hours, is: half, "\(hours)")
        }
    }

    @Test(arguments: Backend.available)
    func `questions are counted as their reader may read them, and an answer is another's that others read`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            var threads: [ID<CommunityThread>] = []
            for number in 0..<4 { threads.append(try await site.start("Question \(number)", by: 0, .anyone)) }
            threads.append(try await site.start("For members", by: 2))
            expect(await site.get(TestTalk.page), 200, lacks: ["in the last 90 days"])
            expect(
                await site.get(TestTalk.page, as: 1), 200,
                holds: ["Of 5 questions asked here in the last 90 days, none"])
            site.time.pass(.hours(4))
            for thread in threads.prefix(2) { try await site.put(in: thread, by: 1) }
            try await site.put("I ask once more", in: threads[2], by: 0)
            let hidden = try await site.put(in: threads[3], by: 1)
            try await site.setHidden(true, hidden)
            let said = "Of 5 questions asked here in the last 90 days, 2 were answered, half of them within 4 hours."
            expect(await site.get(TestTalk.page, as: 5), 200, holds: [said])
            try await site.setHidden(false, hidden)
            expect(await site.get(TestTalk.page, as: 5), 200, holds: ["3 were answered"])
            try await site.world.accounts.block(site.people[2], as: site.viewer(5))
            expect(await site.get(TestTalk.page, as: 5), 200, lacks: ["in the last 90 days"])
            site.time.pass(.days(91))
            expect(await site.get(TestTalk.page, as: 3), 200, lacks: ["in the last 90 days"])
        }
    }

    @Test(arguments: Backend.available)
    func `a quiet place leads to those in which its reader finds something`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            for slug in ["nights", "caring"] { try await site.talk.open(slug) }
            let (title, door) = ("It is quiet here right now", "href=\"/communities/nights\"")
            expect(await site.get(TestTalk.page, as: 5), 200, holds: ["Quiet here so far"], lacks: [title, door])
            let thread = try await site.start("Three o'clock", by: 1, .members, .experience, in: "nights")
            _ = try await site.start("Ours", by: 1, .community, .experience, in: "caring")
            let quiet = await site.get(TestTalk.page, as: 5)
            expect(quiet, 200, holds: [title, door], lacks: ["href=\"/communities/caring\""])
            expect(await site.get(TestTalk.page), 200, lacks: [title])
            try await site.world.accounts.block(site.people[1], as: site.viewer(2))
            expect(await site.get(TestTalk.page, as: 2), 200, lacks: [title])
            for number in 0..<3 { _ = try await site.start("Here \(number)", by: 3) }
            expect(await site.get(TestTalk.page, as: 5), 200, lacks: [title])
            site.time.pass(.days(31))
            try await site.put(in: thread, by: 3)
            expect(await site.get(TestTalk.page, as: 5), 200, holds: [title, door])
        }
    }

    // MARK: - Views

    private func open(
        _ thread: ID<CommunityThread>, as number: Int? = nil, sending headers: [String: String] = [:],
        on site: TestTalk
    ) async throws {
        let browser = try await site.world.browser(of: number.map { site.people[$0] })
        var all = ["User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"].merging(headers) { $1 }
        all["Cookie"] = browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        let method = headers["method"] ?? "GET"
        expect(await site.world.site.respond(method, site.path(thread), headers: all).status, is: 200)
    }

    @Test(arguments: Backend.available)
    func `views are written in one go, and the author reads of full tens, a day later`(on backend: Backend) async throws
    {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0, .anyone)
            let views: SQL = "SELECT views FROM thread_views"
            for number in 1...7 { try await open(thread, as: number, on: site) }
            for _ in 0..<5 { try await open(thread, on: site) }
            // Its author, robots, and browsers that read ahead are not counted.
            try await open(thread, as: 0, on: site)
            for headers in [
                ["User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"], ["User-Agent": ""],
                ["Sec-Purpose": "prefetch;prerender"], ["Purpose": "Prefetch"], ["method": "HEAD"],
            ] { try await open(thread, sending: headers, on: site) }
            expect(try await site.count(views), is: 0, "nothing is written with the page")
            try await site.talk.writeViews()
            try await site.talk.writeViews()
            expect(try await site.count(views), is: 12)
            let said = "opened about 10 times"
            expect(await site.get(site.path(thread), as: 0), 200, lacks: [said])
            site.time.pass(.days(1))
            try await site.world.runJobs()
            expect(await site.get(site.path(thread), as: 0), 200, holds: [said])
            for number in [nil, 1] { expect(await site.get(site.path(thread), as: number), 200, lacks: [said]) }
        }
    }

    @Test func `a flood of addresses does not fill the memory`() {
        let counts = ViewCounts()
        let known = ID<CommunityThread>.random()
        counts.add(known)
        for _ in 0..<ViewCounts.most + 10 { counts.add(.random()) }
        counts.add(known, 2)
        let taken = counts.take()
        expect(taken.count, is: ViewCounts.most)
        expect(taken.first { $0.thread == known }?.views, is: 3)
        expect(counts.take().isEmpty, is: true)
    }
}
