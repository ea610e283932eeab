#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a group leans toward before its own answers are heard.
package struct SharePrior: Sendable, Equatable {
    /// The parent's share of each step; they add up to 1.
    package let shares: StepCounts
    /// Variance of the parent's true share of "helped a lot" about what `shares` says.
    package let variance: Double
    /// K: as many people's answers as the parent counts for.
    package let weight: Double

    package init(shares: StepCounts, variance: Double, weight: Double) {
        self.shares = shares.shares
        self.variance = max(variance, 0)
        self.weight = min(max(weight, VarianceComponents.limits.lowerBound), VarianceComponents.limits.upperBound)
    }

    /// The parent's share of "helped a lot", 0…1.
    package var helped: Double { shares.helped }
}

/// The share of people whom something helped a lot (one of the two upper steps): estimate and likely range.
package struct ShareEstimate: Sendable, Equatable {
    /// The posterior mean, 0…1: `m = (Σ + K·parent)/(n + K)`.
    package let mean: Double
    /// The posterior's variance.
    package let variance: Double

    package init(mean: Double, variance: Double) {
        self.mean = min(max(mean, 0), 1)
        self.variance = max(variance, 0)
    }

    /// From what is known of a group's answers and its parent.
    ///
    /// Five steps with a Dirichlet prior of concentration K make the share of the two upper ones beta distributed:
    /// mean `(x + K·p)/(n + K)`, variance `m(1 − m)/(n + K + 1)`. Where x is only known to lie in a range, each possible
    /// x counts as much as the beta-binomial distribution with that prior gives it, and the variance between the possible
    /// means is added (total variance). The parent's own uncertainty enters as `(K/(n + K))²·var(parent)`.
    package init(_ known: KnownAnswers, prior: SharePrior) {
        let k = prior.weight
        let n = Double(known.total)
        let parent = min(max(prior.helped, 1e-4), 1 - 1e-4)
        let possible = Self.possible(known, a: k * parent, b: k * (1 - parent))
        var mean = 0.0
        var inside = 0.0
        var square = 0.0
        for (x, probability) in possible {
            let m = (x + k * parent) / (n + k)
            mean += probability * m
            square += probability * m * m
            inside += probability * m * (1 - m) / (n + k + 1)
        }
        let lean = k / (n + k)
        self.init(mean: mean, variance: inside + max(square - mean * mean, 0) + lean * lean * prior.variance)
    }

    /// From how many of a group were helped a lot where that is itself an expectation with a variance, as in a sum of
    /// groups that are not all known exactly: the same formulas with that variance over (n + K)² added.
    package init(helped: Double, variance: Double, of total: Double, prior: SharePrior) {
        let k = prior.weight
        let n = max(total, 0)
        let parent = min(max(prior.helped, 1e-4), 1 - 1e-4)
        let m = min(max((min(max(helped, 0), n) + k * parent) / (n + k), 0), 1)
        let lean = k / (n + k)
        self.init(
            mean: m,
            variance: m * (1 - m) / (n + k + 1) + max(variance, 0) / ((n + k) * (n + k)) + lean * lean * prior.variance)
    }

    /// The beta distribution with this mean and variance.
    package var distribution: BetaDistribution { BetaDistribution(mean: mean, variance: variance) }

    /// The middle 90% of where the true share may be. Lists are ordered by its lower end.
    package var likelyRange: Interval { distribution.likelyRange }

    /// Where the share could lie had everybody who fell silent said that it did not help, and had they all said that it
    /// helped a lot: the likely range, stretched by `silent` people beside the `evaluated`.
    package static func band(_ range: Interval, evaluated: Int, silent: Int) -> Interval {
        let n = Double(max(evaluated, 0))
        let s = Double(max(silent, 0))
        guard n + s > 0 else { return range }
        return Interval(low: range.low * n / (n + s), high: (range.high * n + s) / (n + s))
    }

    private static func possible(_ known: KnownAnswers, a: Double, b: Double) -> [(x: Double, probability: Double)] {
        if known.isExact { return [(Double(known.helped.lowerBound), 1)] }
        let n = Double(known.total)
        let logs = known.helped.map { count in
            let x = Double(count)
            return logGamma(n + 1) - logGamma(x + 1) - logGamma(n - x + 1) + logBeta(x + a, n - x + b)
        }
        let most = logs.max() ?? 0
        let weights = logs.map { exp($0 - most) }
        let whole = weights.reduce(0, +)
        return zip(known.helped, weights).map { (Double($0), $1 / whole) }
    }
}

extension KnownAnswers {
    /// Each shown group's share of all, shrunk: `(g + K·p_g)/(n + K)`; adds up to 1. Empty where no steps are shown.
    package func shrunkShares(prior: SharePrior) -> [(steps: ClosedRange<Int>, share: Double)] {
        let k = prior.weight
        return groups.map { group in
            let parent = group.steps.reduce(0) { $0 + prior.shares[$1] }
            return (group.steps, (Double(group.count) + k * parent) / (Double(total) + k))
        }
    }
}
