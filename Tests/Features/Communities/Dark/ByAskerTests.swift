import Accounts
import Post
import Storage
import Testing
import Web
import World

@testable import Communities

/// A question of nobody's is told from one of somebody who left, and its asker's own words from those of others.
@Suite struct ByAskerTests {
    private func answered(_ thread: ID<CommunityThread>, _ site: TestTalk) async throws -> Instant? {
        try await site.database.read { tx in
            try tx.first("SELECT answered_at FROM threads WHERE id = \(thread)") { try $0.get(0, as: Instant?.self) }
                ?? nil
        }
    }

    private func news(_ number: Int, _ site: TestTalk) async throws -> [String] {
        let viewer = site.viewer(number)
        return try await site.database.read {
            try WatchStore.news(as: viewer, limit: 50, in: $0).map { "\($0.reason.rawValue) \($0.number)" }
        }
    }

    @Test(arguments: Backend.available)
    func `who asked in the dark is called so everywhere, and who left otherwise`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.askInTheDark("Who else is tired at noon?", "I am.", .anyone)
            let (asked, left) = ("The person who asked", "Somebody who has left")
            for number in [nil, 2] {
                expect(await site.get(site.path(thread), as: number), 200, holds: [asked], lacks: [left])
            }
            expect(await site.get(site.path(thread), as: 2, .es), 200, holds: ["La persona que preguntó"])
            expect(
                await site.get("\(site.path(thread))/reply?answers=1&quote=yes", as: 2), 200,
                holds: ["In answer to \(asked)"], lacks: [left])
            // Quoted, too.
            try await site.put("So am I.", in: thread, by: 3)
            try await site.database.write { tx in
                try tx.execute("UPDATE posts SET is_quoting = TRUE, answers = 1 WHERE number = 2")
                try tx.execute("UPDATE threads SET revision = revision + 1")
            }
            let page = await site.get(site.path(thread), as: 2)
            expect(page.text.ranges(of: asked).count, is: 2, page.text)
            // Whoever is worried about them can say so.
            expect(page, 200, holds: ["communities.post/\(thread).1#worry"])
            // Somebody who leaves is somebody who left.
            try await site.database.write { tx in
                try tx.execute("UPDATE posts SET author_id = NULL WHERE number = 2")
                try tx.execute("UPDATE threads SET revision = revision + 1")
            }
            expect(await site.get(site.path(thread), as: 2), 200, holds: [asked, left])
        }
    }

    @Test(arguments: Backend.available)
    func `who asks on in the dark has not answered, and another has`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.askInTheDark()
            try await site.release(.reply(site.reply("I forgot to say: since May.")))
            expect(try await answered(thread, site) == nil, is: true, "the asker")
            try await site.database.write { try ThreadStore.recount(thread, in: $0) }
            expect(try await answered(thread, site) == nil, is: true, "counted anew")
            site.time.pass(.hours(7))
            try await site.put("It does.", in: thread, by: 3)
            expect(try await answered(thread, site), is: site.now)
            // Whoever answered and left has answered.
            try await site.database.write { tx in
                try tx.execute("UPDATE posts SET author_id = NULL WHERE number = 3")
                try ThreadStore.recount(thread, in: tx)
            }
            expect(try await answered(thread, site), is: site.now)
            let own = try await site.database.write { try ThreadStore.setBestOfDark(2, of: thread, in: $0) }
            expect(own, is: false, "nor can their own be the best")
            let another = try await site.database.write { try ThreadStore.setBestOfDark(3, of: thread, in: $0) }
            expect(another, is: true)
        }
    }

    @Test(arguments: Backend.available)
    func `who watches hears of it, nobody is left out, and nobody who may not be met`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.askInTheDark()
            try await site.world.runJobs()
            for number in [1, 2, 3] {
                let viewer = site.viewer(number)
                try await site.database.write { try WatchStore.setWatching(true, thread, as: viewer, in: $0) }
            }
            try await site.world.accounts.hold(site.people[3], isForGood: false, by: .system(reason: "test"))
            try await site.release(.reply(site.reply("I forgot to say: since May.")))
            expect(try await news(1, site), is: [], "by a job, not with it")
            try await site.world.runJobs()
            for number in [1, 2] { expect(try await news(number, site), is: ["answer 2"], "\(number)") }
            expect(try await news(3, site), is: [])
            expect(await site.get("/me/talk", as: 1), 200, holds: ["<bdi>The person who asked</bdi>"])
        }
    }

    @Test(arguments: Backend.available)
    func `what nobody answers is put to who may be asked, and to no one less`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            for number in 1...3 {
                expect(await site.post("\(TestTalk.page)/join", as: number, [("asked", "yes")]), 303)
            }
            try await site.world.accounts.hold(site.people[3], isForGood: false, by: .system(reason: "test"))
            _ = try await site.askInTheDark()
            site.time.pass(.days(2))
            try await site.talk.putQuestions()
            for number in [1, 2] { expect(try await news(number, site), is: ["canAnswer 1"], "\(number)") }
            expect(try await news(3, site), is: [])
        }
    }

    @Test(arguments: Backend.available)
    func `of what was asked in the dark no views are counted`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let (dark, open) = (try await site.askInTheDark(), try await site.start(by: 1))
            for thread in [dark, open] { _ = await site.get(site.path(thread), as: 2) }
            try await site.talk.writeViews()
            expect(try await site.count("SELECT COUNT(*) FROM thread_views WHERE thread_id = \(dark)"), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `an answer by mail to what was asked in the dark waits for its writer's yes, whoever it is`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend, mail: .ofTests) { site in
            let (thread, mail) = try await site.answerable(MailboxTransport(), isDark: true)
            expect(try await site.talk.takeReply(try site.reply(to: mail, "It helped me.")), is: .held)
            expect(try await site.words(of: thread).count, is: 2)
        }
    }
}
