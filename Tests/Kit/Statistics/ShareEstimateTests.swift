import Testing

@testable import Statistics

@Suite struct ShareEstimateTests {
    private let prior = SharePrior(Leaning(mean: 0.4, variance: 0), weight: 20)

    private func exactly(_ helped: Int, of total: Int) -> BlurredCount {
        BlurredCount(people: total, count: Double(helped))
    }

    /// Beta(46 + 8, 54 + 12): mean 54/120; SciPy: beta.ppf([.05, .95], 54, 66) = 0.37591…, 0.52496….
    @Test func `a count without noise gives the beta distribution of the textbook`() {
        let estimate = ShareEstimate(exactly(46, of: 100), prior: prior)
        expectClose(estimate.mean, 0.45)
        expectClose(estimate.distribution.a, 54.45, within: 0.02)
        expectClose(estimate.likelyRange.low, 0.37591, within: 0.01)
        expectClose(estimate.likelyRange.high, 0.52496, within: 0.01)
    }

    @Test func `an uncertain parent gives way to the group's own answers, and the range is wider`() {
        let unsure = SharePrior(Leaning(mean: 0.4, variance: 0.01), weight: 20)
        let (sure, few) = (
            ShareEstimate(exactly(14, of: 20), prior: prior), ShareEstimate(exactly(14, of: 20), prior: unsure)
        )
        #expect(few.mean > sure.mean && few.variance > sure.variance)
    }

    @Test(arguments: 0..<50)
    func `the 90% range holds the truth about nine times in ten`(seed: Int) {
        var random = Seeded(seed)
        // Truth drawn from the prior Beta(8, 12), then n answers, then noise.
        let beta = BetaDistribution(a: 8, b: 12)
        let truths = (0..<200).map { _ in beta.quantile(Double.random(in: 0.0001...0.9999, using: &random)) }
        let held = truths.count { truth in
            let n = Int.random(in: 12...150, using: &random)
            let helped = (0..<n).count { _ in Double.random(in: 0..<1, using: &random) < truth }
            let blurred = BlurredCount(
                people: n, count: Double(helped + GeometricNoise.quarter.draw(using: &random)),
                variance: GeometricNoise.quarter.variance)
            return ShareEstimate(blurred, prior: prior).likelyRange.contains(truth)
        }
        #expect((165...197).contains(held), "\(held) of 200")
    }

    @Test func `the band of the silent reaches from none helped to all helped`() {
        let band = ShareEstimate.band(Interval(low: 0.4, high: 0.5), evaluated: 80, silent: 20)
        expectClose(band.low, 0.32)
        expectClose(band.high, 0.6)
        #expect(ShareEstimate.band(Interval(low: 0.4, high: 0.5), evaluated: 0, silent: 0).low == 0.4)
    }
}
