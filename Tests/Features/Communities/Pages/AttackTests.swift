import Markup
import Storage
import Testing
import Web
import World

@testable import Communities

/// What somebody tries who wants at what is not theirs: each finds nothing, and the same nothing.
@Suite struct AttackTests {
    @Test(arguments: Backend.available)
    func `another's post is neither changed, looked back at nor deleted, whatever the address says`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start("Not yours", "Words of one", by: 1, .anyone)
            let other = try await site.start("Yours", "Words of two", by: 2, .anyone)
            try await site.put("The answer of two", in: other, by: 2)
            let addresses = [
                "\(site.path(thread))/posts/1", "\(site.path(thread))/posts/2", "\(site.path(other))/posts/3",
                "\(site.path(other))/posts/0", "\(site.path(other))/posts/-1", "\(site.path(other))/posts/1e0",
                "\(site.path(other))/posts/99999999999999999999", "\(site.path(other))/posts/\(thread)",
                "\(site.path(other, in: "epilepsy"))/posts/1", "/communities/\(thread)/threads/\(other)/posts/1",
                "\(TestTalk.page)/threads/x/posts/1", "\(TestTalk.page)/threads/\(site.people[1])/posts/1",
            ]
            for address in addresses {
                for what in ["edit", "history", "delete"] {
                    expect(await site.get("\(address)/\(what)", as: 2), 404, "\(address)/\(what)")
                }
                for what in ["edit", "delete"] {
                    let fields = [("title", "Taken"), ("words", "Taken over")]
                    expect(await site.post("\(address)/\(what)", as: 2, fields), 404, "\(address)/\(what)")
                }
            }
            // The role of a moderator opens nothing here either.
            let role = await site.world.get("\(site.path(thread))/posts/1/edit", as: site.moderator)
            expect(role, 404)
            expect(await site.get(site.path(thread)), 200, holds: ["Not yours", "Words of one"])
            expect(await site.get(site.path(other)), 200, holds: ["Yours", "Words of two", "The answer of two"])
        }
    }

    @Test(arguments: Backend.available)
    func `a form without its token, or from elsewhere, changes nothing`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 1, .anyone)
            try await site.put(in: thread, by: 2)
            let path = site.path(thread)
            let before = try await site.count("SELECT CAST(SUM(revision) AS BIGINT) FROM threads")
            let browser = try await site.world.browser(of: site.people[2])
            let others = Browser.token(in: await site.get(TestTalk.page, as: 3)) ?? ""
            for end in [
                "\(TestTalk.page)/ask", "\(TestTalk.page)/join", "\(TestTalk.page)/leave", "\(path)/reply",
                "\(path)/react",
                "\(path)/watch", "\(path)/posts/2/edit", "\(path)/posts/2/delete", "/me/talk/read",
            ] {
                for token in ["", "0", others] {
                    var browser = browser
                    let fields = [
                        ("words", "It did for me."), ("title", "T"), ("readers", "anyone"), ("post", "1 hope"),
                    ]
                    let sent = await browser.send(end, fields, token: token)
                    expect(sent.status, is: 403, "\(end) with the token \"\(token.prefix(8))\"")
                }
            }
            expect(try await site.count("SELECT CAST(SUM(revision) AS BIGINT) FROM threads"), is: before)
            expect(try await site.count("SELECT COUNT(*) FROM posts"), is: 2)
        }
    }

    @Test(arguments: Backend.available)
    func `an address puts no words into anybody's form`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let path = site.path(try await site.start(by: 1, .anyone))
            let query = "words=Quittenwords&warning=Quittenwarning&title=Quittentitle"
            for form in ["\(path)/reply?answers=1&\(query)", "\(TestTalk.page)/ask?kind=question&\(query)"] {
                expect(
                    await site.get(form, as: 2), 200,
                    lacks: ["Quittenwords</textarea>", "value=\"Quittenwarning\"", "value=\"Quittentitle\""], form)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `who belongs where stands on no page and in no number`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            func pages() async -> [String] {
                var pages: [String] = []
                for number in [nil, 5] {
                    for page in ["/communities", TestTalk.page] {
                        pages.append(await site.get(page, as: number).without([page]))
                    }
                }
                return pages
            }
            let before = await pages()
            for number in 0...4 { try await site.join(number) }
            expect(await pages(), is: before)
        }
    }

    // MARK: - Too much

    @Test(arguments: Backend.available)
    func `ten thousand mentions are one piece of news for each, and no more work than the words are long`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            for number in 2...6 { try await site.put(in: thread, by: number) }
            var names = ""
            for number in 2...6 { names += "@\(try await site.name(number)) " }
            let words = String(repeating: names, count: 9_900 / names.utf8.count)
            let place = try await site.put(words, in: thread, by: 1)
            for _ in 0..<2 { try await site.talk.tellWatchers(of: place) }
            let mentions: SQL = "SELECT COUNT(*) FROM talk_news WHERE reason = 'mention'"
            expect(try await site.count(mentions), is: 5)
            let viewer = site.viewer(0)
            let shown = try await site.database.read {
                try PostStore.posts(of: thread, numbered: [place.number], as: viewer, in: $0)
            }
            #expect((shown.first?.html.count ?? .max) <= 26 * words.utf8.count)
            let signs = String(repeating: "@", count: 10_000)
            let reply = "\(site.path(thread))/reply"
            for crafted in [signs, String(repeating: "@a ", count: 3_333)] {
                expect(await site.post(reply, as: 1, [("words", crafted)]).status < 500, is: true)
            }
            let tooMany = String(repeating: "@a ", count: 10_000)
            expect(await site.post(reply, as: 1, [("words", tooMany)]), 422, holds: ["href=\"#words\""])
        }
    }

    @Test(arguments: Backend.available)
    func `an answer to what is not there is an answer to nothing`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            let reply = "\(site.path(thread))/reply"
            let secret = try await site.put("Secret words", in: thread, by: 1, .hidden)
            for answers in ["2", "3", "99", "1000000"] {
                expect(await site.get("\(reply)?answers=\(answers)&quote=yes", as: 2), 200, lacks: ["Secret words"])
                let fields = [("words", "It did for me."), ("answers", answers), ("quote", "yes")]
                expect(await site.post(reply, as: 2, fields), 303, answers)
            }
            for answers in ["-1", "0", "x", "1000001", "99999999999999999999"] {
                expect(await site.get("\(reply)?answers=\(answers)&quote=yes", as: 2), 200)
                let sent = await site.post(reply, as: 2, [("words", "Kept words"), ("answers", answers)])
                expect(sent, 422, holds: ["Kept words"], answers)
            }
            expect(await site.get(site.path(thread), as: 2), 200, holds: ["It answers words that are gone"])
            expect(try await site.state(secret), is: .hidden)
            // What is yet to be said is nothing to quote.
            expect(try await site.count("SELECT COUNT(*) FROM posts WHERE answers >= number"), is: 0)
            expect(try await site.count("SELECT COUNT(*) FROM posts WHERE is_quoting AND answers IS NULL"), is: 0)
        }
    }
}
