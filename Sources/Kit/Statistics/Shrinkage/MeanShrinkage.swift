/// What is known of a group's mean: where it probably is, and how far off that may be.
package struct MeanEstimate: Sendable, Equatable {
    package let mean: Double
    /// Variance of the true mean about `mean`.
    package let variance: Double

    package init(mean: Double, variance: Double) {
        self.mean = mean
        self.variance = max(variance, 0)
    }

    /// The middle 90% of where the true mean may be. Normal: the within variance is pooled over all groups, so that a t
    /// distribution with its many degrees of freedom would not differ.
    package var likelyRange: Interval { range(variance) }

    /// The middle 90% of where the mean of `count` further answers may fall: the estimate's own variance, and the
    /// variance of so many answers.
    package func predictedRange(of count: Double, within: Double) -> Interval {
        range(variance + within / max(count, 1))
    }

    private func range(_ variance: Double) -> Interval {
        let half = NormalDistribution.ninetyPercent * variance.squareRoot()
        return Interval(low: mean - half, high: mean + half)
    }
}

extension MeanEstimate {
    /// A group's mean shrunk to its parent's: `m = (Σ + K·parent)/(n + K)`.
    ///
    /// Its variance is that of the posterior given the parent's mean, σ²/(n + K), and what the parent's mean is itself
    /// uncertain by, weighted as it enters: (K/(n + K))²·var(parent). (Morris, *JASA* 78 (1983) 47-55; the uncertainty of
    /// K itself is left out, as it is small beside these with hundreds of groups.)
    package init(of answers: Moments, parent: MeanEstimate, components: VarianceComponents) {
        let k = components.weight
        let total = answers.count + k
        let lean = k / total
        self.init(
            mean: (answers.sum + k * parent.mean) / total,
            variance: components.within / total + lean * lean * parent.variance)
    }

    /// The mean of everybody: nothing to shrink to. `nil` of nobody.
    package init?(ofAll answers: Moments, within: Double) {
        guard let mean = answers.mean else { return nil }
        self.init(mean: mean, variance: within / answers.count)
    }

    /// The estimate at the end of a chain of nested groups, the widest first: each level is shrunk to the one before.
    /// `nil` when the widest is empty.
    package static func nested(
        _ levels: [(answers: Moments, components: VarianceComponents)]
    ) -> MeanEstimate? {
        guard let first = levels.first else { return nil }
        let top = MeanEstimate(ofAll: first.answers, within: first.components.within)
        return levels.dropFirst().reduce(top) { parent, level in
            parent.map { MeanEstimate(of: level.answers, parent: $0, components: level.components) }
        }
    }
}
