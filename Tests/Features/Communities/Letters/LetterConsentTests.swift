import Accounts
import Markup
import Storage
import Testing
import Web
import World

@testable import Communities

/// Nobody gets a letter whom they did not let write to them, and a no is told to nobody.
@Suite struct LetterConsentTests {
    @Test(arguments: Backend.available)
    func `who may not write first gets the answer of a member that does not exist`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let nobody = "/people/\(ID<Person>.random())/letter"
            func mayWrite(_ one: Int, _ other: Int, _ may: Bool, _ about: String) async {
                let (asked, none) = (await site.get(site.letterPath(other), as: one), await site.get(nobody, as: one))
                expect(asked.status, is: may ? 200 : 404, about)
                let page = await site.get("/people/\(site.people[other])", as: one)
                if page.status == 200 { expect(page.text.contains("\(site.letterPath(other))\""), is: may, about) }
                guard !may else { return }
                expect(Self.plain(asked), is: Self.plain(none), about)
                let words = [("words", TestTalk.hello)]
                let (sent, lost) = (
                    await site.ask(one, other), await site.post(nobody, as: one, words)
                )
                expect(sent.status, is: 404, about)
                expect(Self.plain(sent), is: Self.plain(lost), about)
            }
            await mayWrite(1, 2, false, "strangers")
            try await site.show(2, to: .members)
            await mayWrite(1, 2, false, "a page is no invitation")
            try await site.world.accounts.follow(site.people[2], as: site.viewer(1))
            await mayWrite(1, 2, false, "following alone is no invitation")
            try await site.befriend(1, 2)
            await mayWrite(1, 2, true, "both follow")
            await mayWrite(1, 1, false, "oneself")
            await site.wish(.onlyMe, of: 2)
            await mayWrite(1, 2, false, "who wishes for none")
            await site.wish(.members, of: 2)
            await mayWrite(3, 2, true, "any member who sees the page")
            try await site.show(2, to: .onlyMe)
            await mayWrite(3, 2, false, "nobody learns a hidden name")
            await mayWrite(1, 2, true, "both follow")
            try await site.world.accounts.block(site.people[1], as: site.viewer(2))
            await mayWrite(1, 2, false, "blocked")
            await mayWrite(2, 1, false, "who blocked them")
            expect(await site.get(site.letterPath(1)), 303)
            expect(try await site.count("SELECT COUNT(*) FROM letters"), is: 0)
        }
    }

    /// A page without what differs with each request.
    private static func plain(_ page: Exchange) -> String {
        page.text.replacing(/value="[^"]*"|nonce-[^"' ]*|to=[^"&]*|[0-9a-f]{8}-[0-9a-f-]{27}/, with: "")
    }

    @Test(arguments: Backend.available)
    func `a first letter comes alone, and after a yes both write`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let id = try await site.asked(1, 2)
            let (one, two) = (try await site.name(1), try await site.name(2))
            expect(
                await site.get(site.letterbox(id), as: 1), 200, holds: [two, TestTalk.hello, "They may answer or not"],
                lacks: ["name=\"words\""])
            expect(await site.write("Are you there?", in: id, by: 1), 422, holds: ["Are you there?", "id=\"kept\""])
            expect(await site.ask(1, 2, [("words", "Hello?")]), 422, holds: ["Hello?"])
            expect(await site.write("No.", in: id, by: 2), 422, holds: ["id=\"kept\""])
            expect(try await site.count("SELECT COUNT(*) FROM letters"), is: 1)
            expect(
                await site.get(site.letterbox(id), as: 2), 200,
                holds: [one, TestTalk.hello, "value=\"yes\"", "value=\"no\""],
                lacks: ["name=\"words\""])
            expect(await site.post(site.letterbox(id, "/answer"), as: 1, [("answer", "yes")]), 404, "not for oneself")
            expect(await site.post(site.letterbox(id, "/answer"), as: 2), 422)
            for _ in 0..<2 {
                let yes = await site.post(site.letterbox(id, "/answer"), as: 2, [("answer", "yes")])
                expect(yes, 303, to: site.letterbox(id), "also where the button is pressed twice")
            }
            expect(await site.post(site.letterbox(id, "/answer"), as: 1, [("answer", "yes")]), 404, "not for oneself")
            expect(await site.post(site.letterbox(id, "/answer"), as: 2, [("answer", "no")]), 404, "once")
            expect(await site.get("/communities", as: 1), 200, holds: ["new messages from 1 person"])
            for (words, number) in [("How did you go on?", 1), ("Ten minutes, sitting.", 2)] {
                expect(await site.write(words, in: id, by: number), 303, to: site.letterbox(id))
            }
            for number in [1, 2] {
                expect(
                    await site.get(site.letterbox(id), as: number), 200,
                    holds: ["How did you go on?", "Ten minutes, sitting."])
            }
            // Whoever opens the page that asks is led to where they write already.
            expect(await site.get(site.letterPath(1), as: 2), 303, to: site.letterbox(id))
            expect(await site.ask(2, 1, [("words", "From the other page")]), 303, to: site.letterbox(id))
        }
    }

    @Test(arguments: Backend.available)
    func `a no looks as if nobody had looked, and the same member asks once`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let id = try await site.asked(1, 2)
            func seen() async -> [String] {
                [
                    Self.plain(await site.get(site.letterbox(id), as: 1)),
                    Self.plain(await site.get("/me/letters", as: 1)),
                ]
            }
            let before = await seen()
            for _ in 0..<2 {
                let no = await site.post(site.letterbox(id, "/answer"), as: 2, [("answer", "no")])
                expect(no, 303, to: "/me/letters", "also where the button is pressed twice")
            }
            expect(await site.post(site.letterbox(id, "/answer"), as: 2, [("answer", "yes")]), 404)
            expect(await seen(), is: before)
            for path in [site.letterbox(id), site.letterbox(id, "/leave")] { expect(await site.get(path, as: 2), 404) }
            expect(await site.get("/me/letters", as: 2), 200, lacks: ["\(id)"])
            expect(await site.get(site.letterPath(2), as: 1), 303, to: site.letterbox(id))
            expect(await site.ask(1, 2), 422)
            // Who took their first letter back asks no second time either.
            expect(await site.post(site.letterbox(id, "/1/delete"), as: 1), 303, to: site.letterbox(id))
            expect(await site.ask(1, 2), 422)
            // Who said no can think again.
            expect(await site.ask(2, 1), 303)
            expect(await site.get("/me/letters", as: 1), 200, holds: ["would like to write with you"])
        }
    }

    @Test(arguments: Backend.available)
    func `five new people a day, and one letter from two at the same moment`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            for number in 1...7 { try await site.befriend(0, number) }
            let statuses = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { await site.ask(0, 1).status } }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            expect(statuses.filter { $0 == 303 }.count, is: 1, "\(statuses)")
            for number in 2...5 { expect(await site.ask(0, number), 303) }
            expect(
                await site.ask(0, 6, [("words", "One more")]), 422,
                holds: ["send it tomorrow", "One more"])
            site.time.pass(.days(1))
            expect(await site.ask(0, 6), 303)
            expect(try await site.count("SELECT COUNT(*) FROM correspondences"), is: 6)
        }
    }

    @Test(arguments: Backend.available)
    func `of who joined lately three reach the same member in a day, and others none the less`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            try await site.show(2, to: .members)
            await site.wish(.members, of: 2)
            let now = site.now
            let puppets = try await site.world.accounts.createSynthetic(count: 5, seed: 3) { _ in now }
            func ask(_ puppet: ID<Person>) async -> Exchange {
                await site.world.post(
                    site.letterPath(2), on: TestTalk.page, as: .person(puppet, roles: []), [("words", TestTalk.hello)])
            }
            for puppet in puppets.prefix(3) { expect(await ask(puppet), 303) }
            for puppet in puppets.suffix(2) {
                expect(await ask(puppet), 422, holds: ["Your account is new", TestTalk.hello])
            }
            expect(await site.ask(3, 2), 303)
            site.time.pass(.days(1))
            expect(await ask(puppets[4]), 303)
            expect(try await site.count("SELECT COUNT(*) FROM letters"), is: 5)
        }
    }

    @Test(arguments: Backend.available)
    func `who ends it can ask again and the other cannot, and letters go along or stay as they wish`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let id = try await site.correspondence(1, 2)
            await site.write("Words of two", in: id, by: 2)
            expect(await site.post(site.letterbox(id, "/leave"), as: 2), 422)
            expect(await site.post(site.letterbox(id, "/leave"), as: 2, [("letters", "keep")]), 303, to: "/me/letters")
            for number in [1, 2] {
                expect(
                    await site.get(site.letterbox(id), as: number), 200, holds: [TestTalk.hello, "Words of two"],
                    lacks: ["name=\"words\""])
                expect(await site.write("More", in: id, by: number), 422, holds: ["id=\"kept\"", "More"])
            }
            expect(await site.ask(1, 2), 422, "who was left")
            expect(await site.post(site.letterbox(id, "/leave"), as: 2, [("letters", "take")]), 303)
            for number in [1, 2] {
                expect(
                    await site.get(site.letterbox(id), as: number), 200, holds: [TestTalk.hello],
                    lacks: ["Words of two"])
            }
            expect(await site.ask(2, 1), 303, "who left")
            // The other is led to what they are asked now.
            let leads = await site.get(site.letterPath(2), as: 1).header("location")
            expect(leads != nil && leads != site.letterbox(id), is: true, leads ?? "")
        }
    }
}
