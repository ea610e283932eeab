/// How much single answers differ inside a group, and how much groups differ from their parent.
///
/// **Source and formula.** Method of moments for unbalanced groups (one-way analysis of variance, "Henderson I"; Searle,
/// Casella and McCulloch, *Variance Components*, 1992, 3.6; DerSimonian and Laird, *Controlled Clinical Trials* 7 (1986)
/// 177-188 use the same moment). With groups *i* of size nᵢ nested in parents *p* of size N_p, k groups in P parents, N
/// answers:
///
/// ```
/// within  σ² = Σᵢ Σⱼ (yᵢⱼ − ȳᵢ)² / (N − k)
/// between τ² = (Σᵢ nᵢ(ȳᵢ − ȳ_p)² − (k − P)·σ²) / (N − Σ_p Σ_{i∈p} nᵢ²/N_p)
/// K          = σ² / τ²
/// ```
///
/// For shares of five steps the same sums are taken over the five indicator variables. There K is at the same time the
/// concentration of the Dirichlet prior, for within/between = Σπ(1 − π)·K/(K + 1) ÷ Σπ(1 − π)/(K + 1) = K (the moment
/// estimator of the Dirichlet-multinomial; Weir and Hill, *Annual Review of Genetics* 36 (2002) 721-750).
///
/// **Clamps.** A between variance estimated at or below 0 says that groups do not differ more than chance: K takes its
/// upper limit. K always stays within `limits`. With fewer than two free groups (k − P < 2) or no free answers (N = k)
/// nothing can be estimated and K is `fallback`.
package struct VarianceComponents: Sendable, Equatable {
    /// Variance of one answer about its group's true mean.
    package let within: Double
    /// Variance of the groups' true means about their parent's mean; never negative.
    package let between: Double
    /// How many answers it takes before a group's own voice weighs as much as its parent's.
    package let weight: Double

    /// K never leaves this range: below 2 a single answer would speak for a group, above 200 a group of 200 would not.
    package static let limits = 2.0...200.0
    /// K where it cannot be estimated; what real reviews of medicines gave (10 to 13).
    package static let fallback = 12.0

    package init(within: Double, between: Double, weight: Double) {
        self.within = within
        self.between = between
        self.weight = weight
    }

    /// From groups of numeric answers, each with the number of its parent (0, 1, 2 …; all 0 when there is one).
    package init(groups: [(parent: Int, moments: Moments)]) {
        var sums = NestedSums()
        for group in groups where group.moments.count > 0 {
            sums.add(
                parent: group.parent, count: group.moments.count, sums: [group.moments.sum],
                within: group.moments.spread)
        }
        self = sums.components
    }

    /// From groups of answers in steps, each with the number of its parent.
    package init(groups: [(parent: Int, steps: StepCounts)]) {
        var sums = NestedSums()
        for group in groups where group.steps.total > 0 {
            let n = group.steps.total
            let within = group.steps.values.reduce(0) { $0 + $1 * (1 - $1 / n) }
            sums.add(parent: group.parent, count: n, sums: group.steps.values, within: within)
        }
        self = sums.components
    }
}

/// The sums of squares of groups nested in parents, for one or several variables at once.
private struct NestedSums {
    private struct Parent {
        var count = 0.0
        var squaredCounts = 0.0
        var groups = 0
        var sums: [Double]
        var groupSquares = 0.0
    }

    private var parents: [Int: Parent] = [:]
    private var order: [Int] = []
    private var within = 0.0

    mutating func add(parent: Int, count: Double, sums: [Double], within: Double) {
        if parents[parent] == nil { order.append(parent) }
        var entry = parents[parent] ?? Parent(sums: [Double](repeating: 0, count: sums.count))
        entry.count += count
        entry.squaredCounts += count * count
        entry.groups += 1
        entry.sums = zip(entry.sums, sums).map { $0 + $1 }
        entry.groupSquares += sums.reduce(0) { $0 + $1 * $1 } / count
        parents[parent] = entry
        self.within += within
    }

    var components: VarianceComponents {
        var (answers, groups, between, reach) = (0.0, 0, 0.0, 0.0)
        // In the order of arrival: floating-point sums must not depend on a dictionary's order.
        for parent in order.compactMap({ parents[$0] }) {
            answers += parent.count
            groups += parent.groups
            between += parent.groupSquares - parent.sums.reduce(0) { $0 + $1 * $1 } / parent.count
            reach += parent.count - parent.squaredCounts / parent.count
        }
        let free = groups - parents.count
        guard free >= 2, answers > Double(groups), reach > 0 else {
            return VarianceComponents(within: 0, between: 0, weight: VarianceComponents.fallback)
        }
        let one = within / (answers - Double(groups))
        let other = max((between - Double(free) * one) / reach, 0)
        let limits = VarianceComponents.limits
        let ratio = other > 0 ? one / other : limits.upperBound
        return VarianceComponents(
            within: one, between: other, weight: min(max(ratio, limits.lowerBound), limits.upperBound))
    }
}
