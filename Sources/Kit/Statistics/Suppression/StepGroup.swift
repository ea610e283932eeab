/// Neighbouring steps counted together because some of them were too few to stand alone.
package struct StepGroup: Sendable, Equatable {
    /// The first and the last step, within 0…4.
    package let steps: ClosedRange<Int>
    package let count: Int

    package init(steps: ClosedRange<Int>, count: Int) {
        self.steps = steps
        self.count = count
    }
}

extension StepGroup {
    /// The finest grouping of five counts in which every group may be shown.
    ///
    /// The line between "somewhat" and "a lot" is kept where both sides may be shown, for the sentence that a page says
    /// speaks of the upper side; then each side is merged from its lower end. Without that line all five are merged
    /// from the lower end. One group for all of them says nothing: then the result is empty.
    package static func merging(_ counts: [Int], _ suppression: Suppression) -> [StepGroup] {
        let least = suppression.smallestShown
        let line = StepCounts.helpedALot
        guard counts.count == StepCounts.steps else { return [] }
        let upper = counts[line...].reduce(0, +)
        let lower = counts[..<line].reduce(0, +)
        let groups =
            upper >= least && lower >= least
            ? run(counts, 0..<line, least) + run(counts, line..<StepCounts.steps, least)
            : run(counts, 0..<StepCounts.steps, least)
        return groups.count > 1 ? groups : []
    }

    /// The same, beside what an earlier release showed of the same people give or take a few.
    ///
    /// Two groupings of the same counts tell the counts of their overlaps. Where an overlap would be under the floor, the
    /// earlier grouping stays if it still may be shown; else only the lines that both have.
    package static func merging(_ counts: [Int], after earlier: [StepGroup], _ suppression: Suppression) -> [StepGroup]
    {
        let groups = merging(counts, suppression)
        guard earlier.count > 1, groups.count > 1 else { return groups }
        let lines = Set(groups.map(\.steps.lowerBound)).union(earlier.map(\.steps.lowerBound)).sorted()
        let tells = parts(counts, from: lines).contains { $0.count < suppression.smallestShown }
        guard tells else { return groups }
        let same = parts(counts, from: earlier.map(\.steps.lowerBound))
        if same.allSatisfy({ $0.count >= suppression.smallestShown }) { return same }
        let starts = Set(groups.map(\.steps.lowerBound)).intersection(earlier.map(\.steps.lowerBound)).sorted()
        let joined = parts(counts, from: starts)
        return joined.count > 1 && joined.allSatisfy { $0.count >= suppression.smallestShown } ? joined : []
    }

    /// The groups that begin at these steps, each ending where the next begins.
    private static func parts(_ counts: [Int], from starts: [Int]) -> [StepGroup] {
        starts.enumerated().map { index, start in
            let end = (index + 1 < starts.count ? starts[index + 1] : StepCounts.steps) - 1
            return StepGroup(steps: start...end, count: counts[start...end].reduce(0, +))
        }
    }

    private static func run(_ counts: [Int], _ steps: Range<Int>, _ least: Int) -> [StepGroup] {
        var groups: [StepGroup] = []
        var start = steps.lowerBound
        var count = 0
        for step in steps {
            count += counts[step]
            if count >= least {
                groups.append(StepGroup(steps: start...step, count: count))
                (start, count) = (step + 1, 0)
            }
        }
        guard start < steps.upperBound else { return groups }
        guard let last = groups.popLast() else {
            return [StepGroup(steps: start...(steps.upperBound - 1), count: count)]
        }
        return groups + [StepGroup(steps: last.steps.lowerBound...(steps.upperBound - 1), count: last.count + count)]
    }
}
