import Accounts
import Statistics
import Storage
import Vocabulary

/// Published figures, for everybody alike: nothing in them depends on who looks.
struct FigureStore: Sendable {
    let database: Database

    /// Every figure of a release, in order: for the release after it.
    static func all(of release: Int, in tx: Transaction) throws -> [Figure] {
        try tx.rows(
            "SELECT \(FigureColumns.selected) FROM figures f WHERE f.release_number = \(release) ORDER BY f.number",
            FigureColumns.figure)
    }

    /// What a release says for a purpose: pairs with and without a figure, families, rests, the sum; figures by the
    /// lower end of their range, the highest first.
    func figures(for purpose: ID<Purpose>, in release: Int, as viewer: Viewer) async throws -> [Figure] {
        try await database.read { tx in
            try tx.rows(
                """
                SELECT \(FigureColumns.selected) FROM figures f
                WHERE f.release_number = \(release) AND f.purpose_id = \(purpose)
                ORDER BY f.low DESC NULLS LAST, f.number
                """, FigureColumns.figure)
        }
    }

    /// What a release says of a treatment: its pairs, the most evaluated first, its rest and its sum.
    func figures(of treatment: ID<Treatment>, in release: Int, as viewer: Viewer) async throws -> [Figure] {
        try await database.read { tx in
            try tx.rows(
                """
                SELECT \(FigureColumns.selected) FROM figures f
                WHERE f.release_number = \(release) AND f.treatment_id = \(treatment)
                ORDER BY f.evaluations DESC NULLS LAST, f.number
                """, FigureColumns.figure)
        }
    }

    /// The figure that a pair's page shows: its own, else the group in which its people are counted; nil when a release
    /// has nothing of it.
    func figure(of pair: Pair, in release: Int, as viewer: Viewer) async throws -> Figure? {
        try await database.read { try Self.figure(of: pair, in: release, $0) }
    }

    static func figure(of pair: Pair, in release: Int, _ tx: Transaction) throws -> Figure? {
        let own = try tx.first(
            """
            SELECT \(FigureColumns.selected) FROM figures f WHERE f.release_number = \(release) AND f.kind = 'pair'
                AND f.treatment_id = \(pair.treatment) AND f.purpose_id = \(pair.purpose) LIMIT 1
            """, FigureColumns.figure)
        guard let own, own.content == nil, let number = own.countedIn else { return own }
        return try tx.first(
            """
            SELECT \(FigureColumns.selected) FROM figures f
            WHERE f.release_number = \(release) AND f.number = \(number)
            """, FigureColumns.figure)
    }

    /// How many figures of pairs each treatment or purpose has, for lists: treatment, purpose, evaluations.
    func shownPairs(in release: Int, as viewer: Viewer) async throws -> [(pair: Pair, evaluations: Int)] {
        try await database.read { tx in
            try tx.rows(
                """
                SELECT treatment_id, purpose_id, evaluations FROM figures
                WHERE release_number = \(release) AND kind = 'pair' AND evaluations IS NOT NULL
                ORDER BY evaluations DESC, number
                """
            ) { (Pair(treatment: try $0.get(0), purpose: try $0.get(1)), try $0.get(2, as: Int.self)) }
        }
    }

    /// A pair that many people evaluated, for the front page: the one with the narrowest range among the most evaluated.
    func example(in release: Int, as viewer: Viewer) async throws -> Figure? {
        try await database.read { tx in
            try tx.rows(
                """
                SELECT \(FigureColumns.selected) FROM figures f
                WHERE f.release_number = \(release) AND f.kind = 'pair' AND f.step3 IS NOT NULL
                ORDER BY f.evaluations DESC, f.number LIMIT 20
                """, FigureColumns.figure
            ).max { ($0.content?.range.low ?? 0, $1.number) < ($1.content?.range.low ?? 0, $0.number) }
        }
    }

    /// A sentence of advice and whether it was written elsewhere.
    struct Advice: Sendable, Equatable {
        let text: String
        let isImported: Bool
    }

    /// The advice that a release shows with a figure, of those who still agree to it.
    func advice(for figure: Int, in release: Int, as viewer: Viewer) async throws -> [Advice] {
        try await database.read { tx in
            try tx.rows(
                """
                SELECT e.advice, c.source_id IS NOT NULL FROM figure_advice a
                JOIN evaluations e ON e.id = a.evaluation_id JOIN courses c ON c.id = e.course_id
                WHERE a.release_number = \(release) AND a.figure_number = \(figure) AND e.advice IS NOT NULL
                    AND (c.source_id IS NOT NULL OR \(AccountsFeature.hasHealthConsent("c.member_id")))
                ORDER BY a.position
                """
            ) { Advice(text: try $0.get(0), isImported: try $0.get(1)) }
        }.reduce(into: []) { list, advice in
            if !list.contains(where: { $0.text == advice.text }) { list.append(advice) }
        }
    }
}
