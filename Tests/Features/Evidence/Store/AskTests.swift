import Accounts
import Jobs
import Journal
import Storage
import Testing
import Vocabulary
import Web
import World

@testable import Evidence

@Suite struct AskTests {
    private func ask(_ world: TestEvidence, _ question: String = "How long did it take?") -> Ask {
        let pair = TestEvidence.pair("walking", "back-pain")
        return Ask(
            id: .random(), treatment: pair.treatment, purpose: pair.purpose, question: question,
            askedAt: world.now)
    }

    private func send(_ world: TestEvidence, by number: Int, _ ask: Ask? = nil) async throws -> AskOutcome {
        let (ask, viewer) = (ask ?? self.ask(world), world.viewer(number))
        return try await world.database.write { try AskStore.send(ask, by: viewer, in: $0) }
    }

    private func open(_ world: TestEvidence, _ numbers: [Int]) async throws {
        for number in numbers {
            let (viewer, now) = (world.viewer(number), world.now)
            try await world.database.write { try AskStore.setOpen(true, by: viewer, at: now, in: $0) }
        }
    }

    /// What waits for somebody, once the worker has been there.
    private func waiting(_ world: TestEvidence, _ number: Int) async throws -> [Ask] {
        try await world.evidence.placeAsks()
        let viewer = world.viewer(number)
        return try await world.database.read { try AskStore.waiting(as: viewer, in: $0) }
    }

    @Test(arguments: Backend.available)
    func `a question goes to at most three who tried it and said they may be asked`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [1, 2, 3, 4, 0, 1])
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
    func `who is asked because of what they record finds a receipt of it`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [1])
            try await open(world, [1])
            expect(try await send(world, by: 50), is: .sent)
            try await world.evidence.placeAsks()
            let words = "To pass on somebody&#39;s question to you"
            for (person, isAsked) in [(1, true), (50, false), (9, false)] {
                let page = await world.get("/me/account/receipts", as: person)
                expect([page.status, page.text.contains(words) ? 1 : 0], is: [200, isAsked ? 1 : 0], "\(person)")
            }
        }
    }

    @Test(arguments: Backend.available)
    func `an answer reaches the asker, declining does not, and both count once`(on backend: Backend) async throws {
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
                    try AskOfferStore.answer(id, "Not mine to answer", by: stranger, at: now, in: tx),
                    try AskOfferStore.answer(id, "About six weeks.", by: one, at: now, in: tx),
                    try AskOfferStore.answer(id, "Twice", by: one, at: now, in: tx),
                    try AskOfferStore.decline(id, by: two, at: now, in: tx),
                    try AskOfferStore.decline(id, by: two, at: now, in: tx),
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
            for number in 0..<5 { expect(try await send(world, by: 50, ask(world, "Question \(number)?")), is: .sent) }
            expect(try await send(world, by: 50), is: .tooMany)
            world.time.pass(.days(1))
            world.time.pass(.minutes(1))
            expect(try await send(world, by: 50), is: .sent)
        }
    }

    @Test(arguments: Backend.available)
    func `a question that is sent twice is one, and other words are another`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [1])
            try await open(world, [1])
            let first = ask(world)
            // The same form, then the same words in a form that was opened anew.
            for ask in [first, first, ask(world)] { expect(try await send(world, by: 50, ask), is: .sent) }
            expect(try await waiting(world, 1).count, is: 1)
            let other = Ask(
                id: first.id, treatment: first.treatment, purpose: first.purpose, question: "And now?",
                askedAt: first.askedAt)
            expect(try await send(world, by: 50, other), is: .sent)
            expect(try await send(world, by: 51), is: .sent, "of another member it is another question")
            expect(try await waiting(world, 1).count, is: 3)
            // Two days later the same form is still the same question, and a new one is asked again.
            world.time.pass(.days(2))
            expect(try await send(world, by: 50, first), is: .sent)
            expect(try await waiting(world, 1).count, is: 3)
            expect(try await send(world, by: 50), is: .sent)
            let viewer = world.viewer(50)
            let asked = try await world.database.read { try AskStore.asked(as: viewer, in: $0).count }
            expect(asked, is: 3, "the same words two days later are asked again")
        }
    }

    @Test(arguments: Backend.available)
    func `a question that was left before the upgrade is declined after it`(on backend: Backend) async throws {
        let below = try Project.migrations(of: ["Jobs", "Accounts", "Vocabulary", "Journal"])
        let before = try Project.migrations(of: "Evidence", below: 3)
        try await withDatabase(on: backend, migrations: below + [before]) { database in
            let (asker, ask) = (ID<Person>.random(), ID<Ask>.random())
            let states = ["waiting", "answered", "left"]
            try await database.write { tx in
                for (number, state) in states.enumerated() {
                    let member = number == 0 ? asker : ID<Person>.random()
                    try Self.addMember(member, number, in: tx)
                    if number == 0 { try Self.add(ask, by: asker, in: tx) }
                    let reply: String? = state == "answered" ? "Yes." : nil
                    try tx.execute(
                        """
                        INSERT INTO ask_offers (ask_id, addressee_id, state, reply, decided_at)
                        VALUES (\(ask), \(member), \(state), \(reply), 5)
                        """)
                }
            }
            try await database.migrate(below + Project.migrations(of: ["Evidence"]))
            let found = try await database.read { tx in
                try tx.rows("SELECT state, reply IS NOT NULL FROM ask_offers ORDER BY state") {
                    "\(try $0.get(0, as: String.self)) \(try $0.get(1, as: Bool.self))"
                }
            }
            expect(found, is: ["answered true", "declined false", "waiting false"])
        }
    }

    private static func addMember(_ id: ID<Person>, _ number: Int, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO members (id, pseudonym, pseudonym_key, language, is_synthetic, health_consent, created_at)
            VALUES (\(id), \("Person \(number)"), \("person\(number)"), 'en', TRUE, TRUE, 1)
            """)
    }

    private static func add(_ ask: ID<Ask>, by asker: ID<Person>, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO asks (id, asker_id, treatment_id, purpose_id, question, asked_at)
            VALUES (\(ask), \(asker), \(ask), \(ask), 'How?', 1)
            """)
    }
}
