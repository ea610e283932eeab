import Accounts
import Journal
import Statistics
import Storage
import Vocabulary

/// Published figures, for everybody alike: nothing in them depends on who looks.
enum FigureStore {
    /// Every figure of a release, in order: for the release after it.
    static func all(of release: Int, in tx: Transaction) throws -> [Figure] {
        try tx.rows(
            "SELECT \(FigureColumns.selected) FROM figures f WHERE f.release_number = \(release) ORDER BY f.number",
            FigureColumns.figure)
    }

    /// What a release says for a purpose: pairs with and without a figure, families, rests, the sum; figures by the
    /// lower end of their range, the highest first.
    static func figures(for purpose: ID<Purpose>, of release: Int, in tx: Transaction) throws -> [Figure] {
        try tx.rows(
            """
            SELECT \(FigureColumns.selected) FROM figures f
            WHERE f.release_number = \(release) AND f.purpose_id = \(purpose)
            ORDER BY f.low DESC NULLS LAST, f.number
            """, FigureColumns.figure)
    }

    /// What a release says of a treatment: its pairs, the most evaluated first, its rest and its sum.
    static func figures(about treatment: ID<Treatment>, of release: Int, in tx: Transaction) throws -> [Figure] {
        try tx.rows(
            """
            SELECT \(FigureColumns.selected) FROM figures f
            WHERE f.release_number = \(release) AND f.treatment_id = \(treatment)
            ORDER BY f.evaluations DESC NULLS LAST, f.number
            """, FigureColumns.figure)
    }

    static func figure(number: Int, of release: Int, in tx: Transaction) throws -> Figure? {
        try tx.first(
            """
            SELECT \(FigureColumns.selected) FROM figures f
            WHERE f.release_number = \(release) AND f.number = \(number)
            """, FigureColumns.figure)
    }

    /// The figure of each pair: its own, else the group in which its people are counted; a pair of which the release has
    /// nothing is missing.
    static func figures(of pairs: [Pair], of release: Int, in tx: Transaction) throws -> [Pair: Figure] {
        var figures: [Pair: Figure] = [:]
        let (treatments, purposes) = (Set(pairs.map(\.treatment)), Set(pairs.map(\.purpose)))
        _ = try tx.rows(
            """
            SELECT \(FigureColumns.selected), p.treatment_id, p.purpose_id FROM figures p
            JOIN figures f ON f.release_number = p.release_number
                AND f.number = CASE WHEN p.evaluations IS NULL THEN COALESCE(p.counted_in, p.number) ELSE p.number END
            WHERE p.release_number = \(release) AND p.kind = 'pair'
                AND p.treatment_id IN (\(SQL.list(treatments))) AND p.purpose_id IN (\(SQL.list(purposes)))
            ORDER BY p.number
            """
        ) { row in
            let pair = Pair(
                treatment: try row.get(FigureColumns.count), purpose: try row.get(FigureColumns.count + 1))
            figures[pair] = try FigureColumns.figure(row)
        }
        let wanted = Set(pairs)
        return figures.filter { wanted.contains($0.key) }
    }

    /// A pair that many people evaluated, for the front page: the one with the narrowest range among the most evaluated.
    static func example(of release: Int, in tx: Transaction) throws -> Figure? {
        try tx.rows(
            """
            SELECT \(FigureColumns.selected) FROM figures f
            WHERE f.release_number = \(release) AND f.kind = 'pair' AND f.step3 IS NOT NULL
            ORDER BY f.evaluations DESC, f.number LIMIT 20
            """, FigureColumns.figure
        ).max { ($0.content?.range.low ?? 0, $1.number) < ($1.content?.range.low ?? 0, $0.number) }
    }

    /// A sentence of advice and who wrote it.
    struct Advice: Sendable, Equatable {
        enum Writer: Sendable { case member, formerMember, elsewhere }

        let text: String
        let writer: Writer
        /// By which it is reported.
        let record: String
    }

    /// The advice that a release shows with a figure, of those who still agree to it, and no sentence that waits for a moderator.
    static func advice(for figure: Int, of release: Int, in tx: Transaction) throws -> [Advice] {
        try tx.rows(
            """
            SELECT e.advice, c.source_id IS NOT NULL, COALESCE(c.source_id = \(JournalFeature.formerSource), FALSE), a.position
            FROM figure_advice a
            JOIN evaluations e ON e.id = a.evaluation_id JOIN courses c ON c.id = e.course_id
            WHERE a.release_number = \(release) AND a.figure_number = \(figure) AND e.advice IS NOT NULL
                AND e.advice_state = 'passed' AND e.advice_hidden = FALSE
                AND (c.source_id IS NOT NULL OR \(AccountsFeature.hasHealthConsent("c.member_id")))
            ORDER BY a.position
            """
        ) { row in
            let record = QuoteStore.record(release: release, figure: figure, position: try row.get(3))
            let writer: Advice.Writer =
                try row.get(2) ? .formerMember : try row.get(1) ? .elsewhere : .member
            return Advice(text: try row.get(0), writer: writer, record: record)
        }.reduce(into: []) { list, advice in
            if !list.contains(where: { $0.text == advice.text }) { list.append(advice) }
        }
    }
}
