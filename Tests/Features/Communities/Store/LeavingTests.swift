import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Communities

/// Who leaves for good takes along what they wrote, or leaves it behind without their name, as they wish.
@Suite struct LeavingTests {
    private func leave(_ number: Int, _ way: LeavingWay, _ site: TestTalk) async throws {
        let leaving = try await site.world.accounts.leave(
            site.people[number], way, by: site.viewer(number), site.world.features, at: site.now)
        expect(leaving.way, is: way)
    }

    /// Member 1 asked, answered thrice, pressed, belongs, follows, and was named by member 2.
    private func fill(_ site: TestTalk) async throws -> (own: ID<CommunityThread>, other: ID<CommunityThread>) {
        try await site.join(1)
        let other = try await site.start("Asked by another", by: 0)
        for number in 1...3 { try await site.put("Month \(number) of mine", in: other, by: 1) }
        try await site.press(.thanks, at: PostPlace(other, 1), by: 1)
        let own = try await site.start("Asked by me", "The words below", by: 1)
        try await site.put("@\(try await site.name(1)) It did for me.", in: own, by: 2)
        for place in [PostPlace(own, 2), PostPlace(other, 2)] { try await site.talk.tellWatchers(of: place) }
        return (own, other)
    }

    @Test(arguments: Backend.available)
    func `who erases their account is nowhere, and what others wrote around it stays`(on backend: Backend) async throws
    {
        try await withTalk(on: backend) { site in
            let (own, other) = try await fill(site)
            try await leave(1, .erase, site)
            try await site.database.purge(PostIndexStore.index)
            expect(try await site.database.places(of: site.people[1], orWords: ["Month 1 of", "Asked by me"]), is: [])
            expect(try await site.thread(other)?.replies, is: 0)
            expect(try await site.count("SELECT thanks FROM posts WHERE thanks > 0"), is: 0)
            expect(
                await site.get(site.path(own), as: 5), 200, holds: ["It did for me."],
                lacks: ["Asked by me", "\(site.people[1])"])
        }
    }

    @Test(arguments: Backend.available)
    func `an account is taken out two at a time, and each piece may run again`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let (_, other) = try await fill(site)
            for kind in Reaction.allCases { try await site.press(kind, at: PostPlace(other, 1), by: 2) }
            let member = site.people[1]
            for _ in 0..<2 {
                for set in site.talk.records {
                    guard case .pieces(let piece) = set.erasing else { continue }
                    var turns = 0
                    while try await site.database.write({ try piece(member, 2, $0) }) {
                        turns += 1
                        try #require(turns < 20, "\(set.name) comes to no end")
                    }
                }
            }
            for table: SQL in ["posts WHERE author_id", "threads WHERE author_id", "reactions WHERE member_id"] {
                expect(try await site.count("SELECT COUNT(*) FROM \(table) = \(member)"), is: 0)
            }
            let pressed: SQL = "SELECT me_too + thanks + hope FROM posts WHERE thread_id = \(other) AND number = 1"
            expect(try await site.count(pressed), is: 3, "what others pressed")
        }
    }

    @Test(arguments: Backend.available)
    func `who leaves without their name leaves what others read, and nothing that leads back`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let (own, other) = try await fill(site)
            let name = try await site.name(1)
            try await site.database.write {
                try $0.execute(
                    """
                    INSERT INTO post_versions (thread_id, number, version, words, written_at)
                    VALUES (\(other), 2, 1, 'An earlier quittenword', 0)
                    """)
            }
            let preview = await site.get("/me/account/leave/anonymise", as: 1)
            expect(preview, 200, holds: ["4 posts in conversations", "Month 1 of mine", "Asked by me"])
            try await leave(1, .anonymise, site)
            try await site.database.purge(PostIndexStore.index)
            expect(try await site.database.places(of: site.people[1], orWords: ["quittenword"]), is: [])
            for path in [site.path(own), site.path(other)] {
                expect(
                    await site.get(path, as: 5), 200, holds: ["Somebody who has left"], lacks: ["dir=\"auto\">\(name)"])
            }
            expect(await site.get(site.path(own), as: 5), 200, holds: ["Asked by me", "The words below"])
            expect(await site.get(site.path(other), as: 5), 200, holds: ["Month 1 of mine", "Month 3 of mine"])
            expect(try await site.count("SELECT COUNT(*) FROM reactions"), is: 0)
        }
    }

    @Test(arguments: Backend.available, LeavingWay.allCases)
    func `a name that others spoke to leaves their words with its member, and no other name does`(
        on backend: Backend, way: LeavingWay
    ) async throws {
        try await withTalk(on: backend) { site in
            let (name, other) = (try await site.name(1), try await site.name(3))
            let thread = try await site.start(by: 0, .anyone)
            for number in [1, 3] { try await site.put("Month \(number) of mine", in: thread, by: number) }
            let place = try await site.put("@\(name.uppercased()), @\(other) and @\(name)!", in: thread, by: 2)
            try await site.change(place, to: "Once more to @\(other) and @\(name).", by: 2)
            expect(await site.get(site.path(thread)), 200, holds: ["@\(name)", "@\(other)"])
            let before = try await site.database.places(of: site.people[1], orWords: [name])
            expect(
                before.isSuperset(of: ["posts.words", "post_versions.words", "post_mentions.name"]),
                is: true, "\(before)")
            try await leave(1, way, site)
            try await site.database.purge(PostIndexStore.index)
            expect(try await site.database.places(of: site.people[1], orWords: [name, name.uppercased()]), is: [])
            expect(
                await site.get(site.path(thread)), 200, holds: ["Once more to", "@\(other)", MentionStore.somebody],
                lacks: [name])
        }
    }

    /// In one thread two posts wait before three that others read; pieces of two meet those that wait first.
    @Test(arguments: Backend.available)
    func `what others read stays, however many posts wait before it, and what waits goes`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            for state in [PostState.waiting, .waiting, .shown, .hidden, .shown, .shown] {
                try await site.put("Month of \(state)", in: thread, by: 1, state)
            }
            let member = site.people[1]
            let sets = site.talk.records
            let ties = try #require(sets.compactMap(\.staying).first)
            var turns = 0
            while try await site.database.write({ try ties.cutTies(member, 2, $0) }) {
                turns += 1
                try #require(turns < 20, "cutting ties comes to no end")
            }
            let nameless: SQL = "SELECT COUNT(*) FROM posts WHERE author_id IS NULL AND state = 'shown'"
            expect(try await site.count(nameless), is: 3)
            try await leave(1, .anonymise, site)
            expect(try await site.thread(thread)?.replies, is: 3)
            expect(try await site.count("SELECT COUNT(*) FROM posts WHERE state IN ('waiting', 'hidden')"), is: 0)
            expect(
                try await site.database.places(of: member, orWords: ["Month of waiting", "Month of hidden"]), is: [])
        }
    }

    @Test(arguments: Backend.available)
    func `only what would stay is counted and shown before somebody leaves`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            for state in [PostState.shown, .waiting, .refused, .hidden] {
                try await site.put("Month of \(state)", in: thread, by: 1, state)
            }
            expect(
                await site.get("/me/account/leave/anonymise", as: 1), 200,
                holds: ["1 post in conversations", "Month of shown"],
                lacks: ["Month of waiting", "Month of refused", "Month of hidden"])
        }
    }

    // MARK: - The file

    @Test(arguments: Backend.available)
    func `all that somebody wrote, joined, pressed and follows stands in their file, and nothing of others`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let (_, other) = try await fill(site)
            let source = "https://example.org/study"
            _ = try await site.start("So it is", "Because of it", by: 1, .community, .claim, source: source)
            try await site.put("Month of waiting", in: other, by: 1, .waiting)
            let gone = try await site.put("Month of gone", in: other, by: 1)
            _ = try await site.remove(gone, by: 1)
            let file = try await site.talk.records.exported(of: site.people[1], from: site.database)
            let posts = file["talk/posts"] ?? []
            expect(
                Set(posts.compactMap { $0["words"] as? String }),
                is: [
                    "Month 1 of mine", "Month 2 of mine", "Month 3 of mine", "The words below", "Because of it",
                    "Month of waiting",
                ])
            let claim = posts.first { $0["words"] as? String == "Because of it" } ?? [:]
            for (key, value) in [
                ("title", "So it is"), ("kind", "claim"), ("readers", "community"), ("community", "stigma"),
                ("state", "shown"), ("writtenAt", site.now.description), ("source", source),
            ] {
                expect(claim[key] as? String, is: value, key)
            }
            let answer = posts.first { $0["words"] as? String == "Month 1 of mine" } ?? [:]
            expect(answer["title"] as? String, is: nil, "the title is another's words")
            expect(file["talk/communities"]?.count, is: 1)
            expect(file["talk/reactions"]?.compactMap { $0["what"] as? String }, is: ["thanks"])
            expect(file["talk/watches"]?.count, is: 3)
            let others = try await site.talk.records.exported(of: site.people[0], from: site.database)
            expect(others["talk/posts"]?.compactMap { $0["words"] as? String }, is: [TestTalk.words])
        }
    }
}
