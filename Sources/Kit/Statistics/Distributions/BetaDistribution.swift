#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What is known of a share between 0 and 1: a beta distribution with two positive shape parameters.
package struct BetaDistribution: Sendable, Equatable {
    package let a: Double
    package let b: Double

    /// Both parameters are kept within 1e-6 … 1e9, so that no later step can divide by zero or overflow.
    package init(a: Double, b: Double) {
        self.a = min(max(a, 1e-6), 1e9)
        self.b = min(max(b, 1e-6), 1e9)
    }

    /// The beta distribution with this mean (0…1) and variance: `a + b = m(1 − m)/v − 1`, `a = m(a + b)`.
    ///
    /// A variance that no beta distribution can have (at least `m(1 − m)`) is taken as just under it.
    package init(mean: Double, variance: Double) {
        let m = min(max(mean, 1e-6), 1 - 1e-6)
        let most = m * (1 - m)
        let concentration = max(most / min(max(variance, most * 1e-9), most * 0.99) - 1, 1e-2)
        self.init(a: m * concentration, b: (1 - m) * concentration)
    }

    package var mean: Double { a / (a + b) }
    package var variance: Double { a * b / ((a + b) * (a + b) * (a + b + 1)) }

    /// The probability that the share is at most `x`: the regularised incomplete beta function.
    ///
    /// Continued fraction by the modified Lentz method on the side where it converges fast (Press et al., *Numerical
    /// Recipes*, 3rd ed., 6.4; DLMF 8.17.22).
    package func probability(atMost x: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        let front = exp(a * log(x) + b * log1p(-x) - logBeta(a, b))
        if x < (a + 1) / (a + b + 2) {
            return min(front * Self.continuedFraction(x, a, b) / a, 1)
        }
        return max(1 - front * Self.continuedFraction(1 - x, b, a) / b, 0)
    }

    /// The share that lies above this part of the probability (0…1), to 1e-12.
    ///
    /// Newton steps kept inside a shrinking bracket: a step that would leave it is replaced by halving.
    package func quantile(_ probability: Double) -> Double {
        guard probability > 0 else { return 0 }
        guard probability < 1 else { return 1 }
        var low = 0.0
        var high = 1.0
        var x = mean
        let scale = logBeta(a, b)
        for _ in 0..<200 {
            let error = self.probability(atMost: x) - probability
            if error == 0 { return x }
            if error > 0 { high = x } else { low = x }
            let density = exp((a - 1) * log(x) + (b - 1) * log1p(-x) - scale)
            let step = density > 0 ? x - error / density : -1
            let next = step > low && step < high ? step : (low + high) / 2
            if abs(next - x) < 1e-12 || high - low < 1e-13 { return next }
            x = next
        }
        return x
    }

    /// The middle 90%: from the 5% to the 95% quantile.
    package var likelyRange: Interval { Interval(low: quantile(0.05), high: quantile(0.95)) }

    private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / away(1 - (a + b) * x / (a + 1))
        var result = d
        for step in 1...10_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / away(1 + even * d)
            c = away(1 + even / c)
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / away(1 + odd * d)
            c = away(1 + odd / c)
            result *= d * c
            if abs(d * c - 1) < 1e-15 { break }
        }
        return result
    }
}
