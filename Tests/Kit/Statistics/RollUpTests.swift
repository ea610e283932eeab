import Testing

@testable import Statistics

/// A purpose with two families: cells 0…3 in family 10, 4…6 in family 11, all in purpose 20.
@Suite struct RollUpTests {
    private let gate = Suppression.standard

    private func cells(_ people: [Int]) -> [RollUp.Cell] {
        people.enumerated().map { RollUp.Cell(people: $0.element, homes: [$0.offset < 4 ? 10 : 11, 20]) }
    }

    private func places(_ people: [Int], after earlier: EarlierPlaces? = nil) -> [RollUp.Place] {
        let count = { (indices: [Int]) in indices.reduce(0) { $0 + people[$1] } }
        guard let earlier else { return RollUp.places(of: cells(people), gate, people: count) }
        return RollUp.places(of: cells(people), after: earlier, gate, people: count)
    }

    private func published(_ people: [Int], _ places: [RollUp.Place]) -> EarlierPlaces {
        var totals: [PublishedGroup: Int] = [:]
        for index in people.indices {
            if let group = PublishedGroup(places[index], cell: index) { totals[group, default: 0] += people[index] }
        }
        return EarlierPlaces(places: zip(people, places).map { $0 > 0 || $1 != .aside ? $1 : nil }, totals: totals)
    }

    @Test func `small cells are added up in the narrowest home that is large enough`() {
        #expect(
            places([50, 8, 5, 0, 30, 6, 7]) == [.alone, .group(10), .group(10), .aside, .alone, .group(11), .group(11)])
        #expect(places([50, 8, 0, 0, 30, 6, 0]) == [.alone, .group(20), .aside, .aside, .alone, .group(20), .aside])
        #expect(places([50, 8, 0, 0, 30, 0, 0])[1] == .aside, "one cell alone would be known from its group")
        #expect(places([50, 4, 3, 0, 30, 2, 0])[1...] == [.aside, .aside, .aside, .alone, .aside, .aside])
    }

    @Test func `a group counts people, not entries`() {
        let once = RollUp.places(of: cells([8, 8, 0, 0, 0, 0, 0]), gate) { _ in 9 }
        #expect(once == [.aside, .aside, .aside, .aside, .aside, .aside, .aside])
    }

    @Test func `a cell that has grown stays in its group when leaving would tell what remains`() {
        let before = [10, 7, 0, 0, 40, 0, 0]
        let first = places(before)
        #expect(first[0] == .group(10) && first[1] == .group(10))
        let after = [11, 7, 0, 0, 40, 0, 0]
        #expect(places(after, after: published(before, first)) == first)
        #expect(
            places([40, 7, 0, 0, 40, 0, 0], after: published(before, first))[0] == .alone,
            "too much has changed to tell")
    }

    @Test func `without the release before, the step from one to the next tells what remains`() {
        let before = [10, 7, 0, 0, 40, 6, 6]
        let after = [11, 7, 0, 0, 40, 6, 6]
        let sums =
            Self.sums(before, places(before))
            + Self.sums(after, places(after)).map { sum in
                (sum.members, sum.total - Double(sum.members.contains(0) ? 1 : 0))
            }
        #expect(LinearProgram(unknowns: 7, sums: sums).extreme(of: 1, greatest: true) == 7)
    }

    @Test func `a group that has become too small is counted nowhere`() {
        let before = [11, 0, 0, 0, 40, 5, 9]
        let first = places(before)
        let later = places([10, 0, 0, 0, 40, 5, 9], after: published(before, first))
        #expect(later[0] == .aside && later[5] == .group(11))
    }

    /// The strongest attacker: knows every published sum of both releases and whose answer changed where.
    @Test(arguments: 0..<600)
    func `no small cell can be worked out from two releases`(seed: Int) {
        var random = Seeded(seed)
        var people = (0..<7).map { _ in Int.random(in: 0...Int.random(in: 1...26, using: &random), using: &random) }
        var placed = places(people)
        for _ in 0..<3 {
            let changed = Int.random(in: 0..<7, using: &random)
            let by = people[changed] > 0 && Bool.random(using: &random) ? -1 : 1
            let (before, first) = (people, placed)
            people[changed] += by
            placed = places(people, after: published(before, first))
            var sums = Self.sums(before, first)
            sums += Self.sums(people, placed).map { sum in
                (sum.members, sum.total - Double(sum.members.contains(changed) ? by : 0))
            }
            // What nobody is in and is listed nowhere is public; so is that the one who changed is there.
            sums += before.indices.filter { before[$0] == 0 && first[$0] == .aside }.map { ([$0], 0) }
            let attack = LinearProgram(unknowns: 7, sums: sums)
            for index in before.indices where (1...10).contains(before[index]) {
                let low = attack.extreme(of: index, greatest: false) ?? 0
                let high = attack.extreme(of: index, greatest: true)
                // The one step that tells: whoever saw the eleventh come knows that ten were there before (ADR 3).
                let isThere = index == changed || [first, placed].contains { $0[index] == $0[changed] }
                let isStep = isThere && before[index] == 10 && low == 10
                #expect(low == 0 || isStep, "cell \(index): \(before) \(first) then \(people) \(placed)")
                #expect(high.map { $0 >= 10 } ?? true, "cell \(index): \(before) \(first) then \(people) \(placed)")
            }
        }
    }

    private static func sums(_ people: [Int], _ places: [RollUp.Place]) -> [(members: [Int], total: Double)] {
        var members: [PublishedGroup: [Int]] = [:]
        for index in people.indices {
            if let group = PublishedGroup(places[index], cell: index) { members[group, default: []].append(index) }
        }
        return members.values.map { list in (list, Double(list.reduce(0) { $0 + people[$1] })) }
    }

    @Test(arguments: 0..<200)
    func `every published group holds at least eleven people and two cells, or one large one`(seed: Int) {
        var random = Seeded(seed)
        let people = (0..<7).map { _ in Int.random(in: 0...Int.random(in: 1...40, using: &random), using: &random) }
        for sum in Self.sums(people, places(people)) {
            #expect(sum.total >= 11)
            #expect(sum.members.count > 1 || people[sum.members[0]] >= 11)
        }
        let groups = Self.sums(people, places(people)).filter { $0.members.count > 1 }
        #expect(DisclosureAudit.passes(groups: groups.map { $0.members.map { people[$0] } }, gate))
    }
}
