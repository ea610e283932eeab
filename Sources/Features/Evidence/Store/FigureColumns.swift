import Statistics
import Storage
import Vocabulary

/// A figure as a row of `figures` and back.
enum FigureColumns {
    static let names: [StaticString] = [
        "release_number", "number", "kind", "treatment_id", "family_id", "purpose_id", "evaluations", "people",
        "counted",
        "counted_variance", "bar0", "bar1", "bar2", "bar3", "bar4", "taking", "silent", "first_at", "last_at", "mean",
        "low", "high", "prior_level", "prior_mean", "prior_variance", "weight", "details",
    ]

    /// What `figure(_:)` reads, of the table called `f`.
    static let selected: SQL = """
        f.number, f.kind, f.treatment_id, f.family_id, f.purpose_id, f.evaluations, f.people, f.counted,
        f.counted_variance, f.bar0, f.bar1, f.bar2, f.bar3, f.bar4, f.taking, f.silent, f.first_at, f.last_at, f.mean,
        f.low, f.high, f.prior_level, f.prior_mean, f.prior_variance, f.weight, f.details
        """

    static func values(_ figure: Figure, _ release: Int) -> [SQLValue] {
        let content = figure.content
        return [
            release.sqlValue, figure.number.sqlValue, figure.kind.rawValue.sqlValue, figure.treatment.sqlValue,
            figure.family.sqlValue, figure.purpose.sqlValue, content.evaluations.sqlValue, content.people.sqlValue,
            (content.counted?.count).sqlValue, (content.counted?.variance).sqlValue,
        ] + (0..<5).map { (content.bar?[$0]).sqlValue }
            + [
                content.taking.sqlValue, content.silent.sqlValue, content.firstAt.sqlValue, content.lastAt.sqlValue,
                content.estimate.mean.sqlValue, content.range.low.sqlValue, content.range.high.sqlValue,
                content.priorLevel.rawValue.sqlValue, content.prior.parent.mean.sqlValue,
                content.prior.parent.variance.sqlValue, content.prior.weight.sqlValue, content.details.packed.sqlValue,
            ]
    }

    /// Reads `selected`.
    static func figure(_ row: Row) throws -> Figure {
        Figure(
            number: try row.get(0),
            key: GroupKey(
                kind: FigureKind(rawValue: try row.get(1)) ?? .pair, treatment: try row.get(2), family: try row.get(3),
                purpose: try row.get(4)),
            content: try content(row))
    }

    private static func content(_ row: Row) throws -> Figure.Content {
        let evaluations: Int = try row.get(5)
        let (count, variance) = (try row.get(7, as: Double?.self), try row.get(8, as: Double?.self))
        let bar = try (9...13).map { try row.get($0, as: Double?.self) }.compactMap(\.self)
        let (mean, low, high): (Double, Double, Double) = (try row.get(18), try row.get(19), try row.get(20))
        return Figure.Content(
            evaluations: evaluations, people: try row.get(6),
            // Of a release by the rules before, nothing was drawn.
            counted: count.map { BlurredCount(people: evaluations, count: $0, variance: variance ?? 0) },
            bar: bar.count == StepCounts.steps ? bar : nil,
            // The variance is not stored: the range says it.
            estimate: ShareEstimate(mean: mean, variance: 0), range: Interval(low: low, high: high),
            prior: SharePrior(
                Leaning(mean: try row.get(22), variance: try row.get(23)), weight: try row.get(24)),
            priorLevel: PriorLevel(rawValue: try row.get(21)) ?? .none, taking: try row.get(14),
            silent: try row.get(15), firstAt: try row.get(16), lastAt: try row.get(17),
            details: FigureDetails(packed: try row.get(25)))
    }
}
