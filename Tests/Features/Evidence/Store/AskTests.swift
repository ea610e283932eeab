import Storage
import Testing
import World

@testable import Evidence

@Suite struct AskTests {
    private func ask(_ world: TestEvidence) -> Ask {
        let pair = TestEvidence.pair("walking", "back-pain")
        return Ask(
            id: .random(), treatment: pair.treatment, purpose: pair.purpose, question: "How long did it take?",
            askedAt: world.now)
    }

    private func send(_ world: TestEvidence, by number: Int) async throws -> AskOutcome {
        let (ask, viewer) = (ask(world), world.viewer(number))
        return try await world.database.write { try AskStore.send(ask, by: viewer, in: $0) }
    }

    private func open(_ world: TestEvidence, _ numbers: [Int]) async throws {
        for number in numbers {
            let (viewer, now) = (world.viewer(number), world.now)
            try await world.database.write { try AskStore.setOpen(true, by: viewer, at: now, in: $0) }
        }
    }

    private func waiting(_ world: TestEvidence, _ number: Int) async throws -> [Ask] {
        let viewer = world.viewer(number)
        return try await world.database.read { try AskStore.waiting(as: viewer, in: $0) }
    }

    @Test(arguments: Backend.available)
    func `a question goes to at most three who tried it and said they may be asked`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [1, 2, 3, 4, 0, 1])
            expect(try await send(world, by: 50), is: .nobody)
            try await open(world, [1, 2, 3, 4, 5, 50, 60])
            expect(try await send(world, by: 50), is: .sent)
            var reached = 0
            for number in 1...6 { reached += try await waiting(world, number).count }
            expect(reached, is: 3)
            expect(try await waiting(world, 60).count, is: 0, "who has not tried it is not asked")
            expect(try await waiting(world, 50).count, is: 0, "nor who asks")
            expect(try await waiting(world, 6).count, is: 0, "nor who has not said yes")
        }
    }

    @Test(arguments: Backend.available)
    func `an answer reaches the asker, leaving does not, and both count once`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [1, 2])
            try await open(world, [1, 2])
            expect(try await send(world, by: 50), is: .sent)
            let id = try #require(try await waiting(world, 1).first?.id)
            let (one, two, stranger, asker, now) = (
                world.viewer(1), world.viewer(2), world.viewer(9), world.viewer(50), world.now
            )
            let done = try await world.database.write { tx in
                [
                    try AskStore.answer(id, "Not mine to answer", by: stranger, at: now, in: tx),
                    try AskStore.answer(id, "About six weeks.", by: one, at: now, in: tx),
                    try AskStore.answer(id, "Twice", by: one, at: now, in: tx),
                    try AskStore.leave(id, by: two, at: now, in: tx), try AskStore.leave(id, by: two, at: now, in: tx),
                ]
            }
            expect(done, is: [false, true, false, true, false])
            let asked = try await world.database.read { try AskStore.asked(as: asker, in: $0) }
            expect(asked.first?.replies.map(\.text), is: ["About six weeks."])
            expect(try await waiting(world, 2), is: [])
        }
    }

    @Test(arguments: Backend.available)
    func `five questions a day are enough`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [1])
            try await open(world, [1])
            for _ in 0..<5 { expect(try await send(world, by: 50), is: .sent) }
            expect(try await send(world, by: 50), is: .tooMany)
            world.time.pass(.days(1))
            world.time.pass(.minutes(1))
            expect(try await send(world, by: 50), is: .sent)
        }
    }

    @Test(arguments: Backend.available)
    func `who takes consent back is no longer asked`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [1])
            try await open(world, [1])
            try await world.setConsent(false, of: 1)
            expect(try await send(world, by: 50), is: .nobody)
        }
    }
}
