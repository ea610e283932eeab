import Accounts
import Storage
import Testing
import Web
import World

@testable import Communities

/// What waited appears: once, at an hour of the grid, together, and with it no row of a member.
@Suite struct ReleaseTests {
    private static let ofMembers: [SQL] = [
        "thread_watches", "talk_news", "reactions", "put_questions", "drafts", "mailed_answers", "post_mentions",
        "community_members", "audit_events",
    ]

    private func members(_ site: TestTalk) async throws -> [Int] {
        var counts: [Int] = []
        for table in Self.ofMembers { counts.append(try await site.count("SELECT COUNT(*) FROM \(table)")) }
        return counts
    }

    @Test(arguments: Backend.available)
    func `an act happens once, and appears as of the hour of the grid`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let act = site.act(.ask(site.question("Once", "Only once.")))
            for _ in 0..<3 { try await site.talk.releaseDark([act, act], at: site.now) }
            expect(try await site.count("SELECT COUNT(*) FROM threads"), is: 1)
            guard case .ask(let question) = act.deed else { return }
            let thread = try #require(try await site.thread(question.thread))
            expect(thread.startedAt, is: DarkPace.hour(before: site.now))
            expect(thread.startedAt.milliseconds % (6 * 3_600_000), is: 0)
            expect([thread.byAsker, thread.author == nil, thread.state == .shown], is: [true, true, true])
            let row = try #require(try await site.row(1))
            expect(row.thread, is: thread.id)
            expect(row.day, is: PartialDate(site.now))
            // A second form with the same mark comes to nothing, and its mark stays with the first.
            try await site.release(.ask(site.question("Twice")))
            expect(try await site.count("SELECT COUNT(*) FROM threads"), is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `what follows for others is no part of it`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.askInTheDark()
            for number in 1...3 {
                let viewer = site.viewer(number)
                try await site.database.write { try WatchStore.setWatching(true, thread, as: viewer, in: $0) }
                try await site.press(.hope, at: PostPlace(thread, 1), by: number)
            }
            try await site.put("It does.", in: thread, by: 2)
            try await site.put("It does not.", in: thread, by: 3)
            try await site.world.runJobs()
            let before = try await members(site)
            try await site.release(.reply(site.reply("Thank you both.")), .best(number: 2))
            try await site.release(.change(number: 4, title: nil, words: "Thank you.", warning: nil))
            try await site.release(.remove(number: 1))
            expect(try await members(site), is: before)
            expect(try await site.count("SELECT COUNT(*) FROM posts WHERE author_id IS NOT NULL AND by_asker"), is: 0)
            try await site.world.runJobs()
            expect(try await members(site) == before, is: false)
            expect(try await site.count("SELECT COUNT(*) FROM reactions"), is: 0, "with the post what was pressed")
        }
    }

    @Test(arguments: Backend.available)
    func `of one question all that is due together happens in its order, in whatever order it is handed in`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let question = site.question("First", "As it was.")
            let acts = [
                site.act(.change(number: 1, title: "Second", words: "As it is.", warning: nil)),
                site.act(.reply(site.reply("And one thing more."))), site.act(.ask(question)),
                site.act(.ask(site.question("Another's")), by: 2),
            ]
            try await site.talk.releaseDark(acts, at: site.now)
            let thread = try #require(try await site.thread(question.thread))
            expect(thread.title, is: "Second")
            expect(thread.replies, is: 1)
            expect(try await site.words(PostPlace(thread.id, 1)), is: "As it is.")
            expect(try await site.count("SELECT COUNT(*) FROM post_versions"), is: 0, "nothing of the first is kept")
            expect(try await site.count("SELECT COUNT(*) FROM threads"), is: 2)
        }
    }

    @Test(arguments: Backend.available)
    func `only the mark of a thread changes it, and only what is its asker's`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.askInTheDark("Mine", "Of mine.")
            let other = try await site.put("Of another's.", in: thread, by: 2)
            _ = try await site.askInTheDark("Yours", "Of yours.", by: 2)
            try await site.release(
                .change(number: 1, title: "Taken", words: "Taken.", warning: nil), .remove(number: 1), .best(number: 2),
                by: 3)
            try await site.release(
                .change(number: other.number, title: nil, words: "Taken.", warning: nil),
                .remove(number: other.number), .remove(number: 99))
            expect(try await site.words(PostPlace(thread, 1)), is: "Of mine.")
            expect(try await site.words(other), is: "Of another's.")
            expect(try await site.thread(thread)?.best == nil, is: true)
            expect(try await site.thread(thread)?.title, is: "Mine")
        }
    }

    @Test(arguments: Backend.available)
    func `an asker finds the best answer, and whoever gave it hears of it`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.askInTheDark()
            for number in [1, 2] { try await site.put("It does, says \(number).", in: thread, by: number) }
            try await site.release(.best(number: 2))
            try await site.world.runJobs()
            expect(await site.get("/me/talk", as: 1), 200, holds: ["your answer was found the best"])
            try await site.release(.best(number: 3))
            try await site.world.runJobs()
            expect(await site.get("/me/talk", as: 1), 200, lacks: ["your answer was found the best"])
            expect(await site.get("/me/talk", as: 2), 200, holds: ["your answer was found the best"])
            try await site.release(.best(number: nil))
            expect(try await site.thread(thread)?.best == nil, is: true)
        }
    }

    @Test(arguments: Backend.available)
    func `a removed question is gone as any is, and its mark stays spent`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.askInTheDark("A quittentitle", "A quittenword.")
            try await site.release(.remove(number: 1))
            try await site.database.purge(PostIndexStore.index)
            let places = try await site.database.places(
                of: ID<Person>.random(), orWords: ["quittentitle", "quittenword"])
            expect(places, is: [])
            expect(await site.get(site.path(thread), as: 1), 404)
            try await site.release(.ask(site.question("Again")))
            expect(try await site.count("SELECT COUNT(*) FROM threads WHERE state = 'shown'"), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `an asker writes on eight times, and what is gone counts`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.askInTheDark()
            for number in 1...6 { try await site.release(.reply(site.reply("Once more, \(number)."))) }
            try await site.release(.remove(number: 3))
            for number in 7...9 { try await site.release(.reply(site.reply("Once more, \(number)."))) }
            expect(try await site.thread(thread)?.lastNumber, is: 1 + DarkRelease.mostReplies)
        }
    }

    @Test(arguments: Backend.available)
    func `who leaves has each question taken away at its hour`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let first = try await site.askInTheDark("First", by: 1)
            let second = try await site.askInTheDark("Second", by: 2)
            try await site.release(.reply(site.reply("More of it.")), by: 2)
            let later = site.now + .days(9)
            let act = site.act(
                .leave([
                    DarkFarewell(mark: TestTalk.mark(1), due: site.now),
                    DarkFarewell(mark: TestTalk.mark(2), due: later),
                    DarkFarewell(mark: TestTalk.mark(7), due: site.now),
                ]))
            for _ in 0..<2 { try await site.talk.releaseDark([act], at: site.now) }
            expect(try await site.thread(first)?.state, is: .gone)
            expect(try await site.thread(second)?.state, is: .shown)
            expect(try await site.count("SELECT COUNT(*) FROM dark_done WHERE act = \(act.id)"), is: 0, "it goes on")
            site.time.pass(.days(10))
            for _ in 0..<2 { try await site.talk.releaseDark([act], at: site.now) }
            expect(try await site.thread(second)?.state, is: .gone)
            expect(try await site.count("SELECT COUNT(*) FROM posts WHERE state <> 'gone'"), is: 0)
            expect(try await site.count("SELECT COUNT(*) FROM dark_done WHERE act = \(act.id)"), is: 1)
        }
    }
}
