import Databases
import Statistics
import Storage
import Testing
import World

@testable import Evidence

/// A release by the rules before, in a database that this program opens for the first time.
@Suite struct OlderReleaseTests {
    @Test(arguments: Backend.available)
    func `a release by the rules before stays readable, and tells no more of single people`(
        on backend: Backend
    ) async throws {
        let rooms = ["Accounts", "Vocabulary", "Journal"]
        let others = try rooms.map { try Project.migrations(of: $0, below: .max) }
        let earlier = try Project.migrations(of: "Evidence", below: 9)
        try await withDatabase(on: backend, migrations: []) { database in
            try await database.migrate([Database.ownMigrations] + others + [earlier])
            let (shown, hidden) = (TestEvidence.pair("walking", "pain"), TestEvidence.pair("stretching", "pain"))
            let merged = TestEvidence.pair("duloxetine", "pain")
            try await database.write { try Self.insert(shown, merged: merged, hidden: hidden, $0) }
            try await database.migrate(
                [Database.ownMigrations] + others + [try Project.migrations(of: "Evidence", below: .max)])
            let release = try #require(try await database.read { try ReleaseStore.current(in: $0) })
            expect([release.weights.pair, release.weights.doubt], is: [12, 0])
            let figures = try await database.read { try FigureStore.all(of: 1, in: $0) }
            expect(figures.map(\.key), is: [.pair(shown), .pair(merged)])
            let content = try #require(figures.first?.content)
            expect([content.estimate.mean, content.range.low, content.prior.parent.mean], is: [0.4, 0.3, 0.4])
            #expect((content.bar ?? []).count == 5 && (content.bar ?? []).allSatisfy { abs($0 - 0.2) < 1e-9 })
            expect(content.counted, is: nil, "nothing was drawn")
            expect(figures.last?.content.bar, is: nil, "its steps were merged")
            expect(FigureView.shares(figures[1].content).map(\.ofHundred), is: [40, 60])
        }
    }

    /// As a program by the rules before wrote it.
    private static func insert(_ shown: Pair, merged: Pair, hidden: Pair, _ tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO releases (number, started_at, data_through, published_at, code_version, query_digest,
                figures_digest, evaluations, figures, weights)
            VALUES (1, 1, 1, 1, '1', 'q', 'd', 100, 3, '1200 2400 2400 1200 2400')
            """)
        for (number, pair, first) in [(0, shown, 20 as Int?), (1, merged, nil)] {
            try tx.execute(
                """
                INSERT INTO figures (release_number, number, kind, treatment_id, purpose_id, evaluations, people, step0,
                    step1, step2, step3, step4, helped_low, helped_high, first_at, last_at, mean, low, high,
                    prior_level, prior0, prior1, prior2, prior3, prior4, prior_variance, weight, details)
                VALUES (1, \(number), 'pair', \(pair.treatment), \(pair.purpose), 100, 100, \(first), 20, 20, 20, 20,
                    40, 40, 1, 1, 0.4, 0.3, 0.5, 'all', 0.2, 0.2, 0.2, 0.2, 0.2, 0.01, 12, 'source members')
                """)
        }
        try tx.execute(
            """
            INSERT INTO figures (release_number, number, kind, treatment_id, purpose_id)
            VALUES (1, 2, 'pair', \(hidden.treatment), \(hidden.purpose))
            """)
    }
}
