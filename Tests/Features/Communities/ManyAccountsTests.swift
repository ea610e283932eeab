import Accounts
import Storage
import Testing
import Web
import World

@testable import Communities
@testable import Safety

/// What somebody brings about who makes many accounts: numbers beside words, and nothing that follows from them.
@Suite struct ManyAccountsTests {
    /// Whether words stand above others on a page.
    private func stands(_ words: String, above others: String, on path: String, _ site: TestTalk) async -> Bool? {
        let text = await site.get(path, as: 5).text
        guard let first = text.firstRange(of: words), let second = text.firstRange(of: others) else { return nil }
        return first.lowerBound < second.lowerBound
    }

    @Test(arguments: Backend.available)
    func `fifty accounts of one evening hide nothing, vote nothing, choose nothing and move nothing`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start("Asked by one", by: 1)
            let first = try await site.put("The first answer", in: thread, by: 2)
            let second = try await site.put("The second answer", in: thread, by: 3)
            let poll = await site.post("\(site.path(thread))/poll", as: 1, [("options", "Yes\nNo"), ("days", "7")])
            expect(poll, 303)
            site.time.pass(.minutes(1))
            _ = try await site.start("Asked by another", by: 4)
            let before = await stands("Asked by one", above: "Asked by another", on: TestTalk.page, site)
            let now = site.now
            let puppets = try await site.world.accounts.createSynthetic(count: 50, seed: 8) {
                now - .days(13) + .minutes($0)
            }
            for puppet in puppets {
                let viewer = Viewer.person(puppet, roles: [])
                _ = try await site.safety.report(
                    CommunitiesFeature.subject(first), .danger, words: "", in: PublishedTexts(of: site.world.features),
                    as: viewer, at: now)
                let (refusal, isChosen) = try await site.database.write { tx -> (String?, Bool) in
                    try ReactionStore.set(.hope, true, at: second, as: viewer, in: tx)
                    let found = try ThreadStore.find(thread, as: viewer, in: tx)
                    return (
                        try found.map { try site.talk.vote(1, in: $0, as: viewer, at: now, tx) } ?? nil,
                        try ThreadStore.setBest(second.number, of: thread, by: viewer, in: tx)
                    )
                }
                expect(refusal, is: "communities.poll.tooNew")
                expect(isChosen, is: false)
            }
            expect(try await site.state(first), is: .shown)
            expect(try await site.thread(thread)?.best, is: nil)
            expect(try await site.count("SELECT COUNT(*) FROM poll_votes"), is: 0)
            expect(try await site.count("SELECT COUNT(*) FROM alerts"), is: 1, "one text, one call")
            // What was pressed is a number beside the words; it moves neither an answer nor a conversation.
            expect(try await site.count("SELECT hope FROM posts ORDER BY hope DESC LIMIT 1"), is: 50)
            let path = site.path(thread)
            expect(await stands("The first answer", above: "The second answer", on: path, site), is: true)
            expect(await stands("Asked by one", above: "Asked by another", on: TestTalk.page, site), is: before)
            // Two people are still enough.
            for number in [5, 6] { try await site.report(first, by: number) }
            expect(try await site.state(first), is: .hidden)
        }
    }
}
