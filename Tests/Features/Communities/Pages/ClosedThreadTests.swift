import Accounts
import Markup
import Storage
import Testing
import Web
import World

@testable import Communities
@testable import Files

/// A conversation that is not for somebody is, for them, none: at every address that the room has below it, now or later.
@Suite struct ClosedThreadTests {
    /// Threads that member 2 may not read, each for another reason, and an address that never was.
    private struct Closed: Sendable {
        let why: String
        let path: String
        let file: String
    }

    private static let thread = "/communities/:community/threads/:thread"

    private func closed(_ site: TestTalk) async throws -> [Closed] {
        let blocked = try await site.start("Secret by 3", by: 3)
        try await site.world.accounts.block(site.people[2], as: site.viewer(3))
        let mine = try await site.start("Secret of mine", by: 4)
        try await site.world.accounts.block(site.people[4], as: site.viewer(2))
        let open = try await site.start("Open elsewhere", by: 1, in: "epilepsy")
        let threads = [
            ("hidden", try await site.start("Secret hidden", by: 1, state: .hidden), TestTalk.slug),
            ("waiting", try await site.start("Secret waiting", by: 1, state: .waiting), TestTalk.slug),
            ("refused", try await site.start("Secret refused", by: 1, state: .refused), TestTalk.slug),
            ("for the community", try await site.start("Secret community", by: 1, .community), TestTalk.slug),
            ("blocked by its author", blocked, TestTalk.slug), ("its author is blocked", mine, TestTalk.slug),
            ("of another community", open, TestTalk.slug),
        ]
        var closed: [Closed] = []
        for (why, thread, slug) in threads {
            closed.append(Closed(why: why, path: site.path(thread, in: slug), file: try await dress(thread, site)))
        }
        let none = "\(ID<StoredFile>.random())"
        return closed + [
            Closed(why: "of no community", path: site.path(open, in: "nights"), file: none),
            Closed(why: "invented", path: site.path(.random()), file: none),
        ]
    }

    /// Puts a poll and a picture to a thread, so that there is something to find at each address; answers the picture.
    private func dress(_ thread: ID<CommunityThread>, _ site: TestTalk) async throws -> String {
        let now = site.now
        return try await site.database.write { tx in
            var reader = FormReader(FormFields(["options": "Yes\nNo"]))
            try PollStore.add(PollInput(&reader, asksPerson: false), .shown, to: thread, at: now, in: tx)
            let image = Image(kind: .png, bytes: [1], width: 1, height: 1)
            let file = try FileStore.add(image, descriptions: [:], at: now, in: tx)
            try PostPictureStore.add(file, saying: "A secret picture", .shown, at: PostPlace(thread, 1), in: tx)
            return "\(file.id)"
        }
    }

    /// What the room's routes have behind the address of a thread.
    private func below(_ site: TestTalk, _ method: Route.Method) -> [Route] {
        site.talk.feature.routes(site.world.features).filter {
            $0.method == method && $0.path.utf8.starts(with: Self.thread.utf8)
        }
    }

    private func address(_ route: Route, of closed: Closed) -> String {
        let end = String(route.path.dropFirst(Self.thread.count))
        return closed.path + end.replacing(":number", with: "1").replacing(":file", with: closed.file)
    }

    private func send(_ route: Route, to address: String, _ site: TestTalk) async -> Exchange {
        if case .upload = route.body {
            let form = Multipart([("description", "Taken over")], file: [1], type: "image/png")
            return await site.world.upload(address, on: TestTalk.page, as: site.viewer(2), form)
        }
        let fields = [
            ("words", "It did for me."), ("title", "T"), ("post", "1 hope"), ("on", "yes"), ("option", "1"),
            ("options", "Yes\nNo"), ("theme", "none"),
        ]
        return await site.post(address, as: 2, fields)
    }

    /// One answer for all of them, whatever is asked for.
    private func expectOne(
        _ route: Route, _ closed: [Closed], _ ask: (String) async -> Exchange
    ) async {
        var answers: [String: [String]] = [:]
        for one in closed {
            let address = address(route, of: one)
            let page = await ask(address)
            expect(page, 404, "\(one.why): \(route.method) \(route.path)")
            answers[page.without([one.path, one.file]), default: []].append(one.why)
        }
        expect(answers.count, is: 1, "\(route.method) \(route.path): \(answers.values)")
    }

    @Test(arguments: Backend.available)
    func `hidden, blocked, not for them and invented are one answer, to the byte`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let closed = try await closed(site)
            let (reading, writing) = (below(site, .get), below(site, .post))
            expect(reading.count >= 9 && writing.count >= 10, is: true, "\(reading.count) and \(writing.count) routes")
            for route in reading {
                await expectOne(route, closed) { await site.get($0, as: 2) }
                // What only members open leads a visitor to the door.
                if route.access == .anyone { await expectOne(route, closed) { await site.get($0) } }
            }
            let before = try await site.count("SELECT CAST(SUM(revision) AS BIGINT) FROM threads")
            for route in writing { await expectOne(route, closed) { await send(route, to: $0, site) } }
            expect(try await site.count("SELECT CAST(SUM(revision) AS BIGINT) FROM threads"), is: before)
            for table: SQL in ["poll_votes", "reactions", "post_versions", "safety_cases"] {
                expect(try await site.count("SELECT COUNT(*) FROM \(table)"), is: 0, "\(table)")
            }
            for title in ["Secret hidden", "Secret community", "Secret by 3", "Secret of mine"] {
                for page in [TestTalk.page, "/me/talk", "/communities"] {
                    expect(await site.get(page, as: 2), 200, lacks: [title], page)
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `what is not for somebody costs the same questions as what never was`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            var asked: [[[String]]: [String]] = [:]
            for one in try await closed(site) where one.why != "of no community" && one.why != "of another community" {
                _ = site.world.statements.take()
                _ = await site.get(one.path, as: 2)
                asked[site.world.statements.take(), default: []].append(one.why)
            }
            expect(asked.count, is: 1, "\(asked)")
        }
    }
}

extension Exchange {
    /// Without what differs each time: tokens, and what the page's own address is made of.
    func without(_ own: [String]) -> String {
        let names = headers.map(\.name).filter { $0 != "content-length" }.joined(separator: " ")
        var text = self.text.replacing(/value="[0-9a-f]{128}"/, with: "")
        for one in own { text = text.replacing(one, with: "").replacing(PercentEncoding.encode(one), with: "") }
        return "\(status) \(names)\n\(text)"
    }
}
