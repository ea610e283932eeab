import Statistics
import Storage
import Vocabulary

/// Releases: written in pieces that nobody sees, shown by one update.
enum ReleaseStore {
    /// The newest published release.
    static func current(in tx: Transaction) throws -> Release? {
        try tx.first(
            "SELECT \(columns) FROM releases WHERE published_at IS NOT NULL ORDER BY number DESC LIMIT 1", release)
    }

    /// Published releases, the newest first.
    static func list(limit: Int, in tx: Transaction) throws -> [Release] {
        try tx.rows(
            "SELECT \(columns) FROM releases WHERE published_at IS NOT NULL ORDER BY number DESC LIMIT \(limit)",
            release)
    }

    /// Takes the next number. Two processes that do so at the same time: one fails with a conflict.
    static func begin(_ release: Release, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO releases (number, started_at, data_through, code_version, query_digest, figures_digest,
                after_number, evaluations, figures, weights, correction)
            VALUES (\(release.number), \(release.startedAt), \(release.dataThrough), \(release.codeVersion),
                \(release.queryDigest), \(release.figuresDigest), \(release.after), \(release.evaluations),
                \(release.figures), \(release.weights.packed), \(release.correction))
            """)
    }

    /// The highest number in use, published or not; 0 when there is none.
    static func lastNumber(in tx: Transaction) throws -> Int {
        try tx.first("SELECT COALESCE(MAX(number), 0) FROM releases") { try $0.get(0, as: Int.self) } ?? 0
    }

    static func add(_ figures: some Sequence<Figure>, to release: Int, in tx: Transaction) throws {
        try tx.insert(
            into: "figures", FigureColumns.names, rows: figures.lazy.map { FigureColumns.values($0, release) })
    }

    /// Notes which advice a release shows; an evaluation that was deleted meanwhile is left out.
    static func add(
        _ advice: some Sequence<(figure: Int, evaluations: [ID<Pair>])>, to release: Int, in tx: Transaction
    ) throws {
        let wanted = advice.flatMap { figure, evaluations in
            evaluations.enumerated().map { (figure: figure, position: $0.offset, evaluation: $0.element) }
        }
        // Two statements for all of them: one for each would keep the database busier than all the figures do.
        let there = Set(
            try tx.rows("SELECT id FROM evaluations WHERE id IN (\(SQL.list(wanted.map(\.evaluation))))") {
                try $0.get(0, as: ID<Pair>.self)
            })
        try tx.insert(
            into: "figure_advice", ["release_number", "figure_number", "position", "evaluation_id"],
            rows: wanted.lazy.filter { there.contains($0.evaluation) }.map {
                [release.sqlValue, $0.figure.sqlValue, $0.position.sqlValue, $0.evaluation.sqlValue]
            })
    }

    /// From now on readers see it.
    static func publish(_ number: Int, at now: Instant, in tx: Transaction) throws {
        try tx.execute("UPDATE releases SET published_at = \(now) WHERE number = \(number)")
    }

    /// Takes away what a release that was never published left behind.
    static func discardUnpublished(startedBefore limit: Instant, in tx: Transaction) throws {
        try tx.execute("DELETE FROM releases WHERE published_at IS NULL AND started_at < \(limit)")
    }

    /// Numbers of releases whose figures are older than the newest `count` of them.
    static func withOldFigures(keeping count: Int, in tx: Transaction) throws -> [Int] {
        try tx.rows(
            """
            SELECT r.number FROM releases r WHERE EXISTS (SELECT 1 FROM figures f WHERE f.release_number = r.number)
            ORDER BY r.number DESC
            """
        ) { try $0.get(0, as: Int.self) }.dropFirst(count).map { $0 }
    }

    /// Deletes some figures of a release; its head and digest stay. Answers how many there were.
    static func deleteFigures(of release: Int, atMost limit: Int, in tx: Transaction) throws -> Int {
        try tx.execute("DELETE FROM figure_advice WHERE release_number = \(release)")
        return try tx.execute(
            """
            DELETE FROM figures WHERE release_number = \(release) AND number IN
                (SELECT number FROM figures WHERE release_number = \(release) ORDER BY number LIMIT \(limit))
            """)
    }

    private static let columns: SQL = """
        number, started_at, data_through, published_at, code_version, query_digest, figures_digest, after_number,
        evaluations, figures, weights, correction
        """

    private static func release(_ row: Row) throws -> Release {
        guard let weights = Weights(packed: try row.get(10)) else { throw StorageError.other("weights of a release") }
        return Release(
            number: try row.get(0), startedAt: try row.get(1), dataThrough: try row.get(2), publishedAt: try row.get(3),
            codeVersion: try row.get(4), queryDigest: try row.get(5), figuresDigest: try row.get(6),
            after: try row.get(7), evaluations: try row.get(8), figures: try row.get(9), weights: weights,
            correction: try row.get(11))
    }
}
