import Testing

@testable import Statistics

/// A purpose with two families: cells 0…3 in family 10, 4…6 in family 11, all in purpose 20.
@Suite struct RollUpTests {
    private let gate = Suppression.standard

    private func cells(_ people: [Int], _ before: [RollUp.Place]) -> [RollUp.Cell] {
        people.enumerated().map {
            RollUp.Cell(
                people: $0.element, homes: [$0.offset < 4 ? 10 : 11, 20],
                place: before.indices.contains($0.offset) ? before[$0.offset] : .aside)
        }
    }

    private func places(_ people: [Int], after before: [RollUp.Place] = []) -> [RollUp.Place] {
        RollUp.places(of: cells(people, before), gate) { indices in indices.reduce(0) { $0 + people[$1] } }
    }

    @Test func `small cells are added up in the narrowest home that is large enough`() {
        #expect(
            places([50, 8, 5, 0, 30, 6, 7]) == [.alone, .group(10), .group(10), .aside, .alone, .group(11), .group(11)])
        #expect(places([50, 8, 0, 0, 30, 6, 0]) == [.alone, .group(20), .aside, .aside, .alone, .group(20), .aside])
        #expect(places([50, 8, 0, 0, 30, 0, 0])[1] == .aside, "one cell alone would be known from its group")
        #expect(places([50, 4, 3, 0, 30, 2, 0])[1...] == [.aside, .aside, .aside, .alone, .aside, .aside])
    }

    @Test func `a group counts people, not entries`() {
        let once = RollUp.places(of: cells([8, 8, 0, 0, 0, 0, 0], []), gate) { _ in 9 }
        #expect(once == [.aside, .aside, .aside, .aside, .aside, .aside, .aside])
    }

    @Test func `a cell stays in its first home until it stands alone`() {
        let first = places([10, 7, 0, 0, 40, 6, 6])
        #expect(first == [.group(10), .group(10), .aside, .aside, .alone, .group(11), .group(11)])
        // Its home is too small for a first time by now, and it has no other.
        #expect(places([3, 2, 0, 0, 40, 6, 6], after: first)[0...1] == [.group(10), .group(10)])
        #expect(places([11, 7, 0, 0, 40, 6, 6], after: first)[0...1] == [.alone, .group(10)])
    }

    @Test func `a cell that stood alone never goes back into a home`() {
        let later = places([10, 7, 5, 0, 40, 6, 6], after: places([11, 0, 0, 0, 40, 6, 6]))
        #expect(later[0] == .alone)
        #expect(later[1...2] == [.group(10), .group(10)])
    }

    @Test func `a newcomer joins the home that its neighbours have`() {
        let first = places([6, 7, 0, 0, 40, 0, 0])
        #expect(places([6, 7, 1, 0, 40, 0, 0], after: first)[2] == .group(10))
        #expect(places([6, 7, 1, 0, 40, 2, 0], after: first)[5] == .aside, "one cell is known from its group")
    }

    @Test(arguments: 0..<200)
    func `a second night moves nobody`(seed: Int) {
        var random = Seeded(seed)
        let people = (0..<7).map { _ in Int.random(in: 0...Int.random(in: 1...14, using: &random), using: &random) }
        #expect(places(people, after: places(people)) == places(people))
    }

    @Test(arguments: 0..<200)
    func `every new group holds at least eleven people and two cells, or one large one`(seed: Int) {
        var random = Seeded(seed)
        let people = (0..<7).map { _ in Int.random(in: 0...Int.random(in: 1...40, using: &random), using: &random) }
        var members: [RollUp.Place: [Int]] = [:]
        for (index, place) in places(people).enumerated() {
            switch place {
            case .alone: #expect(people[index] >= 11)
            case .group: members[place, default: []].append(index)
            case .aside: break
            }
        }
        for indices in members.values {
            #expect(indices.count > 1 && indices.reduce(0) { $0 + people[$1] } >= 11)
        }
        #expect(DisclosureAudit.passes(groups: members.values.map { $0.map { people[$0] } }, gate))
    }
}
