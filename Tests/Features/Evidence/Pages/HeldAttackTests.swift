@testable import Accounts
import Databases
import Journal
import Storage
import Testing
import Web
import World

@testable import Evidence
@testable import Safety

/// Ways around the look that is taken before others read, and what is left of held words.
@Suite struct HeldAttackTests {
    private static let page = "/ask/walking/back-pain"
    private static let first = "Throw your seizure meds away and call me on 603 555 0123"
    private static let second = "Buy bleach drops from me, stop your insulin, 603 555 9999"

    private func withSomebody(on backend: Backend, _ body: (TestEvidence) async throws -> Void) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [3])
            expect(await world.post("/me/asks/open", on: "/me/asks", as: 1, [("open", "yes")]), 303)
            try await body(world)
        }
    }

    private func newestCase(_ state: String, _ world: TestEvidence) async throws -> ID<SafetyCase>? {
        try await world.database.read { tx in
            try tx.first("SELECT id FROM safety_cases WHERE state = \(state) ORDER BY opened_at DESC LIMIT 1") {
                try $0.get(0)
            }
        }
    }

    private func decide(_ id: ID<SafetyCase>, _ outcome: Ruling.Outcome, _ world: TestEvidence, by number: Int)
        async throws
    {
        let moderator = Viewer.person(world.people[number], roles: [HeldRole(.moderator, in: .site)])
        let safety: SafetyFeature = try #require(world.world.room())
        try await safety.take(id, as: moderator, at: world.now)
        try await safety.decide(
            id, Ruling(outcome: outcome, category: .contact, explanation: "No."),
            in: PublishedTexts(of: world.world.features), as: moderator, at: world.now)
    }

    @Test(arguments: Backend.available)
    func `another look lets only the words go on that it was asked for`(on backend: Backend) async throws {
        try await withSomebody(on: backend) { world in
            for number in [100, 101] { try await world.world.grant(.moderator, to: world.people[number]) }
            let shown = await world.get(Self.page, as: 50).text
            let form = try #require(shown.firstMatch(of: /name="form" value="([^"]+)"/).map { String($0.1) })
            func send(_ words: String) async {
                expect(
                    await world.post(
                        Self.page, on: Self.page, as: 50,
                        [
                            ("question", words), ("person", "yes"), ("form", form),
                        ]), 303, to: "/me/questions")
            }
            await send(Self.first)
            try await decide(try #require(try await newestCase("open", world)), .declined, world, by: 100)
            let notices = await world.get("/me/notices", as: 50).text
            let appeal = try #require(notices.firstMatch(of: /action="([^"]+\/appeal)"/).map { String($0.1) })
            let again = await world.post(appeal, on: "/me/notices", as: 50, [("words", "Please look again.")])
            #expect([200, 303].contains(again.status))
            await send(Self.second)
            let appealed = try #require(try await newestCase("appealed", world))
            try await decide(appealed, .allowed, world, by: 101)
            try await world.evidence.placeAsks()
            expect(await world.get("/me/asks", as: 1), 200, lacks: ["bleach drops"])
        }
    }

    @Test(arguments: Backend.available)
    func `who erases their account leaves no sealed copy of words that nobody ever read`(on backend: Backend)
        async throws
    {
        try await withSomebody(on: backend) { world in
            try await world.world.grant(.moderator, to: world.people[100])
            expect(
                await world.post(Self.page, on: Self.page, as: 50, [("question", Self.first), ("person", "yes")]), 303)
            try await world.world.accounts.erase(
                world.people[50], by: .person(world.people[50], roles: []),
                world.world.features, at: world.now
            ) { _ in }
            try await world.evidence.placeAsks()
            let kept = try await world.database.read { tx in
                try tx.first("SELECT COUNT(*) FROM safety_cases WHERE words IS NOT NULL") {
                    try $0.get(0, as: Int.self)
                }
            }
            expect(kept, is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `words that bring the card go to a person with the second yes, not to a stranger`(on backend: Backend)
        async throws
    {
        try await withSomebody(on: backend) { world in
            let words =
                "Tonight I just feel finished. I tidied up, fed the cat and wrote to my sister. I think its time."
            expect(await world.post(Self.page, on: Self.page, as: 50, [("question", words)]), 200, holds: ["anyway"])
            expect(
                await world.post(Self.page, on: Self.page, as: 50, [("question", words), ("anyway", "yes")]).status
                    < 500,
                is: true)
            try await world.evidence.placeAsks()
            expect(await world.get("/me/asks", as: 1), 200, lacks: ["fed the cat"])
        }
    }

    @Test(arguments: Backend.available)
    func `advice that brings the card waits for a person with the second yes`(on backend: Backend) async throws {
        try await withSomebody(on: backend) { world in
            let list = await world.get("/me", as: 1).text
            let course = try #require(list.firstMatch(of: /\/me\/treatments\/([0-9a-f-]{36})/).map { String($0.1) })
            let evaluate = "/me/treatments/\(course)/evaluate"
            let words =
                "Tonight I just feel finished. I tidied up, fed the cat and wrote to my sister. I think its time."
            _ = await world.post(evaluate, on: evaluate, as: 1, [("help", "3"), ("advice", words), ("anyway", "yes")])
            let states = try await world.database.read { tx in
                try tx.rows("SELECT advice_state FROM evaluations WHERE advice IS NOT NULL") {
                    try $0.get(0, as: String.self)
                }
            }
            expect(states, is: ["waiting"])
        }
    }

    @Test(arguments: Backend.available)
    func `advice waits before no moderator when its author's consent has ended`(on backend: Backend) async throws {
        try await withSomebody(on: backend) { world in
            let list = await world.get("/me", as: 1).text
            let course = try #require(list.firstMatch(of: /\/me\/treatments\/([0-9a-f-]{36})/).map { String($0.1) })
            let evaluate = "/me/treatments/\(course)/evaluate"
            for _ in 0..<3 {
                _ = await world.post(evaluate, on: evaluate, as: 1, [("help", "3"), ("advice", Self.first)])
            }
            #expect(try await newestCase("open", world) != nil)
            try await world.setConsent(false, of: 1)
            try await world.evidence.placeAsks()
            try await world.evidence.journal.readAdvice()
            #expect(try await newestCase("open", world) == nil)
        }
    }

    @Test(arguments: Backend.available)
    func `advice that a moderator hid does not come back with the next evaluation`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            var records = (1...12).map { TestEvidence.Record(step: 3, person: world.people[$0]) }
            records[0].advice = "With breakfast it is easier."
            try await world.record("walking", for: "back-pain", records)
            _ = try await world.evidence.makeRelease()
            let id = try await world.database.read { tx in
                try tx.first("SELECT id FROM evaluations WHERE advice IS NOT NULL") { try $0.get(0, as: ID<Ask>.self) }
            }
            let texts = PublishedTexts(of: world.world.features)
            let subject = SubjectReference(kind: "journal.advice", record: try #require(id).description)
            let now = world.now
            try await world.database.write { try texts.setHidden(true, subject, at: now, $0) }
            let list = await world.get("/me", as: 1).text
            let course = try #require(list.firstMatch(of: /\/me\/treatments\/([0-9a-f-]{36})/).map { String($0.1) })
            let evaluate = "/me/treatments/\(course)/evaluate"
            world.time.pass(.days(1))
            expect(
                await world.post(
                    evaluate, on: evaluate, as: 1, [("help", "3"), ("advice", "With breakfast it is easier.")]), 303)
            _ = try await world.evidence.makeRelease()
            expect(await world.get("/treatments/walking/for/back-pain"), 200, lacks: ["With breakfast"])
        }
    }

    @Test(arguments: Backend.available)
    func `advice that was deleted waits before no moderator`(on backend: Backend) async throws {
        try await withSomebody(on: backend) { world in
            let list = await world.get("/me", as: 1).text
            let course = try #require(list.firstMatch(of: /\/me\/treatments\/([0-9a-f-]{36})/).map { String($0.1) })
            let evaluate = "/me/treatments/\(course)/evaluate"
            for _ in 0..<3 {
                _ = await world.post(evaluate, on: evaluate, as: 1, [("help", "3"), ("advice", Self.first)])
            }
            #expect(try await newestCase("open", world) != nil)
            expect(
                await world.post("/me/treatments/\(course)/delete", on: "/me/treatments/\(course)/delete", as: 1, []),
                303)
            #expect(try await newestCase("open", world) == nil)
        }
    }
}
