import Foundation
import Storage
import Vocabulary

/// What is the same for everybody in a simulated community: how well things work, who takes what, and what it does.
struct SimulatedCommunity: Sendable {
    /// A treatment as an option for one purpose.
    struct Option: Sendable {
        let treatment: Treatment
        /// On the latent scale of `TrueEffects`.
        var effect: Double
        let popularity: Double
        let strength: Double
        /// How likely it has side effects at all, 0…0.85.
        let harm: Double
        /// What is felt, and how often beside the others.
        let symptoms: [ID<Symptom>]
        let symptomDraw: WeightedDraw
    }

    /// A purpose and all that is taken for it.
    struct TreatedPurpose: Sendable {
        let purpose: Purpose
        let options: [Option]
    }

    let conditions: [TreatedPurpose]
    let symptoms: [TreatedPurpose]
    let conditionDraw: WeightedDraw
    let symptomDraw: WeightedDraw
    let advice: AdviceSentences
    let seed: UInt64
    /// The end of what is simulated: now.
    let end: Instant

    /// People come where others with the same condition are, so a community is more uneven than the county it lives in:
    /// the file's weights are raised to this power.
    static let concentrationExponent = 1.6

    /// How far back members joined.
    static let years = 3

    /// - Parameter alike: whether a third of each purpose's treatments share one truth (`AlikeOptions`).
    init(_ content: SimulationContent, seed: UInt64, alike: Bool = false, end: Instant) {
        let effects = TrueEffects(seed: seed)
        func treatedPurposes(_ list: [LikelyTreatments.OfPurpose]) -> [TreatedPurpose] {
            list.map { treated in
                let options = treated.treatments.enumerated().map { place, treatment in
                    Self.option(treatment, place: place, treated.purpose, effects, content)
                }
                return TreatedPurpose(
                    purpose: treated.purpose,
                    options: alike
                        ? AlikeOptions.sharingOneTruth(options, for: treated.purpose, seed: seed) : options)
            }
        }
        conditions = treatedPurposes(content.conditions)
        symptoms = treatedPurposes(content.symptoms)
        conditionDraw = WeightedDraw(content.conditions.map { pow($0.weight, Self.concentrationExponent) })
        symptomDraw = WeightedDraw(content.symptoms.map(\.weight))
        advice = content.advice
        self.seed = seed
        self.end = end
    }

    private static func option(
        _ treatment: Treatment, place: Int, _ purpose: Purpose, _ effects: TrueEffects, _ content: SimulationContent
    ) -> Option {
        let felt = content.sideEffects.symptoms(of: treatment, in: content.catalogue)
        // The list runs from common to rare; each treatment bends it a little.
        var random = RandomNumbers(seed: effects.seed &+ 8, stream: treatment.id.low)
        let weights = felt.indices.map { exp(0.6 * random.normal()) / (Double($0) + 1.5) }
        return Option(
            treatment: treatment, effect: effects.effect(of: treatment, for: purpose),
            popularity: effects.popularity(of: treatment, place: place), strength: effects.strength(of: treatment),
            harm: felt.isEmpty ? 0 : min(treatment.kind.usualHarm * effects.harm(of: treatment), 0.85),
            symptoms: felt.map(\.id), symptomDraw: WeightedDraw(weights))
    }

    /// Every pair of treatment and purpose that anybody may record, with what is true of it.
    var truths: [Truth] {
        (conditions + symptoms).flatMap { treated in
            zip(treated.options, TakersTruth.sharesHelped(of: treated.options)).map { option, takers in
                let (share, mean) = TrueEffects.truth(effect: option.effect)
                return Truth(
                    treatment: option.treatment.id, purpose: treated.purpose.id, shareHelped: share, meanStep: mean,
                    shareOfTakers: takers)
            }
        }
    }

    /// When member number `n` of `count` joined: more and more of them towards the end.
    static func joined(_ n: Int, of count: Int, end: Instant) -> Instant {
        let share = Double(n % max(count, 1)) / Double(max(count, 1))
        let span = Double(Duration.days(365 * years).wholeMilliseconds)
        return end - Int64(span * (1 - share.squareRoot() * 0.98))
    }
}

/// What is true of a treatment for a purpose in a simulated community.
struct Truth: Sendable, Hashable {
    let treatment: ID<Treatment>
    let purpose: ID<Purpose>
    /// 0…1
    let shareHelped: Double
    /// 0…4
    let meanStep: Double
    /// Of those who take it, who are not everybody: 0…1.
    let shareOfTakers: Double
}

extension TreatmentKind {
    /// Share of people who feel side effects, before the treatment's own propensity.
    fileprivate var usualHarm: Double {
        switch self {
        case .medicine: 0.5
        case .procedure: 0.45
        case .exercise, .diet, .device: 0.2
        case .therapy: 0.12
        case .selfCare, .group: 0.07
        }
    }

    /// Weights of the four steps of what it costs a month.
    var costWeights: [Double] {
        switch self {
        case .medicine: [0.2, 0.45, 0.25, 0.1]
        case .therapy, .procedure: [0.15, 0.2, 0.35, 0.3]
        case .device, .diet: [0.2, 0.35, 0.3, 0.15]
        case .exercise: [0.55, 0.25, 0.17, 0.03]
        case .selfCare, .group: [0.8, 0.17, 0.03, 0]
        }
    }

    /// Weights of the four steps of how hard it is to keep up.
    var burdenWeights: [Double] {
        switch self {
        case .medicine: [0.5, 0.3, 0.15, 0.05]
        case .selfCare, .group: [0.35, 0.35, 0.2, 0.1]
        case .therapy, .exercise, .diet, .device, .procedure: [0.15, 0.3, 0.35, 0.2]
        }
    }
}
