/// How many of a group said something, as far as the group's blocks tell it: each was counted once with noise, and shrinks
/// with the people who leave it.
package struct BlurredCount: Sendable, Equatable {
    /// How many answered and are still there; exact.
    package var people: Int
    /// What the blocks add up to. Under 0 and above `people` at times, and left so: sums of clamped counts lean to the middle.
    package var count: Double
    /// Of the noise in `count`.
    package var variance: Double

    package init(people: Int = 0, count: Double = 0, variance: Double = 0) {
        (self.people, self.count, self.variance) = (people, count, variance)
    }

    /// A block of which some are left: count and noise shrink alike.
    /// - Parameters:
    ///   - count: as it was written, with its noise.
    ///   - drawn: how many it was made of.
    package init(block count: Int, drawn: Int, left: Int, noise: GeometricNoise) {
        let share = drawn > 0 ? Double(min(max(left, 0), drawn)) / Double(drawn) : 0
        self.init(people: max(left, 0), count: Double(count) * share, variance: noise.variance * share * share)
    }

    /// `count` of `people`, in no way held between 0 and 1; 0 of nobody.
    package var share: Double { people > 0 ? count / Double(people) : 0 }

    /// As many exact answers as these are worth where the truth is near `m`: noise costs answers.
    package func effectivePeople(near m: Double) -> Double {
        guard people > 0 else { return 0 }
        let (n, spread) = (Double(people), m * (1 - m))
        return n * n * spread / (n * spread + variance)
    }

    package static func + (left: BlurredCount, right: BlurredCount) -> BlurredCount {
        BlurredCount(
            people: left.people + right.people, count: left.count + right.count,
            variance: left.variance + right.variance)
    }
}
