import Markup
import Storage
import Testing
import Web
import World

@testable import Communities

/// The search in a community, what the one search shows of it, and questions like one that is being written.
@Suite struct SearchPageTests {
    private static let page = "\(TestTalk.page)/search"
    private static let ask = "\(TestTalk.page)/ask"

    @Test(arguments: Backend.available)
    func `a community is searched from its page, and so is the whole site`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            expect(await site.get(TestTalk.page), 200, lacks: [Self.page])
            let thread = try await site.start("Whom to tell?", "Nothing of it", by: 1, .anyone)
            let place = try await site.put("Tell a **plumtree** <b>first</b>", in: thread, by: 2)
            _ = try await site.start("Elsewhere", "Another plumtree", by: 1, .anyone, in: "epilepsy")
            expect(await site.get(TestTalk.page), 200, holds: ["action=\"\(Self.page)\""])
            let link = "href=\"\(site.path(thread))#p\(place.number)\""
            expect(
                await site.get("\(Self.page)?q=Plumtrees"), 200,
                holds: [
                    link, "Whom to tell?", "Tell a plumtree &lt;b&gt;first&lt;/b&gt;", "1 answer",
                    "value=\"Plumtrees\"",
                ],
                lacks: ["Elsewhere", "<b>first", "**"])
            expect(
                await site.get("/search?q=plumtree", as: 3), 200,
                holds: ["In conversations", link, "Elsewhere", "Epilepsy · ", "What others think · "])
            expect(await site.get("/search?q=plumtree", as: 3, .es), 200, holds: ["En las conversaciones"])
            expect(await site.get("/search?q=quince"), 200, lacks: ["In conversations"])
        }
    }

    @Test(arguments: Backend.available)
    func `where nothing has all words some do, and where nothing has any one can ask`(on backend: Backend) async throws
    {
        try await withTalk(on: backend) { site in
            _ = try await site.start("One plumtree", by: 1, .anyone)
            expect(
                await site.get("\(Self.page)?q=plumtree+quince"), 200,
                holds: ["has all of these words", "These have some of the words", "One plumtree"])
            expect(
                await site.get("\(Self.page)?q=bad+back"), 200,
                holds: [
                    "has all of these words", "href=\"\(Self.ask)?kind=question\"", "q=Back%20pain",
                    "href=\"/search?q=bad%20back\"",
                ], lacks: ["One plumtree"])
            expect(await site.get("\(Self.page)?q=quince", as: 1, .es), 200, holds: ["Ninguna conversación"])
            for empty in ["", "?q=", "?q=%20"] {
                expect(await site.get(Self.page + empty), 200, lacks: ["has all of these words"], empty)
            }
            // Signs alone are looked for in vain, and whoever typed them reads that.
            expect(await site.get(Self.page + "?q=%3F!"), 200, holds: ["has all of these words"])
            expect(await site.get("/communities/none/search?q=plumtree"), 404)
        }
    }

    @Test(arguments: Backend.available)
    func `pages of answers go on where the one before ended`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            for number in 10..<35 {
                site.time.pass(.seconds(1))
                _ = try await site.start("Plumtree \(number)", by: 1, .anyone)
            }
            var (address, seen) = ("\(Self.page)?q=plumtree", [String]())
            for _ in 0..<3 {
                let page = await site.get(address).text
                seen += page.matches(of: />(Plumtree \d\d)<\/a>/).map { String($0.1) }
                let next = page.firstMatch(of: /rel="next" href="([^"]+)"/).map { String($0.1) }
                address = (next ?? "none").replacing("&amp;", with: "&")
            }
            expect(seen.count, is: 25)
            expect(Set(seen).count, is: 25)
            expect(address, is: "none")
            for behind in ["x", "0", "7f", "9223372036854775807"] {
                expect(await site.get("\(Self.page)?q=plumtree&behind=\(behind)"), 200, holds: ["Plumtree 34"])
            }
        }
    }

    @Test(arguments: Backend.available)
    func `what is hidden changes no byte of the answers`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start("One plumtree", by: 1, .anyone)
            func pages() async -> [String] {
                var pages: [String] = []
                for typed in ["plumtree", "quince", "plumtree+quince"] {
                    for page in ["\(Self.page)?q=\(typed)", "/search?q=\(typed)"] {
                        let text = await site.get(page, as: 5).text
                        pages.append(text.replacing(/value="[0-9a-f]{128}"/, with: ""))
                    }
                }
                return pages
            }
            let before = await pages()
            try await site.put("plumtree quince", in: thread, by: 2, .hidden)
            try await site.put("plumtree quince", in: thread, by: 2, .waiting)
            _ = try await site.start("A plumtree and a quince", by: 2, .community)
            expect(await pages(), is: before)
        }
    }

    @Test(arguments: Backend.available)
    func `words behind a warning stay folded away, and those of which a reader asked to be warned`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let warned = try await site.start("One thread", "Quittenword of blood", by: 1, .anyone)
            let judged = try await site.start("Two threads", "Quittenword of ice", by: 1, .anyone)
            _ = try await site.start("Three threads", "Quittenword of wax", by: 1, .anyone)
            let reader = site.viewer(2)
            try await site.database.write { tx in
                try tx.execute("UPDATE posts SET warning = 'an injury' WHERE thread_id = \(warned)")
                _ = try PostWarningStore.set(.needles, at: PostPlace(judged, 1), in: tx)
                try TalkFilterStore.set(TalkFilters(themes: [], words: ["wax"]), as: reader, in: tx)
            }
            for page in ["\(Self.page)?q=quittenword", "/search?q=quittenword"] {
                expect(
                    await site.get(page), 200, holds: ["One thread", "About: an injury.", "Two threads", "of wax"],
                    lacks: ["of blood", "of ice"], page)
                expect(
                    await site.get(page, as: 2), 200, holds: ["Three threads", "you asked to be warned of"],
                    lacks: ["of wax"], page)
                expect(await site.get(page, as: 1), 200, holds: ["of wax"], page)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `signs alone are found nowhere, and the page says so`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let said = "No conversation that you can read here"
            for typed in ["½", "😢", "!!!", "%"] {
                expect(
                    await site.get("\(Self.page)?q=\(PercentEncoding.encode(typed))", as: 2), 200, holds: [said], typed)
            }
            for nothing in ["", "?q=", "?q=%20"] {
                expect(await site.get(Self.page + nothing, as: 2), 200, lacks: [said], nothing)
            }
            expect(await site.get("\(Self.page)?q=a%00b", as: 2), 422, lacks: [said])
        }
    }

    private static let hostile = [
        "\"", "'", "\\", "\" OR 1=1 --", "a\" AND \"b", "NEAR(a b)", "post_words: plum*", "* -plum", "plum & | !",
        "plum:*", "(((", "%", "_", "\u{0}", "plum\u{0}tree", "\u{202E}plum", "😀", "AND", "OR NOT",
        String(repeating: "x", count: 10_000), String(repeating: "a ", count: 5_000), "<script>alert(1)</script>",
        "\"><b hostile>", "ﷺ", "x" + String(repeating: "\u{300}", count: 90),
    ]

    @Test(arguments: Backend.available)
    func `whatever somebody looks for, nothing of it is an order, and it is shown again as it was typed`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            _ = try await site.start("One plumtree", "Nothing more", by: 1, .anyone)
            for typed in Self.hostile {
                let query = PercentEncoding.encode(typed)
                for page in ["\(Self.page)?q=\(query)", "/search?q=\(query)"] {
                    let answer = await site.get(page, as: 2)
                    expect([200, 422].contains(answer.status), is: true, "\(answer.status): \(typed)")
                    expect(PageScan(main: answer.text).faults, is: [], page)
                    expect(answer.text.contains("One plumtree</a>"), is: false, "\(typed) does not name it")
                }
                let fields = [("kind", "question"), ("title", typed), ("look", "yes")]
                let looked = await site.post(Self.ask, as: 2, fields)
                expect(looked.status, is: 200, typed)
                expect(PageScan(main: looked.text).faults, is: [], typed)
            }
            expect(site.world.log.lines.filter { $0.contains("plum") }, is: [])
        }
    }

    // MARK: - While one writes

    @Test(arguments: Backend.available)
    func `questions like one that is being written are shown, those with an answer first, and nothing is sent`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            _ = try await site.start("How to tell a partner about seizures", by: 1)
            let answered = try await site.start("Telling my partner: seizures at night", by: 1, in: "epilepsy")
            try await site.put(in: answered, by: 2)
            _ = try await site.start("A partner who left", by: 1)
            _ = try await site.start("My partner and my seizures", by: 1, .members, .experience)
            _ = try await site.start("Partner and seizures, waiting", by: 1, state: .waiting)
            _ = try await site.start("Partner and seizures, for the place", by: 1, .community)
            let fields = [
                ("kind", "question"), ("title", "Did your partner see a seizure?"), ("words", "Kept words"),
                ("readers", "members"), ("look", "yes"),
            ]
            let page = await site.post(Self.ask, as: 3, fields)
            expect(
                page, 200,
                holds: [
                    "Asked before", "Telling my partner: seizures at night", "How to tell a partner", "Kept words",
                    "value=\"Did your partner see a seizure?\"", "target=\"_blank\" rel=\"noopener\"",
                ], lacks: ["who left", "my seizures", "waiting</a>", "for the place", "error-summary"])
            let (first, second) = (
                page.text.firstRange(of: "Telling my partner"), page.text.firstRange(of: "How to tell a partner")
            )
            expect(first.flatMap { one in second.map { one.lowerBound < $0.lowerBound } }, is: true)
            expect(try await site.count("SELECT COUNT(*) FROM drafts"), is: 0)
            expect(try await site.count("SELECT COUNT(*) FROM threads WHERE author_id = \(site.people[3])"), is: 0)
            expect(
                await site.post(Self.ask, as: 3, [("kind", "question"), ("title", "Quince"), ("look", "yes")]), 200,
                holds: ["Nobody has asked this"])
            // Also where the form comes back for another reason; of an experience nothing is looked for.
            let wrong = fields.dropLast().filter { $0.0 != "readers" }
            expect(await site.post(Self.ask, as: 3, wrong), 422, holds: ["Asked before"])
            let story = [("kind", "experience")] + wrong.dropFirst()
            expect(await site.post(Self.ask, as: 3, story), 422, lacks: ["Asked before", "name=\"look\""])
        }
    }
}
