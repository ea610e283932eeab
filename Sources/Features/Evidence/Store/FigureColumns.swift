import Statistics
import Storage
import Vocabulary

/// A figure as a row of `figures` and back.
enum FigureColumns {
    static let names: [StaticString] = [
        "release_number", "number", "kind", "treatment_id", "family_id", "purpose_id", "counted_in", "evaluations",
        "people", "step0", "step1", "step2", "step3", "step4", "helped_low", "helped_high", "taking", "silent",
        "first_at", "last_at", "mean", "low", "high", "prior_level", "prior0", "prior1", "prior2", "prior3", "prior4",
        "prior_variance", "weight", "details",
    ]

    /// What `figure(_:)` reads, of the table called `f`.
    static let selected: SQL = """
        f.number, f.kind, f.treatment_id, f.family_id, f.purpose_id, f.counted_in, f.evaluations, f.people, f.step0,
        f.step1, f.step2, f.step3, f.step4, f.helped_low, f.helped_high, f.taking, f.silent, f.first_at, f.last_at,
        f.mean, f.low, f.high, f.prior_level, f.prior0, f.prior1, f.prior2, f.prior3, f.prior4, f.prior_variance,
        f.weight, f.details
        """

    /// How many columns `selected` has.
    static let count = 31

    static func values(_ figure: Figure, _ release: Int) -> [SQLValue] {
        let head: [SQLValue] = [
            release.sqlValue, figure.number.sqlValue, figure.kind.rawValue.sqlValue, figure.treatment.sqlValue,
            figure.family.sqlValue, figure.purpose.sqlValue, figure.countedIn.sqlValue,
        ]
        guard let content = figure.content else {
            return head + [SQLValue](repeating: .null(.integer), count: 13)
                + [SQLValue](repeating: .null(.double), count: 3) + [.null(.text)]
                + [SQLValue](repeating: .null(.double), count: 7) + [.null(.text)]
        }
        let known = content.known
        let steps = (0..<5).map { step in
            (known?.groups.first { $0.steps.lowerBound == step }?.count).sqlValue
        }
        return head + [content.evaluations.sqlValue, content.people.sqlValue] + steps
            + [
                (known?.helped.lowerBound).sqlValue, (known?.helped.upperBound).sqlValue, content.taking.sqlValue,
                content.silent.sqlValue, content.firstAt.sqlValue, content.lastAt.sqlValue,
                content.estimate.mean.sqlValue, content.range.low.sqlValue, content.range.high.sqlValue,
                content.priorLevel.rawValue.sqlValue,
            ] + content.prior.shares.values.map(\.sqlValue)
            + [content.prior.variance.sqlValue, content.prior.weight.sqlValue, content.details.packed.sqlValue]
    }

    /// Reads `selected`.
    static func figure(_ row: Row) throws -> Figure {
        Figure(
            number: try row.get(0), kind: FigureKind(rawValue: try row.get(1)) ?? .pair, treatment: try row.get(2),
            family: try row.get(3), purpose: try row.get(4), countedIn: try row.get(5), content: try content(row))
    }

    private static func content(_ row: Row) throws -> Figure.Content? {
        guard let evaluations = try row.get(6, as: Int?.self) else { return nil }
        let low: Double = try row.get(20)
        let high: Double = try row.get(21)
        let shares = StepCounts(try (23...27).map { try row.get($0, as: Double.self) })
        let prior = SharePrior(shares: shares, variance: try row.get(28), weight: try row.get(29))
        let known = try self.known(row, total: evaluations)
        let mean: Double = try row.get(19)
        return Figure.Content(
            evaluations: evaluations, people: try row.get(7), known: known,
            // The variance is not stored: the range says it.
            estimate: ShareEstimate(mean: mean, variance: 0), range: Interval(low: low, high: high), prior: prior,
            priorLevel: PriorLevel(rawValue: try row.get(22)) ?? .none, taking: try row.get(15),
            silent: try row.get(16),
            firstAt: try row.get(17), lastAt: try row.get(18), details: FigureDetails(packed: try row.get(30)))
    }

    private static func known(_ row: Row, total: Int) throws -> KnownAnswers? {
        guard let low = try row.get(13, as: Int?.self), let high = try row.get(14, as: Int?.self), low <= high else {
            return nil
        }
        let counts = try (8...12).map { try row.get($0, as: Int?.self) }
        let starts = counts.indices.filter { counts[$0] != nil }
        let groups = starts.enumerated().map { place, start in
            let end = (place + 1 < starts.count ? starts[place + 1] : StepCounts.steps) - 1
            return StepGroup(steps: start...end, count: counts[start] ?? 0)
        }
        return KnownAnswers(total: total, groups: groups, helped: low...high)
    }
}
