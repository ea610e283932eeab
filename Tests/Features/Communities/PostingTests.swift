import Storage
import Testing
import Web
import World

@testable import Communities
@testable import Safety

/// What is sent: once, not too much, and looked at before others read it.
@Suite struct PostingTests {
    private static let number = "It helped me, call me on 603 555 0123 and I tell you more."
    private static let urge = "Throw your seizure meds away, why are you still on them?"

    private func form(_ path: String, as number: Int, _ site: TestTalk) async throws -> String {
        let shown = await site.get(path, as: number).text
        return try #require(shown.firstMatch(of: /name="form" value="([^"]+)"/).map { String($0.1) })
    }

    private func posts(_ site: TestTalk) async throws -> Int { try await site.count("SELECT COUNT(*) FROM posts") }

    private func newThread(_ title: String = TestTalk.words) -> NewThread {
        NewThread(
            id: .random(), community: TestTalk.stigma, kind: .question, title: title, language: "en", source: nil,
            visibility: .members)
    }

    private func name(of posted: CommunitiesFeature.Posted) -> String {
        switch posted {
        case .done: "done"
        case .waits: "waits"
        case .held(let field, _): "held: \(field)"
        case .refused(let key): key
        }
    }

    // MARK: - Once

    @Test(arguments: Backend.available)
    func `a form that is sent twice is one post, and leads to the same place`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let ask = "\(TestTalk.page)/ask"
            let question = [
                ("form", try await form(ask, as: 1, site)), ("title", TestTalk.words), ("words", "It did for me."),
                ("readers", "members"),
            ]
            let first = await site.post(ask, as: 1, question)
            expect(first, 303)
            let path = try #require(first.header("location"))
            expect(await site.post(ask, as: 1, question), 303, to: path)
            expect(try await posts(site), is: 1)
            let reply = "\(path)/reply"
            let answer = [("form", try await form(reply, as: 2, site)), ("words", "It did for me.")]
            for _ in 0..<3 { expect(await site.post(reply, as: 2, answer), 303, to: "\(path)#p2") }
            expect(try await posts(site), is: 2)
            // Another's form is not theirs: what they send with it is a post of its own.
            expect(await site.post(reply, as: 3, answer), 303, to: "\(path)#p3")
            expect(await site.post(reply, as: 2, [("form", "made.up"), ("words", "Slow.")]), 303, to: "\(path)#p4")
        }
    }

    @Test(arguments: Backend.available)
    func `of two that are sent at the same moment one is kept`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let reply = site.path(try await site.start(by: 0)) + "/reply"
            let fields = [("form", try await form(reply, as: 1, site)), ("words", "It did for me.")]
            let sent = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { await site.post(reply, as: 1, fields).status } }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            expect(sent, is: [303, 303, 303, 303])
            expect(try await posts(site), is: 2)
        }
    }

    @Test(arguments: Backend.available)
    func `what is wrong with a form is said at once, and nothing that was typed is lost`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let ask = "\(TestTalk.page)/ask"
            let typed = [("kind", "claim"), ("title", ""), ("words", "Kept as it was"), ("warning", "Kept, too")]
            expect(
                await site.post(ask, as: 1, typed + [("source", "ftp://kept.example")]), 422,
                holds: [
                    "href=\"#title\"", "href=\"#readers\"", "href=\"#source\"", "Kept as it was", "Kept, too",
                    "ftp://kept.example",
                ])
            let long = String(repeating: "word ", count: 2_001)
            let many = String(repeating: "[a](http://b.example) ", count: 400)
            let reply = site.path(try await site.start(by: 0)) + "/reply"
            for words in [long, many] {
                expect(await site.post(reply, as: 1, [("words", words)]), 422, holds: [String(words.prefix(9_000))])
            }
            for (field, length) in [("title", 161), ("warning", 81)] {
                let value = String(repeating: "x", count: length)
                let fields = [("title", "T"), ("words", "W"), ("readers", "members")].filter { $0.0 != field }
                expect(
                    await site.post(ask, as: 1, fields + [(field, value)]), 422, holds: [value, "href=\"#\(field)\""])
            }
            expect(try await posts(site), is: 1)
        }
    }

    // MARK: - Not too much

    @Test(arguments: Backend.available)
    func `ten threads and a hundred and fifty posts are enough for a day`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            for _ in 0..<CommunitiesFeature.threadsADay { _ = try await site.start(by: 1) }
            let ask = [("title", TestTalk.words), ("words", "It did for me."), ("readers", "members")]
            expect(
                await site.post("\(TestTalk.page)/ask", as: 1, ask), 422,
                holds: ["send it tomorrow", "It did for me.", TestTalk.words])
            let thread = try await site.start(by: 0)
            for _ in 0..<CommunitiesFeature.postsADay { try await site.put(in: thread, by: 2) }
            let reply = "\(site.path(thread))/reply"
            let words = [("words", "It did for me.")]
            expect(await site.post(reply, as: 2, words), 422, holds: ["send it tomorrow", "It did for me."])
            expect(await site.post(reply, as: 3, words), 303)
            site.time.pass(.days(1))
            expect(await site.post("\(TestTalk.page)/ask", as: 1, ask), 303)
            expect(await site.post(reply, as: 2, words), 303)
        }
    }

    @Test(arguments: Backend.available)
    func `to what is out of sight or taken back nobody answers, and the words are kept`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let gone = try await site.start(by: 1)
            try await site.put(in: gone, by: 2)
            _ = try await site.remove(PostPlace(gone, 1), by: 1)
            let waiting = try await site.start(by: 1, state: .waiting)
            for (thread, number) in [(gone, 2), (waiting, 1)] {
                let sent = await site.post("\(site.path(thread))/reply", as: number, [("words", "It did for me.")])
                expect(sent, 422, holds: ["Nobody can answer here at the moment", "It did for me."])
            }
        }
    }

    // MARK: - Looked at first

    @Test(arguments: Backend.available)
    func `what is found is shown to its author, and goes to a person with the third try or at their wish`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            let reply = "\(site.path(thread))/reply"
            let typed = [("words", Self.number), ("warning", "a number"), ("answers", "1"), ("quote", "yes")]
            for _ in 0..<2 {
                let held = await site.post(reply, as: 1, typed)
                expect(
                    held, 200,
                    holds: [
                        "<mark>603 555 0123</mark>", "Nothing has been sent yet", "value=\"a number\"", "value=\"1\"",
                    ])
            }
            expect(await site.post(reply, as: 1, typed), 303, to: "\(site.path(thread))#p2")
            site.time.pass(.minutes(1))
            let person = [("words", Self.urge), ("person", "yes")]
            expect(await site.post(reply, as: 2, person), 303, to: "\(site.path(thread))#p3")
            expect(await site.get(site.path(thread), as: 1), 200, holds: ["603 555"], lacks: ["Throw your"])
            for number in [0, 5] {
                expect(await site.get(site.path(thread), as: number), 200, lacks: ["603 555", "Throw your"])
            }
            try await site.rule(.declined)
            try await site.rule(.allowed)
            let read = await site.get(site.path(thread), as: 5)
            expect(read, 200, holds: ["Throw your"], lacks: ["603 555"])
            expect(await site.get(site.path(thread), as: 1), 200, holds: ["A moderator did not let this through"])
            expect(try await site.thread(thread)?.replies, is: 1)
        }
    }

    /// Whatever field it stands in: others read it all.
    @Test(arguments: Backend.available, ["title", "words", "warning"])
    func `a number is read by nobody unseen, in whichever field it stands`(
        on backend: Backend, field: String
    ) async throws {
        try await withTalk(on: backend) { site in
            let usual = [("title", TestTalk.words), ("words", "It did for me."), ("readers", "anyone")]
            let fields = usual.filter { $0.0 != field } + [(field, "Call me on 603 555 0123")]
            for _ in 0..<4 { _ = await site.post("\(TestTalk.page)/ask", as: 1, fields) }
            for number in [nil, 5] {
                let list = await site.get(TestTalk.page, as: number).text
                for path in Set(list.matches(of: /href="([^"]+\/threads\/[^"]+)"/).map { String($0.1) }) {
                    expect(await site.get(path, as: number), 200, lacks: ["603 555"], field)
                }
                expect(list.contains("603 555"), is: false, field)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a way to reach somebody in the address of a source waits, and a moderator reads all that was written`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let claim = [
                ("kind", "claim"), ("title", TestTalk.words), ("words", "It did for me."), ("readers", "anyone"),
                ("source", "https://t.me/quietowl"), ("warning", "A quittenwarning"),
            ]
            expect(await site.post("\(TestTalk.page)/ask", as: 1, claim), 200, holds: ["Nothing has been sent yet"])
            let sent = await site.post("\(TestTalk.page)/ask", as: 1, claim + [("person", "yes")])
            let path = try #require(sent.header("location"))
            expect(await site.get(path, as: 5), 404)
            let taken = await site.world.post("/staff/queue/next", on: "/staff/queue", as: site.moderator)
            let page = await site.world.get(try #require(taken.header("location")), as: site.moderator)
            expect(page, 200, holds: ["It did for me.", "quittenwarning", "t.me"])
        }
    }

    @Test(arguments: Backend.available, [true, false])
    func `words that were taken out of sight wait for a person when they are sent again`(
        on backend: Backend, isQuestion: Bool
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            let place: PostPlace
            if isQuestion {
                place = PostPlace(try await site.start("How long?", "It did for me.", by: 1), 1)
            } else {
                place = try await site.put("It did for me.", in: thread, by: 1)
            }
            try await site.report(place, by: 3)
            try await site.rule(.hidden)
            expect(try await site.state(place), is: .hidden)
            let (input, now) = (PostInput(words: "It did for me."), site.now)
            let again =
                isQuestion
                ? try await site.talk.begin(newThread("How long?"), input, by: site.people[1], at: now)
                : try await site.talk.reply(input, to: thread, as: site.viewer(1), at: now)
            expect(name(of: again), is: "waits")
            // Anybody else may say the same.
            let other = PostInput(words: "It did for me.")
            expect(name(of: try await site.talk.reply(other, to: thread, as: site.viewer(2), at: now)), is: "done")
        }
    }
}
