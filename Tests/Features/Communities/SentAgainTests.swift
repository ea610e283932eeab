import Storage
import Testing
import Web
import World

@testable import Communities

/// A form that comes once more, with the same words or with others.
@Suite struct SentAgainTests {
    private func form(_ path: String, as number: Int, _ site: TestTalk) async throws -> String {
        let shown = await site.get(path, as: number).text
        return try #require(shown.firstMatch(of: /name="form" value="([^"]+)"/).map { String($0.1) })
    }

    private func posts(_ site: TestTalk) async throws -> Int { try await site.count("SELECT COUNT(*) FROM posts") }

    @Test(arguments: Backend.available)
    func `what is written into a form that was sent before is not lost`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let ask = "\(TestTalk.page)/ask"
            let question = [
                ("form", try await form(ask, as: 1, site)), ("readers", "members"), ("title", TestTalk.words),
            ]
            let path = try #require(
                await site.post(ask, as: 1, question + [("words", "It did for me.")]).header("location"))
            let other = await site.post(ask, as: 1, question + [("words", "Slow.")])
            expect(other, 303)
            expect(other.header("location") == path, is: false)
            let reply = "\(path)/reply"
            let mark = [("form", try await form(reply, as: 2, site))]
            expect(await site.post(reply, as: 2, mark + [("words", "It did for me.")]), 303, to: "\(path)#p2")
            expect(await site.post(reply, as: 2, mark + [("words", "Slow.")]), 303, to: "\(path)#p3")
            // What its author changed since is what the form said, all the same.
            let edit = [("words", "Six weeks it took")]
            expect(await site.post("\(path)/posts/2/edit", as: 2, edit), 303)
            expect(await site.post(reply, as: 2, mark + [("words", "It did for me.")]), 303, to: "\(path)#p2")
            expect(try await posts(site), is: 4)
        }
    }

    @Test(arguments: Backend.available)
    func `a form that waits says so again when it is sent again`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            let input = PostInput(words: "It helped me, call me on 603 555 0123 and I tell you more.").asking(true)
            for _ in 0..<2 {
                let posted = try await site.talk.reply(input, to: thread, as: site.viewer(1), at: site.now)
                guard case .waits(let place) = posted, place.number == 2 else { throw Problem.notFound }
            }
            expect(try await posts(site), is: 2)
        }
    }
}
