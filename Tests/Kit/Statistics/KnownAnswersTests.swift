import Testing

@testable import Statistics

@Suite struct KnownAnswersTests {
    private let gate = Suppression.standard

    @Test(arguments: [
        ([40, 39, 77, 92, 38], ["0:40", "1:39", "2:77", "3:92", "4:38"]),
        ([30, 20, 40, 60, 5], ["0:30", "1:20", "2:40", "3-4:65"]),
        ([3, 4, 20, 15, 12], ["0-2:27", "3:15", "4:12"]),
        ([60, 20, 15, 3, 2], ["0:60", "1:20", "2-4:20"]),  // too few were helped to draw that line
        ([9, 2, 0, 0, 0], []),
        ([10, 0, 0, 12, 0], []),
        ([11, 0, 0, 12, 0], ["0-2:11", "3-4:12"]),
        ([6, 6, 0, 6, 6], ["0-2:12", "3-4:12"]),
    ])
    func `neighbouring steps are merged until each may be shown`(counts: [Int], expected: [String]) {
        let groups = StepGroup.merging(counts, gate).map { group in
            let steps = group.steps
            return (steps.count == 1 ? "\(steps.lowerBound)" : "\(steps.lowerBound)-\(steps.upperBound)")
                + ":\(group.count)"
        }
        #expect(groups == expected)
    }

    @Test(arguments: 0..<1000)
    func `no step under eleven can be worked out from one release`(seed: Int) {
        var random = Seeded(seed)
        let counts = (0..<5).map { _ in Int.random(in: 0...Int.random(in: 1...60, using: &random), using: &random) }
        let known = KnownAnswers(counts: counts, gate)
        #expect(known.groups.allSatisfy { $0.count >= 11 })
        #expect(known.groups.isEmpty || known.groups.reduce(0) { $0 + $1.count } == known.total)
        #expect(known.helped.contains(counts[3] + counts[4]))
        if known.total >= 11 { #expect(known.isExact ? known.groups.count > 1 : known.helped.count >= 4) }
        if known.isExact { #expect(gate.shows(counts[3] + counts[4], of: known.total)) }
    }

    @Test(arguments: 0..<1000)
    func `two releases that differ by one answer tell no step under eleven`(seed: Int) {
        var random = Seeded(seed)
        var counts = (0..<5).map { _ in Int.random(in: 0...Int.random(in: 1...40, using: &random), using: &random) }
        var earlier = KnownAnswers(counts: counts, gate)
        for _ in 0..<4 {
            counts[Int.random(in: 0...4, using: &random)] += 1
            let later = KnownAnswers(counts: counts, after: earlier.groups, gate)
            let lines = Set((earlier.groups + later.groups).map(\.steps.lowerBound)).sorted()
            if earlier.groups.count > 1, later.groups.count > 1 {
                for (start, next) in zip(lines, lines.dropFirst() + [5]) {
                    #expect(counts[start..<next].reduce(0, +) >= 11)
                }
            }
            #expect(later.groups.allSatisfy { $0.count >= 11 })
            earlier = later
        }
    }

    /// Whoever knows n, K and the parent and reads the figures with however many digits gets back what was known, never
    /// the count: several other counts give the very same figures.
    @Test(arguments: 0..<1000)
    func `a small count cannot be read back from an estimate`(seed: Int) {
        var random = Seeded(seed)
        let prior = SharePrior(shares: StepCounts([0.2, 0.2, 0.2, 0.25, 0.15]), variance: 0.001, weight: 12)
        var counts = (0..<3).map { _ in Int.random(in: 4...Int.random(in: 5...30, using: &random), using: &random) }
        let helped = Int.random(in: 1...10, using: &random)
        let most = Int.random(in: 0...helped, using: &random)
        counts += [helped - most, most]
        let known = KnownAnswers(counts: counts, gate)
        guard known.total >= 11 else { return }
        let estimate = ShareEstimate(known, prior: prior)
        let alike = Set(
            (-10...10).flatMap { moved in
                (0...2).flatMap { step in
                    (3...4).compactMap { upper -> Int? in
                        var other = counts
                        other[step] -= moved
                        other[upper] += moved
                        guard other.allSatisfy({ $0 >= 0 }) else { return nil }
                        let same = ShareEstimate(KnownAnswers(counts: other, gate), prior: prior) == estimate
                        return same ? helped + moved : nil
                    }
                }
            })
        #expect(alike.count >= 4, "\(counts)")
    }

    @Test(arguments: [(11, [4, 4, 4]), (12, [5, 4, 4]), (13, [5, 4, 5]), (14, [5, 5, 5]), (21, [8, 7, 7])])
    func `thirds have nearly the same number of counts`(total: Int, sizes: [Int]) {
        let thirds = Set((0...total).map { KnownAnswers.third(of: $0, total: total) })
        #expect(thirds.sorted { $0.lowerBound < $1.lowerBound }.map(\.count).sorted() == sizes.sorted())
        #expect(thirds.reduce(0) { $0 + $1.count } == total + 1)
    }

    @Test func `one's own answer is added where it belongs`() {
        let known = KnownAnswers(counts: [30, 20, 40, 60, 5], gate)
        let more = known.including(step: 4)
        #expect(more.total == 156 && more.helped == 66...66)
        #expect(more.groups.map(\.count) == [30, 20, 40, 66])
        let changed = known.including(step: 0, insteadOf: 3)
        #expect(changed.total == 155 && changed.helped == 64...64)
        #expect(changed.groups.map(\.count) == [31, 20, 40, 64])
    }

    @Test func `expected counts keep the totals of what is known`() {
        let shares = StepCounts([0.1, 0.2, 0.3, 0.3, 0.1])
        let merged = KnownAnswers(counts: [30, 20, 40, 60, 5], gate).expected(dividedAs: shares)
        expectClose(merged.total, 155)
        expectClose(merged[3], 65 * 0.75)
        let coarse = KnownAnswers(counts: [3, 3, 3, 3, 2], gate).expected(dividedAs: shares)
        expectClose(coarse.total, 14)
        expectClose(coarse.helped, 7)
    }
}
