import Testing

@testable import Statistics

/// Worked values from SciPy 1.17 (`scipy.special.gammaln`, `scipy.stats.beta`, `scipy.stats.norm`).
@Suite struct DistributionTests {
    @Test(arguments: [
        (0.001, 6.9071788853838534), (0.5, 0.57236494292469997), (1, 0), (2.5, 0.28468287047291918),
        (11.9, 17.258477450595521), (12.1, 17.74700727079874), (100, 359.1342053695754), (1e6, 12815504.569147611),
    ])
    func `the logarithm of gamma is right to twelve digits`(x: Double, expected: Double) {
        expectClose(logGamma(x), expected, within: 1e-11)
    }

    @Test(arguments: [
        (1, 1, [0.001, 0.05, 0.5, 0.95, 0.999]),
        (
            0.5, 0.5,
            [2.46739907091694e-06, 0.00615582970243114, 0.5, 0.993844170297569, 0.999997532600929]
        ),
        (2, 30, [0.00148768613694239, 0.0115853158614436, 0.0535520521170027, 0.144090391318345, 0.261327598818328]),
        (46, 54, [0.311468362598488, 0.378831433044301, 0.459732273993539, 0.542083047325091, 0.613009290566675]),
        (
            131.7, 154.3,
            [0.370870003825141, 0.412240710873486, 0.460397283251752, 0.509053057960923, 0.551673919097624]
        ),
        (1200, 3, [0.990693961282715, 0.994771586618157, 0.99777594786394, 0.999319389360237, 0.999841366935181]),
        (
            0.3, 8,
            [9.10875270807411e-12, 4.19471123015612e-06, 0.00950761857749055, 0.164023133634397, 0.452296528063826]
        ),
        (
            25000, 31000,
            [0.439942548764077, 0.442974303801783, 0.446427933668945, 0.449885014514324, 0.452925498762345]
        ),
    ])
    func `beta quantiles are those of SciPy`(a: Double, b: Double, expected: [Double]) {
        let beta = BetaDistribution(a: a, b: b)
        for (probability, value) in zip([0.001, 0.05, 0.5, 0.95, 0.999], expected) {
            #expect(abs(beta.quantile(probability) - value) < 1e-9, "\(probability)")
        }
    }

    @Test(arguments: [
        (2, 3, 0.4, 0.5248), (0.5, 0.5, 0.1, 0.2048327646991334), (46, 54, 0.5, 0.7892383281921149),
        (1200, 3, 0.995, 0.06107977127529637), (300, 500, 0.4, 0.9270784080074681),
    ])
    func `the incomplete beta function is that of SciPy`(a: Double, b: Double, x: Double, expected: Double) {
        expectClose(BetaDistribution(a: a, b: b).probability(atMost: x), expected, within: 1e-11)
    }

    @Test(arguments: [
        (1e-12, -7.034483825301131), (0.0005, -3.290526731491894), (0.05, -1.644853626951473),
        (0.3, -0.5244005127080409), (0.5, 0), (0.95, 1.644853626951472), (0.999, 3.090232306167813),
    ])
    func `normal quantiles are those of SciPy`(probability: Double, expected: Double) {
        expectClose(NormalDistribution.quantile(probability), expected, within: 1e-12)
    }

    @Test(arguments: 0..<200)
    func `quantile and probability undo each other, and quantiles rise`(seed: Int) {
        var random = Seeded(seed)
        let size = Double.random(in: 0.1...3000, using: &random)
        let mean = Double.random(in: 0.01...0.99, using: &random)
        let beta = BetaDistribution(a: size * mean, b: size * (1 - mean))
        var last = 0.0
        for probability in [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] {
            let x = beta.quantile(probability)
            #expect(x >= last && x <= 1)
            if x > 1e-6, x < 1 - 1e-6 { expectClose(beta.probability(atMost: x), probability, within: 1e-6) }
            last = x
        }
    }

    @Test(arguments: [(0.46, 0.0024), (0.03, 0.0001), (0.999, 0.0005), (0.5, 0.4), (0.5, 0)])
    func `a beta distribution is found by its mean and variance`(mean: Double, variance: Double) {
        let beta = BetaDistribution(mean: mean, variance: variance)
        expectClose(beta.mean, mean, within: 1e-9)
        if variance > 0, variance < mean * (1 - mean) * 0.99 { expectClose(beta.variance, variance, within: 1e-6) }
        #expect(beta.likelyRange.low >= 0 && beta.likelyRange.high <= 1)
    }
}
