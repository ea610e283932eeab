import Markup
import Accounts
import Post
import Storage
import Testing
import Web
import World

@testable import Communities

/// Who hears of a post, by the job that tells, and who does not.
@Suite struct TellingTests {
    /// What is new for somebody, as their page has it: "answer 2".
    private func news(_ number: Int, _ site: TestTalk) async throws -> [String] {
        let viewer = site.viewer(number)
        return try await site.database.read {
            try WatchStore.news(as: viewer, limit: 50, in: $0).map { "\($0.reason.rawValue) \($0.number)" }
        }
    }

    private func watch(_ thread: ID<CommunityThread>, _ numbers: [Int], _ site: TestTalk) async throws {
        for number in numbers {
            let viewer = site.viewer(number)
            try await site.database.write { try WatchStore.setWatching(true, thread, as: viewer, in: $0) }
        }
    }

    private func reply(to thread: ID<CommunityThread>, by number: Int, _ site: TestTalk) async throws -> PostPlace {
        let posted = try await site.talk.reply(
            PostInput(words: "It did for me."), to: thread, as: site.viewer(number), at: site.now)
        guard case .done(let place) = posted else { throw Problem.notFound }
        return place
    }

    @Test(arguments: Backend.available)
    func `an answer is told to those who follow the thread, each once, and to nobody else`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            try await watch(thread, [2], site)
            let place = try await reply(to: thread, by: 1, site)
            expect(try await news(0, site), is: [], "not within the request")
            try await site.world.runJobs()
            try await site.talk.tellWatchers(of: place)
            for (number, expected) in [(0, ["answer 2"]), (1, []), (2, ["answer 2"]), (3, [])] {
                expect(try await news(number, site), is: expected, "member \(number)")
            }
            expect(
                await site.get("/me/talk", as: 0), 200,
                holds: [
                    "a new answer", try await site.name(1), "\(site.path(thread))#p2", "1 conversation with something",
                ])
            // Opening it is no sign that it was read; saying so is.
            _ = await site.get(site.path(thread), as: 0)
            expect(try await news(0, site), is: ["answer 2"])
            let listed = await site.get("/me/talk", as: 0).text.firstMatch(of: /name="news" value="([^"]+)"/)
            let shown = String(try #require(listed).1)
            let later = try await site.put(in: thread, by: 3)
            try await site.talk.tellWatchers(of: later)
            expect(await site.post("/me/talk/read", as: 0, [("news", shown)]), 303, to: "/me/talk")
            expect(try await news(0, site), is: ["answer 3"], "what came since is new still")
            for crafted in ["", "x", "\(thread).99999999999999999999", "\(ID<Person>.random()).3"] {
                expect(await site.post("/me/talk/read", as: 0, [("news", crafted)]), 303, crafted)
            }
            expect(try await news(0, site), is: ["answer 3"])
            expect(await site.post("/me/talk/read", as: 0), 303, to: "/me/talk")
            expect(try await news(0, site), is: [])
            expect(Set(try await news(2, site)), is: ["answer 2", "answer 3"], "everybody says it for themselves")
            expect(await site.get("/me/talk", as: 0), 200, lacks: ["1 conversation with something"])
        }
    }

    @Test(arguments: Backend.available)
    func `a few are told at a time, and each of them once`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            try await watch(thread, Array(2...7), site)
            let place = try await site.put(in: thread, by: 1)
            for atOnce in [1, 3, 7, 8] {
                try await site.talk.tellWatchers(of: place, atOnce: atOnce)
                for number in [0] + Array(2...7) { expect(try await news(number, site), is: ["answer 2"], "\(atOnce)") }
                expect(try await site.count("SELECT COUNT(*) FROM talk_news"), is: 7, "\(atOnce)")
                try await site.database.write { _ = try $0.execute("DELETE FROM talk_news") }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `nobody is told of what they may not read, or not any more`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let people = 2...6
            for number in [0, 1] + Array(people) { try await site.join(number) }
            let thread = try await site.start(by: 0, .community)
            try await watch(thread, Array(people), site)
            // Two and three leave; a block between four and who answers, and between five and who asked.
            for number in [2, 3] { expect(await site.post("\(TestTalk.page)/leave", as: number), 303) }
            try await site.world.accounts.block(site.people[4], as: site.viewer(1))
            try await site.world.accounts.block(site.people[0], as: site.viewer(5))
            let place = try await reply(to: thread, by: 1, site)
            try await site.world.runJobs()
            let told = try await site.database.read { tx in
                try tx.rows("SELECT member_id FROM talk_news ORDER BY member_id") { try $0.get(0, as: ID<Person>.self) }
            }
            expect(Set(told), is: [site.people[0], site.people[6]])
            // Whoever may not read it later finds neither the news nor a number of them.
            try await site.world.accounts.block(site.people[1], as: site.viewer(6))
            expect(try await news(6, site), is: [])
            expect(await site.get("/me/talk", as: 6), 200, lacks: ["1 conversation with something"])
            try await site.setHidden(true, place)
            expect(try await site.count("SELECT COUNT(*) FROM talk_news"), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `what waits is told when it is let through, and what is gone by then is not`(on backend: Backend) async throws
    {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            let waiting = try await site.put(in: thread, by: 1, .waiting)
            try await site.talk.tellWatchers(of: waiting)
            expect(try await news(0, site), is: [])
            try await site.decide(waiting, isAllowed: true)
            try await site.world.runJobs()
            expect(try await news(0, site), is: ["answer 2"])
            let quick = try await reply(to: thread, by: 1, site)
            _ = try await site.remove(quick, by: 1)
            try await site.world.runJobs()
            expect(try await news(0, site), is: ["answer 2"])
            // Shown because its author changed it, and nobody had to look: it is as new.
            let mended = try await site.put(in: thread, by: 1, .waiting)
            let changed = try await site.talk.change(
                mended, title: nil, PostInput(words: "Slow."), as: site.viewer(1), at: site.now)
            guard case .done = changed else { throw Problem.notFound }
            try await site.world.runJobs()
            expect(Set(try await news(0, site)), is: ["answer 2", "answer 4"])
        }
    }

    @Test(arguments: Backend.available)
    func `who is named hears that they are, and whose name is only the beginning of it does not`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let (short, long) = (site.people[2], site.people[3])
            try await site.database.write { tx in
                try tx.execute("UPDATE members SET pseudonym = 'Quiet Owl 7' WHERE id = \(short)")
                try tx.execute("UPDATE members SET pseudonym = 'Quiet Owl 77' WHERE id = \(long)")
            }
            let thread = try await site.start(by: 0)
            for number in [2, 3] { try await site.put(in: thread, by: number) }
            let place = try await site.put("@Quiet Owl 77 It did for me.", in: thread, by: 1)
            try await site.talk.tellWatchers(of: place)
            expect(try await news(3, site), is: ["mention \(place.number)"])
            expect(try await news(2, site), is: ["answer \(place.number)"])
            expect(await site.get("/me/talk", as: 3), 200, holds: ["your name was mentioned"])
            let page = await site.get(site.path(thread), as: 0).text
            expect(page.contains("<a href=\"?page=1#p3\">@Quiet Owl 77</a>"), is: true)
            expect(page.contains(">@Quiet Owl 7</a>"), is: false)
        }
    }

    /// A name elsewhere behind an @ is a way to reach somebody; the name of somebody who wrote here is none.
    @Test(arguments: Backend.available)
    func `naming somebody of the thread is not held, and a name elsewhere is`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            try await site.put(in: thread, by: 2)
            for (words, isHeld) in [
                ("@\(try await site.name(2)) It did for me.", false), ("@gentle_owl on insta", true),
            ] {
                let posted = try await site.talk.reply(
                    PostInput(words: words), to: thread, as: site.viewer(1), at: site.now)
                if case .held = posted { expect(isHeld, is: true, words) } else { expect(isHeld, is: false, words) }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `who did not write in the thread cannot be named, and nobody learns whether there is such a member`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            try await site.put(in: thread, by: 4, .waiting)
            var pages: [String] = []
            for name in [try await site.name(5), try await site.name(4), "Nobody Atall 100"] {
                let place = try await site.put("@\(name) It did for me.", in: thread, by: 1)
                let viewer = site.viewer(0)
                let post = try await site.database.read {
                    try PostStore.posts(of: thread, numbered: [place.number], as: viewer, in: $0).first
                }
                pages.append(post?.html.string.replacing(name, with: "…") ?? "")
                try await site.talk.tellWatchers(of: place)
            }
            expect(Set(pages).count, is: 1, "\(pages)")
            expect(try await news(5, site), is: [])
        }
    }

    @Test(arguments: Backend.available)
    func `a mail says that something is new, and no word of where, of whom or of what`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend, mail: .ofTests) { site in
            let mailbox = MailboxTransport()
            try await site.world.accounts.demonstrateMail(to: "p0@example.org", of: site.people[0])
            let thread = try await site.start("Seizures and work", by: 0, in: "epilepsy")
            let viewer = site.viewer(1)
            _ = try await site.talk.reply(PostInput(words: "It did for me."), to: thread, as: viewer, at: site.now)
            _ = try await site.talk.reply(PostInput(words: "Slow."), to: thread, as: viewer, at: site.now)
            try await site.world.runJobs(mailingThrough: mailbox)
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.map(\.to.text), is: ["p0@example.org"], "of two things one mail tells")
            let name = try await site.name(1)
            for mail in mailbox.mails {
                let said = (mail.subject + mail.text).lowercased()
                for word in ["seizure", "epilep", "work", "did for me", "thread", "\(thread)", name.lowercased()] {
                    expect(said.contains(word), is: false, word)
                }
            }
        }
    }
}
