import Statistics
import Storage
import Vocabulary

extension Weights {
    /// K of each level, learned from everybody's answers, also those that are too few to be shown: in 3,107 real reviews
    /// nine of ten pairs are, and what may be known of the rest is blunted, so that groups seemed to differ by chance
    /// alone. Each K is one number over thousands of people; it is rounded to two digits, and nothing is told by it that a
    /// count could be worked out from.
    init(learnedFrom tally: Tally, catalogue: Catalogue) {
        // In the order of the pairs: sums of fractions must not depend on the order of rows.
        let answers = tally.pairs.indices.sorted { tally.pairs[$0] < tally.pairs[$1] }.map { cell in
            let pair = tally.pairs[cell]
            return Answers(
                pair: pair, family: catalogue.treatment(pair.treatment)?.family?.id,
                steps: StepCounts(tally.steps(of: cell).map(Double.init)))
        }
        self.init(
            pair: Self.learn(answers, unit: { .pair($0.pair) }, inside: \.familyForPurpose),
            family: Self.learn(answers, unit: \.familyForPurpose, inside: \.purpose),
            purpose: Self.learn(answers, unit: \.purpose, inside: { _ in Answers.everything }),
            treatment: Self.learn(answers, unit: \.treatment, inside: \.allOfFamily),
            treatmentFamily: Self.learn(answers, unit: \.allOfFamily, inside: { _ in Answers.everything }))
    }

    /// One pair's answers and the groups it is part of.
    private struct Answers {
        let pair: Pair
        let family: ID<Family>?
        let steps: StepCounts

        static let everything = GroupKey(kind: .purpose)
        var familyForPurpose: GroupKey { GroupKey(kind: .family, family: family, purpose: pair.purpose) }
        var purpose: GroupKey { GroupKey(kind: .purpose, purpose: pair.purpose) }
        var treatment: GroupKey { GroupKey(kind: .treatment, treatment: pair.treatment) }
        var allOfFamily: GroupKey { GroupKey(kind: .family, family: family) }
    }

    /// K of units inside parents; both are numbered in the order in which they are met.
    private static func learn(
        _ answers: [Answers], unit: (Answers) -> GroupKey, inside parent: (Answers) -> GroupKey
    ) -> Double {
        var parents: [GroupKey: Int] = [:]
        var places: [GroupKey: Int] = [:]
        var units: [(parent: Int, steps: StepCounts)] = []
        for entry in answers where entry.steps.total > 0 {
            let key = unit(entry)
            if let place = places[key] {
                units[place].steps = units[place].steps + entry.steps
            } else {
                let number = parents[parent(entry), default: parents.count]
                parents[parent(entry)] = number
                places[key] = units.count
                units.append((number, entry.steps))
            }
        }
        return rounded(VarianceComponents(groups: units).weight)
    }

    /// Two digits from 10 on, whole numbers below.
    private static func rounded(_ weight: Double) -> Double {
        let step = weight >= 100 ? 10.0 : 1
        return (weight / step).rounded() * step
    }
}
