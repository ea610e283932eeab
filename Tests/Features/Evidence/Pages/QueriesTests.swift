import Storage
import Testing
import Web
import World

@testable import Evidence

/// A page asks the database once, and for what is everybody's not even that.
@Suite struct QueriesTests {
    /// Transactions of a page whose shared pieces are kept already.
    private static let budget = ["/me/asks": 1, "/me/questions": 1]

    @Test(arguments: Backend.available)
    func `no page asks the same twice, and a member's page asks once for what is theirs`(
        on backend: Backend
    ) async throws {
        try await withEvidence(on: backend) { world in
            try await Self.fill(world)
            // An answer's page is about an answer, and here nobody gave one.
            for route in world.evidence.feature.routes(world.world.features)
            where route.method == .get && !route.path.contains(":ask") {
                let purpose = "back-pain"
                let slug = route.path.hasPrefix("/conditions") ? purpose : "walking"
                let path = route.path.replacing(":slug", with: slug).replacing(":treatment", with: "walking")
                    .replacing(":purpose", with: purpose).replacing(":number", with: "1")
                for person in [nil, 0] {
                    _ = world.log.take()
                    // A visitor is shown the way in to some.
                    let first = await world.get(path, as: person)
                    #expect(first.status == 200 || person == nil, "\(path)")
                    let cold = Array(world.log.take().joined())
                    #expect(Set(cold).count == cold.count, "\(path): \(cold.sorted())")
                    _ = await world.get(path, as: person)
                    let warm = world.log.take()
                    let isOwn =
                        person != nil && !path.hasSuffix("/ask")
                        && (path.hasPrefix("/treatments/") || path.hasPrefix("/conditions/"))
                    #expect(warm.count <= Self.budget[path] ?? (isOwn ? 1 : 0), "\(path): \(warm)")
                    if isOwn { #expect(warm.map(\.count) == [1], "\(path): \(warm)") }
                    // The release that pages show is looked up every two seconds.
                    world.time.pass(.seconds(3))
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `an export asks as often for one question as for three`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await Self.fill(world)
            let member = world.people[0]
            _ = world.log.take()
            let asked = try await world.evidence.database.read { tx in
                try AskStore.asked(by: member, after: nil, limit: 100, in: tx)
            }
            let statements = world.log.take().joined()
            #expect(Set(statements).count == statements.count, "\(statements.sorted())")
            expect(
                asked.map { $0.replies.map(\.text) }.sorted { $0[0] < $1[0] },
                is: [["Reply 0"], ["Reply 1"], ["Reply 2"]])
        }
    }

    /// Figures, answers of person 0 about several treatments, and questions in both directions with replies.
    private static func fill(_ world: TestEvidence) async throws {
        let steps = [0, 1, 2, 3, 4].flatMap { [Int](repeating: $0, count: 14) }
        for treatment in ["walking", "duloxetine", "stretching"] {
            try await world.record(treatment, for: "back-pain", steps: steps, from: 0)
        }
        try await world.record("walking", for: "depression", steps: [3], from: 0)
        try await world.evidence.makeRelease()
        let (zero, one, now) = (world.viewer(0), world.viewer(1), world.now)
        let pair = TestEvidence.pair("walking", "back-pain")
        try await world.database.write { tx in
            for viewer in [zero, one] { try AskStore.setOpen(true, by: viewer, at: now, in: tx) }
            for number in 0..<3 {
                func ask(_ by: String) -> Ask {
                    Ask(
                        id: ID(named: "\(by) \(number)"), treatment: pair.treatment, purpose: pair.purpose,
                        question: "Question \(number)?", askedAt: now + .minutes(number))
                }
                _ = try AskStore.send(ask("zero"), by: zero, in: tx)
                _ = try AskOfferStore.place(at: now, in: tx)
                _ = try AskOfferStore.answer(ask("zero").id, "Reply \(number)", by: one, at: now, in: tx)
                _ = try AskStore.send(ask("one"), by: one, in: tx)
            }
        }
    }
}
