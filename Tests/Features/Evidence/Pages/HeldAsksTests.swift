import Databases
import Safety
import Storage
import Testing
import Web
import World

@testable import Evidence

/// A question and an answer are looked at before anybody else reads them.
@Suite struct HeldAsksTests {
    private static let page = "/ask/walking/back-pain"
    private static let bad = "Throw your seizure meds away and call me on 603 555 0123"

    private func decide(_ kind: String, _ isAllowed: Bool, _ world: TestEvidence) async throws {
        let text = try #require(world.evidence.feature.safetyTexts.first { $0.kind == kind && $0.decideHeld != nil })
        let now = world.now
        try await world.database.write { tx in
            let record = try tx.first(
                "SELECT subject_record FROM safety_cases WHERE subject_kind = \(kind) ORDER BY opened_at DESC, id DESC LIMIT 1"
            ) { try $0.get(0, as: String.self) }
            _ = try text.decideHeld?(record ?? "", isAllowed, now, tx)
        }
        try await world.evidence.placeAsks()
    }

    private func withSomebody(on backend: Backend, _ body: (TestEvidence) async throws -> Void) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [3])
            expect(await world.post("/me/asks/open", on: "/me/asks", as: 1, [("open", "yes")]), 303)
            try await body(world)
        }
    }

    @Test(arguments: Backend.available)
    func `a question that urges and names a number is not sent until a moderator says so`(on backend: Backend)
        async throws
    {
        try await withSomebody(on: backend) { world in
            let shown = await world.post(Self.page, on: Self.page, as: 50, [("question", Self.bad)])
            expect(
                shown, 200,
                holds: [
                    "<mark>603 555 0123</mark>", "Telling others to stop", "Ways to reach someone",
                    "Nothing was sent yet",
                ])
            expect(await world.get("/me/questions", as: 50), 200, lacks: ["Throw your"])
            let asked = [("question", Self.bad), ("person", "yes")]
            expect(await world.post(Self.page, on: Self.page, as: 50, asked), 303, to: "/me/questions")
            expect(
                await world.get("/me/questions", as: 50), 200, holds: ["Throw your", "A moderator reads this first"])
            try await world.evidence.placeAsks()
            expect(await world.get("/me/asks", as: 1), 200, lacks: ["Throw your"])
            expect(await world.get("/me/questions", as: 51), 200, lacks: ["Throw your"])
            try await decide("evidence.question", false, world)
            expect(await world.get("/me/asks", as: 1), 200, lacks: ["Throw your"])
            expect(await world.get("/me/questions", as: 50), 200, holds: ["said no"])
            try await decide("evidence.question", true, world)
            expect(await world.get("/me/asks", as: 1), 200, holds: ["Throw your"])
            expect(await world.get("/me/questions", as: 50), 200, lacks: ["said no", "A moderator reads"])
        }
    }

    @Test(arguments: Backend.available)
    func `changed words go at once, and the third try goes to a person`(on backend: Backend) async throws {
        try await withSomebody(on: backend) { world in
            for _ in 0..<2 {
                expect(
                    await world.post(Self.page, on: Self.page, as: 50, [("question", Self.bad)]), 200,
                    holds: ["Let a person look"])
            }
            expect(
                await world.post(Self.page, on: Self.page, as: 50, [("question", Self.bad)]), 303, to: "/me/questions")
            expect(await world.get("/me/questions", as: 50), 200, holds: ["A moderator reads this first"])
            let good = [("question", "How long?")]
            expect(await world.post(Self.page, on: Self.page, as: 51, good), 303, to: "/me/questions")
            try await world.evidence.placeAsks()
            expect(await world.get("/me/asks", as: 1), 200, holds: ["How long?"], lacks: ["Throw your"])
        }
    }

    @Test(arguments: Backend.available)
    func `a held question is taken back, and the moderators no longer see it`(on backend: Backend) async throws {
        try await withSomebody(on: backend) { world in
            let asked = [("question", Self.bad), ("person", "yes")]
            expect(await world.post(Self.page, on: Self.page, as: 50, asked), 303)
            let own = await world.get("/me/questions", as: 50)
            let form = own.text.firstMatch(of: /action="(\/me\/questions\/[0-9a-f-]{36}\/withdraw)"/)
            let path = try #require(form.map { String($0.1) })
            expect(await world.post(path, on: "/me/questions", as: 51, [("held", "yes")]), 404)
            expect(await world.post(path, on: "/me/questions", as: 50, [("held", "yes")]), 303)
            expect(await world.get("/me/questions", as: 50), 200, lacks: ["Throw your"])
            try await decide("evidence.question", true, world)
            expect(await world.get("/me/asks", as: 1), 200, lacks: ["Throw your"])
        }
    }

    @Test(arguments: Backend.available)
    func `an answer waits, too, and reaches the asker with a yes`(on backend: Backend) async throws {
        try await withSomebody(on: backend) { world in
            expect(await world.post(Self.page, on: Self.page, as: 50, [("question", "How long?")]), 303)
            try await world.evidence.placeAsks()
            let asked = await world.get("/me/asks", as: 1).text
            let id = try #require(asked.firstMatch(of: /\/me\/asks\/([0-9a-f-]{36})\/answer/).map { String($0.1) })
            let path = "/me/asks/\(id)/answer"
            expect(await world.post(path, on: "/me/asks", as: 1, [("reply", Self.bad)]), 200, holds: ["<mark>"])
            let person = [("reply", Self.bad), ("person", "yes")]
            expect(await world.post(path, on: "/me/asks", as: 1, person), 303, to: "/me/asks")
            expect(await world.get("/me/asks", as: 1), 200, holds: ["A moderator reads this first"])
            expect(await world.get("/me/questions", as: 50), 200, lacks: ["Throw your"])
            expect(await world.post(path, on: "/me/asks", as: 7, person), 404)
            try await decide("evidence.answer", true, world)
            expect(await world.get("/me/questions", as: 50), 200, holds: ["Throw your"])
            expect(await world.get("/me/asks", as: 1), 200, lacks: ["A moderator reads this first"])
        }
    }

    @Test(arguments: Backend.available)
    func `advice with a number enters no release and stands on no page`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            var records = (1...12).map { TestEvidence.Record(step: 3, person: world.people[$0]) }
            records[0].advice = "Call me on 603 555 0123, I can help"
            records[1].advice = "With breakfast it is easier."
            records.append(.init(step: 4, advice: "Bleach drops cured my autism, message for price"))
            try await world.record("walking", for: "back-pain", records)
            _ = try await world.evidence.makeRelease()
            let page = await world.get("/treatments/walking/for/back-pain")
            expect(page, 200, holds: ["With breakfast it is easier."], lacks: ["603 555", "Bleach"])
            let states = try await world.database.read { tx in
                try tx.rows("SELECT advice_state FROM evaluations WHERE advice IS NOT NULL ORDER BY advice_state") {
                    try $0.get(0, as: String.self)
                }
            }
            expect(states, is: ["held", "passed", "refused"])
        }
    }
}
