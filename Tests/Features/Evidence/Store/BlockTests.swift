import Statistics
import Storage
import Testing
import World

@testable import Accounts
@testable import Evidence
@testable import Journal

/// Answers are drawn once, whatever happens: `answer_blocks` and `drawn` after nights of all kinds.
@Suite struct BlockTests {
    private let spread = (0..<24).map { $0 % 5 }

    private struct Drawings: Equatable {
        var blocks: [Int: String] = [:]
        var times: [Int] = []
    }

    private func drawings(_ world: TestEvidence) async throws -> Drawings {
        try await world.database.read { tx in
            Drawings(
                blocks: Dictionary(
                    uniqueKeysWithValues: try tx.rows("SELECT id, cells FROM answer_blocks") {
                        (try $0.get(0), try $0.get(1))
                    }),
                times: try tx.rows("SELECT helped_times FROM drawn ORDER BY helped_times") { try $0.get(0) })
        }
    }

    @Test(arguments: Backend.available)
    func `an answer waits until its account is 14 days old, and for others`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            let newcomers = try await world.world.accounts.createSynthetic(
                count: 16, seed: 2, joined: { _ in world.now })
            try await world.record(
                "walking", for: "back-pain",
                newcomers.map { TestEvidence.Record(step: 3, person: $0) })
            try await world.evidence.makeRelease()
            expect(try await drawings(world), is: Drawings())
            expect(
                await world.world.get("/treatments/walking/for/back-pain", as: .person(newcomers[0], roles: [])),
                holds: ["It is counted from November 17, 2026 on", "too few people for a figure, with yours too"])
            world.time.pass(.days(14))
            try await world.evidence.makeRelease()
            expect(try await drawings(world).times, is: [Int](repeating: 1, count: 16))
            expect(try await world.figure("walking", for: "back-pain")?.content.evaluations, is: 16)
        }
    }

    @Test(arguments: Backend.available)
    func `who agreed to earlier words enters no block until they agree to the new ones`(
        on backend: Backend
    ) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: spread)
            let earlier = Array(world.people[1...14])
            try await world.database.write { tx in
                try tx.execute("UPDATE members SET figures_consent = FALSE WHERE id IN (\(SQL.list(earlier)))")
            }
            try await world.evidence.makeRelease()
            expect(try await drawings(world), is: Drawings(), "ten are too few")
            expect(
                await world.get("/treatments/walking/for/back-pain", as: 1),
                holds: ["the words on how figures are made are new"])
            try await world.setConsent(true, of: 1)
            try await world.evidence.makeRelease()
            expect(try await world.figure("walking", for: "back-pain")?.content.evaluations, is: 11)
        }
    }

    @Test(arguments: Backend.available)
    func `a changed answer is drawn anew after a year, and no third time`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: spread)
            try await world.evidence.makeRelease()
            for year in 0..<3 {
                for number in 1...6 { try await world.say(year % 2 * 4, number, of: "walking", for: "back-pain") }
                world.time.pass(.days(364))
                let before = try await drawings(world)
                try await world.evidence.makeRelease()
                if year == 0 { expect(try await drawings(world), is: before, "not within a year") }
                world.time.pass(.days(1))
                try await world.evidence.makeRelease()
            }
            let after = try await drawings(world)
            let counted = try await world.database.read { try OwnAnswerStore.counted(of: world.people[1], in: $0) }
            expect(counted.map(\.times), is: [2], "as their file says")
            expect(after.times, is: [Int](repeating: 1, count: 18) + [Int](repeating: 2, count: 6))
            expect(try await world.figure("walking", for: "back-pain")?.content.evaluations, is: 24)
            expect(
                await world.get("/treatments/walking/for/back-pain", as: 1),
                holds: ["Two of your answers have been counted"])
        }
    }

    @Test(arguments: Backend.available)
    func `a deleted answer is out of its block, and who comes back is not drawn a third time`(
        on backend: Backend
    ) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: spread)
            try await world.evidence.makeRelease()
            let block = try await drawings(world).blocks
            try await world.database.write { try $0.execute("DELETE FROM evaluations WHERE effectiveness = 4") }
            try await world.evidence.makeRelease()
            expect(try await world.figure("walking", for: "back-pain")?.content.evaluations, is: 20)
            expect(try await drawings(world).blocks, is: block)
        }
    }

    @Test(arguments: Backend.available)
    func `a record that was deleted and made again is another one, and no trace of the first stays`(
        on backend: Backend
    ) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: spread)
            try await world.evidence.makeRelease()
            try await world.database.write { tx in
                try tx.execute("DELETE FROM courses WHERE member_id IN (\(SQL.list(world.people[1...6])))")
            }
            expect(try await drawings(world).times.count, is: 18)
            try await world.record("walking", for: "back-pain", steps: [4, 4, 4, 4, 4, 4])
            try await world.evidence.makeRelease()
            let drawn = try await drawings(world)
            expect(drawn.times, is: [Int](repeating: 1, count: 24))
            expect(drawn.blocks.count, is: 2, "together with the others who came meanwhile")
        }
    }

    @Test(arguments: Backend.available)
    func `who leaves without a name stays in the block, and nothing leads to them`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: spread)
            try await world.evidence.makeRelease()
            let before = try await world.figure("walking", for: "back-pain")
            _ = try await world.evidence.accounts.leave(
                world.people[1], .anonymise, by: world.viewer(1), world.world.features, at: world.now)
            let (rows, former) = try await world.database.read { tx in
                (
                    try tx.first("SELECT COUNT(*) FROM drawn") { try $0.get(0, as: Int.self) },
                    try tx.first("SELECT former FROM answer_blocks") { try $0.get(0, as: Int.self) }
                )
            }
            expect([rows, former], is: [23, 1])
            try await world.evidence.makeRelease()
            expect(try await world.figure("walking", for: "back-pain")?.content.counted, is: before?.content.counted)
            expect(try await drawings(world).blocks.count, is: 1, "the answer that stays is not drawn again")
        }
    }

    @Test(arguments: Backend.available)
    func `a night that fails, a night made twice and a copy put back draw nothing anew`(
        on backend: Backend
    ) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: spread)
            try await world.database.write { try $0.execute("ALTER TABLE figures RENAME TO figures_away") }
            await #expect(throws: StorageError.self) { try await world.evidence.makeRelease() }
            let drawn = try await drawings(world)
            expect(drawn.times.count, is: 24)
            #expect(try await world.evidence.currentRelease.value() == nil, "never half a one")
            try await world.database.write { try $0.execute("ALTER TABLE figures_away RENAME TO figures") }
            try await world.evidence.makeRelease()
            try await world.evidence.makeRelease()
            expect(try await drawings(world), is: drawn)
            world.time.pass(.days(-400))
            try await world.evidence.makeRelease()
            expect(try await drawings(world), is: drawn, "a clock that went back")
            world.time.pass(.days(400))
            try await world.record("stretching", for: "back-pain", steps: [4, 4, 3], from: 30)
            try await world.evidence.countOnceMoreAsDrawn()
            expect(try await drawings(world).times, is: [1, 1, 1] + [Int](repeating: 2, count: 24))
            try await world.record("stretching", for: "back-pain", steps: [0, 1, 2, 3, 4, 0, 1, 2], from: 40)
            try await world.evidence.makeRelease()
            expect(try await drawings(world).times, is: [Int](repeating: 1, count: 8) + [Int](repeating: 2, count: 27))
        }
    }

    @Test func `with chance, two towns that answered alike are told of differently, and both near the truth`()
        async throws
    {
        var shown: Set<Double> = []
        for seed in 1...4 {
            try await withEvidence(noise: { Chance(SeededRandom(seed: UInt64(seed))) }) { world in
                try await world.record("walking", for: "back-pain", steps: (0..<40).map { $0 % 5 })
                try await world.evidence.makeRelease()
                let counted = try #require(try await world.figure("walking", for: "back-pain")?.content.counted)
                #expect(abs(counted.count - 16) < 8 && counted.people == 40)
                shown.insert(counted.count)
            }
        }
        #expect(shown.count > 1)
    }
}
