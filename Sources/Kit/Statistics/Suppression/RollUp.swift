/// Puts every cell of a cube into exactly one published group, so that nothing that is published can be taken apart.
///
/// **The rule.** A cell that is large enough stands alone. Small cells are added up in the narrowest of their homes
/// (family for this purpose, this treatment for its other purposes, the purpose, …) that holds at least two of them with
/// enough people together; what finds none stays aside and is counted nowhere. Whatever a page shows is then a sum of
/// whole groups, each of at least 11 people, in every direction of the cube at once: there is no total from which a
/// hidden cell could be found by subtraction, and no linear programme is needed to prove it.
package enum RollUp {
    /// Where a cell is counted.
    package enum Place: Sendable, Hashable {
        case alone
        case group(Int)
        case aside
    }

    /// One cell of the cube.
    package struct Cell: Sendable {
        /// How many people it holds.
        package let people: Int
        /// The groups it may be added to, the narrowest first; numbers chosen by the caller.
        package let homes: [Int]

        package init(people: Int, homes: [Int]) {
            self.people = people
            self.homes = homes
        }
    }

    /// The place of each cell, in the order of `cells`.
    ///
    /// - Parameter people: how many different people some cells hold together, given by index; one person may stand in
    ///   several cells.
    package static func places(
        of cells: [Cell], _ suppression: Suppression, people: ([Int]) -> Int
    ) -> [Place] {
        var places = [Place](repeating: .aside, count: cells.count)
        var waiting: [Int] = []
        for (index, cell) in cells.enumerated() where cell.people > 0 {
            if cell.people >= suppression.smallestShown { places[index] = .alone } else { waiting.append(index) }
        }
        let levels = cells.map(\.homes.count).max() ?? 0
        for level in 0..<levels {
            var members: [Int: [Int]] = [:]
            for index in waiting where level < cells[index].homes.count {
                members[cells[index].homes[level], default: []].append(index)
            }
            for (group, indices) in members.sorted(by: { $0.key < $1.key })
            where indices.count > 1 && people(indices) >= suppression.smallestShown {
                for index in indices { places[index] = .group(group) }
            }
            waiting.removeAll { places[$0] != .aside }
        }
        return places
    }
}
