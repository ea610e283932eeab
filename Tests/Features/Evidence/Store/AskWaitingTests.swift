import Accounts
import Storage
import Testing
import Vocabulary
import Web
import World

@testable import Evidence

/// A question waits, is sent on, and ends.
@Suite struct AskWaitingTests {
    private func send(_ world: TestEvidence, by number: Int, _ question: String) async throws -> Ask {
        let pair = TestEvidence.pair("walking", "back-pain")
        let ask = Ask(
            id: .random(), treatment: pair.treatment, purpose: pair.purpose, question: question, askedAt: world.now)
        let viewer = world.viewer(number)
        expect(try await world.database.write { try AskStore.send(ask, by: viewer, in: $0) }, is: .sent, question)
        return ask
    }

    private func setOpen(_ isOpen: Bool, _ numbers: [Int], _ world: TestEvidence) async throws {
        for number in numbers {
            let (viewer, now) = (world.viewer(number), world.now)
            try await world.database.write { try AskStore.setOpen(isOpen, by: viewer, at: now, in: $0) }
        }
    }

    private func waiting(_ world: TestEvidence, _ number: Int) async throws -> [String] {
        let viewer = world.viewer(number)
        return try await world.database.read { try AskStore.waiting(as: viewer, in: $0).map(\.question) }
    }

    private func asked(_ world: TestEvidence, _ number: Int) async throws -> [Ask] {
        let viewer = world.viewer(number)
        return try await world.database.read { try AskStore.asked(as: viewer, in: $0) }
    }

    @Test(arguments: Backend.available)
    func `a question waits until somebody opens up, and goes on when they close again`(on backend: Backend) async throws
    {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [1, 2])
            _ = try await send(world, by: 50, "Does it last?")
            try await world.evidence.placeAsks()
            expect(try await waiting(world, 1), is: [])
            try await setOpen(true, [1], world)
            try await world.evidence.placeAsks()
            expect(try await waiting(world, 1), is: ["Does it last?"])
            // Who closes themselves is rid of it at once, and it goes to another; open again it does not come back.
            try await setOpen(false, [1], world)
            expect(try await waiting(world, 1), is: [])
            try await setOpen(true, [1, 2], world)
            try await world.evidence.placeAsks()
            expect([try await waiting(world, 1), try await waiting(world, 2)], is: [[], ["Does it last?"]])
        }
    }

    @Test(arguments: Backend.available)
    func `eight accounts that flood one member reach them with three questions, and five in a week`(
        on backend: Backend
    ) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [1])
            try await setOpen(true, [1], world)
            for asker in 50..<58 {
                for number in 0..<5 { _ = try await send(world, by: asker, "Question \(asker)-\(number)") }
            }
            try await world.evidence.placeAsks()
            expect(try await waiting(world, 1).count, is: Ask.mostWaiting)
            // However fast they decline, two more come in this week; the week after that the next.
            var seen = 0
            for _ in 0..<10 { seen += try await declineAll(world, 1) }
            expect(seen, is: Ask.mostInAWeek)
            world.time.pass(.days(8))
            try await world.evidence.placeAsks()
            expect(try await waiting(world, 1).count, is: Ask.mostWaiting)
        }
    }

    private func declineAll(_ world: TestEvidence, _ number: Int) async throws -> Int {
        let (viewer, now) = (world.viewer(number), world.now)
        let count = try await world.database.write { tx in
            let asks = try AskStore.waiting(as: viewer, in: tx)
            for ask in asks { _ = try AskOfferStore.decline(ask.id, by: viewer, at: now, in: tx) }
            return asks.count
        }
        try await world.evidence.placeAsks()
        return count
    }

    @Test(arguments: Backend.available)
    func `what is taken back is gone for everybody, and the same form brings it back only on purpose`(
        on backend: Backend
    ) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [1, 2])
            try await setOpen(true, [1, 2], world)
            let ask = try await send(world, by: 50, "Does it last?")
            try await world.evidence.placeAsks()
            let (one, asker, stranger, now) = (world.viewer(1), world.viewer(50), world.viewer(9), world.now)
            let done = try await world.database.write { tx in
                [
                    try AskOfferStore.answer(ask.id, "It does.", by: one, at: now, in: tx),
                    try AskStore.withdraw(ask.id, by: stranger, at: now, in: tx),
                    try AskStore.withdraw(ask.id, by: asker, at: now, in: tx),
                    try AskStore.withdraw(ask.id, by: asker, at: now, in: tx),
                ]
            }
            expect(done, is: [true, false, true, true])
            expect([try await waiting(world, 1), try await waiting(world, 2)], is: [[], []])
            expect(try await asked(world, 50), is: [])
            let again = try await world.database.write { try AskStore.send(ask, by: asker, in: $0) }
            expect(again, is: .withdrawn, "the same form, sent late or twice")
            let words = try await world.database.read { tx in
                try tx.rows("SELECT question, reply FROM asks JOIN ask_offers ON ask_id = id") {
                    "\(try $0.get(0, as: String.self))\(try $0.get(1, as: String?.self) ?? "")"
                }
            }
            expect(words, is: ["", ""], "no word of it is kept")
            world.time.pass(.days(3))
            try await world.evidence.placeAsks()
            let rows: Int? = try await world.database.read {
                try $0.first("SELECT COUNT(*) FROM asks") { try $0.get(0) }
            }
            expect(rows, is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `who closes a question keeps the answers, and nobody can answer any more`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [1, 2])
            try await setOpen(true, [1, 2], world)
            let ask = try await send(world, by: 50, "Does it last?")
            try await world.evidence.placeAsks()
            let (one, two, asker, now) = (world.viewer(1), world.viewer(2), world.viewer(50), world.now)
            let done = try await world.database.write { tx in
                [
                    try AskOfferStore.answer(ask.id, "It does.", by: one, at: now, in: tx),
                    try AskStore.close(ask.id, by: two, at: now, in: tx),
                    try AskStore.close(ask.id, by: asker, at: now, in: tx),
                    try AskOfferStore.answer(ask.id, "Late.", by: two, at: now, in: tx),
                ]
            }
            expect(done, is: [true, false, true, false])
            expect(try await waiting(world, 2), is: [])
            let kept = try await asked(world, 50)
            expect(kept.map { $0.replies.map(\.text) }, is: [["It does."]])
            expect(kept.map(\.state), is: [.closed])
        }
    }

    @Test(arguments: Backend.available)
    func `a block, a suspension and a consent that is taken back each hold at once`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [1, 2, 3, 4])
            let accounts = world.evidence.accounts
            // Before it is sent: who has blocked the asker, and who is suspended, is not asked.
            try await accounts.block(world.people[50], as: world.viewer(1))
            try await accounts.hold(world.people[2], isForGood: false, by: .system(reason: "test"))
            try await setOpen(true, [1, 2, 3, 4], world)
            _ = try await send(world, by: 50, "Does it last?")
            try await world.evidence.placeAsks()
            var reached: [Bool] = []
            for number in 1...4 { reached.append(try await !waiting(world, number).isEmpty) }
            expect(reached, is: [false, false, true, true])
            // After it: the asker blocks one, the other takes their consent back.
            try await accounts.block(world.people[3], as: world.viewer(50))
            try await world.setConsent(false, of: 4)
            expect([try await waiting(world, 3), try await waiting(world, 4)], is: [[], []])
            // And when the asker takes theirs back, the question ends and its words go.
            try await world.setConsent(false, of: 50)
            try await world.evidence.placeAsks()
            expect(try await asked(world, 50), is: [])
            let words = try await world.database.read {
                try $0.rows("SELECT question FROM asks") { try $0.get(0, as: String.self) }
            }
            expect(words, is: [""])
        }
    }

    @Test(arguments: Backend.available)
    func `what waits for a moderator goes with the consent of who wrote it`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [1])
            try await setOpen(true, [1], world)
            let ask = try await send(world, by: 50, "Does it last?")
            try await world.evidence.placeAsks()
            let (one, other, now) = (world.viewer(1), world.viewer(60), world.now)
            let held = Ask(
                id: .random(), treatment: ask.treatment, purpose: ask.purpose, question: "Call me?", askedAt: now)
            let asker = world.people[60]
            try await world.database.write { tx in
                _ = try HeldWordsStore.hold(held, by: asker, in: tx)
                _ = try HeldWordsStore.hold("Call me.", to: ask.id, by: one, at: now, in: tx)
            }
            let kept = { @Sendable in
                try await world.database.read { tx in
                    (try HeldWordsStore.questions(as: other, in: tx) + HeldWordsStore.answers(as: one, in: tx)).map(
                        \.words)
                }
            }
            expect(try await kept(), is: ["Call me?", "Call me."])
            for number in [1, 60] { try await world.setConsent(false, of: number) }
            try await world.evidence.placeAsks()
            expect(try await kept(), is: [])
        }
    }

    @Test func `without consent nothing can be asked or answered, and whoever agrees comes back to it`() async throws {
        try await withEvidence { world in
            try await world.record("walking", for: "back-pain", steps: [1])
            try await setOpen(true, [1], world)
            let ask = try await send(world, by: 50, "Does it last?")
            try await world.evidence.placeAsks()
            let page = "/ask/walking/back-pain"
            for number in [1, 60] { try await world.setConsent(false, of: number) }
            expect(await world.get(page, as: 60), 303, to: "/consent?to=%2Fask%2Fwalking%2Fback-pain")
            expect(await world.post(page, on: "/consent", as: 60, [("question", "How?")]), 303)
            // Back to a page that is there.
            for (form, number, field) in [
                ("/me/asks/\(ask.id)/answer", 1, ("reply", "It does.")), ("/me/asks/open", 60, ("open", "yes")),
            ] {
                let question = await world.post(form, on: "/consent", as: number, [field])
                expect(question, 303, to: "/consent?to=%2Fme%2Fasks", form)
            }
            for address in ["/me/asks", "/me/questions"] { expect(await world.get(address, as: 60), 303) }
            expect([try await asked(world, 60).count, try await asked(world, 50)[0].replies.count], is: [0, 0])
        }
    }
}
