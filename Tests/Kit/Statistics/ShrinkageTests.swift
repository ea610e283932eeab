import Testing

@testable import Statistics

@Suite struct ShrinkageTests {
    private func components(_ groups: [[Double]], parents: [Int]? = nil) -> VarianceComponents {
        VarianceComponents(
            groups: groups.enumerated().map { (parents?[$0.offset] ?? 0, Moments($0.element)) })
    }

    /// By hand: σ² = (18 + 18 + 18)/(6 − 3) = 18; means 3, 10, 6 about 19/3 give Σn(ȳ − ȳ)² = 148/3;
    /// τ² = (148/3 − 2·18)/(6 − 12/6) = 10/3; K = 18/(10/3) = 5.4.
    @Test func `within and between variance are those worked out by hand`() {
        let found = components([[0, 6], [7, 13], [3, 9]])
        expectClose(found.within, 18)
        expectClose(found.between, 10.0 / 3)
        expectClose(found.weight, 5.4)
    }

    /// Two parents whose means differ by 100 do not make their children differ: two groups in each, τ² from
    /// (Σ within parents − (4 − 2)·σ²)/(N − Σn²/N_p) = (12.5 − 2·2)/(8 − 4) with σ² = 2.
    @Test func `groups are compared with their own parent only`() {
        let found = components([[1, 3], [4, 6], [101, 103], [105.0, 107.0]], parents: [0, 0, 1, 1])
        expectClose(found.within, 2)
        expectClose(found.between, (9 + 16 - 4) / 4.0)
        expectClose(found.weight, 2, "the lower limit")
    }

    @Test func `groups that differ by chance only take the upper limit`() {
        #expect(components([[0, 4], [4, 8], [2, 6]]).weight == VarianceComponents.limits.upperBound)
    }

    @Test func `where nothing can be estimated K is the fallback`() {
        #expect(components([]).weight == VarianceComponents.fallback)
        #expect(components([[1, 2, 3]]).weight == VarianceComponents.fallback)
        #expect(components([[1], [2], [3], [4]]).weight == VarianceComponents.fallback)
    }

    @Test(arguments: 0..<20)
    func `K is found again in simulated groups`(seed: Int) {
        var random = Seeded(seed)
        func normal(_ deviation: Double) -> Double {
            NormalDistribution.quantile(Double.random(in: 1e-9...(1 - 1e-9), using: &random)) * deviation
        }
        // True K = 9/1 = 9, groups of 1 to 60.
        let groups = (0..<1500).map { _ in
            let mean = normal(1)
            return (0..<Int.random(in: 1...60, using: &random)).map { _ in mean + normal(3) }
        }
        let found = components(groups)
        #expect(abs(found.within - 9) < 0.4)
        #expect(abs(found.weight - 9) < 1.6)
    }

    @Test(arguments: 0..<10)
    func `the concentration of a Dirichlet is found again`(seed: Int) {
        var random = Seeded(seed)
        // Pólya's urn with concentration 20 draws from a Dirichlet-multinomial.
        let prior = [0.15, 0.2, 0.25, 0.25, 0.15].map { $0 * 20 }
        let groups = (0..<1500).map { _ in
            var urn = prior
            for _ in 0..<Int.random(in: 2...80, using: &random) {
                var at = Double.random(in: 0..<urn.reduce(0, +), using: &random)
                let step =
                    urn.firstIndex {
                        at -= $0; return at < 0
                    } ?? 4
                urn[step] += 1
            }
            return (0, StepCounts(zip(urn, prior).map { $0 - $1 }))
        }
        #expect(abs(VarianceComponents(groups: groups).weight - 20) < 3)
    }

    /// (46 + 10·5)/(10 + 10) = 4.8; variance 8/20 + (10/20)²·0.4 = 0.5; range 4.8 ± 1.6449·√0.5.
    @Test func `a shrunk mean and its range are those worked out by hand`() {
        let estimate = MeanEstimate(
            of: Moments(count: 10, sum: 46, sumOfSquares: 300), parent: MeanEstimate(mean: 5, variance: 0.4),
            components: VarianceComponents(within: 8, between: 0.8, weight: 10))
        expectClose(estimate.mean, 4.8)
        expectClose(estimate.variance, 0.5)
        expectClose(estimate.likelyRange.low, 4.8 - 1.6448536269514722 * 0.5.squareRoot())
        expectClose(estimate.predictedRange(of: 16, within: 8).width, 2 * 1.6448536269514722)
    }

    @Test(arguments: 0..<100)
    func `a shrunk mean lies between its own and its parent's, nearer its own with more people`(seed: Int) {
        var random = Seeded(seed)
        let own = Double.random(in: 1...10, using: &random)
        let parent = MeanEstimate(mean: Double.random(in: 1...10, using: &random), variance: 0.1)
        let parts = VarianceComponents(within: 8, between: 0.8, weight: 10)
        var distance = Double.infinity
        var width = Double.infinity
        for count in [1.0, 5, 20, 100, 1000] {
            let answers = Moments(count: count, sum: own * count, sumOfSquares: own * own * count)
            let estimate = MeanEstimate(of: answers, parent: parent, components: parts)
            #expect(estimate.mean >= min(own, parent.mean) - 1e-9 && estimate.mean <= max(own, parent.mean) + 1e-9)
            #expect(abs(estimate.mean - own) <= distance && estimate.likelyRange.width < width)
            (distance, width) = (abs(estimate.mean - own), estimate.likelyRange.width)
        }
    }

    @Test func `nobody at the bottom of a chain says what the level above says`() {
        let parts = VarianceComponents(within: 8, between: 0.8, weight: 10)
        let all = Moments([4, 6, 8])
        let estimate = MeanEstimate.nested([(all, parts), (Moments(), parts)])
        expectClose(estimate?.mean ?? 0, 6)
        #expect(MeanEstimate.nested([(Moments(), parts)]) == nil)
        #expect(MeanEstimate.nested([]) == nil)
    }
}
