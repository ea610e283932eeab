import Accounts
import Storage
import Testing
import Web
import World

@testable import Communities

/// A question that nobody answers is put to a few who said that they may be asked.
@Suite struct UnansweredTests {
    /// The titles of what was put to somebody.
    private func put(to number: Int, _ site: TestTalk) async throws -> [String] {
        let viewer = site.viewer(number)
        return try await site.database.read { tx in
            try WatchStore.news(as: viewer, limit: 50, in: tx).filter { $0.reason == .canAnswer }.map(\.thread.title)
        }
    }

    private func put(_ site: TestTalk) async throws -> [[String]] {
        var all: [[String]] = []
        for number in site.people.indices { all.append(try await put(to: number, site)) }
        return all
    }

    private func open(_ numbers: ClosedRange<Int>, _ site: TestTalk) async {
        for number in numbers {
            expect(await site.post("\(TestTalk.page)/join", as: number, [("asked", "yes")]), 303, to: TestTalk.page)
        }
    }

    private func nextDay(_ site: TestTalk) async throws {
        site.time.pass(.days(1))
        try await site.talk.putQuestions()
    }

    @Test(arguments: Backend.available)
    func `five at most are asked, each once and one a day, whoever was asked longest ago first`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            await open(1...7, site)
            expect(await site.get(TestTalk.page, as: 1), 200, holds: ["value=\"yes\"", "checked"])
            _ = try await site.start("First", by: 0)
            try await site.talk.putQuestions()
            expect(try await put(site).joined().count, is: 0, "it waits a day for whoever comes by")
            site.time.pass(.hours(23))
            _ = try await site.start("Second", by: 0)
            site.time.pass(.hours(1))
            for _ in 0..<2 { try await site.talk.putQuestions() }
            expect(try await put(site).filter { $0 == ["First"] }.count, is: 5)
            expect(try await put(site).filter(\.isEmpty).count, is: 3, "the asker and two")
            let rested = try await put(site).enumerated().filter { $0.element.isEmpty && $0.offset > 0 }.map(\.offset)
            site.time.pass(.days(1))
            try await site.world.runJobs()
            for number in rested { expect(try await put(to: number, site), is: ["Second"], "asked longest ago: never") }
            expect(try await put(site).joined().count { $0 == "Second" }, is: 5)
            expect(try await put(site).joined().count { $0 == "First" }, is: 5, "never more in all")
            try await nextDay(site)
            expect(try await put(site).joined().count, is: 10)
            expect(await site.get("/me/talk", as: rested[0]), 200, holds: ["you may know about this", "Second"])
        }
    }

    @Test(arguments: Backend.available)
    func `nobody is asked who did not say so, does not belong, is suspended, or is blocked either way`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            await open(1...5, site)
            expect(await site.post("\(TestTalk.page)/join", as: 1), 303)
            expect(await site.post("/communities/epilepsy/join", as: 6, [("asked", "yes")]), 303)
            let accounts = site.world.accounts
            try await accounts.block(site.people[0], as: site.viewer(2))
            try await accounts.block(site.people[3], as: site.viewer(0))
            try await accounts.hold(site.people[4], isForGood: false, by: .system(reason: "test"))
            for readers in ThreadVisibility.allCases { _ = try await site.start(readers.rawValue, by: 0, readers) }
            for _ in 0..<4 { try await nextDay(site) }
            expect(try await put(site).map(\.count), is: [0, 0, 0, 0, 0, 3, 0, 0])
        }
    }

    @Test(arguments: Backend.available)
    func `what is answered, told, hidden, old or of nobody is put to nobody`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            await open(1...7, site)
            try await site.put(in: try await site.start("Answered", by: 0), by: 1)
            _ = try await site.start("Told", by: 0, .members, .experience)
            _ = try await site.start("Waits", by: 0, state: .waiting)
            try await site.setHidden(true, PostPlace(try await site.start("Hidden", by: 0), 1))
            _ = try await site.remove(PostPlace(try await site.start("Gone", by: 0), 1), by: 0)
            try await nextDay(site)
            expect(try await put(site).joined().count, is: 0)
            _ = try await site.start("Old", by: 0)
            site.time.pass(.days(31))
            try await site.talk.putQuestions()
            expect(try await put(site).joined().count, is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `an ask that nobody took becomes a question here once its asker has sent it`(on backend: Backend) async throws
    {
        try await withTalk(on: backend) { site in
            let ask = "/ask/duloxetine/epilepsy"
            expect(await site.post(ask, on: ask, as: 0, [("question", "Does it get easier after a month?")]), 303)
            let page = await site.get("/me/questions", as: 0)
            let form = try #require(page.text.firstMatch(of: /action="(\/communities\/epilepsy\/ask[^"]*)"/))
            let fields = [("title", "Duloxetine for epilepsy"), ("words", "Does it get easier after a month?")]
            let begun = await site.post(String(form.1), on: "/me/questions", as: 0, fields)
            expect(
                begun, 200,
                holds: ["value=\"Duloxetine for epilepsy\"", "Does it get easier after a month?</textarea>"])
            expect(try await site.count("SELECT COUNT(*) FROM threads"), is: 0, "they send it or not")
            let sent = fields + [("kind", "question"), ("readers", "members")]
            expect(await site.post("/communities/epilepsy/ask", on: "/me/questions", as: 0, sent), 303)
            expect(await site.get("/communities/epilepsy", as: 1), 200, holds: ["Duloxetine for epilepsy"])
        }
    }

    @Test(arguments: Backend.available)
    func `questions that nobody can be asked keep none behind them from being put`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            await open(1...2, site)
            // Nobody belongs there.
            for number in 0..<3 { _ = try await site.start("Lonely \(number)", by: 0, in: "epilepsy") }
            _ = try await site.start("First", by: 0)
            site.time.pass(.days(2))
            try await site.talk.putQuestions(atOnce: 1)
            for number in 1...2 { expect(try await put(to: number, site), is: ["First"]) }
        }
    }
}
