import Markup
import Post
import Storage
import Testing
import Web
import World

@testable import Communities

/// A title whose reader asked to be warned of it is folded wherever it stands in a list, for them alone.
@Suite struct TitleFilterTests {
    private static let folded = "Hidden by your filter: show"

    private func save(_ themes: [TalkTheme], _ words: String = "", by number: Int, _ site: TestTalk) async {
        let fields = themes.map { ("themes", $0.rawValue) } + [("words", words)]
        expect(await site.post("/me/talk/filters", as: number, fields), 303, to: "/me/talk/filters")
    }

    private func folds(_ page: String, as number: Int?, _ site: TestTalk) async -> Int {
        let shown = await site.get(page, as: number)
        expect(shown, 200)
        return shown.text.ranges(of: Self.folded).count
    }

    @Test(arguments: Backend.available)
    func `a thread is folded in the list of its community by its title or by its first post`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            _ = try await site.start("Needles again", "What do you do?", by: 0, .anyone, .experience)
            _ = try await site.start("A hard week", "The needle is the worst of it.", by: 1, .anyone, .experience)
            let plain = try await site.start("A walk", "By the lake.", by: 2, .anyone, .experience)
            try await site.put("No needle for me.", in: plain, by: 1)
            _ = try await site.start("By the quittenlake", "Slow.", by: 2, .anyone, .experience)
            expect(await folds(TestTalk.page, as: 3, site), is: 0)
            await save([.needles], by: 3, site)
            expect(await folds(TestTalk.page, as: 3, site), is: 2, "an answer folds no title")
            await save([], "Quittenlak\nweek", by: 3, site)
            expect(await folds(TestTalk.page, as: 3, site), is: 2)
            await save([.needles], "quittenlake\nslow", by: 3, site)
            expect(await folds(TestTalk.page, as: 3, site), is: 3)
            for number in [nil, 0, 4] { expect(await folds(TestTalk.page, as: number, site), is: 0) }
            await save([.needles], by: 0, site)
            expect(await folds(TestTalk.page, as: 0, site), is: 1, "one's own one knows")
        }
    }

    @Test(arguments: Backend.available)
    func `so it is in what a search finds, in like questions and in what is new`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start("Quitten needles at the lake", "What helps?", by: 0, .anyone)
            try await site.talk.tellWatchers(of: try await site.put("Quitten tea.", in: thread, by: 1))
            let search = "\(TestTalk.page)/search?q=quitten"
            let like = [("kind", "question"), ("title", "Quitten needles"), ("look", "yes")]
            for number in [0, 2, 3] { await save([.needles], by: number, site) }
            for number in [nil, 4] { expect(await folds(search, as: number, site), is: 0) }
            expect(await folds(search, as: 3, site), is: 1)
            let asked = await site.post("\(TestTalk.page)/ask", as: 3, like)
            expect(asked.text.ranges(of: Self.folded).count, is: 1)
            expect(await folds("/me/talk", as: 0, site), is: 0, "their own thread")
            try await site.database.write {
                try WatchStore.setWatching(true, thread, as: site.viewer(2), in: $0)
            }
            try await site.talk.tellWatchers(of: try await site.put("Quitten jam.", in: thread, by: 1))
            expect(await folds("/me/talk", as: 2, site), is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `a mail says so in the place of title and words`(on backend: Backend) async throws {
        try await withTalk(on: backend, mail: .ofTests) { site in
            let mailbox = MailboxTransport()
            let thread = try await site.start("Quitten needles", "What helps?", by: 0)
            try await site.wish(2, words: true)
            try await site.database.write {
                try WatchStore.setWatching(true, thread, as: site.viewer(2), in: $0)
            }
            await save([.needles], by: 2, site)
            try await site.answer("The needle, the quittenneedle.", in: thread, by: 1)
            try await site.world.runJobs(mailingThrough: mailbox)
            let mail = try #require(mailbox.mails.first { $0.text.contains("asked to be warned of") })
            expect(mail.text.contains("uitten"), is: false, mail.text)
        }
    }

    @Test(arguments: Backend.available)
    func `a list asks as often for three threads as for twelve`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            await save([.needles], "quitten", by: 3, site)
            func asked() async -> Int {
                _ = site.world.statements.take()
                expect(await site.get(TestTalk.page, as: 3), 200)
                return site.world.statements.take().flatMap(\.self).count
            }
            // With fewer a place is quiet, and its page looks for others.
            for number in 0..<3 { _ = try await site.start("Needles \(number)", by: number) }
            _ = await asked()
            let before = await asked()
            for number in 3..<12 { _ = try await site.start("Needles \(number)", by: number % 3) }
            expect(await asked(), is: before)
        }
    }
}
