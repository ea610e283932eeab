@testable import Accounts
import Databases
import Foundation
import Storage
import Testing
import Web
import World

@testable import Evidence
@testable import Safety

/// What becomes of held words when what they answer ends, and how long refused ones are kept.
@Suite struct HeldEndTests {
    private static let page = "/ask/walking/back-pain"
    private static let bad = "Throw your seizure meds away and call me on 603 555 0123"
    private static let moderator = 100

    private func withSomebody(on backend: Backend, _ body: (TestEvidence) async throws -> Void) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [3])
            try await world.world.grant(.moderator, to: world.people[Self.moderator])
            expect(await world.post("/me/asks/open", on: "/me/asks", as: 1, [("open", "yes")]), 303)
            try await body(world)
        }
    }

    /// Person 50 asks; the answer of person 1 waits for a moderator.
    private func holdAnswer(_ world: TestEvidence) async throws -> ID<Ask> {
        expect(await world.post(Self.page, on: Self.page, as: 50, [("question", "How long?")]), 303)
        try await world.evidence.placeAsks()
        let asked = await world.get("/me/asks", as: 1).text
        let id = try #require(asked.firstMatch(of: /\/me\/asks\/([0-9a-f-]{36})\/answer/).map { String($0.1) })
        let person = [("reply", Self.bad), ("person", "yes")]
        expect(await world.post("/me/asks/\(id)/answer", on: "/me/asks", as: 1, person), 303, to: "/me/asks")
        return try #require(ID<Ask>(id))
    }

    private func cases(_ state: String, _ world: TestEvidence) async throws -> [ID<SafetyCase>] {
        try await world.database.read { tx in
            try tx.rows("SELECT id FROM safety_cases WHERE state = \(state) ORDER BY opened_at") { try $0.get(0) }
        }
    }

    private func held(_ world: TestEvidence) async throws -> [String] {
        try await world.database.read { tx in
            try tx.rows("SELECT words FROM held_answers UNION ALL SELECT words FROM held_questions") { try $0.get(0) }
        }
    }

    @discardableResult
    private func decide(_ outcome: Ruling.Outcome, _ world: TestEvidence) async throws -> Bool {
        let id = try #require(try await cases("open", world).first)
        let viewer = Viewer.person(world.people[Self.moderator], roles: [HeldRole(.moderator, in: .site)])
        let safety: SafetyFeature = try #require(world.world.room())
        try await safety.take(id, as: viewer, at: world.now)
        let isApplied = try await safety.decide(
            id, Ruling(outcome: outcome, category: .contact, explanation: "No."),
            in: PublishedTexts(of: world.world.features), as: viewer, at: world.now)
        try await world.evidence.placeAsks()
        return isApplied
    }

    @Test(arguments: Backend.available)
    func `an answer to a question that was closed goes nowhere, and nobody is told that it did`(on backend: Backend)
        async throws
    {
        try await withSomebody(on: backend) { world in
            let ask = try await holdAnswer(world)
            expect(await world.post("/me/questions/\(ask)/close", on: "/me/questions", as: 50, []), 303)
            expect(try await decide(.allowed, world), is: false)
            expect(
                await world.get("/me/notices", as: 1), 200, holds: ["could not go on", "was closed"],
                lacks: ["of yours went on"])
            expect(await world.get("/me/notices", as: 1, .es), 200, holds: ["no pudo seguir adelante"])
            expect(await world.get("/me/questions", as: 50), 200, lacks: ["Throw your"])
        }
    }

    @Test(arguments: Backend.available)
    func `an answer to a question that is out of sight waits for it, and goes on when it comes back`(
        on backend: Backend
    ) async throws {
        try await withSomebody(on: backend) { world in
            let ask = try await holdAnswer(world)
            func setHidden(_ isHidden: Bool) async throws {
                let now = world.now
                try await world.database.write {
                    try EvidenceFeature.questions.setHidden(ask.description, isHidden, now, $0)
                }
                try await world.evidence.placeAsks()
            }
            try await setHidden(true)
            expect(try await decide(.allowed, world), is: false)
            expect(try await held(world), is: [Self.bad])
            expect(await world.get("/me/questions", as: 50), 200, lacks: ["Throw your"])
            try await setHidden(false)
            expect(try await held(world), is: [])
            expect(await world.get("/me/questions", as: 50), 200, holds: ["Throw your"])
        }
    }

    @Test(arguments: Backend.available)
    func `a held answer leaves the queue when its question is closed, taken back or erased, or somebody is blocked`(
        on backend: Backend
    ) async throws {
        for end in ["close", "withdraw", "block", "erase"] {
            try await withSomebody(on: backend) { world in
                let ask = try await holdAnswer(world)
                expect(try await cases("open", world).count, is: 1, end)
                if end == "block" {
                    try await world.evidence.accounts.block(world.people[50], as: world.viewer(1))
                } else if end == "erase" {
                    let (accounts, asker) = (world.evidence.accounts, world.people[50])
                    _ = try await accounts.erase(
                        asker, by: .person(asker, roles: []), world.world.features, at: world.now)
                } else {
                    expect(await world.post("/me/questions/\(ask)/\(end)", on: "/me/questions", as: 50, []), 303)
                }
                try await world.evidence.placeAsks()
                expect(try await held(world), is: [], end)
                expect(try await cases("open", world).count, is: 0, end)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `refused words are there for as long as an appeal can take, and not for ever`(on backend: Backend)
        async throws
    {
        try await withSomebody(on: backend) { world in
            expect(
                await world.post(Self.page, on: Self.page, as: 50, [("question", Self.bad), ("person", "yes")]), 303)
            try await decide(.declined, world)
            world.time.pass(.days(39))
            // Others who write meanwhile take nothing of it away.
            expect(
                await world.post(Self.page, on: Self.page, as: 51, [("question", Self.bad + "1"), ("person", "yes")]),
                303)
            try await world.evidence.placeAsks()
            expect(try await held(world).contains(Self.bad), is: true)
            world.time.pass(.days(2))
            try await world.evidence.placeAsks()
            expect(try await held(world).contains(Self.bad), is: false)
        }
    }

    @Test(arguments: Backend.available)
    func `of two questions from one form each is taken back by itself`(on backend: Backend) async throws {
        for isHeldFirst in [true, false] {
            try await withSomebody(on: backend) { world in
                let shown = await world.get(Self.page, as: 50).text
                let form = try #require(shown.firstMatch(of: /name="form" value="([^"]+)"/).map { String($0.1) })
                let held = [("question", Self.bad), ("person", "yes"), ("form", form)]
                let good = [("question", "How long?"), ("form", form)]
                for fields in isHeldFirst ? [held, good] : [good, held] {
                    expect(await world.post(Self.page, on: Self.page, as: 50, fields), 303, to: "/me/questions")
                }
                func withdraw(behind words: String) async throws {
                    let list = await world.get("/me/questions", as: 50).text
                    let card = try #require(list.components(separatedBy: words).dropFirst().first)
                    let action = try #require(
                        card.firstMatch(of: /action="(\/me\/questions\/[0-9a-f-]{36}\/withdraw)"(.*?)<\/form>/))
                    let fields = action.2.matches(of: /name="(\w+)" value="([^"]*)"/)
                        .map { (String($0.1), String($0.2)) }.filter { $0.0 != "csrf" }
                    expect(await world.post(String(action.1), on: "/me/questions", as: 50, fields), 303)
                }
                try await withdraw(behind: "How long?")
                expect(
                    await world.get("/me/questions", as: 50), 200, holds: ["Throw your"], lacks: ["How long?"])
                try await withdraw(behind: "Throw your")
                expect(await world.get("/me/questions", as: 50), 200, lacks: ["Throw your", "How long?"])
            }
        }
    }

    @Test(arguments: Backend.available)
    func `who answers what has ended is told so, and keeps their words`(on backend: Backend) async throws {
        try await withSomebody(on: backend) { world in
            let ask = try await holdAnswer(world)
            expect(await world.post("/me/questions/\(ask)/close", on: "/me/questions", as: 50, []), 303)
            let path = "/me/asks/\(ask)/answer"
            expect(
                await world.post(path, on: "/me/asks", as: 1, [("reply", "Six weeks, and then it was easy.")]), 409,
                holds: ["no longer waits for you", "Six weeks, and then it was easy.", "id=\"kept\""])
            expect(await world.post(path, on: "/me/asks", as: 7, [("reply", "Six weeks")]), 404)
        }
    }
}
