import Testing

@testable import Statistics

@Suite struct ShareEstimateTests {
    private let prior = SharePrior(shares: StepCounts([0.2, 0.2, 0.2, 0.25, 0.15]), variance: 0, weight: 20)

    private func exactly(_ helped: Int, of total: Int) -> KnownAnswers {
        KnownAnswers(total: total, groups: [], helped: helped...helped)
    }

    /// Beta(46 + 8, 54 + 12): mean 54/120; SciPy: beta.ppf([.05, .95], 54, 66) = 0.37591…, 0.52496….
    @Test func `a known count gives the beta distribution of the textbook`() {
        let estimate = ShareEstimate(exactly(46, of: 100), prior: prior)
        expectClose(estimate.mean, 0.45)
        expectClose(estimate.distribution.a, 54, within: 1e-6)
        expectClose(estimate.distribution.b, 66, within: 1e-6)
        expectClose(estimate.likelyRange.low, BetaDistribution(a: 54, b: 66).quantile(0.05), within: 1e-6)
    }

    @Test func `an expected count is estimated like a known one, and less surely`() {
        let known = ShareEstimate(exactly(46, of: 100), prior: prior)
        #expect(ShareEstimate(helped: 46, variance: 0, of: 100, prior: prior) == known)
        let expected = ShareEstimate(helped: 46, variance: 25, of: 100, prior: prior)
        expectClose(expected.mean, known.mean)
        expectClose(expected.variance, known.variance + 25 / (120.0 * 120))
    }

    @Test func `an uncertain parent widens the range of few and not the mean`() {
        let unsure = SharePrior(shares: prior.shares, variance: 0.01, weight: 20)
        let few = ShareEstimate(exactly(10, of: 20), prior: unsure)
        expectClose(few.mean, ShareEstimate(exactly(10, of: 20), prior: prior).mean)
        expectClose(few.variance, ShareEstimate(exactly(10, of: 20), prior: prior).variance + 0.25 * 0.01)
    }

    /// x uniform over what a prior of Beta(1, 1) allows: 0…4 of 12 are equally likely, the mean of x is 2.
    @Test func `of a range each count weighs what the beta-binomial gives it`() {
        let flat = SharePrior(shares: StepCounts([0.25, 0.25, 0, 0.25, 0.25]), variance: 0, weight: 2)
        let known = KnownAnswers(total: 12, groups: [], helped: 0...4)
        expectClose(ShareEstimate(known, prior: flat).mean, (2 + 1) / 14.0)
    }

    @Test(arguments: 0..<100)
    func `a range's estimate lies among those of its counts and is wider`(seed: Int) {
        var random = Seeded(seed)
        let total = Int.random(in: 12...300, using: &random)
        let low = Int.random(in: 0...(total - 4), using: &random)
        let high = Int.random(in: (low + 3)...total, using: &random)
        let estimate = ShareEstimate(KnownAnswers(total: total, groups: [], helped: low...high), prior: prior)
        #expect(estimate.mean >= ShareEstimate(exactly(low, of: total), prior: prior).mean)
        #expect(estimate.mean <= ShareEstimate(exactly(high, of: total), prior: prior).mean)
        let nearest = Int((estimate.mean * Double(total + 20) - 8).rounded())
        let single = ShareEstimate(exactly(min(max(nearest, low), high), of: total), prior: prior)
        #expect(estimate.variance >= single.variance * 0.99)
    }

    @Test(arguments: 0..<50)
    func `the 90% range holds the truth about nine times in ten`(seed: Int) {
        var random = Seeded(seed)
        // Truth drawn from the prior Beta(8, 12), then n answers.
        let beta = BetaDistribution(a: 8, b: 12)
        let truths = (0..<200).map { _ in beta.quantile(Double.random(in: 0.0001...0.9999, using: &random)) }
        let held = truths.count { truth in
            let n = Int.random(in: 12...150, using: &random)
            let helped = (0..<n).count { _ in Double.random(in: 0..<1, using: &random) < truth }
            return ShareEstimate(exactly(helped, of: n), prior: prior).likelyRange.contains(truth)
        }
        #expect((165...197).contains(held), "\(held) of 200")
    }

    @Test func `the band of the silent reaches from none helped to all helped`() {
        let band = ShareEstimate.band(Interval(low: 0.4, high: 0.5), evaluated: 80, silent: 20)
        expectClose(band.low, 0.32)
        expectClose(band.high, 0.6)
        #expect(ShareEstimate.band(Interval(low: 0.4, high: 0.5), evaluated: 0, silent: 0).low == 0.4)
    }

    @Test func `shrunk shares add up to one and agree with the sentence`() {
        let known = KnownAnswers(counts: [30, 20, 40, 60, 5], .standard)
        let shares = known.shrunkShares(prior: prior)
        expectClose(shares.reduce(0) { $0 + $1.share }, 1)
        let upper = shares.filter { $0.steps.lowerBound >= 3 }.reduce(0) { $0 + $1.share }
        expectClose(upper, ShareEstimate(known, prior: prior).mean)
    }
}
