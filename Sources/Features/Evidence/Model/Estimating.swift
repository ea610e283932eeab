import Statistics
import Storage
import Vocabulary

/// Estimates of groups and of families, each leaning toward what the others said: a tree of treatments inside families
/// inside purposes. A group's own people are taken out of its parents, so that it does not lean on itself.
struct Estimating {
    let groups: [GroupSums]
    let weights: Weights
    private let tree: ShareTree
    private let branches: [Branch: Int]
    private let families: [ID<Family>: Int]
    /// Groups of a purpose, and of a family for it.
    private var sizes: [GroupKey: Int] = [:]

    /// A purpose; what is left of a treatment for other purposes stands for itself.
    private enum Branch: Hashable {
        case purpose(ID<Purpose>)
        case treatment(ID<Treatment>)

        init?(_ key: GroupKey) {
            if let purpose = key.purpose {
                self = .purpose(purpose)
            } else if let treatment = key.treatment {
                self = .treatment(treatment)
            } else {
                return nil
            }
        }
    }

    /// - Parameter groups: in an order that does not depend on the database: sums of fractions do.
    init(_ groups: [GroupSums]) {
        var (branches, families): ([Branch: Int], [ID<Family>: Int]) = ([:], [:])
        let leaves = groups.map { group in
            let branch = Branch(group.key).map { Self.number($0, &branches) } ?? -1
            let family = group.families.first.map { Self.number($0, &families) }
            return ShareTree.Leaf(
                group.helped, pairs: group.key.kind == .pair ? 1 : max(group.pairs, 1),
                family: group.key.kind == .purposeRest ? nil : family, branch: branch)
        }
        (self.groups, self.branches, self.families) = (groups, branches, families)
        weights = Weights(ShareTree.learned(from: leaves))
        tree = ShareTree(
            leaves, weights: .init(group: weights.pair, family: weights.family, branch: weights.purpose))
        for group in groups where group.key.purpose != nil {
            sizes[Self.purpose(group.key), default: 0] += 1
            if let family = group.families.first { sizes[Self.family(family, group.key), default: 0] += 1 }
        }
    }

    private static func number<Key: Hashable>(_ key: Key, _ numbers: inout [Key: Int]) -> Int {
        let number = numbers[key] ?? numbers.count
        numbers[key] = number
        return number
    }

    /// What a group leans toward.
    func prior(of place: Int) -> (SharePrior, PriorLevel) {
        let group = groups[place]
        let prior = SharePrior(tree.parent(of: place), weight: weights.pair, doubt: weights.doubt)
        let isOfFamily = group.key.kind == .pair || group.key.kind == .familyRest
        if isOfFamily, let family = group.families.first, (sizes[Self.family(family, group.key)] ?? 0) > 1 {
            return (prior, .familyForPurpose)
        }
        return (prior, level(of: group.key, isAlone: (sizes[Self.purpose(group.key)] ?? 0) < 2))
    }

    /// What a family for a purpose leans toward: everything else for the purpose.
    func prior(of family: ID<Family>, for purpose: ID<Purpose>) -> (SharePrior, PriorLevel) {
        let branch = branches[.purpose(purpose)] ?? -1
        let parent = tree.parent(ofFamily: families[family] ?? -1, in: branch)
        let key = GroupKey(kind: .family, family: family, purpose: purpose)
        let isAll = (sizes[Self.family(family, key)] ?? 0) == (sizes[Self.purpose(key)] ?? 0)
        return (SharePrior(parent, weight: weights.family), level(of: key, isAlone: isAll))
    }

    private func level(of key: GroupKey, isAlone: Bool) -> PriorLevel {
        if key.purpose != nil, !isAlone { return .purpose }
        return branches.count > 1 ? .all : .none
    }

    private static func family(_ family: ID<Family>, _ key: GroupKey) -> GroupKey {
        GroupKey(kind: .family, family: family, purpose: key.purpose)
    }

    private static func purpose(_ key: GroupKey) -> GroupKey { GroupKey(kind: .purpose, purpose: key.purpose) }
}
