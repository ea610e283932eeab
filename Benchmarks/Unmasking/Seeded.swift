import Foundation

/// Numbers that follow from a seed (SplitMix64), so that a run can be had again.
struct Seeded: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 up to, not including, 1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    mutating func happens(_ chance: Double) -> Bool { unit() < chance }

    /// From a normal distribution: mean 0, deviation 1.
    mutating func normal() -> Double {
        (-2 * log(max(unit(), 1e-300))).squareRoot() * cos(2 * .pi * unit())
    }

    /// Events in a span in which `mean` are expected.
    mutating func poisson(_ mean: Double) -> Int {
        var (count, product) = (0, unit())
        let limit = exp(-mean)
        guard limit > 0 else { return max(0, Int((mean + mean.squareRoot() * normal()).rounded())) }
        while product > limit {
            count += 1
            product *= unit()
        }
        return count
    }
}
