import Statistics
import Storage
import Vocabulary

/// Estimates of groups and of their sums, each leaning toward what the others said.
///
/// A pair leans toward the rest of its family for the same purpose, that toward everything else for the purpose, that
/// toward everything else. A group's own people are taken out of its parents, so that it does not lean on itself.
struct Estimating {
    let groups: [GroupTotals]
    let weights: Weights
    private let all: StepCounts
    private let purposes: [ID<Purpose>: StepCounts]
    private let familyPurposes: [FamilyPurpose: StepCounts]
    private let families: [ID<Family>: StepCounts]
    /// Σ n² over the purposes: how unevenly the whole is made up.
    private let squares: Double

    private struct FamilyPurpose: Hashable {
        let family: ID<Family>
        let purpose: ID<Purpose>
    }

    init(_ groups: [GroupTotals], weights: Weights) {
        self.groups = groups
        self.weights = weights
        all = groups.reduce(StepCounts()) { $0 + $1.expected }
        purposes = Self.sums(groups) { group in group.key.purpose.map { [$0] } ?? [] }
        familyPurposes = Self.sums(groups) { group in
            guard let purpose = group.key.purpose, let family = group.families.first else { return [] }
            return [FamilyPurpose(family: family, purpose: purpose)]
        }
        families = Self.sums(groups) { group in group.families.first.map { [$0] } ?? [] }
        squares = purposes.values.map { $0.total * $0.total }.sorted().reduce(0, +)
    }

    /// Sums over groups by some key, in the order of the groups.
    private static func sums<Key: Hashable>(_ groups: [GroupTotals], _ keys: (GroupTotals) -> [Key]) -> [Key:
        StepCounts]
    {
        var sums: [Key: StepCounts] = [:]
        for group in groups {
            for key in keys(group) { sums[key] = (sums[key] ?? StepCounts()) + group.expected }
        }
        return sums
    }

    // MARK: Priors

    /// What a group or a sum of them leans toward, its own people taken out.
    func prior(of key: GroupKey, families groupFamilies: [ID<Family>], own: StepCounts) -> (SharePrior, PriorLevel) {
        var chain = Chain(all: all - own, squares: squares, purposeWeight: weights.purpose)
        switch key.kind {
        case .pair, .familyRest, .family:
            if let purpose = key.purpose {
                chain.narrow((purposes[purpose] ?? StepCounts()) - own, weights.purpose, .purpose)
            }
            if key.kind == .pair, let purpose = key.purpose, let family = groupFamilies.first {
                let sum = familyPurposes[FamilyPurpose(family: family, purpose: purpose)] ?? StepCounts()
                chain.narrow(sum - own, weights.family, .familyForPurpose)
                return chain.prior(weight: weights.pair)
            }
            return chain.prior(weight: key.kind == .pair ? weights.pair : weights.family)
        case .treatmentRest, .treatment:
            if let family = groupFamilies.first {
                chain.narrow((families[family] ?? StepCounts()) - own, weights.treatmentFamily, .family)
            }
            return chain.prior(weight: weights.treatment)
        case .purposeRest, .purpose:
            return chain.prior(weight: weights.purpose)
        }
    }
}

/// A chain of ever narrower groups, each shrunk toward the one before.
private struct Chain {
    private var shares: StepCounts
    private var variance: Double
    private var level: PriorLevel

    /// Begins with everybody else. That whole is itself a sample of purposes: its share varies as theirs do.
    init(all: StepCounts, squares: Double, purposeWeight: Double) {
        guard all.total >= 1 else {
            (shares, variance, level) = (StepCounts().shares, 0.05, .none)
            return
        }
        shares = all.shares
        let spread = shares.helped * (1 - shares.helped)
        let unevenness = min(squares / (all.total * all.total), 1)
        variance = spread / (all.total + 1) + spread / (purposeWeight + 1) * unevenness
        level = .all
    }

    mutating func narrow(_ counts: StepCounts, _ weight: Double, _ level: PriorLevel) {
        guard counts.total >= 1 else { return }
        let whole = counts.total + weight
        shares = (counts + shares * weight) * (1 / whole)
        let lean = weight / whole
        variance = shares.helped * (1 - shares.helped) / (whole + 1) + lean * lean * variance
        self.level = level
    }

    func prior(weight: Double) -> (SharePrior, PriorLevel) {
        (SharePrior(shares: shares, variance: variance, weight: weight), level)
    }
}
