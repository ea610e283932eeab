import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Communities
@testable import Safety

/// A poll tells what enough people voted, and of nobody what they did.
@Suite struct PollTests {
    private static let options = "Yes\nNo\nNot sure"

    /// A thread with a poll of three answers, and its path.
    private func poll(_ site: TestTalk, _ readers: ThreadVisibility = .members) async throws -> ID<CommunityThread> {
        let thread = try await site.start(by: 1, readers)
        let sent = await site.post("\(site.path(thread))/poll", as: 1, [("options", Self.options), ("days", "7")])
        expect(sent, 303, to: site.path(thread))
        return thread
    }

    private func vote(_ option: Int, in thread: ID<CommunityThread>, as number: Int, _ site: TestTalk) async -> Exchange
    {
        await site.post("\(site.path(thread))/vote", as: number, [("option", "\(option)")])
    }

    /// Made-up members who joined so many days ago vote past all pages.
    private func vote(
        _ option: Int, times: Int, in thread: ID<CommunityThread>, daysHere: Int = 30, _ site: TestTalk
    ) async throws {
        let now = site.now
        let some = try await site.world.accounts.createSynthetic(count: times, seed: UInt64(90 + option + times)) { _ in
            now - .days(daysHere)
        }
        for member in some {
            let viewer = Viewer.person(member, roles: [])
            _ = try await site.database.write { tx in
                guard let thread = try ThreadStore.find(thread, as: viewer, in: tx) else { throw Problem.notFound }
                return try site.talk.vote(option, in: thread, as: viewer, at: now, tx)
            }
        }
    }

    // MARK: - Which figures are shown

    @Test(
        arguments: [
            ([0, 0], []), ([5, 6], []), ([11, 0], []), ([11, 11], [11, 11]), ([22, 0, 0], [22]), ([15, 20, 9], [20]),
            ([15, 20, 9, 0], [15, 20]), ([12, 10], []), ([11, 12, 13], [11, 12, 13]),
        ] as [([Int], [Int])])
    func `no figure is under eleven, and none can be told from the others`(_ counted: [Int], _ shown: [Int]) {
        let poll = Poll(
            thread: .random(), state: .shown, openedAt: Instant(milliseconds: 0), closesAt: nil,
            options: counted.enumerated().map { Poll.Option(number: $0.offset + 1, words: "", counted: $0.element) },
            own: nil)
        let figures = poll.figures
        expect(poll.options.compactMap { figures[$0.number] }, is: shown)
    }

    @Test(arguments: Backend.available)
    func `numbers come with eleven votes, change with eleven more, and only for who has voted`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await poll(site)
            let path = site.path(thread)
            expect(await vote(1, in: thread, as: 2, site), 303, to: path)
            expect(
                await site.get(path, as: 2), 200,
                holds: ["There are no numbers before eleven", "It is no evidence", "Change my vote"])
            try await vote(1, times: 10, in: thread, site)
            try await vote(2, times: 10, in: thread, site)
            expect(await site.get(path, as: 2), 200, holds: ["11 votes", "too few to show"], lacks: ["10 votes"])
            // The twenty-second: eleven and eleven, and the third answer has none.
            expect(await vote(2, in: thread, as: 3, site), 303)
            expect(await site.get(path, as: 2), 200, holds: ["11 votes"], lacks: ["22 votes"])
            expect(await site.get(path, as: 4), 200, holds: ["Vote"], lacks: ["11 votes", "too few"])
            // A changed vote is one, and changes no figure by itself.
            expect(await vote(3, in: thread, as: 2, site), 303)
            expect(await site.get(path, as: 2), 200, holds: ["11 votes"])
            expect(try await site.count("SELECT COUNT(*) FROM poll_votes"), is: 22)
            // Closed, whoever is signed in reads them, and nobody votes.
            site.time.pass(.days(8))
            expect(await site.get(path, as: 4), 200, holds: ["11 votes", "Closed on"], lacks: ["name=\"option\""])
            expect(await vote(1, in: thread, as: 4, site), 303)
            expect(try await site.count("SELECT COUNT(*) FROM poll_votes"), is: 22)
        }
    }

    // MARK: - Who votes

    @Test(arguments: Backend.available)
    func `whoever joined for a poll, may not read it, or sends what is no answer has no vote`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await poll(site, .community)
            expect(await vote(1, in: thread, as: 2, site), 404, "not of the community")
            try await site.join(2)
            for option in ["0", "7", "99", "-1", "x", "1.0", "99999999999999999999"] {
                let sent = await site.post("\(site.path(thread))/vote", as: 2, [("option", option)])
                expect([303, 404, 422].contains(sent.status) && sent.status < 500, is: true, option)
            }
            expect(try await site.count("SELECT COUNT(*) FROM poll_votes"), is: 0)
            let open = try await poll(site)
            try await vote(1, times: 12, in: open, daysHere: 13, site)
            expect(try await site.count("SELECT COUNT(*) FROM poll_votes"), is: 0, "thirteen days here")
            try await site.world.accounts.block(site.people[3], as: site.viewer(1))
            expect(await vote(1, in: open, as: 3, site), 404)
            // One session for all three.
            expect(await site.get(site.path(open), as: 4), 200)
            let sent = await withTaskGroup(of: Int.self) { group in
                for option in 1...3 { group.addTask { await vote(option, in: open, as: 4, site).status } }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            expect(sent, is: [303, 303, 303])
            expect(try await site.count("SELECT COUNT(*) FROM poll_votes"), is: 1)
            expect(try await site.count("SELECT uncounted FROM polls WHERE uncounted > 0"), is: 1)
        }
    }

    // MARK: - Who asks

    @Test(arguments: Backend.available)
    func `only who began a thread puts a poll to it, once, of two to six answers`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 1)
            let path = "\(site.path(thread))/poll"
            for (options, said) in [
                ("One", "two to six"), ("Same\nSame", "two to six"), ("Same\nsame", "two to six"),
                ("\u{200B}\nNo", "two to six"),
                ((1...7).map { "\($0)" }.joined(separator: "\n"), "two to six"),
                (String(repeating: "x", count: 81) + "\nNo", "80 letters"), ("", "two to six"),
                (String(repeating: "x", count: 600) + "\nNo", "80 letters"),
            ] {
                expect(
                    await site.post(path, as: 1, [("options", options)]), 422,
                    holds: [said] + [options].filter { !$0.isEmpty })
            }
            for _ in 0..<2 { expect(await site.post(path, as: 1, [("options", Self.options)]), 303) }
            expect(try await site.count("SELECT COUNT(*) FROM poll_options"), is: 3)
            expect(await site.get(path, as: 2), 404)
            expect(await site.post(path, as: 2, [("options", Self.options)]), 404)
            expect(await site.post("\(path)/remove", as: 2), 404)
            let claim = try await site.start(by: 1, .members, .claim, source: "https://example.org/")
            expect(await site.post("\(site.path(claim))/poll", as: 1, [("options", Self.options)]), 404)
            let hostile = try await site.start(by: 1)
            let markup = "<b hostile>\n\"><script>alert(1)</script>"
            expect(await site.post("\(site.path(hostile))/poll", as: 1, [("options", markup)]), 303)
            expect(
                await site.get(site.path(hostile), as: 2), 200, holds: ["&lt;b hostile"],
                lacks: ["<b hostile", "<script>alert"])
        }
    }

    @Test(arguments: Backend.available)
    func `a number in an answer is read by nobody unseen, and a reported poll is hidden by itself`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 1)
            let path = "\(site.path(thread))/poll"
            let options = [("options", "Call me on 603 555 0123\nNo")]
            for _ in 0..<2 { expect(await site.post(path, as: 1, options), 200, holds: ["<mark>603 555 0123</mark>"]) }
            expect(await site.post(path, as: 1, options), 303)
            expect(await site.get(site.path(thread), as: 1), 200, holds: ["603 555"])
            expect(await site.get(site.path(thread), as: 2), 200, lacks: ["603 555"])
            expect(await vote(1, in: thread, as: 2, site), 404)
            try await site.rule(.declined)
            expect(await site.get(site.path(thread), as: 2), 200, lacks: ["603 555"])
            let shown = try await poll(site)
            let text = try #require(site.talk.safetyTexts.first { $0.kind == CommunitiesFeature.pollKind })
            let now = site.now
            try await site.database.write { try text.published?.setHidden(shown.description, true, now, $0) }
            expect(await site.get(site.path(shown), as: 2), 200, holds: [TestTalk.words], lacks: ["Not sure"])
            expect(await vote(1, in: shown, as: 2, site), 404)
        }
    }

    // MARK: - Whose it is

    @Test(arguments: Backend.available)
    func `a vote stands in its member's file and nowhere else, and goes with them`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await poll(site)
            for number in [2, 3] { expect(await vote(number, in: thread, as: number, site), 303) }
            let file = try await site.talk.records.exported(of: site.people[2], from: site.database)
            expect(file["talk/votes"]?.compactMap { $0["option"] as? Int }, is: [2])
            let asked = try await site.talk.records.exported(of: site.people[1], from: site.database)
            expect(asked["talk/polls"]?.first?["options"] as? [String], is: ["Yes", "No", "Not sure"])
            expect(asked["talk/votes"]?.count ?? 0, is: 0)
            _ = try await site.world.accounts.leave(
                site.people[2], .erase, by: site.viewer(2), site.world.features, at: site.now)
            expect(try await site.count("SELECT COUNT(*) FROM poll_votes"), is: 1)
            expect(try await site.remove(PostPlace(thread, 1), by: 1), is: true)
            for table: SQL in ["polls", "poll_options", "poll_votes"] {
                expect(try await site.count("SELECT COUNT(*) FROM \(table)"), is: 0)
            }
        }
    }
}
