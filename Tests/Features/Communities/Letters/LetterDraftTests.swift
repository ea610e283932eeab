import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Communities

/// A message that somebody begins is kept under their own key, until it is sent.
@Suite struct LetterDraftTests {
    private static let words = "A quittenword that I began"

    /// A browser whose session opens its member's own key, as after signing in.
    private func browser(of number: Int, key: MemberKey = .random(), _ site: TestTalk) async throws -> Browser {
        let (accounts, member) = (site.world.accounts, site.people[number])
        let cookie = try await site.database.write { tx in
            try accounts.open(SessionOpening(member: member, key: key), in: tx)
        }
        var browser = try await site.world.browser()
        browser.cookies["__Host-wayfellow"] = cookie
        return browser
    }

    private func drafts(_ site: TestTalk) async throws -> Int { try await site.count("SELECT COUNT(*) FROM drafts") }

    private func keep(_ words: String) -> [(String, String)] { [("words", words), ("keep", "yes")] }

    @Test(arguments: Backend.available)
    func `what is kept comes back, sealed for its writer and in whole steps, and goes when it is sent`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let id = try await site.correspondence(1, 2)
            let (path, key) = (site.letterbox(id), MemberKey.random())
            var before = try await browser(of: 1, key: key, site)
            expect(await before.post(path, keep("Earlier words")), 303, to: path)
            expect(await before.post(path, keep(Self.words)), 303, to: path)
            expect(try await drafts(site), is: 1, "in the place of what was kept before")
            expect(try await site.count("SELECT COUNT(*) FROM drafts WHERE LENGTH(sealed) = 4124"), is: 1)
            expect(try await site.database.places(of: ID<Person>.random(), orWords: ["quittenword"]), is: [])
            expect(try await site.count("SELECT COUNT(*) FROM letters"), is: 1, "nothing was sent")
            // Another session of the same member goes on with it; the other of the two sees nothing of it.
            var after = try await browser(of: 1, key: key, site)
            expect(await after.get(path), 200, holds: [Self.words, "You began this earlier", "data-draft="])
            var other = try await browser(of: 2, site)
            expect(await other.get(path), 200, lacks: ["quittenword", "You began this"])
            // In lists no word of it stands.
            for page in ["/me/talk", "/me/letters"] {
                expect(await after.get(page), 200, holds: ["A message that you began"], lacks: ["quittenword"])
            }
            expect(await after.post(path, [("words", Self.words)]), 303, to: path)
            expect(try await drafts(site), is: 0)
            expect(await after.get(path), 200, holds: [Self.words], lacks: ["You began this earlier"])
        }
    }

    @Test(arguments: Backend.available)
    func `a send that fails leaves it kept`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let id = try await site.correspondence(1, 2)
            let path = site.letterbox(id)
            var writer = try await browser(of: 1, site)
            expect(await writer.post(path, keep(Self.words)), 303, to: path)
            let number = "Call me on 603 555 0123 and I tell you more."
            expect(await writer.post(path, [("words", number)]), 422, holds: [number])
            expect(await writer.get(path), 200, holds: [Self.words])
            // Where nobody can write any more it is theirs to copy.
            expect(await site.post(site.letterbox(id, "/leave"), as: 2, [("letters", "keep")]), 303)
            expect(await writer.get(path), 200, holds: ["id=\"kept\"", Self.words], lacks: ["name=\"words\""])
            expect(try await drafts(site), is: 1)
            expect(await writer.post(site.letterbox(id, "/leave"), [("letters", "take")]), 303)
            expect(try await drafts(site), is: 0, "who takes their letters along leaves none behind")
        }
    }

    /// A session that opens no key of its member's keeps nothing; without a script the form was all that held the words.
    @Test func `what cannot be kept comes back in its form`() async throws {
        try await withTalk { site in
            let id = try await site.correspondence(1, 2)
            let reply = "\(site.path(try await site.start(by: 2)))/reply"
            for form in [site.letterbox(id), reply, "\(TestTalk.page)/ask"] {
                expect(
                    await site.post(form, as: 1, keep(Self.words)), 422, holds: [Self.words, "could not be kept"], form)
            }
            // Where nobody can write any more they are theirs to copy.
            expect(await site.post(site.letterbox(id, "/leave"), as: 2, [("letters", "keep")]), 303)
            expect(
                await site.post(site.letterbox(id), as: 1, keep(Self.words)), 422,
                holds: [Self.words, "id=\"kept\"", "href=\"#kept\""])
            expect(try await drafts(site), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `a first letter is kept too, and nobody keeps one where they may not write`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            try await site.befriend(1, 2)
            let path = site.letterPath(2)
            var writer = try await browser(of: 1, site)
            expect(await writer.post(path, keep(Self.words)), 303, to: path)
            expect(await writer.get(path), 200, holds: [Self.words, "You began this earlier"])
            let sent = await writer.post(path, [("words", Self.words)])
            expect(sent, 303)
            expect(try await drafts(site), is: 0)
            let id = try #require(ID<Correspondence>(String((sent.header("location") ?? "").dropFirst(12))))
            var stranger = try await browser(of: 3, site)
            for closed in [path, site.letterbox(id)] {
                expect(await stranger.post(closed, on: "/me/letters", keep(Self.words)), 404, closed)
            }
            expect(try await drafts(site), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `a form that was emptied, or sent meanwhile, keeps nothing`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let reply = "\(site.path(try await site.start(by: 0)))/reply"
            let letter = site.letterbox(try await site.correspondence(1, 2))
            var writer = try await browser(of: 1, site)
            expect(await writer.post(reply, [("answers", "1")] + keep(TestTalk.words)), 303, to: reply)
            expect(try await drafts(site), is: 1)
            expect(await writer.post(reply, [("answers", "1")] + keep("")), 303, to: reply)
            expect(try await drafts(site), is: 0, "its words are gone, and what they answer is no draft")
            for path in [reply, letter] {
                let shown = await writer.get(path).text.firstMatch(of: /name="form" value="([^"]+)"/)
                let mark = [("form", String(try #require(shown).1))]
                expect(await writer.post(path, mark + [("words", TestTalk.words)]), 303)
                // A script may send what it keeps before the form, and be served behind it.
                expect(await writer.post(path, mark + keep("\(TestTalk.words)\r\n")), 303, to: path)
                expect(try await drafts(site), is: 0, path)
                expect(await writer.post(path, mark + keep("Other words")), 303, to: path)
                expect(try await drafts(site), is: 1, path)
                expect(await writer.post(path, mark + keep("")), 303, to: path)
            }
        }
    }
}
