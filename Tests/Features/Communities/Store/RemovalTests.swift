import Accounts
import Storage
import Testing
import Web
import World

@testable import Communities
@testable import Safety

/// What its author takes back is gone from every table and every page at once, and nothing brings it back.
@Suite struct RemovalTests {
    private func change(_ place: PostPlace, to words: String, by number: Int, _ site: TestTalk) async throws {
        let (author, now, talk) = (site.people[number], site.now, site.talk)
        try await site.database.write { tx in
            let post = try talk.written(PostInput(words: words), .shown, in: place.thread, by: author, tx)
            try PostStore.change(post, at: place, at: now, in: tx)
        }
    }

    /// Where words still stand in the database, earlier versions and markup included.
    private func places(_ words: [String], _ site: TestTalk) async throws -> Set<String> {
        // What the server does within the minute.
        try await site.database.purge(PostIndexStore.index)
        return try await site.database.places(of: ID<Person>.random(), orWords: words)
    }

    @Test(arguments: Backend.available)
    func `of a removed post no word is left in any column, and nothing that was pressed under it`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            let place = try await site.put("One quittenword", in: thread, by: 1)
            for words in ["Two quittenword", "Three quittenword"] {
                try await change(place, to: words, by: 1, site)
            }
            try await site.database.write {
                try $0.execute("UPDATE posts SET warning = 'A quittenwarning' WHERE number = 2")
            }
            try await site.talk.tellWatchers(of: place)
            try await site.press(.hope, at: place, by: 2)
            let before = try await places(["quittenword", "quittenwarning"], site)
            expect(
                before.isSuperset(of: ["posts.words", "posts.html", "posts.warning", "post_versions.words"]), is: true,
                "\(before)")
            expect(try await site.remove(place, by: 2), is: false, "not somebody else's")
            expect(try await site.remove(place, by: 1), is: true)
            expect(try await site.remove(place, by: 1), is: false, "once")
            expect(try await places(["quittenword", "quittenwarning"], site), is: [])
            for table: SQL in ["post_versions", "post_treatments", "reactions", "talk_news"] {
                expect(try await site.count("SELECT COUNT(*) FROM \(table)"), is: 0)
            }
            expect(try await site.thread(thread)?.replies, is: 0)
            let author: SQL = "SELECT COUNT(*) FROM posts WHERE number = 2 AND author_id IS NOT NULL"
            expect(try await site.count(author), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `a thread without answers goes whole, and is the same as one that never was`(on backend: Backend) async throws
    {
        try await withTalk(on: backend) { site in
            let thread = try await site.start("A quittentitle", by: 1, .anyone)
            expect(await site.get(TestTalk.page), 200, holds: ["A quittentitle"])
            let delete = site.path(PostPlace(thread, 1), "delete")
            expect(await site.get(delete, as: 1), 200, holds: [TestTalk.words, "It cannot be undone"])
            expect(await site.post(delete, on: delete, as: 1), 303, to: TestTalk.page)
            expect(try await places(["quittentitle"], site), is: [])
            for number in [nil, 0, 1] {
                expect(await site.get(site.path(thread), as: number), 404)
                expect(await site.get(TestTalk.page, as: number), 200, lacks: ["quittentitle"])
            }
            expect(await site.get("/me/talk", as: 1), 200, lacks: ["quittentitle"])
        }
    }

    @Test(arguments: Backend.available)
    func `of a question with answers the answers stay, and every page can be used without it`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let source = "https://quittensource.example.org/"
            let thread = try await site.start("A quittentitle", by: 1, .members, .claim, source: source)
            let answer = try await site.put("The answer of somebody", in: thread, by: 2)
            try await site.put("The next answer", in: thread, by: 3)
            try await site.talk.tellWatchers(of: PostPlace(thread, 3))
            expect(try await site.remove(PostPlace(thread, 1), by: 1), is: true)
            expect(try await places(["quittentitle", "quittensource"], site), is: [])
            expect(try await site.thread(thread)?.state, is: .gone)
            let page = await site.get(site.path(thread), as: 5)
            expect(
                page, 200, holds: ["The answer of somebody", "Its author took these words back"],
                lacks: ["quittentitle", "quittensource", TestTalk.words])
            let hasButtons = page.text.contains("form=\"react\"") && !page.text.contains("id=\"react\"")
            expect(hasButtons, is: false, "buttons of a form that is not there")
            expect(await site.get(TestTalk.page, as: 5), 200, lacks: ["quittentitle", "/threads/"])
            // Whoever answered still gets at their own words, and no link is without any.
            for path in [
                "/me/talk", site.path(answer, "edit"), site.path(answer, "history"), site.path(answer, "delete"),
            ] {
                let own = await site.get(path, as: 2)
                expect(own, 200, lacks: ["quittentitle"], path)
                expect(own.text.contains(/<a [^>]*><\/a>/), is: false, "a link without words on \(path)")
            }
            expect(try await site.remove(answer, by: 2), is: true)
        }
    }

    /// A question with an answer, reported, taken back by its author, and only then decided about.
    @Test(arguments: Backend.available, [Ruling.Outcome.kept, .hidden])
    func `what a moderator decides later brings back nothing, and hides no answers of others`(
        on backend: Backend, outcome: Ruling.Outcome
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start("A quittentitle", by: 1)
            let question = PostPlace(thread, 1)
            try await site.put("The answer of somebody", in: thread, by: 2)
            try await site.report(question, by: 3)
            // Two reports of contact details hide it; to be kept then means to be shown again.
            if outcome == .kept { try await site.report(question, by: 4) }
            expect(try await site.state(question), is: outcome == .kept ? .hidden : .shown)
            expect(try await site.remove(question, by: 1), is: true)
            try await site.rule(outcome)
            expect(try await site.state(question), is: .gone)
            expect(try await site.thread(thread)?.state, is: .gone)
            expect(await site.get(site.path(thread), as: 5), 200, holds: ["The answer of somebody"])
            expect(await site.get(TestTalk.page, as: 5), 200, lacks: ["/threads/"])
        }
    }

    @Test(arguments: Backend.available)
    func `what waited and was taken back is not let through any more`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            let place = try await site.put(in: thread, by: 1, .waiting)
            expect(try await site.remove(place, by: 1), is: true)
            expect(try await site.decide(place, isAllowed: true), is: false)
            expect(try await site.state(place), is: .gone)
            expect(try await site.thread(thread)?.replies, is: 0)
        }
    }

    @Test(arguments: Backend.available, [true, false])
    func `a form that is sent again after its post was removed brings no error and no words back`(
        on backend: Backend, isQuestion: Bool
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            let target = isQuestion ? "\(TestTalk.page)/ask" : "\(site.path(thread))/reply"
            let shown = await site.get(target, as: 1).text
            let form = try #require(shown.firstMatch(of: /name="form" value="([^"]+)"/).map { String($0.1) })
            let fields = [
                ("form", form), ("title", TestTalk.words), ("words", "It did for me."), ("readers", "members"),
            ]
            expect(await site.post(target, as: 1, fields), 303)
            let written = try await site.database.read { tx in
                try tx.first("SELECT thread_id, number FROM posts WHERE words = 'It did for me.'") {
                    PostPlace(try $0.get(0), try $0.get(1))
                }
            }
            let place = try #require(written)
            // With an answer the thread's place stays.
            if isQuestion { try await site.put(in: place.thread, by: 2) }
            expect(try await site.remove(place, by: 1), is: true)
            let again = await site.post(target, as: 1, fields)
            expect(again.status < 500, is: true, "\(again.status)")
            expect(try await site.state(place), is: .gone)
        }
    }

    @Test(arguments: Backend.available)
    func `who wrote can take it back, wherever others have shut the door meanwhile`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            for number in [1, 2, 3] { try await site.join(number) }
            let blocked = try await site.put("Mine one", in: try await site.start(by: 0), by: 1)
            try await site.world.accounts.block(site.people[1], as: site.viewer(0))
            let left = try await site.put("Mine two", in: try await site.start(by: 0, .community), by: 2)
            expect(await site.post("\(TestTalk.page)/leave", as: 2), 303)
            let hidden = try await site.put("Mine three", in: try await site.start(by: 0), by: 3)
            try await site.setHidden(true, PostPlace(hidden.thread, 1))
            for (place, number) in [(blocked, 1), (left, 2), (hidden, 3)] {
                let delete = site.path(place, "delete")
                expect(await site.get(delete, as: number), 200, holds: ["Mine"], "\(number)")
                expect(await site.post(delete, as: number), 303, "\(number)")
                expect(try await site.state(place), is: .gone, "\(number)")
            }
        }
    }
}
