import Accounts
import Storage
import Testing
import Web
import World

@testable import Communities

/// Beside a question without a best answer stand like questions that were answered, of those that its reader may read.
@Suite struct AnsweredBeforeTests {
    private static let card = "Answered before"

    /// A question and an answer to it.
    private func answered(
        _ title: String, _ readers: ThreadVisibility = .members, by number: Int = 1, in slug: String = TestTalk.slug,
        _ site: TestTalk
    ) async throws -> ID<CommunityThread> {
        let thread = try await site.start(title, by: number, readers, in: slug)
        try await site.put("Slowly.", in: thread, by: (number + 1) % 5)
        return thread
    }

    /// A page after somebody has read it and what is like it was looked for.
    private func page(_ thread: ID<CommunityThread>, as number: Int?, _ site: TestTalk) async throws -> String {
        for _ in 0..<2 {
            expect(await site.get(site.path(thread), as: number), 200)
            try await site.talk.findLikes()
        }
        return await site.get(site.path(thread), as: number).text
    }

    @Test(arguments: Backend.available)
    func `three at most, answered and like it, until there is a best answer`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await answered("Telling a roommate about seizures", by: 0, site)
            expect(try await page(thread, as: 3, site).contains(Self.card), is: false, "nothing is like it")
            for number in 1...5 {
                _ = try await answered("Seizures and a roommate \(number)", by: number % 3 + 1, site)
            }
            _ = try await site.start("My roommate saw seizures, unanswered", by: 2)
            _ = try await answered("Something else", by: 2, site)
            expect(try await page(thread, as: 3, site).contains(Self.card), is: false, "for six hours")
            site.time.pass(.hours(7))
            let page = try await page(thread, as: 3, site)
            expect(page.ranges(of: "Seizures and a roommate").count, is: 3)
            for title in [", unanswered", "Something else"] { expect(page.contains(title), is: false, title) }
            expect(page.ranges(of: "Telling a roommate about seizures</a>").count, is: 0, "not itself")
            expect(await site.get("\(site.path(thread))?page=1", as: 3).text.contains(Self.card), is: true)
            expect(try await site.choose(2, of: thread, by: 0), is: true)
            expect(await site.get(site.path(thread), as: 3).text.contains(Self.card), is: false)
        }
    }

    @Test(arguments: Backend.available)
    func `only what the reader may read, also once it was found for all`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start("Telling a roommate about seizures", by: 0, .anyone)
            _ = try await answered("Roommate and seizures, for anyone", .anyone, site)
            let forMembers = try await answered("Roommate and seizures, for members", .members, by: 2, site)
            for member in [1, 3] { try await site.join(member, "epilepsy") }
            _ = try await answered("Roommate and seizures, for the place", .community, in: "epilepsy", site)
            let (visitor, member) = (try await page(thread, as: nil, site), try await page(thread, as: 3, site))
            expect(visitor.contains("for anyone"), is: true)
            expect(visitor.contains("for members"), is: false)
            expect(member.contains("for anyone") && member.contains("for members"), is: true)
            // A question of which not all readers belong to that place leads nobody there.
            for page in [visitor, member] { expect(page.contains("for the place"), is: false) }
            try await site.world.accounts.block(site.people[2], as: site.viewer(3))
            expect(await site.get(site.path(thread), as: 3).text.contains("for members"), is: false, "blocked")
            expect(await site.get(site.path(thread), as: 4).text.contains("for members"), is: true)
            try await site.setHidden(true, PostPlace(forMembers, 1))
            expect(await site.get(site.path(thread), as: 4).text.contains("for members"), is: false, "hidden")
        }
    }

    @Test(arguments: Backend.available)
    func `who belongs to a place is led to what only its members read, from what only they read`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            for member in [1, 3] { for slug in [TestTalk.slug, "epilepsy"] { try await site.join(member, slug) } }
            _ = try await answered("Roommate and seizures, here", .community, site)
            _ = try await answered("Roommate and seizures, elsewhere", .community, in: "epilepsy", site)
            let thread = try await site.start("Telling a roommate about seizures", by: 1, .community)
            let page = try await page(thread, as: 3, site)
            expect(page.contains("seizures, here"), is: true)
            expect(page.contains("seizures, elsewhere"), is: false)
        }
    }

    @Test(arguments: Backend.available)
    func `a title that its reader asked to be warned of is folded here too`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start("Telling a roommate about seizures", by: 0)
            _ = try await answered("Needles, a roommate and seizures", by: 1, site)
            expect(
                await site.post("/me/talk/filters", as: 3, [("themes", TalkTheme.needles.rawValue), ("words", "")]), 303
            )
            let page = try await page(thread, as: 3, site)
            expect(page.ranges(of: "Hidden by your filter: show").count, is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `the page looks for nothing: it asks once for what was found`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start("Telling a roommate about seizures", by: 0)
            for number in 1...4 { _ = try await answered("Seizures and a roommate \(number)", by: number, site) }
            func asked() async -> [String] {
                _ = site.world.statements.take()
                expect(await site.get(site.path(thread), as: 3), 200)
                return site.world.statements.take().flatMap(\.self)
            }
            _ = await asked()
            let before = await asked()
            try await site.talk.findLikes()
            let after = await asked()
            expect(after.count, is: before.count + 1)
            expect(after.contains { $0.contains("post_words") }, is: false)
        }
    }
}
