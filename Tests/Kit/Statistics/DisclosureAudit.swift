import Statistics

/// What anybody could work out about hidden counts from the sums that are published over them.
enum DisclosureAudit {
    /// For each group of hidden cells whose sum is published: the range in which each of its cells must lie, given that
    /// counts are not negative. One cell alone in its group is known exactly.
    static func ranges(ofGroups groups: [[Int]]) -> [[ClosedRange<Int>]] {
        groups.map { group in
            let sum = group.reduce(0, +)
            return group.map { group.count == 1 ? $0...$0 : 0...max(sum, 0) }
        }
    }

    /// Whether each hidden cell's range reaches from 0 to at least 10 (`smallestShown − 1`).
    static func passes(groups: [[Int]], _ suppression: Suppression) -> Bool {
        ranges(ofGroups: groups).joined().allSatisfy {
            $0.lowerBound == 0 && $0.upperBound >= suppression.smallestShown - 1
        }
    }
}
