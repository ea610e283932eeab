import Testing

@testable import Statistics

@Suite struct SuppressionTests {
    @Test(arguments: [(0, true), (1, false), (10, false), (11, true), (500, true)])
    func `counts of one to ten are hidden, nought and eleven are not`(count: Int, allowed: Bool) {
        #expect(Suppression.standard.allows(count) == allowed)
    }

    @Test(arguments: [
        (11, 30, true), (25, 30, false), (19, 30, true), (30, 30, true), (0, 30, true), (3, 30, false), (31, 30, false),
        (-1, 30, false),
    ])
    func `a part is shown only when what remains may be shown too`(part: Int, whole: Int, allowed: Bool) {
        #expect(Suppression.standard.allows(part, of: whole) == allowed)
    }

    @Test(arguments: [
        ([50, 30, 20], [false, false, false]),
        ([50, 30, 4], [false, true, true]),  // 4 alone would follow from the total
        ([50, 30, 4, 6], [false, true, true, true]),  // 4 + 6 = 10 is itself small
        ([50, 4, 8], [false, true, true]),
        ([50, 0, 4], [true, false, true]),
        ([4, 0, 0], [true, true, true]),
        ([11, 0, 5], [true, false, true]),
        ([], []),
    ])
    func `a table with a total hides what follows from it`(cells: [Int], hidden: [Bool]) {
        #expect(Suppression.standard.hidden(in: cells) == hidden)
    }

    @Test(arguments: 0..<400)
    func `no hidden cell of a random table can be worked out`(seed: Int) {
        var random = Seeded(seed)
        let cells = (0..<Int.random(in: 1...12, using: &random)).map { _ in
            Bool.random(using: &random)
                ? Int.random(in: 0...10, using: &random) : Int.random(in: 0...60, using: &random)
        }
        let gate = Suppression.standard
        let hidden = gate.hidden(in: cells)
        for (cell, isHidden) in zip(cells, hidden) where !isHidden { #expect(gate.allows(cell)) }
        let group = zip(cells, hidden).filter(\.1).map(\.0)
        let total = cells.reduce(0, +)
        guard !group.isEmpty, gate.allows(total), group.reduce(0, +) > 0 else { return }
        #expect(DisclosureAudit.passes(groups: [group], gate), "\(cells)")
        // The same by linear programming: all that is published is the total and the shown cells.
        let attack = LinearProgram(
            unknowns: cells.count,
            sums: [(Array(cells.indices), Double(total))]
                + cells.indices.filter { !hidden[$0] }.map { ([$0], Double(cells[$0])) })
        for index in cells.indices where hidden[index] {
            #expect(attack.extreme(of: index, greatest: false) == 0)
            #expect((attack.extreme(of: index, greatest: true) ?? 0) >= 10)
        }
    }

    @Test func `without the gate the attack succeeds`() {
        let attack = LinearProgram(unknowns: 2, sums: [([0, 1], 54), ([0], 50)])
        #expect(attack.extreme(of: 1, greatest: false) == 4)
        #expect(attack.extreme(of: 1, greatest: true) == 4)
        #expect(!DisclosureAudit.passes(groups: [[4]], .standard))
        #expect(!DisclosureAudit.passes(groups: [[4, 5]], .standard))
    }
}
