import Storage
import Testing
import Web
import World

@testable import Communities

/// Whoever answered, or follows, finds the conversation again without anything being new in it.
@Suite struct FollowingTests {
    @Test(arguments: Backend.available)
    func `what one follows is listed for as long as one may read it`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let open = try await site.start("A quittenthread", by: 0)
            let closed = try await site.start("A quittenplace", by: 0, .community)
            try await site.join(1)
            for thread in [open, closed] { try await site.put(in: thread, by: 1) }
            let mine = try await site.start("My quittenthread", by: 1)
            let page = await site.get("/me/talk", as: 1)
            expect(page, 200, holds: ["You follow", "A quittenthread", "A quittenplace"])
            expect(page.text.ranges(of: site.path(mine)).count, is: 1, "what one began stands there once")
            // What is new stands above, and not twice.
            try await site.talk.tellWatchers(of: try await site.put("Quitten tea.", in: open, by: 2))
            expect(await site.get("/me/talk", as: 1).text.ranges(of: ">A quittenthread</a>").count, is: 1)
            // Whoever leaves the place reads nothing of it there.
            expect(await site.post("\(TestTalk.page)/leave", as: 1), 303)
            expect(await site.get("/me/talk", as: 1), 200, holds: ["A quittenthread"], lacks: ["A quittenplace"])
            // Nobody follows any more what they said that they do not.
            expect(await site.post("\(site.path(open))/watch", as: 1), 303)
            expect(await site.post("/me/talk/read", as: 1), 303)
            expect(await site.get("/me/talk", as: 1), 200, lacks: ["A quittenthread", "You follow"])
            expect(await site.get("/me/talk", as: 3), 200, lacks: ["quitten", "You follow"])
        }
    }
}
