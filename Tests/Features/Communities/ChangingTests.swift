import Storage
import Testing
import Web
import World

@testable import Communities
@testable import Safety

/// A post is changed, and what it said before is its author's to see and to put back.
@Suite struct ChangingTests {
    private static let number = "It helped me, call me on 603 555 0123 and I tell you more."

    private func versions(_ place: PostPlace, _ site: TestTalk) async throws -> [String] {
        try await site.database.read { try PostStore.versions(of: place, in: $0).map { "\($0.number) \($0.words)" } }
    }

    private func send(_ words: String, _ place: PostPlace, by number: Int, _ site: TestTalk) async -> Exchange {
        await site.post(site.path(place, "edit"), as: number, [("title", TestTalk.words), ("words", words)])
    }

    @Test(arguments: Backend.available)
    func `each change keeps what stood there, once, and any of it comes back`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            let place = try await site.put("How long?", in: thread, by: 1)
            expect(await site.get(site.path(place, "history"), as: 1), 200, holds: ["It has not been changed"])
            site.time.pass(.minutes(1))
            expect(await send("It did for me.", place, by: 1, site), 303, to: "\(site.path(thread))#p2")
            expect(await send("It did for me.", place, by: 1, site), 303)
            expect(await send("Slow.", place, by: 1, site), 303)
            expect(try await versions(place, site), is: ["1 How long?", "2 It did for me."])
            let page = await site.get(site.path(thread), as: 5)
            expect(page, 200, holds: ["Slow.", "changed since"], lacks: ["How long?", "It did for me."])
            let history = await site.get(site.path(place, "history"), as: 1)
            expect(history, 200, holds: ["How long?", "It did for me.", "edit?version=1"])
            expect(await site.get(site.path(place, "edit?version=1"), as: 1), 200, holds: ["How long?</textarea>"])
            for version in ["3", "0", "-1", "x", "99999999999999999999"] {
                expect(
                    await site.get(site.path(place, "edit?version=\(version)"), as: 1), 200, holds: ["Slow.</textarea>"]
                )
            }
            expect(await send("How long?", place, by: 1, site), 303)
            expect(try await versions(place, site).count, is: 3)
        }
    }

    @Test(arguments: Backend.available)
    func `a hundred and fifty changes are enough for a day, and the words are kept`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let place = try await site.put("How long?", in: try await site.start(by: 0), by: 1)
            for number in 0..<CommunitiesFeature.changesADay {
                _ = try await site.talk.change(
                    place, title: nil, PostInput(words: "Month \(number) of mine"), as: site.viewer(1), at: site.now)
            }
            expect(try await versions(place, site).count, is: CommunitiesFeature.changesADay)
            expect(await send("Slow.", place, by: 1, site), 422, holds: ["send it tomorrow", "Slow.</textarea>"])
            site.time.pass(.days(1))
            expect(await send("Slow.", place, by: 1, site), 303)
        }
    }

    @Test(arguments: Backend.available)
    func `what is found in other words keeps them from all but their author, and the former ones are gone too`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            let place = try await site.put("Six weeks it took", in: thread, by: 1)
            let fields = [("words", Self.number), ("person", "yes")]
            expect(await site.post(site.path(place, "edit"), as: 1, fields), 303)
            expect(try await site.state(place), is: .waiting)
            expect(await site.get(site.path(thread), as: 5), 200, lacks: ["603 555", "Six weeks it took"])
            expect(try await site.thread(thread)?.replies, is: 0)
            // Changed once more, to words in which nothing is found: nobody has to look any more.
            expect(await send("It did for me.", place, by: 1, site), 303)
            expect(try await site.state(place), is: .shown)
            expect(try await site.thread(thread)?.replies, is: 1)
            expect(try await site.count("SELECT COUNT(*) FROM safety_cases WHERE state = 'open'"), is: 0)
            expect(try await site.decide(place, isAllowed: true), is: false)
        }
    }

    @Test(arguments: Backend.available)
    func `what was hidden or refused comes back by a moderator's word only, however it is changed`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            for state in [PostState.hidden, .refused] {
                let place = try await site.put("Six weeks it took", in: thread, by: 1, state)
                expect(await send("It did for me.", place, by: 1, site), 303)
                expect(try await site.state(place), is: .waiting, "\(state)")
                expect(await site.get(site.path(thread), as: 5), 200, lacks: ["It did for me."])
                expect(await send("Slow.", place, by: 1, site), 303)
                expect(try await site.state(place), is: .waiting, "\(state): nor with a second change")
                try await site.rule(.allowed)
                expect(try await site.state(place), is: .shown, "\(state)")
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a question that is changed keeps its answers in sight while nothing is found in it`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start("How long?", by: 0)
            try await site.put("Six weeks it took", in: thread, by: 1)
            let edit = site.path(PostPlace(thread, 1), "edit")
            expect(await site.post(edit, as: 0, [("title", ""), ("words", "Slow.")]), 422, holds: ["Slow.</textarea>"])
            expect(
                await site.post(edit, as: 0, [("title", "Did it pass?"), ("words", "Slow.")]), 303,
                to: "\(site.path(thread))#p1")
            let page = await site.get(site.path(thread), as: 5)
            expect(page, 200, holds: ["Did it pass?", "Slow.", "Six weeks it took"], lacks: ["How long?"])
            expect(await site.get(TestTalk.page, as: 5), 200, holds: ["Did it pass?"], lacks: ["How long?"])
        }
    }

    @Test(arguments: Backend.available)
    func `a moderator who read the former words decides nothing about those that stand there now`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            let place = try await site.put("Six weeks it took", in: thread, by: 1)
            for number in [3, 4] { try await site.report(place, by: number) }
            expect(try await site.state(place), is: .hidden)
            site.time.pass(.minutes(1))
            expect(await send("It did for me.", place, by: 1, site), 303)
            // The reported words were kept; those that stand there wait still.
            try await site.rule(.kept)
            expect(try await site.state(place), is: .waiting)
            try await site.rule(.allowed)
            expect(try await site.state(place), is: .shown)
        }
    }

    @Test(arguments: Backend.available)
    func `danger in a warning waits for a second yes, as in the words`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let place = try await site.put(in: try await site.start(by: 0), by: 1)
            let reply = "\(site.path(place.thread))/reply"
            let danger = [("words", "It did for me."), ("warning", "I want to kill myself tonight.")]
            let question = [("title", "How long?"), ("readers", "members")] + danger
            for (path, fields) in [
                ("\(TestTalk.page)/ask", question), (reply, danger), (site.path(place, "edit"), danger),
            ] {
                expect(
                    await site.post(path, as: 1, fields), 200,
                    holds: ["name=\"anyway\"", "I want to kill myself tonight."],
                    path)
            }
            expect(try await site.count("SELECT COUNT(*) FROM posts"), is: 2)
            expect(try await site.count("SELECT COUNT(*) FROM posts WHERE warning IS NOT NULL"), is: 0)
            let sent = await site.post(reply, as: 1, danger + [("anyway", "yes")])
            expect([200, 303].contains(sent.status), is: true)
            expect(try await site.state(PostPlace(place.thread, 3)), is: .waiting)
        }
    }
}
