/// What a group leans toward before its own answers are heard: the share of those around it, how sure that is, and how many
/// people's answers it counts for.
package struct Leaning: Sendable, Equatable {
    /// The parent's share, within 0…1.
    package private(set) var mean: Double
    /// Variance of the parent's true share about `mean`.
    package private(set) var variance: Double

    package init(mean: Double, variance: Double) {
        self.mean = Self.inside(mean)
        self.variance = max(variance, 0)
    }

    /// Nothing is known but that shares lie between 0 and 1.
    package static let unknown = Leaning(mean: 0.5, variance: 0.05)

    /// K as far as the parent's own doubt leaves it: the concentration of the beta distribution that has the variance of both
    /// together, `m(1 − m)/(K + 1) + variance`. At least one half.
    package func effectiveWeight(_ k: Double) -> Double {
        let spread = mean * (1 - mean)
        return max(spread / (spread / (k + 1) + variance) - 1, 0.5)
    }

    /// Toward a narrower group, whose parts vary about this one with a concentration of K.
    /// - Parameters:
    ///   - weight: what its parts count for together.
    ///   - sum: of their shares, each times what it counts for.
    package mutating func narrow(weight: Double, sum: Double, _ k: Double) {
        guard weight > 0 else {
            variance += mean * (1 - mean) / (k + 1)
            return
        }
        let before = effectiveWeight(k)
        let whole = weight + before
        mean = Self.inside((sum + before * mean) / whole)
        variance = mean * (1 - mean) / (whole + 1)
    }

    /// No share is certain; sums of blurred counts may say so.
    private static func inside(_ share: Double) -> Double { min(max(share, 1e-3), 1 - 1e-3) }
}
