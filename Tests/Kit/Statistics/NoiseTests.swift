import Testing

@testable import Statistics

/// Numbers that blur a count, and what is made of blurred counts. Golden numbers were worked out apart from this code.
@Suite struct NoiseTests {
    /// SplitMix64 from exactly this state.
    private func generator(_ state: UInt64) -> Seeded {
        var generator = Seeded(0)
        generator.state = state
        return generator
    }

    @Test func `a seed gives these numbers on every machine`() {
        var generator = generator(42)
        #expect(
            (0..<16).map { _ in GeometricNoise.quarter.draw(using: &generator) }
                == [-1, -1, 1, -1, 0, -2, 1, 1, 1, 0, 0, 0, 0, -1, -1, 1])
        generator = self.generator(42)
        #expect(
            (0..<12).map { _ in GeometricNoise.fiveEighths.draw(using: &generator) }
                == [-4, -5, 4, 5, 0, 0, 0, -3, 4, -1, -1, -2])
    }

    @Test(arguments: [GeometricNoise.quarter, .fiveEighths, .threeQuarters])
    func `a number comes as often as the law says`(noise: GeometricNoise) {
        var generator = generator(7)
        let draws = (0..<200_000).map { _ in noise.draw(using: &generator) }
        for size in 0...4 {
            let expected = (1 - noise.alpha) / (1 + noise.alpha) * (0..<size).reduce(1.0) { p, _ in p * noise.alpha }
            for value in Set([size, -size]) {
                let share = Double(draws.filter { $0 == value }.count) / 200_000
                #expect(abs(share - expected) < 5 * (expected * (1 - expected) / 200_000).squareRoot(), "\(value)")
            }
        }
        let square = draws.reduce(0.0) { $0 + Double($1 * $1) } / 200_000
        #expect(abs(square / noise.variance - 1) < 0.05)
    }

    @Test(arguments: [(0, 2), (4, 2), (5, 2), (1, 0), (1, 17)] as [(UInt64, UInt64)])
    func `there is no noise of alpha 0 or 1`(numerator: UInt64, bits: UInt64) {
        #expect(GeometricNoise(numerator, over: bits) == nil)
        #expect(GeometricNoise(3, over: 3)?.alpha == 0.375)
    }

    @Test(
        arguments: [
            (11, 7, 1, GeometricNoise.quarter, 0.6, 12, 0, [12, 8.229219, 0.614793, 0.434247, 0.782115]),
            (11, 12, 1, .quarter, 0.6, 12, 0.004, [9.684932, 8.229219, 0.783748, 0.611149, 0.919573]),
            (11, -1, 1, .quarter, 0.6, 12, 0.004, [9.684932, 8.229219, 0.324378, 0.158945, 0.512692]),
            (55, 31, 7, .quarter, 0.5, 10, 0.002, [9.110294, 37.865090, 0.551295, 0.431782, 0.668297]),
            (
                23, 15, 3, GeometricNoise(3, over: 3)!, 0.73, 15, 0.003,
                [11.866585, 10.129492, 0.694160, 0.526090, 0.841728]
            ),
            (1000, 642, 19, .quarter, 0.5, 10, 0.001, [9.536398, 936.7194, 0.640569, 0.614755, 0.666045]),
        ] as [(Int, Double, Double, GeometricNoise, Double, Double, Double, [Double])])
    func `a blurred count and its parent give this share`(
        n: Int, x: Double, blocks: Double, noise: GeometricNoise, m: Double, k: Double, doubt: Double, golden: [Double]
    ) {
        let counted = BlurredCount(people: n, count: x, variance: blocks * noise.variance)
        let parent = Leaning(mean: m, variance: doubt)
        let estimate = ShareEstimate(counted, prior: SharePrior(parent, weight: k))
        let made = [
            parent.effectiveWeight(k), counted.effectivePeople(near: m), estimate.mean, estimate.likelyRange.low,
            estimate.likelyRange.high,
        ]
        for (made, golden) in zip(made, golden) { expectClose(made, golden, within: 2e-6) }
    }

    @Test(arguments: [(8, 4.228220), (12, 5.000703), (15, 4.818859), (40, -1.023679)] as [(Double, Double)])
    func `a weight is this likely`(k: Double, golden: Double) {
        let parent = Leaning(mean: 0.55, variance: 0.002)
        let counts = [(11, 4, 1), (20, 15, 3), (40, 30, 5), (100, 45, 10)].map { n, x, blocks in
            BlurredCount(people: n, count: Double(x), variance: Double(blocks) * GeometricNoise.quarter.variance)
        }
        let made = counts.reduce(ShareTree.logPrior(k, near: 12, spread: 0.35)) {
            $0 + $1.logLikelihood(toward: parent, weight: k)
        }
        expectClose(made, golden, within: 1e-6)
    }

    @Test func `a bar is brought to its sentence, and each part leans on its neighbours`() {
        let steps = BlurredSteps(people: 60, counts: [6, 3, 14, 20, 16], variance: 24, lowerCells: 3)
        let shares = steps.shares(helped: 0.55, toward: .init(top: 0.45, lowest: 0.28, twoLowest: 0.5))
        for (made, golden) in zip(shares, [0.1253, 0.0933, 0.2314, 0.3056, 0.2444]) {
            expectClose(made, golden, within: 5e-4)
        }
        expectClose(shares.reduce(0, +), 1)
        expectClose(shares[3] + shares[4], 0.55)
        #expect(
            BlurredSteps(people: 0, counts: [0, 0, 0, 0, 0], variance: 0, lowerCells: 3)
                .shares(helped: 0.5, toward: .init(top: 0.5, lowest: 0.3, twoLowest: 0.6)).isEmpty)
    }

    /// A cell of two that were drawn takes two parts of what is missing, and the sum is the sentence's all the same.
    @Test func `with a cell for worse the lower steps share what is missing in four`() {
        let steps = BlurredSteps(people: 60, counts: [6, 3, 14, 20, 16], variance: 24, lowerCells: 4)
        let raked = steps.raked(to: 0.55)
        expectClose(raked[0], 8)
        expectClose(raked[1], 4)
        expectClose(raked.reduce(0, +), 60)
    }

    @Test func `a side effect's share leans toward its family's others`() {
        let counted = BlurredCount(people: 120, count: 17, variance: 4 * GeometricNoise.fiveEighths.variance)
        let estimate = ShareEstimate(counted, prior: SharePrior(Leaning(mean: 0.1, variance: 0), weight: 20))
        expectClose(counted.effectivePeople(near: 0.1), 27.9578, within: 2e-6)
        expectClose(estimate.mean, 0.124290, within: 1e-5)
        expectClose(estimate.likelyRange.low, 0.056563, within: 1e-5)
        expectClose(estimate.likelyRange.high, 0.209911, within: 1e-5)
    }

    @Test func `a weight in doubt widens the range`() {
        let counted = BlurredCount(people: 30, count: 25, variance: 0.9)
        let parent = Leaning(mean: 0.5, variance: 0.002)
        let sure = ShareEstimate(counted, prior: SharePrior(parent, weight: 12))
        let unsure = ShareEstimate(counted, prior: SharePrior(parent, weight: 12, doubt: 0.3))
        #expect(unsure.variance > sure.variance)
        #expect(abs(unsure.mean - sure.mean) < 0.02)
    }

    @Test func `who leaves a block takes their part of count and noise along`() {
        let block = BlurredCount(block: 8, drawn: 12, left: 9, noise: .quarter)
        #expect(block.people == 9)
        expectClose(block.count, 6)
        expectClose(block.variance, GeometricNoise.quarter.variance * 0.5625)
        #expect(BlurredCount(block: 8, drawn: 12, left: 0, noise: .quarter) == BlurredCount())
        #expect(BlurredCount(block: -3, drawn: 0, left: 0, noise: .quarter) == BlurredCount())
    }
}
