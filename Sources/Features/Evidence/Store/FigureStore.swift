import Accounts
import Journal
import Statistics
import Storage
import Vocabulary

/// Published figures, for everybody alike: nothing in them depends on who looks.
enum FigureStore {
    /// Every figure of a release, in order.
    static func all(of release: Int, in tx: Transaction) throws -> [Figure] {
        try tx.rows(
            "SELECT \(FigureColumns.selected) FROM figures f WHERE f.release_number = \(release) ORDER BY f.number",
            FigureColumns.figure)
    }

    /// What a release says for a purpose: pairs, families and rests by the lower end of their range, the highest first.
    static func figures(for purpose: ID<Purpose>, of release: Int, in tx: Transaction) throws -> [Figure] {
        try tx.rows(
            """
            SELECT \(FigureColumns.selected) FROM figures f
            WHERE f.release_number = \(release) AND f.purpose_id = \(purpose)
            ORDER BY f.low DESC NULLS LAST, f.number
            """, FigureColumns.figure)
    }

    /// What a release says of a treatment: its pairs and its rest, the most evaluated first.
    static func figures(about treatment: ID<Treatment>, of release: Int, in tx: Transaction) throws -> [Figure] {
        try tx.rows(
            """
            SELECT \(FigureColumns.selected) FROM figures f
            WHERE f.release_number = \(release) AND f.treatment_id = \(treatment)
            ORDER BY f.evaluations DESC NULLS LAST, f.number
            """, FigureColumns.figure)
    }

    /// The figures of groups; those of which the release has none are missing.
    static func figures(of keys: [GroupKey], of release: Int, in tx: Transaction) throws -> [GroupKey: Figure] {
        let pairs = keys.filter { $0.kind == .pair }
        var conditions = keys.filter { $0.kind != .pair }.map(condition)
        if !pairs.isEmpty {
            conditions.append(
                """
                f.kind = 'pair' AND f.treatment_id IN (\(SQL.list(Set(pairs.compactMap(\.treatment)))))
                AND f.purpose_id IN (\(SQL.list(Set(pairs.compactMap(\.purpose)))))
                """)
        }
        guard !conditions.isEmpty else { return [:] }
        let any = SQL.joined(conditions.map { "(" + $0 + ")" }, by: " OR ")
        let found = try tx.rows(
            "SELECT \(FigureColumns.selected) FROM figures f WHERE f.release_number = \(release) AND (\(any))",
            FigureColumns.figure)
        let wanted = Set(keys)
        return Dictionary(found.filter { wanted.contains($0.key) }.map { ($0.key, $0) }) { first, _ in first }
    }

    private static func condition(_ key: GroupKey) -> SQL {
        var parts: [SQL] = ["f.kind = \(key.kind.rawValue)"]
        if let treatment = key.treatment { parts.append("f.treatment_id = \(treatment)") }
        if let family = key.family { parts.append("f.family_id = \(family)") }
        if let purpose = key.purpose { parts.append("f.purpose_id = \(purpose)") }
        return SQL.joined(parts, by: " AND ")
    }

    /// A pair that many people evaluated, for the front page: the one with the narrowest range among the most evaluated, of
    /// which nothing warns.
    static func example(of release: Int, _ catalogue: Catalogue, in tx: Transaction) throws -> Figure? {
        try tx.rows(
            """
            SELECT \(FigureColumns.selected) FROM figures f
            WHERE f.release_number = \(release) AND f.kind = 'pair' AND f.bar3 IS NOT NULL
            ORDER BY f.evaluations DESC, f.number LIMIT 20
            """, FigureColumns.figure
        ).filter { $0.treatment.flatMap { catalogue.treatment($0) }.map { !catalogue.isWarned($0) } == true }
            .min { ($0.content.range.width, $0.number) < ($1.content.range.width, $1.number) }
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
