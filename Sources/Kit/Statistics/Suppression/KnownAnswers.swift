/// What a release lets anybody know of a group's answers. Estimates are made from this and nothing else, so that no
/// number on a page can be calculated back to a count that is hidden.
package struct KnownAnswers: Sendable, Equatable {
    /// How many answered; at least the smallest count that is shown.
    package let total: Int
    /// The merged steps, in order; empty when even two groups would be too many.
    package let groups: [StepGroup]
    /// How many chose one of the two upper steps lies in this range, and no value in it is ruled out.
    package let helped: ClosedRange<Int>

    package init(total: Int, groups: [StepGroup], helped: ClosedRange<Int>) {
        self.total = total
        self.groups = groups
        self.helped = helped
    }

    /// Takes the five counts of a group down to what may be known.
    ///
    /// Where steps can be shown, "helped a lot" is known as well as those groups tell. Where they cannot, two cases are
    /// left. From twice the smallest shown count on, that count or its complement is under 11, and only so much is kept:
    /// "at most 10", "all but at most 10". Below that only the third is kept in which it falls, of 0…n in three parts:
    /// few, about half, most; from 11 people on a third holds at least four counts.
    package init(counts: [Int], after earlier: [StepGroup] = [], _ suppression: Suppression) {
        let total = counts.reduce(0, +)
        let groups = StepGroup.merging(counts, after: earlier, suppression)
        let line = StepCounts.helpedALot
        let helped: ClosedRange<Int>
        if groups.isEmpty {
            helped = Self.range(of: counts.dropFirst(line).reduce(0, +), total: total, suppression)
        } else {
            let surely = groups.filter { $0.steps.lowerBound >= line }.reduce(0) { $0 + $1.count }
            let perhaps = groups.filter { $0.steps.lowerBound < line && $0.steps.upperBound >= line }
            helped = surely...(surely + perhaps.reduce(0) { $0 + $1.count })
        }
        self.init(total: total, groups: groups, helped: helped)
    }

    /// Whether "helped a lot" is known exactly.
    package var isExact: Bool { helped.lowerBound == helped.upperBound }

    /// What is kept of a count where no steps can be shown.
    private static func range(of count: Int, total: Int, _ suppression: Suppression) -> ClosedRange<Int> {
        let least = suppression.smallestShown
        guard total >= 2 * least else { return third(of: count, total: total) }
        if count < least { return 0...(least - 1) }
        return total - count < least ? (total - least + 1)...total : 0...total
    }

    /// The third of 0…total in which a count falls.
    static func third(of count: Int, total: Int) -> ClosedRange<Int> {
        let values = max(total, 0) + 1
        let ends = [values / 3 + (values % 3 > 0 ? 1 : 0), 2 * (values / 3) + values % 3, values]
        var start = 0
        for end in ends {
            if count < end, start < end { return start...(end - 1) }
            start = max(end, start)
        }
        return 0...max(total, 0)
    }

    /// The same with one more answer, for its author's eyes. With `former`, the author's answer that is already counted
    /// gives way to it.
    package func including(step: Int, insteadOf former: Int? = nil) -> KnownAnswers {
        func change(_ steps: ClosedRange<Int>) -> Int {
            (steps.contains(step) ? 1 : 0) - (former.map(steps.contains) ?? false ? 1 : 0)
        }
        let upper = StepCounts.helpedALot...(StepCounts.steps - 1)
        let newTotal = total + (former == nil ? 1 : 0)
        let low = min(max(helped.lowerBound + change(upper), 0), newTotal)
        let high = min(max(helped.upperBound + change(upper), low), newTotal)
        return KnownAnswers(
            total: newTotal,
            groups: groups.map { StepGroup(steps: $0.steps, count: max($0.count + change($0.steps), 0)) },
            helped: low...high)
    }

    /// The five counts that are to be expected, where a merged group's people and a range's middle are divided as
    /// `shares` divides people elsewhere.
    package func expected(dividedAs shares: StepCounts) -> StepCounts {
        let line = StepCounts.helpedALot
        if groups.isEmpty {
            let middle = Double(helped.lowerBound + helped.upperBound) / 2
            return Self.divide(Double(total) - middle, 0...(line - 1), shares)
                + Self.divide(middle, line...(StepCounts.steps - 1), shares)
        }
        return groups.reduce(StepCounts()) { $0 + Self.divide(Double($1.count), $1.steps, shares) }
    }

    private static func divide(_ count: Double, _ steps: ClosedRange<Int>, _ shares: StepCounts) -> StepCounts {
        let whole = steps.reduce(0) { $0 + shares[$1] }
        var counts = StepCounts()
        for step in steps { counts[step] = count * (whole > 0 ? shares[step] / whole : 1 / Double(steps.count)) }
        return counts
    }
}
