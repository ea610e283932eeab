import Statistics
import Storage

@testable import Evidence

extension Figure.Content {
    /// A made-up figure of a hundred people.
    /// - Parameters:
    ///   - helped: the share that the sentence says.
    ///   - bar: shares of the five steps, the lowest first.
    static func made(
        helped: Double, bar: [Double]? = nil, details: FigureDetails = FigureDetails(), silent: Int? = nil
    ) -> Self {
        let now = Instant(milliseconds: 1_793_664_000_000)
        return Figure.Content(
            evaluations: 100, people: 100, counted: BlurredCount(people: 100, count: helped * 100), bar: bar,
            estimate: ShareEstimate(mean: helped, variance: 0.001),
            range: Interval(low: max(helped - 0.1, 0), high: min(helped + 0.1, 1)),
            prior: SharePrior(.unknown, weight: 12), priorLevel: .none, taking: nil, silent: silent, firstAt: now,
            lastAt: now, details: details)
    }
}
