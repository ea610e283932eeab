#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a group leans toward, and for how many people's answers that counts.
package struct SharePrior: Sendable, Equatable {
    package let parent: Leaning
    /// K.
    package let weight: Double
    /// Standard deviation of ln K, as far as K was learned.
    package let doubt: Double

    package init(_ parent: Leaning, weight: Double, doubt: Double = 0) {
        (self.parent, self.weight, self.doubt) = (parent, min(max(weight, 1), 1_000), max(doubt, 0))
    }

    /// Values that K may have, and how likely: the three points of Gauss and Hermite, exact for what varies with ln K as a
    /// polynomial of the fifth degree.
    fileprivate var weights: [(k: Double, probability: Double)] {
        guard doubt > 0 else { return [(weight, 1)] }
        let factor = exp(doubt * 3.0.squareRoot())
        return [(weight / factor, 1 / 6), (weight, 2 / 3), (weight * factor, 1 / 6)]
    }
}

/// The share of people whom something helped a lot (one of the two upper steps): estimate and likely range.
package struct ShareEstimate: Sendable, Equatable {
    /// The posterior mean, 0…1: `m = (Σ + K·parent)/(n + K)`, n and K each as far as noise and the parent's doubt leave them.
    package let mean: Double
    /// The posterior's variance.
    package let variance: Double

    package init(mean: Double, variance: Double) {
        self.mean = min(max(mean, 0), 1)
        self.variance = max(variance, 0)
    }

    /// From a group's blurred count and its parent.
    ///
    /// Noise costs answers (`BlurredCount.effectivePeople`), the parent's doubt costs its weight (`Leaning.effectiveWeight`),
    /// and what is left are two beta distributions' worth of answers added up: mean `(ne·q + ke·m)/(ne + ke)`, variance
    /// `mean·(1 − mean)/(ne + ke + 1)`. Where K is in doubt, mean and variance are those of the mixture.
    package init(_ counted: BlurredCount, prior: SharePrior) {
        let m = prior.parent.mean
        let (own, share) = (counted.effectivePeople(near: m), min(max(counted.share, 0), 1))
        var (mean, square, inside) = (0.0, 0.0, 0.0)
        for (k, probability) in prior.weights {
            let before = prior.parent.effectiveWeight(k)
            let whole = own + before
            let one = (own * share + before * m) / whole
            mean += probability * one
            square += probability * one * one
            inside += probability * one * (1 - one) / (whole + 1)
        }
        self.init(mean: mean, variance: inside + max(square - mean * mean, 0))
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
}
