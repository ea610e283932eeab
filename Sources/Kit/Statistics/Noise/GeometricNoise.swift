/// Whole numbers drawn at random about 0, added to a count so that it says little of any one person: the difference of two
/// geometric numbers, P(z) = (1 − α)/(1 + α)·α^|z|.
///
/// One person's answer moves a count by at most 1, and so the probability of anything that is read by a factor of at most
/// 1/α. Of all mechanisms with that factor it serves every reader of a count best (Ghosh, Roughgarden, Sundararajan 2009,
/// arXiv 0811.2841).
package struct GeometricNoise: Sendable, Equatable {
    /// α is `numerator`/2^`bits`: a fraction that whole random bits hit exactly. A draw by a logarithm of a fraction would
    /// tell the count by its last bits (Mironov 2012).
    private let numerator: UInt64
    private let bits: UInt64

    /// α = `numerator`/2^`bits`; nil unless that lies between 0 and 1, both excluded: at 0 there is no noise, at 1 no end.
    package init?(_ numerator: UInt64, over bits: UInt64) {
        guard (1...16).contains(bits), numerator > 0, numerator < 1 << bits else { return nil }
        (self.numerator, self.bits) = (numerator, bits)
    }

    private init(exactly numerator: UInt64, over bits: UInt64) { (self.numerator, self.bits) = (numerator, bits) }

    /// α = 1/4: the odds move by a factor of 4 at most.
    package static let quarter = GeometricNoise(exactly: 1, over: 2)
    /// α = 5/8: 8/5.
    package static let fiveEighths = GeometricNoise(exactly: 5, over: 3)
    /// α = 3/4: 4/3.
    package static let threeQuarters = GeometricNoise(exactly: 3, over: 2)

    package var alpha: Double { Double(numerator) / Double(UInt64(1) << bits) }

    /// 2α/(1 − α)².
    package var variance: Double { 2 * alpha / ((1 - alpha) * (1 - alpha)) }

    /// How often somebody who knows all other answers, and had no idea of the last, guesses it right from one draw: 1/(1 + α).
    package var guessedRight: Double { 1 / (1 + alpha) }

    package func draw(using generator: inout some RandomNumberGenerator) -> Int {
        let k = geometric(&generator)
        return k - geometric(&generator)
    }

    /// P(k) = (1 − α)·αᵏ.
    private func geometric(_ generator: inout some RandomNumberGenerator) -> Int {
        var k = 0
        while generator.next() >> (64 - bits) < numerator { k += 1 }
        return k
    }
}
