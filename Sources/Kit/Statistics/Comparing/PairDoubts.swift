#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One share among those that are compared.
package struct ComparedShare: Sendable, Equatable {
    package let counted: BlurredCount
    /// What it leans toward.
    package let prior: SharePrior

    package init(_ counted: BlurredCount, prior: SharePrior) { (self.counted, self.prior) = (counted, prior) }
}

/// Of each two shares, how likely it would be false to say that one is the higher.
///
/// False is it where both have one truth, and where it is the other way round: P(same) + P(not same)·P(other way round).
/// With q = x̃/n, the blurred count over the people, and v = p(1 − p)/n + V/n², p being the estimate and V the variance of
/// the noise, a difference q₁ − q₂ comes from N(0, v₁ + v₂) where they are the same, and else from
/// N(m₁ − m₂, v₁ + v₂ + τ₁² + τ₂²), τ² = m(1 − m)/(K + 1) + s², where m, s² and K are what each leans toward, its doubt and
/// its weight. P(same) is then the local false discovery rate (Efron, *Large-Scale Inference*, 2010, chapter 5), and the
/// order comes from both posteriors, taken as normal.
///
/// How many pairs are the same is learned from all pairs of the list by maximum likelihood (`learned`).
struct PairDoubts: Sendable {
    let count: Int
    /// The posterior mean of each share, 0…1.
    let means: [Double]
    /// P(same) before a pair is looked at: the share of pairs of the list with one truth, 0…1.
    let alike: Double
    private var sames: [Double]
    private var wrongs: [Double]

    init(_ shares: [ComparedShare]) {
        let known = shares.map(Known.init)
        let pairs = known.indices.flatMap { one in (0..<one).map { Pair(known[one], known[$0]) } }
        let alike = Self.learned(pairs.map(\.odds), shares: shares.count)
        (count, means, self.alike) = (known.count, known.map(\.mean), alike)
        (sames, wrongs) = ([Double](repeating: 1, count: count * count), [Double](repeating: 1, count: count * count))
        var pair = 0
        for one in known.indices {
            for other in 0..<one {
                let same = pairs[pair].same(before: alike)
                let lower = pairs[pair].lower
                (sames[one * count + other], sames[other * count + one]) = (same, same)
                wrongs[one * count + other] = same + (1 - same) * lower
                wrongs[other * count + one] = same + (1 - same) * (1 - lower)
                pair += 1
            }
        }
    }

    /// How likely both have one truth.
    func same(_ one: Int, _ other: Int) -> Double { sames[one * count + other] }

    /// How likely it is false that `one` is above `other`.
    func wrong(_ one: Int, above other: Int) -> Double { wrongs[one * count + other] }

    /// How many pairs have one truth, as all of them let it be known: the π that makes their differences likeliest,
    /// Π(π·f₀ + (1 − π)·f₁), after Storey's advice to learn it from all that is compared (*J. R. Statist. Soc. B* 64 (2002)
    /// 479-498). The likelihood has a single maximum, which these steps climb to (expectation and maximisation).
    ///
    /// m shares have but m − 1 differences that are free of each other, so each pair counts for 2/m. One more that is as
    /// likely this as that keeps short lists near one half: a judgement, tried on simulated communities.
    private static func learned(_ odds: [Double], shares: Int) -> Double {
        guard shares > 1 else { return 0.5 }
        let weight = 2 / Double(shares)
        var alike = 0.5
        for _ in 0..<100 {
            let sum = odds.reduce(0.0) { $0 + alike / (alike + (1 - alike) * $1) }
            alike = (weight * sum + 0.5) / (weight * Double(odds.count) + 1)
        }
        return alike
    }

    /// A share as its count and what it leans toward let it be known.
    private struct Known {
        let share: Double
        /// Of the people who answered and of the noise.
        let sampling: Double
        /// Of the truth about what it leans toward.
        let between: Double
        let parent: Double
        let mean: Double
        let variance: Double

        init(_ compared: ComparedShare) {
            let (counted, parent) = (compared.counted, compared.prior.parent)
            let estimate = ShareEstimate(counted, prior: compared.prior)
            let (n, p) = (Double(max(counted.people, 1)), min(max(estimate.mean, 1e-3), 1 - 1e-3))
            share = counted.people > 0 ? counted.share : parent.mean
            sampling = p * (1 - p) / n + counted.variance / (n * n)
            between = parent.mean * (1 - parent.mean) / (compared.prior.weight + 1) + parent.variance
            (self.parent, mean, variance) = (parent.mean, estimate.mean, max(estimate.variance, 1e-12))
        }
    }

    private struct Pair {
        /// f₁/f₀: how much likelier the difference is of two truths than of one.
        let odds: Double
        /// P(the first is below the second), had they two truths.
        let lower: Double

        init(_ one: Known, _ other: Known) {
            let sampling = one.sampling + other.sampling
            let all = sampling + one.between + other.between
            let (difference, expected) = (one.share - other.share, one.parent - other.parent)
            let off = difference - expected
            odds = exp(min((log(sampling / all) + difference * difference / sampling - off * off / all) / 2, 600))
            lower = erfc((one.mean - other.mean) / (2 * (one.variance + other.variance)).squareRoot()) / 2
        }

        func same(before alike: Double) -> Double { alike / (alike + (1 - alike) * odds) }
    }
}
