import Storage
import Testing
import World

@testable import Evidence
@testable import Journal

/// Words of caution as the journal's rows lead to them.
@Suite struct WordsOfCautionTests {
    private typealias Record = TestEvidence.Record

    /// People 1 to `count` try walking for back pain, most of them after two medicines.
    private func recordWalkers(_ count: Int, in world: TestEvidence, medicinesBegun: String? = "2018") async throws {
        func record(_ treatment: String, of people: ClosedRange<Int>, begun: String?) async throws {
            try await world.record(
                treatment, for: "back-pain",
                people.map { Record(step: $0 % 5, person: world.people[$0], started: begun) })
        }
        try await record("walking", of: 1...count, begun: "2020-05")
        try await record("duloxetine", of: 1...count - 10, begun: "2019-11-02")
        try await record("venlafaxine", of: 1...count - 10, begun: medicinesBegun)
    }

    private func notes(_ treatment: String, _ world: TestEvidence) async throws -> Set<FigureDetails.Note> {
        try #require(try await world.figure(treatment, for: "back-pain")).content.details.notes
    }

    @Test(arguments: Backend.available)
    func `what was mostly tried after others says so`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await recordWalkers(60, in: world)
            try await world.evidence.makeRelease()
            expect(try await notes("walking", world), is: [.triedAfterOthers])
            expect(try await notes("duloxetine", world), is: [])
            // Whoever takes their consent back is in no count of people.
            for person in 1...11 { try await world.setConsent(false, of: person) }
            try await world.evidence.makeRelease()
            expect(try await notes("walking", world), is: [], "49 are left")
        }
    }

    @Test(arguments: Backend.available)
    func `a date that nobody remembers leaves nothing to say`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await recordWalkers(60, in: world, medicinesBegun: nil)
            try await world.evidence.makeRelease()
            expect(try await notes("walking", world), is: [])
        }
    }

    @Test(arguments: Backend.available)
    func `what comes mostly from one place says so`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record(
                "walking", for: "back-pain",
                (0..<60).map { Record(step: $0 % 5, source: $0 < 31 ? "reviews" : "letters") })
            try await world.record(
                "stretching", for: "back-pain",
                (0..<60).map { Record(step: $0 % 5, source: $0 < 30 ? "reviews" : "letters") })
            try await world.evidence.makeRelease()
            expect(try await notes("walking", world), is: [.oneSource])
            expect(try await notes("stretching", world), is: [])
        }
    }

    @Test(arguments: Backend.available)
    func `answers of members who have left are of no source`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record(
                "walking", for: "back-pain", (0..<31).map { Record(step: $0 % 5, source: "reviews") })
            try await world.record(
                "walking", for: "back-pain", (1...30).map { Record(step: $0 % 5, person: world.people[$0]) })
            try await world.evidence.makeRelease()
            expect(try await notes("walking", world), is: [.oneSource])
            let former = JournalFeature.formerSource
            try await world.database.write { tx in
                try tx.execute(
                    """
                    INSERT INTO sources (id, name, licence, imported_at, rows) VALUES (\(former), '', '', 0, 0)
                    """)
                try tx.execute("UPDATE courses SET source_id = \(former) WHERE source_id IS NOT NULL")
            }
            try await world.evidence.makeRelease()
            expect(try await notes("walking", world), is: [])
        }
    }

    @Test func `both engines say the same`() async throws {
        var digests: Set<String> = []
        for backend in Backend.available {
            try await withEvidence(on: backend) { world in
                try await recordWalkers(60, in: world)
                try await world.record("stretching", for: "back-pain", (0..<60).map { Record(step: $0 % 5) })
                digests.insert(try await world.evidence.makeRelease().digest)
                expect(try await notes("stretching", world), is: [.oneSource])
            }
        }
        expect(digests.count, is: 1)
    }
}
