/// The gate that every count passes before anybody but the person themself may see it.
///
/// Rule of the Centers for Medicare & Medicaid Services (cell size suppression policy, 2024-01-26): no count of 1 to 10,
/// nor any number from which one follows; zero is allowed. Complementary suppression, roll-up and merging in this folder
/// keep the second half of that sentence.
package struct Suppression: Sendable, Equatable {
    /// The smallest count that is shown, apart from 0.
    package let smallestShown: Int

    package init(smallestShown: Int) {
        self.smallestShown = max(smallestShown, 2)
    }

    /// The rule as it stands: 11.
    package static let standard = Suppression(smallestShown: 11)

    /// Whether a count may be shown: 0, or large enough.
    package func allows(_ count: Int) -> Bool { count == 0 || count >= smallestShown }

    /// Whether a part of a published whole may be shown: the part and what remains of the whole both may.
    package func allows(_ part: Int, of whole: Int) -> Bool {
        part >= 0 && part <= whole && allows(part) && allows(whole - part) && allows(whole)
    }

    /// Like `allows(_:of:)`, but neither part may be 0: for what is shown release after release, where the step from 0
    /// to hidden would tell of one person.
    package func shows(_ part: Int, of whole: Int) -> Bool {
        part >= smallestShown && whole - part >= smallestShown
    }

    /// Which cells of a table with a published total must be hidden; the same order as `cells`.
    ///
    /// First the small ones. Then, as the hidden ones' sum follows from the total, further cells from the smallest up
    /// until at least two are hidden and their sum is large enough to be shown itself; zeros last. Then every hidden
    /// cell may be anything from 0 to that sum: a range at least `smallestShown − 1` wide that reaches from 0 to 10.
    /// A total that is itself small may not be published at all; then all cells are hidden.
    package func hidden(in cells: [Int]) -> [Bool] {
        let total = cells.reduce(0, +)
        guard allows(total) else { return cells.map { _ in true } }
        var hidden = cells.map { !allows($0) }
        guard hidden.contains(true) else { return hidden }
        var sum = zip(cells, hidden).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
        var count = hidden.count { $0 }
        let further = cells.indices.filter { !hidden[$0] }
            .sorted { (cells[$0] == 0 ? 1 : 0, cells[$0], $0) < (cells[$1] == 0 ? 1 : 0, cells[$1], $1) }
        for index in further where count < 2 || sum < smallestShown {
            hidden[index] = true
            sum += cells[index]
            count += 1
        }
        return hidden
    }
}
