import Foundation

/// What those who take a treatment would report, were there endlessly many of them: the share that figures can know.
///
/// It differs from everybody's share (`TrueEffects.truth`) because who is worse off chooses other things. It is an
/// expectation and not a mean over the members who were made: nine of ten of these tell, and a range would be held against
/// its own sample.
enum TakersTruth {
    /// Severities and how common each is. Sums of smooth functions over such a lattice are integrals to five digits.
    private static let severities = stride(from: -4.0, through: 4, by: 0.25).map { (at: $0, weight: exp(-$0 * $0 / 2)) }

    /// The share at steps 3 and 4 among those who take each option, in their order; 0 for what nobody takes.
    static func sharesHelped(of options: [SimulatedCommunity.Option]) -> [Double] {
        let takers = Takers(of: options)
        return options.enumerated().map { takers.shareHelped($0, effect: $1.effect) }
    }

    /// How badly off those are who take each of a purpose's options, whatever its effect.
    struct Takers {
        /// By severity, then by option; not of one sum.
        private let weights: [(severity: Double, taking: [Double])]

        init(of options: [SimulatedCommunity.Option]) {
            weights = severities.map { severity in
                let leaning = options.map { $0.popularity * SimulatedMember.leaning(severity.at, to: $0.strength) }
                return (severity.at, taking(leaning).map { $0 * severity.weight })
            }
        }

        /// Of those who take the option in this place, had it this effect; 0 where nobody takes it.
        func shareHelped(_ place: Int, effect: Double) -> Double {
            let (takers, helped) = weights.reduce((0.0, 0.0)) { sum, part in
                let takers = part.taking[place]
                return (
                    sum.0 + takers, sum.1 + takers * TrueEffects.shareHelped(effect: effect, severity: part.severity)
                )
            }
            return takers > 0 ? helped / takers : 0
        }

        /// The effect by which that share of its takers is helped: the share grows with it, so by halving.
        func effect(_ place: Int, helping share: Double) -> Double {
            var (low, high) = (-8.0, 8.0)
            for _ in 0..<60 {
                let middle = (low + high) / 2
                if shareHelped(place, effect: middle) < share { low = middle } else { high = middle }
            }
            return (low + high) / 2
        }
    }

    /// How likely each option is among those that one person takes.
    private static func taking(_ weights: [Double]) -> [Double] {
        let whole = weights.reduce(0, +)
        guard whole > 0 else { return weights }
        let shares = weights.map { $0 / whole }
        var taking = [Double](repeating: 0, count: shares.count)
        for (wanted, chance) in SimulatedMember.wantedWeights.enumerated() where wanted > 0 {
            for (place, part) in included(shares, min(wanted, shares.count)).enumerated() {
                taking[place] += chance * part
            }
        }
        return taking
    }

    /// How likely each is among the first `wanted` different ones that are drawn: as if each came after an exponential time
    /// of its own, until so many are expected to have come (Rosén 1972, successive sampling). Exact for one and for all.
    private static func included(_ shares: [Double], _ wanted: Int) -> [Double] {
        guard wanted > 1 else { return shares }
        guard wanted < shares.count else { return shares.map { _ in 1 } }
        // Newton's steps from below: the sum bends downward, so none oversteps.
        var time = Double(wanted)
        for _ in 0..<30 {
            let missing = shares.reduce(Double(wanted)) { $0 - (1 - exp(-time * $1)) }
            let slope = shares.reduce(0) { $0 + $1 * exp(-time * $1) }
            guard missing > 1e-9, slope > 0 else { break }
            time += missing / slope
        }
        return shares.map { 1 - exp(-time * $0) }
    }
}
