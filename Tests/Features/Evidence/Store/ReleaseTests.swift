import Statistics
import Storage
import Testing
import Vocabulary
import World

@testable import Evidence

@Suite struct ReleaseTests {
    private let spread = [0, 1, 2, 3, 4].flatMap { [Int](repeating: $0, count: 14) }

    @Test(arguments: Backend.available)
    func `a release counts what people said and shows it`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            #expect(try await world.evidence.currentRelease.value() == nil)
            try await world.record("walking", for: "back-pain", steps: spread)
            try await world.record("stretching", for: "back-pain", steps: [4, 4, 3])
            let summary = try await world.evidence.makeRelease()
            expect(summary.number, is: 1)
            expect(summary.evaluations, is: 70)
            let content = try await world.figure("walking", for: "back-pain")?.content
            expect(content?.evaluations, is: 70)
            expect(content?.counted?.count, is: 28)
            #expect((content?.bar ?? []).allSatisfy { abs($0 - 0.2) < 0.06 })
            #expect((content?.range.low ?? 1) < 0.4 && (content?.range.high ?? 0) > 0.4)
            #expect(try await world.figure("stretching", for: "back-pain") == nil)
            #expect(try await world.figure("duloxetine", for: "back-pain") == nil)
            #expect(String(describing: summary).contains("digest \(summary.digest)"))
        }
    }

    @Test(arguments: Backend.available)
    func `who takes consent back is out of the next release`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: spread)
            try await world.evidence.makeRelease()
            try await world.setConsent(false, of: 1)
            try await world.evidence.makeRelease()
            let content = try await world.figure("walking", for: "back-pain")?.content
            expect(content?.evaluations, is: 69)
            try await world.setConsent(true, of: 1)
            try await world.evidence.makeRelease()
            expect(try await world.figure("walking", for: "back-pain")?.content.evaluations, is: 70)
        }
    }

    @Test(arguments: Backend.available)
    func `imported evaluations are counted, and never fall silent`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            let long = world.now - .days(400)
            try await world.record(
                "duloxetine", for: "depression",
                (0..<40).map { TestEvidence.Record(step: $0 % 5, lastSeen: long, at: long) })
            try await world.evidence.makeRelease()
            let content = try await world.figure("duloxetine", for: "depression")?.content
            expect(content?.evaluations, is: 40)
            expect(content?.silent, is: nil)
            expect(content?.details.source, is: .imported)
        }
    }

    @Test(arguments: Backend.available)
    func `the silent, those who only recorded it, and side effects are counted`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            let quiet = world.now - .days(57)
            let records = (0..<120).map { number in
                TestEvidence.Record(
                    step: number < 100 ? number % 5 : nil,
                    side: number < 40 ? ["nausea"] : number < 41 ? ["dry-mouth"] : [],
                    stop: number < 30 ? "side-effects" : number < 32 ? "cost" : nil,
                    lastSeen: number >= 105 ? quiet : world.now - .days(55), person: world.people[number + 1])
            }
            try await world.record("duloxetine", for: "depression", records)
            try await world.evidence.makeRelease()
            let content = try await world.figure("duloxetine", for: "depression")?.content
            expect(content?.evaluations, is: 100)
            expect(content?.taking, is: 120)
            expect(content?.silent, is: 15)
            expect(
                content?.details.symptoms.map(\.symptom), is: [Symptom.id(slug: "nausea")], "one dry mouth is chance")
            #expect(content?.details.symptoms.first.map { (28...40).contains($0.part.ofHundred) } ?? false)
            expect(content?.details.people, is: 100)
            expect(content?.details.symptoms.map(\.part.of), is: [100], "of as many as were asked")
            expect(content?.details.stops.map(\.reason), is: ["side-effects"], "two who could not pay are chance")
        }
    }

    @Test func `both engines make the same release`() async throws {
        var digests: Set<String> = []
        for backend in Backend.available {
            try await withEvidence(on: backend) { world in
                try await world.record("walking", for: "back-pain", steps: spread)
                try await world.record("stretching", for: "back-pain", steps: [4, 4, 3, 0, 1, 2, 2], from: 60)
                try await world.record("duloxetine", for: "depression", steps: spread, from: 30)
                try await world.record("venlafaxine", for: "depression", steps: [1, 2, 3, 4, 0, 1, 2, 2])
                try await world.record("milnacipran", for: "depression", steps: [1, 2, 3, 4, 0, 1, 2, 2], from: 9)
                digests.insert(try await world.evidence.makeRelease().digest)
            }
        }
        expect(digests.count, is: 1)
    }

    @Test(arguments: Backend.available)
    func `nobody sees a release before it is whole, nor one that another overtook`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: spread)
            try await world.evidence.makeRelease()
            let first = try #require(try await world.evidence.currentRelease.value())
            let half = Release(
                number: 2, startedAt: world.now, dataThrough: world.now, publishedAt: nil, codeVersion: "1",
                queryDigest: "", figuresDigest: "", after: nil, evaluations: 0, figures: 0, weights: first.weights,
                correction: nil)
            try await world.database.write { try ReleaseStore.begin(half, in: $0) }
            world.time.pass(.seconds(5))
            expect(try await world.evidence.currentRelease.value()?.number, is: 1)
            world.time.pass(.hours(2))
            let third = try await world.evidence.makeRelease()
            expect(third.number, is: 2, "what was left behind is cleared away")
            expect(try await world.evidence.releases(limit: 5).map(\.number), is: [2, 1])
            expect(try await world.evidence.releases(limit: 5).first?.after, is: 1)
        }
    }

    @Test func `figures of old releases go, their heads stay`() async throws {
        try await withEvidence { world in
            try await world.record("walking", for: "back-pain", steps: spread)
            for _ in 0..<(EvidenceFeature.keptReleases + 2) { try await world.evidence.makeRelease() }
            let kept = try await world.database.read { tx in
                try (1...EvidenceFeature.keptReleases + 2).map { try FigureStore.all(of: $0, in: tx).count }
            }
            expect(kept.prefix(2).map { $0 }, is: [0, 0])
            #expect(kept.dropFirst(2).allSatisfy { $0 > 0 })
            expect(try await world.evidence.releases(limit: 50).count, is: EvidenceFeature.keptReleases + 2)
        }
    }

    @Test(arguments: Backend.available)
    func `every member counted gets a receipt`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.evidence.makeRelease()
            let count = try await world.database.read { tx in
                try tx.first("SELECT COUNT(*) FROM receipts WHERE member_id IS NULL AND purpose = 'drawn-figures'") {
                    try $0.get(0, as: Int.self)
                }
            }
            expect(count, is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `advice is shown while its author agrees, and goes with them`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record(
                "walking", for: "back-pain",
                (0..<30).map {
                    TestEvidence.Record(
                        step: $0 % 5, advice: $0 < 2 ? "Advice \($0)" : nil, person: world.people[$0 + 1])
                })
            try await world.evidence.makeRelease()
            let number = try #require(try await world.figure("walking", for: "back-pain")?.number)
            func advice() async throws -> [String] {
                try await world.database.read { try FigureStore.advice(for: number, of: 1, in: $0) }.map(\.text)
            }
            expect(Set(try await advice()), is: ["Advice 0", "Advice 1"])
            try await world.setConsent(false, of: 1)
            expect(try await advice(), is: ["Advice 1"])
            let member = world.people[2]
            try await world.database.write { try $0.execute("DELETE FROM members WHERE id = \(member)") }
            expect(try await advice(), is: [])
        }
    }
}
