import World
import Foundation
import Storage
import Testing
import World
import Web

@testable import Accounts

@Suite struct FollowTests {
    @Test(arguments: Backend.available)
    func `the blocked, the erased and the never made are one answer`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            let gone = try await world.member("Cy")
            try await world.erase(gone)
            try await world.accounts.follow(ana, as: bo.asViewer)
            try await world.accounts.block(bo, as: ana.asViewer)
            for nobody in [ana, gone, .random(), bo] {
                await expectNotFound { try await world.accounts.follow(nobody, as: bo.asViewer) }
                if nobody != ana {
                    await expectNotFound { try await world.accounts.block(nobody, as: bo.asViewer) }
                }
                try await world.accounts.unfollow(nobody, as: bo.asViewer)
                try await world.accounts.unblock(nobody, as: bo.asViewer)
            }
            #expect(try await world.accounts.following(as: bo.asViewer) == [])
            #expect(try await world.accounts.blocks(as: bo.asViewer) == [])
            #expect(try await world.accounts.blocks(as: ana.asViewer) == [Block(member: bo, pseudonym: "Bo")])
        }
    }

    @Test(arguments: Backend.available)
    func `who was blocked first blocks back, and a suspended abuser is blocked before they come back`(
        on backend: Backend
    ) async throws {
        try await withAccounts(on: backend) { world in
            let (ana, bo, cy) = (
                try await world.member("Ana"), try await world.member("Bo"), try await world.member("Cy")
            )
            try await world.accounts.block(ana, as: bo.asViewer)
            try await world.accounts.block(bo, as: ana.asViewer)
            try await world.accounts.unblock(ana, as: bo.asViewer)
            await expectNotFound { try await world.accounts.follow(ana, as: bo.asViewer) }
            try await world.accounts.hold(cy, isForGood: false, by: .system(reason: "test"))
            try await world.accounts.block(cy, as: ana.asViewer)
            try await world.accounts.liftHold(from: cy, by: .system(reason: "test"))
            await expectNotFound { try await world.accounts.follow(ana, as: cy.asViewer) }
            #expect(try await world.accounts.blocks(as: ana.asViewer).map(\.member) == [bo, cy])
        }
    }

    @Test func `only a person follows and blocks`() async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana")
            for nobody in [Viewer.anonymous, .system(reason: "test")] {
                await expect(signInNeeded: { try await world.accounts.follow(ana, as: nobody) })
                await expect(signInNeeded: { try await world.accounts.unfollow(ana, as: nobody) })
                await expect(signInNeeded: { try await world.accounts.block(ana, as: nobody) })
                await expect(signInNeeded: { try await world.accounts.unblock(ana, as: nobody) })
                #expect(try await world.accounts.following(as: nobody) == [])
                #expect(try await world.accounts.followers(as: nobody) == [])
                #expect(try await world.accounts.blocks(as: nobody) == [])
            }
        }
    }

    @Test(arguments: Backend.available)
    func `nobody follows or blocks more than their limit, and what is there can be said again`(
        on backend: Backend
    ) async throws {
        try await withAccounts(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            let crowd = try await world.accounts.createSynthetic(
                count: AccountsFeature.mostFollows, seed: 7, joined: { _ in world.time.now })
            try await world.database.write { tx in
                try tx.insert(
                    into: "follows", ["follower_id", "followed_id"], rows: crowd.map { [ana.sqlValue, $0.sqlValue] })
                try tx.insert(
                    into: "blocks", ["blocker_id", "blocked_id"], rows: crowd.map { [bo.sqlValue, $0.sqlValue] })
            }
            let last = try #require(crowd.last)
            try await world.accounts.follow(last, as: ana.asViewer)
            try await world.accounts.block(last, as: bo.asViewer)
            await expectConflict("accounts.follows.full") { try await world.accounts.follow(bo, as: ana.asViewer) }
            await expectConflict("accounts.blocks.full") { try await world.accounts.block(ana, as: bo.asViewer) }
            #expect(try await world.accounts.following(as: ana.asViewer).count == AccountsFeature.mostFollows)
            #expect(try await world.accounts.blocks(as: bo.asViewer).count == AccountsFeature.mostBlocks)
            try await world.accounts.unfollow(last, as: ana.asViewer)
            try await world.accounts.follow(bo, as: ana.asViewer)
            try await world.accounts.unblock(last, as: bo.asViewer)
            try await world.accounts.block(ana, as: bo.asViewer)
            #expect(try await world.accounts.followers(as: bo.asViewer) == [])
        }
    }

    @Test(arguments: Backend.available)
    func `a follow and a block at the same moment never leave both`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            for _ in 1...10 {
                async let follow = world.perform(.follow, by: bo, on: ana)
                async let block = world.perform(.block, by: ana, on: bo)
                _ = try await (follow, block)
                #expect(try await world.accounts.following(as: bo.asViewer) == [])
                #expect(try await world.accounts.blocks(as: ana.asViewer).map(\.member) == [bo])
                #expect(try await world.perform(.unblock, by: ana, on: bo))
            }
        }
    }

    @Test(arguments: Backend.available)
    func `followers come a page at a time, each once`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            let crowd = try await world.accounts.createSynthetic(count: 25, seed: 7, joined: { _ in world.time.now })
            for member in crowd { try await world.accounts.follow(ana, as: member.asViewer) }
            try await world.accounts.follow(crowd[3], as: ana.asViewer)
            var (found, last): ([Follow], ID<Person>?) = ([], nil)
            for _ in 1...4 {
                let page = try await world.accounts.followers(as: ana.asViewer, after: last, limit: 10)
                found += page
                last = page.last?.member ?? last
            }
            #expect(found.map(\.member) == crowd.sorted())
            #expect(found.filter(\.isMutual).map(\.member) == [crowd[3]])
        }
    }

    @Test(arguments: Backend.available)
    func `of whoever erases their account nothing is left in the lists of others`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let (gone, kept) = (try await world.member("Marker"), try await world.member("Owl"))
            let (blocked, blocker) = (try await world.member("Heron"), try await world.member("Wren"))
            try await world.accounts.follow(kept, as: gone.asViewer)
            try await world.accounts.follow(gone, as: kept.asViewer)
            try await world.accounts.follow(blocked, as: kept.asViewer)
            try await world.accounts.block(blocked, as: gone.asViewer)
            try await world.accounts.block(gone, as: blocker.asViewer)
            try await world.erase(gone)
            #expect(try await world.accounts.following(as: kept.asViewer).map(\.member) == [blocked])
            #expect(try await world.accounts.followers(as: kept.asViewer) == [])
            #expect(try await world.accounts.blocks(as: blocker.asViewer) == [])
            #expect(try await world.count("SELECT COUNT(*) FROM follows") == 1)
            #expect(try await world.count("SELECT COUNT(*) FROM blocks") == 0)
        }
    }

    @Test func `a member downloads their profile and whom they follow and block`() async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana", consent: true)
            let (bo, cy) = (try await world.member("Bo"), try await world.member("Cy"))
            try await world.accounts.setProfile(.sample, as: ana.asViewer)
            try await world.accounts.follow(bo, as: ana.asViewer)
            try await world.accounts.follow(ana, as: bo.asViewer)
            try await world.accounts.block(cy, as: ana.asViewer)
            let file = try await world.accounts.records.exported(of: ana, from: world.database)
            for (part, name) in [("following", "Bo"), ("followers", "Bo"), ("blocking", "Cy")] {
                #expect(file["accounts/\(part)"]?.map { $0["member"] as? String } == [name])
            }
            let profile = try #require(file["accounts/profile"]?.first)
            #expect(profile["about"] as? String == "Rowing again.")
            #expect(profile["nameShownTo"] as? String == "anyone")
            #expect(profile["sinceShownTo"] as? String == "only-me")
            let conditions = try #require(profile["conditions"] as? [[String: Any]])
            #expect(conditions.map { $0["shownTo"] as? String } == ["followed-back", "members", "anyone"])
            #expect(conditions.map { $0["since"] as? String } == ["2004", nil, "2019-03"])
            #expect(conditions[0]["condition"] as? String == ID<LivedWith.Condition>.sample(2).description)
        }
    }
}

extension TestAccounts {
    func erase(_ member: ID<Person>) async throws {
        _ = try await accounts.erase(member, by: member.asViewer, [], at: time.now)
    }
}

private func expectNotFound(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
    await expectProblem(sourceLocation, body) { if case .notFound = $0 { true } else { false } }
}

private func expectConflict(
    _ key: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
    await expectProblem(sourceLocation, body) { if case .conflict(key) = $0 { true } else { false } }
}
