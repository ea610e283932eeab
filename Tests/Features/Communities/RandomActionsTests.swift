import Accounts
import Storage
import Testing
import Web
import World

@testable import Communities

/// Five members do whatever comes into their heads; what is counted is what a recount finds.
@Suite struct RandomActionsTests {
    private enum Act: CaseIterable {
        case begin, reply, hold, change, remove, react, choose, hide, show, allow, refuse, watch, unwatch, tell, block,
            read
    }

    @Test(arguments: Backend.available, 1...4 as ClosedRange<UInt64>)
    func `whatever people do, numbers and states are those of a recount`(on backend: Backend, seed: UInt64) async throws
    {
        try await withTalk(on: backend) { site in
            for number in 0..<3 { try await site.join(number) }
            var (random, threads) = (SeededRandom(seed: seed), [try await site.start(by: 0)])
            for step in 1...160 {
                let act = Act.allCases.randomElement(using: &random) ?? .reply
                let (person, chance) = (
                    Int.random(in: 0..<5, using: &random), Int.random(in: 0..<1_000, using: &random)
                )
                // Now and then two things happen in the same millisecond.
                if chance % 3 > 0 { site.time.pass(.seconds(chance)) }
                let place = try await place(in: threads, site, &random)
                do {
                    if let begun = try await perform(act, by: person, at: place, chance, site) { threads.append(begun) }
                } catch is Problem {
                    // Not theirs to do.
                }
                if step % 20 == 0 {
                    expect(try await faults(site), is: [], "seed \(seed), step \(step), last \(act)")
                }
            }
            let kept = try await site.count("SELECT COUNT(*) FROM posts")
            expect(kept > 10, is: true, "a control: something was done")
        }
    }

    /// A post, or where one was. Threads are told apart by when they began: their identifiers are by chance, and a seed
    /// shall give the same on every run.
    private func place(
        in threads: [ID<CommunityThread>], _ site: TestTalk, _ random: inout SeededRandom
    ) async throws -> PostPlace {
        let thread = threads.randomElement(using: &random) ?? .random()
        let last = try await site.thread(thread)?.lastNumber ?? 1
        return PostPlace(thread, Int.random(in: 1...max(last, 1), using: &random))
    }

    /// Does what somebody wants; answers the thread that they began.
    private func perform(
        _ act: Act, by person: Int, at place: PostPlace, _ chance: Int, _ site: TestTalk
    ) async throws -> ID<CommunityThread>? {
        let (viewer, now, input) = (
            site.viewer(person), site.now, PostInput(words: "Does it get easier after a month?")
        )
        let state = try await site.state(place)
        switch act {
        case .begin:
            return try await site.start(
                by: person, ThreadVisibility.allCases[chance % 3], ThreadKind.allCases[chance % 2],
                state: chance % 5 == 0 ? .waiting : .shown)
        case .reply: _ = try await site.talk.reply(input, to: place.thread, as: viewer, at: now)
        case .hold: try await site.put(in: place.thread, by: person, .waiting)
        case .change:
            let title = place.number == 1 ? "Changed \(chance)" : nil
            let words = PostInput(words: "Give it \(chance % 9) months")
            _ = try await site.talk.change(place, title: title, words, as: viewer, at: now)
        case .remove: _ = try await site.remove(place, by: person)
        case .react: try await site.press(Reaction.allCases[chance % 3], chance % 4 > 0, at: place, by: person)
        case .choose: _ = try await site.choose(chance % 4 == 0 ? nil : place.number, of: place.thread, by: person)
        // What was reported may be gone by the time that a moderator decides.
        case .hide: if state == .shown || state == .gone { try await site.setHidden(true, place) }
        case .show: if state == .hidden || state == .gone { try await site.setHidden(false, place) }
        case .allow: try await site.decide(place, isAllowed: true)
        case .refuse: try await site.decide(place, isAllowed: false)
        case .watch, .unwatch:
            try await site.database.write { tx in
                guard try ThreadStore.find(place.thread, as: viewer, in: tx) != nil else { return }
                try WatchStore.setWatching(act == .watch, place.thread, as: viewer, in: tx)
            }
        case .tell: try await site.talk.tellWatchers(of: place)
        case .block: try await site.world.accounts.block(site.people[(person + 1 + chance % 4) % 5], as: viewer)
        case .read:
            try await site.database.write { try WatchStore.noteRead(nil, as: viewer, in: $0) }
            // What a block hides is shown again, or soon nobody would read anything.
            for other in site.people.prefix(5) { try await site.world.accounts.unblock(other, as: viewer) }
        }
        return nil
    }

    /// What is not as a recount has it, in words.
    private func faults(_ site: TestTalk) async throws -> [String] {
        try await site.database.read { tx in
            // The index calls its documents otherwise on each engine.
            let indexed: SQL =
                tx.engine == .sqlite
                ? "SELECT rowid AS document FROM post_words" : "SELECT document FROM post_words"
            let shown: SQL = "SELECT document FROM posts WHERE state = 'shown'"
            let ofIndex: [(name: String, sql: SQL)] = [
                ("posts are found that others do not read", "(\(indexed) EXCEPT \(shown)) AS lost"),
                ("posts are read by others and not found", "(\(shown) EXCEPT \(indexed)) AS missing"),
            ]
            return try (Self.checks + ofIndex).flatMap { name, sql in
                try tx.rows("SELECT COUNT(*) FROM \(sql)") { try $0.get(0, as: Int.self) }.filter { $0 > 0 }.map {
                    "\($0) \(name)"
                }
            }
        }
    }

    private static let checks: [(name: String, sql: SQL)] = [
        (
            "threads count other answers than there are",
            """
            threads WHERE replies <> (SELECT COUNT(*) FROM posts WHERE posts.thread_id = threads.id
                AND posts.number > 1 AND posts.state = 'shown')
            """
        ),
        (
            "threads have another time of their newest post",
            """
            threads WHERE last_at <> COALESCE((SELECT MAX(written_at) FROM posts WHERE posts.thread_id = threads.id
                AND posts.state = 'shown'), started_at)
            """
        ),
        (
            "threads have another highest number",
            "threads WHERE last_number <> (SELECT MAX(number) FROM posts WHERE posts.thread_id = threads.id)"
        ),
        (
            "threads stand otherwise than their first post",
            """
            threads JOIN posts ON posts.thread_id = threads.id AND posts.number = 1
            WHERE posts.state <> threads.state OR (threads.state = 'gone') <> (threads.title = '')
            """
        ),
        (
            "posts count other reactions than were pressed",
            """
            posts WHERE me_too <> (SELECT COUNT(*) FROM reactions r WHERE r.thread_id = posts.thread_id
                    AND r.number = posts.number AND r.kind = 'meToo')
                OR thanks <> (SELECT COUNT(*) FROM reactions r WHERE r.thread_id = posts.thread_id
                    AND r.number = posts.number AND r.kind = 'thanks')
                OR hope <> (SELECT COUNT(*) FROM reactions r WHERE r.thread_id = posts.thread_id
                    AND r.number = posts.number AND r.kind = 'hope')
            """
        ),
        (
            "removed posts have something left",
            """
            posts WHERE state = 'gone' AND (words <> '' OR LENGTH(html) > 0 OR warning IS NOT NULL OR author_id IS NOT NULL
                OR EXISTS (SELECT 1 FROM post_versions v
                    WHERE v.thread_id = posts.thread_id AND v.number = posts.number))
            """
        ),
        (
            "pieces of news are of what others do not read",
            """
            talk_news n JOIN posts ON posts.thread_id = n.thread_id AND posts.number = n.number
            WHERE posts.state <> 'shown'
            """
        ),
        (
            "posts have versions with a gap",
            """
            post_versions v WHERE v.version > 1 AND NOT EXISTS (SELECT 1 FROM post_versions w
                WHERE w.thread_id = v.thread_id AND w.number = v.number AND w.version = v.version - 1)
            """
        ),
        (
            "best answers are not another's answer to a question",
            """
            threads JOIN posts ON posts.thread_id = threads.id AND posts.number = threads.best_number
            WHERE threads.kind <> 'question' OR posts.number = 1 OR posts.author_id = threads.author_id
            """
        ),
    ]
}
