import Storage
import Testing
import Web
import World

@testable import Communities

/// A page asks the database once, and nothing twice, however much stands on it.
@Suite struct QueriesTests {
    @Test(arguments: Backend.available)
    func `no page asks the same twice, and each asks in one transaction`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0, .anyone)
            for number in 2...30 { try await site.put(in: thread, by: 1 + number % 4) }
            _ = try await site.choose(25, of: thread, by: 0)
            for number in 0..<5 { _ = try await site.start("Thread \(number)", by: number, .anyone) }
            try await site.talk.tellWatchers(of: PostPlace(thread, 30))
            for number in 1...3 {
                let answer = MailedAnswer(
                    id: .random(), member: site.people[0], thread: thread, words: "Answer \(number)")
                let now = site.now
                try await site.database.write { try MailedAnswerStore.hold(answer, at: now, in: $0) }
            }
            let (path, own) = (site.path(thread), site.path(PostPlace(thread, 1), ""))
            let shared = ["/communities", TestTalk.page, path, "\(path)?page=2"]
            let mine = [
                "\(TestTalk.page)/ask", "\(path)/reply?answers=2&quote=yes", "\(own)edit", "\(own)history",
                "\(own)delete", "/me/talk",
            ]
            for number in [nil, 0] {
                for page in number == nil ? shared : shared + mine {
                    // What is the same for every visitor is made once, and then only looked for.
                    if number == nil { expect(await site.get(page), 200, page) }
                    _ = site.world.statements.take()
                    expect(await site.get(page, as: number), 200, page)
                    let asked = site.world.statements.take()
                    #expect(asked.count == 1, "\(page): \(asked)")
                    let statements = asked.flatMap(\.self)
                    #expect(Set(statements).count == statements.count, "\(page): \(statements.sorted())")
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a thread asks as often for a post as for twenty`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            func asked() async -> [String] {
                _ = site.world.statements.take()
                expect(await site.get(site.path(thread), as: 5), 200)
                return site.world.statements.take().flatMap(\.self)
            }
            // What is the same for every page of a release is looked for once.
            _ = await asked()
            let before = await asked()
            for number in 2...20 { try await site.put("@\(try await site.name(0)) Slow.", in: thread, by: number % 5) }
            expect(await asked().count, is: before.count)
        }
    }
}
