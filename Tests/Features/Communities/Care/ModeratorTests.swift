import Accounts
import Storage
import Testing
import Web
import World

@testable import Communities
@testable import Safety

/// What waits in a community comes to its own moderators and those of the site. Member 6 moderates stigma, member 7 epilepsy.
@Suite struct ModeratorTests {
    private static let queue = "/staff/queue"
    private static let number = "It helped me, call me on 603 555 0123 and I tell you more."

    private func withModerators(on backend: Backend, _ body: (TestTalk) async throws -> Void) async throws {
        try await withTalk(on: backend) { site in
            try await appoint(site)
            try await body(site)
        }
    }

    /// Gives the roles, and the second step of signing in, which grows old.
    private func appoint(_ site: TestTalk) async throws {
        try await site.world.grant(.moderator, in: .community(TestTalk.stigma), to: site.people[6])
        try await site.world.grant(.moderator, in: .community(Community.id(slug: "epilepsy")), to: site.people[7])
        try await site.world.grant(.moderator, to: site.keeper)
    }

    private func take(_ number: Int, _ site: TestTalk) async -> String? {
        let taken = await site.post("\(Self.queue)/next", as: number)
        expect(taken.status, is: 303)
        return taken.header("location").flatMap { $0 == Self.queue ? nil : $0 }
    }

    @Test(arguments: Backend.available)
    func `a report is looked at by who moderates the community, and whoever moderates another sees nothing of it`(
        on backend: Backend
    ) async throws {
        try await withModerators(on: backend) { site in
            let place = try await site.put("Slow.", in: try await site.start(by: 0), by: 1)
            expect(await site.get(Self.queue, as: 6), 200, holds: ["Nothing waits"])
            try await site.report(place, by: 3)
            let list = await site.get(Self.queue, as: 6)
            expect(list, 200, holds: ["One text waits for a moderator", "A post", "Take the next"])
            let page = try #require(list.text.firstMatch(of: /\/staff\/queue\/[0-9a-f-]{36}/).map { String($0.0) })
            // Whoever moderates another community, and who moderates nothing.
            expect(await site.get(Self.queue, as: 7), 200, holds: ["Nothing waits"], lacks: [page, "One text waits"])
            expect(await take(7, site), is: nil)
            for number in [3, 7] {
                expect(await site.get(page, as: number), 404)
                for what in ["take", "hand-over", "alert", "note", "decide"] {
                    let fields = [("note", "Mine."), ("outcome", "hidden"), ("category", "contact")]
                    expect(await site.post("\(page)/\(what)", as: number, fields), 404, what)
                }
            }
            expect(await site.get(Self.queue, as: 3), 404)
            // Those of the site see all.
            let all = await site.world.get(Self.queue, as: site.moderator)
            expect(all, 200, holds: [page, "One text waits for a moderator"])
            expect(await site.world.get(page, as: site.moderator), 200)
            expect(await take(6, site), is: page)
            let ruling = [("outcome", "hidden"), ("category", "contact"), ("explanation", "No numbers.")]
            expect(await site.post("\(page)/decide", as: 6, ruling), 303, to: Self.queue)
            expect(try await site.state(place), is: .hidden)
        }
    }

    @Test(arguments: Backend.available)
    func `what waits before others read it goes on by a yes of the community's moderator`(
        on backend: Backend
    ) async throws {
        try await withModerators(on: backend) { site in
            let thread = try await site.start(by: 0)
            let fields = [("words", Self.number), ("person", "yes")]
            expect(await site.post("\(site.path(thread))/reply", as: 1, fields), 303)
            expect(await take(7, site), is: nil)
            let page = try #require(await take(6, site))
            let ruling = [("outcome", "allowed"), ("category", "contact")]
            expect(await site.post("\(page)/decide", as: 6, ruling), 303, to: Self.queue)
            expect(try await site.state(PostPlace(thread, 2)), is: .shown)
            // Changed to what is found again, it waits in the same place.
            let edit = site.path(PostPlace(thread, 2), "edit")
            expect(await site.post(edit, as: 1, [("words", Self.number + " Really."), ("person", "yes")]), 303)
            expect(await take(7, site), is: nil)
            expect(await take(6, site) == nil, is: false)
        }
    }

    @Test(arguments: Backend.available)
    func `danger calls whoever is on duty for the site, wherever it is read`(on backend: Backend) async throws {
        try await withModerators(on: backend) { site in
            let place = try await site.put("Slow.", in: try await site.start(by: 0), by: 1)
            try await site.report(place, by: 3, .danger)
            expect(try await site.count("SELECT COUNT(*) FROM alerts WHERE space = 'site'"), is: 1)
            expect(try await site.count("SELECT COUNT(*) FROM alerts"), is: 1)
            expect(await site.get("/staff/alerts", as: 6), 404)
            let page = try #require(await take(6, site))
            // Who calls them from the case stays with it.
            expect(await site.post("\(page)/alert", as: 6), 303, to: page)
            expect(await site.get(page, as: 6), 200)
        }
    }

    @Test(arguments: Backend.available)
    func `nobody judges their own words or report, also where they are the only moderator`(
        on backend: Backend
    ) async throws {
        try await withModerators(on: backend) { site in
            let thread = try await site.start(by: 0)
            let (own, other) = (
                try await site.put("Mine", in: thread, by: 6), try await site.put("Another's", in: thread, by: 1)
            )
            try await site.report(own, by: 3)
            try await site.report(other, by: 6)
            expect(await take(6, site), is: nil)
            let list = await site.world.get(Self.queue, as: site.moderator)
            expect(list, 200, holds: ["2 texts wait for a moderator"])
        }
    }

    @Test(arguments: Backend.available)
    func `an account is suspended, and that looked at again, by moderators of the site only`(
        on backend: Backend
    ) async throws {
        try await withModerators(on: backend) { site in
            let place = try await site.put("Slow.", in: try await site.start(by: 0), by: 1)
            try await site.report(place, by: 3)
            let page = try #require(await take(6, site))
            expect(
                await site.get(page, as: 6), 200, holds: ["Only moderators of the whole site", "value=\"warned\""],
                lacks: ["Suspend for 7 days", "value=\"7\""])
            let id = try #require(ID<SafetyCase>(String(page.dropFirst(13))))
            var ruling = Ruling(outcome: .hidden, category: .contact, explanation: "No numbers.")
            (ruling.measure, ruling.days) = (.suspended, 7)
            let suspending = ruling
            let (texts, own) = (
                PublishedTexts(of: site.world.features), try await site.world.viewer(site.people[6])
            )
            await #expect(throws: Problem.self) {
                try await site.safety.decide(id, suspending, in: texts, as: own, at: site.now)
            }
            expect(await site.post("\(page)/hand-over", as: 6), 303)
            try await site.safety.take(id, as: site.moderator, at: site.now)
            try await site.safety.decide(id, suspending, in: texts, as: site.moderator, at: site.now)
            // Its author asks for another look.
            let notice = try await site.database.read { tx in
                try tx.first("SELECT id FROM safety_decisions WHERE case_id = \(id)") {
                    try $0.get(0, as: ID<Decision>.self)
                }
            }
            try await site.safety.appeal(try #require(notice), words: "Why?", as: site.viewer(1), at: site.now)
            expect(await take(6, site), is: nil)
            expect(await site.post("\(page)/take", as: 6).status == 303, is: false)
            expect(await site.world.post("\(page)/take", on: Self.queue, as: site.moderator), 303)
        }
    }

    @Test(arguments: Backend.available)
    func `a community without moderators is the site's`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let place = try await site.put("Slow.", in: try await site.start(by: 0), by: 1)
            try await site.report(place, by: 3)
            try await site.rule(.hidden)
            expect(try await site.state(place), is: .hidden)
        }
    }

    /// Cases are told apart by names: another spelling would be another case, in which the same person counts again.
    @Test(arguments: Backend.available)
    func `a text whose address is spelled otherwise is no second case`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let place = try await site.put("Slow.", in: try await site.start(by: 0), by: 1)
            let poll = await site.post(
                "\(site.path(place.thread))/poll", as: 0, [("options", "Yes\nNo"), ("days", "7")])
            expect(poll, 303)
            let (thread, reason) = ("\(place.thread)", [("reason", "contact")])
            expect(await site.post("/report/communities.post/\(place.record)", as: 3, reason), 200)
            for record in ["\(thread).02", "\(thread.uppercased()).2"] {
                expect(await site.post("/report/communities.post/\(record)", as: 3, reason), 404, record)
            }
            for record in [thread, thread.uppercased()] {
                expect(await site.post("/report/communities.poll/\(record)", as: 3, reason), 200, record)
            }
            expect(try await site.count("SELECT COUNT(*) FROM safety_cases"), is: 2, "one of the post, one of the poll")
        }
    }
}
