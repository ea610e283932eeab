import Accounts
import Storage
import Testing
import Web
import World

@testable import Communities

/// Posts that many read alike are made once and kept: nobody is ever shown what another reads.
@Suite struct SharedPostsTests {
    /// The page of a thread as somebody reads it, but for what every answer has anew.
    private func page(_ thread: ID<CommunityThread>, as viewer: Viewer, _ site: TestTalk) async -> String {
        let answer = await site.world.get(site.path(thread, in: "epilepsy"), as: viewer)
        expect(answer, 200)
        return answer.text.replacing(/value="[0-9a-f.\-]{60,}"/, with: "value")
    }

    /// A talk in which a name, a block, a quote, a best answer, a pressed button and what one wrote differ for its readers.
    private func talk(_ site: TestTalk) async throws -> ID<CommunityThread> {
        let thread = try await site.start("Does it help?", "Did duloxetine help you?", by: 0, .anyone, in: "epilepsy")
        let answer = try await site.put("I walk, a walk each day.", in: thread, by: 1)
        for (number, author) in [2, 0, 3, 2].enumerated() {
            try await site.put("Duloxetine, answer \(number).", in: thread, by: author)
        }
        try await site.put("Not yet.", in: thread, by: 4, .waiting)
        let people = site.people
        try await site.database.write { tx in
            try tx.execute(
                "UPDATE posts SET answers = 2, is_quoting = TRUE WHERE thread_id = \(thread) AND number IN (3, 5)")
            try TalkFilterStore.set(TalkFilters(themes: [], words: ["walk"]), as: site.viewer(7), in: tx)
            try ThreadStore.recount(thread, in: tx)
        }
        expect(try await site.choose(answer.number, of: thread, by: 0), is: true)
        try await site.press(.thanks, at: answer, by: 5)
        try await site.world.accounts.block(people[1], as: site.viewer(6))
        try await site.world.accounts.block(people[3], as: site.viewer(2))
        return thread
    }

    @Test(arguments: Backend.available)
    func `a page beside those that others opened is the page that stands alone`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await talk(site)
            let viewers = (0..<8).map(site.viewer) + [site.moderator, .anonymous]
            // Whoever comes first makes pieces; whoever comes later is given them.
            for order in [viewers, viewers.reversed()] {
                try await site.database.write { try $0.noteTakedown() }
                var beside: [String] = []
                for viewer in order { beside.append(await page(thread, as: viewer, site)) }
                for (viewer, kept) in zip(order, beside) {
                    // Nothing that was kept before is shown after it.
                    try await site.database.write { try $0.noteTakedown() }
                    expect(await page(thread, as: viewer, site) == kept, is: true, "\(viewer)")
                }
            }
        }
    }

    @Test func `what was blocked, renamed or taken back since is gone from the next page`() async throws {
        try await withTalk { site in
            let thread = try await talk(site)
            let (words, name) = ("I walk, a", try await site.name(1))
            expect(await site.get(site.path(thread, in: "epilepsy"), as: 4), 200, holds: [name])
            try await site.world.accounts.block(site.people[1], as: site.viewer(4))
            expect(await site.get(site.path(thread, in: "epilepsy"), as: 4), 200, lacks: [name, "I walk,"])
            expect(await site.get(site.path(thread, in: "epilepsy"), as: 2), 200, holds: [name])
            let author = site.people[1]
            try await site.database.write { tx in
                try tx.execute("UPDATE members SET name_hidden = TRUE WHERE id = \(author)")
            }
            expect(await site.get(site.path(thread, in: "epilepsy"), as: 2), 200, lacks: [name])
            expect(try await site.remove(PostPlace(thread, 2), by: 1), is: true)
            expect(await site.get(site.path(thread, in: "epilepsy"), as: 2), 200, lacks: [words])
        }
    }
}
