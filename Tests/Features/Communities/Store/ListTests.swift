import Storage
import Testing
import Web
import World

@testable import Communities

/// The lists of a community: what stands in them, in which order, and where they go on.
@Suite struct ListTests {
    private func ids(
        _ site: TestTalk, _ choice: ThreadStore.Choice = .all, as viewer: Viewer
    ) async throws -> [ID<CommunityThread>] {
        try await site.database.read {
            try ThreadStore.list(of: TestTalk.stigma, choice, limit: 100, as: viewer, in: $0).map(\.id)
        }
    }

    @Test(arguments: Backend.available, 1...4)
    func `a list that goes on shows each thread once, also of those with equal times`(
        on backend: Backend, limit: Int
    ) async throws {
        try await withTalk(on: backend) { site in
            var begun: [ID<CommunityThread>] = []
            for number in 0..<9 {
                // Three times, three threads each; between them what the reader may not see.
                if number % 3 == 0 { site.time.pass(.minutes(1)) }
                begun.append(try await site.start(by: number % 2))
                _ = try await site.start(by: 2, .community)
                _ = try await site.start(by: 3, state: .hidden)
            }
            let viewer = site.viewer(5)
            var (seen, cursor): ([CommunityThread], ThreadStore.Cursor?) = ([], nil)
            while true {
                let behind = cursor
                let piece = try await site.database.read {
                    try ThreadStore.list(of: TestTalk.stigma, behind: behind, limit: limit, as: viewer, in: $0)
                }
                seen += piece
                guard let last = piece.last, piece.count == limit else { break }
                cursor = ThreadStore.Cursor(lastAt: last.lastAt, id: last.id)
            }
            expect(Set(seen.map(\.id)), is: Set(begun))
            expect(seen.count, is: begun.count)
            let sorted = seen.sorted { ($0.lastAt, $0.id) > ($1.lastAt, $1.id) }
            expect(seen.map(\.id), is: sorted.map(\.id))
        }
    }

    @Test(arguments: Backend.available)
    func `the page of a community goes on under a sealed address, and shows each thread once`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            for number in 0..<(2 * CommunityPage.listed + 3) {
                _ = try await site.start("Question number \(100 + number)", by: number % 3)
            }
            var (seen, address): ([String], String?) = ([], TestTalk.page)
            while let page = address {
                let shown = await site.get(page, as: 5)
                expect(shown, 200)
                seen += shown.text.matches(of: /Question number (\d+)/).map { String($0.1) }
                let next = shown.text.firstMatch(of: /rel="next" href="([^"]+)"/).map { String($0.1) }
                if let next { expect(next.contains("\(site.now.milliseconds)"), is: false, "no time is told") }
                address = next
            }
            expect(seen.count, is: 2 * CommunityPage.listed + 3)
            expect(Set(seen).count, is: seen.count)
            // A place that this server did not seal is the top of the list.
            let forged = await site.get("\(TestTalk.page)?behind=1793664000000", as: 5)
            expect(forged, 200, holds: ["Waiting for an answer"])
        }
    }

    @Test(arguments: Backend.available)
    func `a question waits for an answer until others read one`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let viewer = site.viewer(5)
            let question = try await site.start(by: 0)
            _ = try await site.start(by: 0, .members, .experience)
            expect(try await ids(site, .unanswered, as: viewer), is: [question])
            let answer = try await site.put(in: question, by: 1, .waiting)
            expect(try await ids(site, .unanswered, as: viewer), is: [question], "what waits answers nothing")
            try await site.decide(answer, isAllowed: true)
            expect(try await ids(site, .unanswered, as: viewer), is: [])
            expect(try await ids(site, .answered, as: viewer), is: [question])
            try await site.setHidden(true, answer)
            expect(try await ids(site, .answered, as: viewer), is: [])
        }
    }

    @Test(arguments: Backend.available)
    func `what is hidden or waits changes neither what is counted nor the order of a list`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let older = try await site.start("The older one", by: 0)
            try await site.put(in: older, by: 1)
            site.time.pass(.minutes(1))
            let newer = try await site.start("The newer one", by: 0)
            let before = await site.get(TestTalk.page, as: 5).text
            site.time.pass(.minutes(1))
            let late = try await site.put(in: older, by: 2, .waiting)
            let thread = try #require(try await site.thread(older))
            expect([thread.replies, thread.lastNumber], is: [1, 3])
            expect(try await ids(site, as: site.viewer(5)), is: [newer, older])
            expect(plain(await site.get(TestTalk.page, as: 5).text), is: plain(before))
            try await site.decide(late, isAllowed: true)
            expect(try await ids(site, as: site.viewer(5)), is: [older, newer], "its time is when it was written")
            expect(try await site.thread(older)?.replies, is: 2)
        }
    }

    private func plain(_ page: String) -> String { page.replacing(/value="[0-9a-f]{128}"/, with: "") }

    @Test(arguments: Backend.available)
    func `what somebody began stands on their page, the newest first, in every state but the last`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            var begun: [ID<CommunityThread>] = []
            for state in [PostState.shown, .waiting, .refused, .hidden, .shown] {
                site.time.pass(.minutes(1))
                begun.append(try await site.start(by: 1, .community, state: state))
            }
            _ = try await site.start(by: 1, state: .gone)
            let viewer = site.viewer(1)
            let own = try await site.database.read { try ThreadStore.own(as: viewer, limit: 50, in: $0).map(\.id) }
            expect(own, is: Array(begun.reversed()))
        }
    }

    @Test(arguments: Backend.available)
    func `an address keeps its posts, whatever was deleted before them`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            for number in 2...45 { try await site.put("Month \(number) of it", in: thread, by: 1 + number % 2) }
            let path = site.path(thread)
            expect(await site.get("\(path)?page=2", as: 5), 200, holds: ["Month 21 of", "Month 40 of"])
            for number in 2...10 { _ = try await site.remove(PostPlace(thread, number), by: 1 + number % 2) }
            expect(
                await site.get("\(path)?page=2", as: 5), 200, holds: ["Month 21 of", "Month 40 of", "id=\"p21\""],
                lacks: ["Month 20 of", "Month 41 of"])
            for page in ["0", "4", "-1", "999999", "1000000", "9999999999999999999", "x", ""] {
                expect(await site.get("\(path)?page=\(page)", as: 5), 404, "page \(page)")
            }
        }
    }
}
