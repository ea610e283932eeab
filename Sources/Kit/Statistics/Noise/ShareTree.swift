#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Blurred counts of groups inside families inside branches: what each leans toward, and how much.
///
/// A group counts for K people at most in its family, a family for the second K in its branch, a branch for the third in the
/// whole, so that no large part is all of a parent. A group's own answers are taken out of all of them.
package struct ShareTree: Sendable {
    /// One group.
    package struct Leaf: Sendable {
        package let counted: BlurredCount
        /// Pairs that are added up in it, at least 1.
        package let pairs: Int
        package let family: Int?
        package let branch: Int

        package init(_ counted: BlurredCount, pairs: Int = 1, family: Int?, branch: Int) {
            (self.counted, self.pairs, self.family, self.branch) = (counted, max(pairs, 1), family, branch)
        }
    }

    /// How many people's answers a parent counts for.
    package struct Weights: Sendable, Equatable {
        /// A group, toward its family.
        package var group: Double
        /// A family, toward its branch.
        package var family: Double
        /// A branch, toward everything.
        package var branch: Double

        package init(group: Double = 12, family: Double = 24, branch: Double = 24) {
            (self.group, self.family, self.branch) = (group, family, branch)
        }
    }

    /// Weight and weighted sum of shares.
    private struct Part {
        var weight = 0.0
        var sum = 0.0

        static func + (left: Part, right: Part) -> Part {
            Part(weight: left.weight + right.weight, sum: left.sum + right.sum)
        }
        static func - (left: Part, right: Part) -> Part {
            let weight = left.weight - right.weight
            // What is left of a sum after all its parts went is a rounding error, not a person.
            return weight > 1e-9 ? Part(weight: weight, sum: left.sum - right.sum) : Part()
        }

        /// The same share, counting for `limit` at most.
        func limited(to limit: Double) -> Part {
            guard weight > 0 else { return self }
            let limited = weight * limit / (weight + limit)
            return Part(weight: limited, sum: sum / weight * limited)
        }
    }

    private struct FamilyInBranch: Hashable {
        let family: Int?
        let branch: Int
    }

    package let leaves: [Leaf]
    package let weights: Weights
    private let own: [Part]
    private var families: [FamilyInBranch: Part] = [:]
    private var branches: [Int: Part] = [:]
    private var whole = Part()

    package init(_ leaves: [Leaf], weights: Weights) {
        (self.leaves, self.weights) = (leaves, weights)
        let overall = Self.overall(leaves)
        own = leaves.map { leaf in
            let limit = weights.group * Double(leaf.pairs)
            let people = leaf.counted.effectivePeople(near: overall)
            return Part(weight: people, sum: people * leaf.counted.share).limited(to: limit)
        }
        var order: [FamilyInBranch] = []
        for (leaf, part) in zip(leaves, own) {
            let key = FamilyInBranch(family: leaf.family, branch: leaf.branch)
            if families[key] == nil { order.append(key) }
            families[key] = (families[key] ?? Part()) + part
        }
        var branchOrder: [Int] = []
        for key in order {
            if branches[key.branch] == nil { branchOrder.append(key.branch) }
            branches[key.branch] =
                (branches[key.branch] ?? Part()) + (families[key] ?? Part()).limited(to: weights.family)
        }
        for branch in branchOrder { whole = whole + (branches[branch] ?? Part()).limited(to: weights.branch) }
    }

    /// Everybody's share, against which noise is held: nothing that a single group can move by much.
    private static func overall(_ leaves: [Leaf]) -> Double {
        let all = leaves.reduce(BlurredCount()) { $0 + $1.counted }
        return all.people > 0 ? min(max(all.share, 0.05), 0.95) : 0.5
    }
}

// MARK: - What parts lean toward

extension ShareTree {
    /// What a group leans toward: the rest of its family, which leans toward the rest of its branch, which leans toward all
    /// other branches.
    package func parent(of place: Int) -> Leaning {
        guard leaves.indices.contains(place) else { return .unknown }
        let leaf = leaves[place]
        let key = FamilyInBranch(family: leaf.family, branch: leaf.branch)
        let rest = (families[key] ?? Part()) - own[place]
        var leaning = leaningOfBranch(leaf.branch, without: key, but: rest)
        let siblings = leaf.family == nil ? Part() : rest
        leaning.narrow(weight: siblings.weight, sum: siblings.sum, weights.family)
        return leaning
    }

    /// What a family leans toward: the rest of its branch.
    package func parent(ofFamily family: Int, in branch: Int) -> Leaning {
        leaningOfBranch(branch, without: FamilyInBranch(family: family, branch: branch), but: Part())
    }

    /// What a branch leans toward: all others.
    package func parent(ofBranch branch: Int) -> Leaning {
        let others = whole - (branches[branch] ?? Part()).limited(to: weights.branch)
        guard others.weight > 0 else { return .unknown }
        let mean = others.sum / others.weight
        let start = Leaning(mean: mean, variance: 0)
        return Leaning(mean: mean, variance: start.mean * (1 - start.mean) / (others.weight + 1))
    }

    private func leaningOfBranch(_ branch: Int, without key: FamilyInBranch, but rest: Part) -> Leaning {
        let family = (families[key] ?? Part()).limited(to: weights.family)
        let around = (branches[branch] ?? Part()) - family + rest.limited(to: weights.family)
        var leaning = parent(ofBranch: branch)
        leaning.narrow(weight: around.weight, sum: around.sum, weights.branch)
        return leaning
    }
}

// MARK: - How much they lean

extension ShareTree {
    /// Values that are tried for each weight.
    private static let grid: [Double] = [4, 6, 8, 10, 12, 15, 19, 24, 30, 40, 60, 100]

    /// Weights as they were learned, and how sure the first of them is.
    package struct Learned: Sendable, Equatable {
        package let weights: Weights
        /// Standard deviation of ln K of groups.
        package let doubt: Double
    }

    /// The weights under which the counts are likeliest: each in turn, twice round; of groups, whose weight every range rests
    /// on, the middle of all that are likely, and how far they lie apart.
    ///
    /// A normal quasi-likelihood of the blurred shares, with a log-normal prior on each weight that few groups do not move:
    /// about 12 for groups, a little wider about 25 for families and branches. A beta-binomial of effective answers took 17 to
    /// 24 where 8 to 10 was true.
    package static func learned(from leaves: [Leaf]) -> Learned {
        var weights = Weights()
        for _ in 0..<2 {
            for level in [\Weights.group, \Weights.family, \Weights.branch] {
                let tried = likelihoods(of: level, beside: weights, leaves)
                if let best = tried.max(by: { $0.likelihood < $1.likelihood }) { weights[keyPath: level] = best.value }
            }
        }
        let tried = likelihoods(of: \.group, beside: weights, leaves)
        let most = tried.map(\.likelihood).max() ?? 0
        // Each value stands for the part of ln K about it: the values do not lie evenly.
        let logarithms = tried.map { log($0.value) }
        let likely = tried.indices.map { place in
            let before = logarithms[max(place - 1, 0)]
            let after = logarithms[min(place + 1, logarithms.count - 1)]
            return (
                logarithm: logarithms[place], probability: exp(tried[place].likelihood - most) * (after - before)
            )
        }
        let whole = likely.reduce(0) { $0 + $1.probability }
        let middle = likely.reduce(0) { $0 + $1.logarithm * $1.probability } / whole
        let spread =
            likely.reduce(0) { $0 + ($1.logarithm - middle) * ($1.logarithm - middle) * $1.probability } / whole
        weights.group = exp(middle)
        return Learned(weights: weights, doubt: spread.squareRoot())
    }

    private static func likelihoods(
        of level: WritableKeyPath<Weights, Double>, beside weights: Weights, _ leaves: [Leaf]
    ) -> [(value: Double, likelihood: Double)] {
        grid.map { value in
            var trial = weights
            trial[keyPath: level] = value
            return (value, ShareTree(leaves, weights: trial).logLikelihood)
        }
    }

    var logLikelihood: Double {
        let heard = leaves.indices.filter { leaves[$0].pairs == 1 && leaves[$0].counted.people > 0 }
        let counts = heard.reduce(0) {
            $0 + leaves[$1].counted.logLikelihood(toward: parent(of: $1), weight: weights.group)
        }
        return counts + Self.logPrior(weights.group, near: 12, spread: 0.35)
            + Self.logPrior(weights.family, near: 25, spread: 0.7)
            + Self.logPrior(weights.branch, near: 25, spread: 0.7)
    }

    static func logPrior(_ k: Double, near center: Double, spread: Double) -> Double {
        let distance = (log(k) - log(center)) / spread
        return -distance * distance / 2
    }
}

extension BlurredCount {
    /// Up to a constant: of a share that varies about its parent's by K, of people who vary about it, and of noise.
    func logLikelihood(toward parent: Leaning, weight k: Double) -> Double {
        let (n, spread) = (Double(people), parent.mean * (1 - parent.mean))
        let between = spread / (k + 1) + parent.variance
        let u = spread / n + between * (1 - 1 / n) + variance / (n * n)
        let distance = share - parent.mean
        return -(log(u) + distance * distance / u) / 2
    }
}
