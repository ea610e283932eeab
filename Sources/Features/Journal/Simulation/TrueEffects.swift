import Foundation
import Storage
import Vocabulary

/// How well everything really works in a simulated community: hidden from all its estimates, written down as
/// `simulation_truth`.
///
/// On a latent scale a person's answer is `effect(treatment, purpose) - 0.35 severity + 0.75 own response + 0.45 of the
/// day`, three standard normal variates, cut into five steps. The effect is the sum of normal draws for the treatment's
/// family (sd 0.27), the treatment (0.24), the pair (0.27) and how hard the purpose is to treat (0.2). Over the five steps
/// treatments then explain about 4 in 100 of the variance, as they do in the Druglib.com reviews (K of 23 over all). Who is worse off is given the
/// stronger treatments more often, so that raw figures are confounded as real ones are.
struct TrueEffects: Sendable {
    let seed: UInt64

    static let severityWeight = 0.35
    static let responseWeight = 0.75
    static let dayWeight = 0.45
    /// Cuts between the steps: an average treatment gets about 15, 13, 24, 30 and 18 of 100 answers of the five steps
    /// when the latent scale has standard deviation 1.
    static let cuts = [-1.04, -0.58, 0.05, 0.92]
    /// Below it things got worse: about 5 of 100 answers, a third of those at the lowest step.
    static let worseCut = -1.65

    private static let spread =
        (severityWeight * severityWeight + responseWeight * responseWeight + dayWeight * dayWeight).squareRoot()

    func effect(of treatment: Treatment, for purpose: Purpose) -> Double {
        let purposeID = purpose.id
        let family = treatment.family.map { draw(1, $0.id.high, $0.id.low) } ?? 0
        return 0.27 * family + 0.24 * draw(2, treatment.id.high, treatment.id.low)
            + 0.27 * draw(3, treatment.id.low, purposeID.low) + 0.2 * draw(4, purposeID.high, purposeID.low)
    }

    /// How strong a treatment is held to be: the worse a person is, the more of this they choose.
    func strength(of treatment: Treatment) -> Double { draw(5, treatment.id.high, treatment.id.low) }

    /// How prone to side effects a treatment is: about 0.3 to 3 times its kind's usual share.
    func harm(of treatment: Treatment) -> Double { exp(0.5 * draw(6, treatment.id.high, treatment.id.low)) }

    /// How many take it, beside others for the same purpose: a few are taken by most (Zipf's law over `place`, from 0,
    /// in the file's list), bent a little by chance.
    func popularity(of treatment: Treatment, place: Int) -> Double {
        exp(0.4 * draw(7, treatment.id.high, treatment.id.low)) / Double(max(place, 0) + 1)
    }

    /// The step of a value on the latent scale.
    static func step(_ latent: Double) -> Effectiveness {
        let index = cuts.count { latent >= $0 }
        return Effectiveness(rawValue: index) ?? .notAtAll
    }

    /// Whether a value on the latent scale is so low that things got worse; never with a step above the lowest.
    static func isWorse(_ latent: Double) -> Bool { latent < worseCut }

    /// What would be found if everybody with the purpose took it and told: the share at steps 3 and 4 (0…1) and the
    /// mean step (0…4).
    static func truth(effect: Double) -> (shareHelped: Double, meanStep: Double) {
        let above = cuts.map { 1 - normalShare(below: ($0 - effect) / spread) }
        return (above[2], above.reduce(0, +))
    }

    /// The same for people of one severity: who answers still varies by own response and day.
    static func shareHelped(effect: Double, severity: Double) -> Double {
        let rest = (responseWeight * responseWeight + dayWeight * dayWeight).squareRoot()
        return 1 - normalShare(below: (cuts[2] - effect + severityWeight * severity) / rest)
    }

    /// The standard normal distribution function.
    static func normalShare(below x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    /// A standard normal draw that belongs to these numbers for ever.
    private func draw(_ topic: UInt64, _ first: UInt64, _ second: UInt64) -> Double {
        var random = RandomNumbers(
            seed: seed &+ topic, stream: SplitMix64.scrambled(first) ^ SplitMix64.scrambled(second &+ topic))
        return random.normal()
    }
}
