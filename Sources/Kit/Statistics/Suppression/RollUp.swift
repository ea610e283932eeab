/// Puts every cell of a cube into exactly one published group, so that nothing that is published can be taken apart.
///
/// **The rule.** A cell that is large enough stands alone, and never goes back. Small cells are added up in the narrowest of
/// their homes (family for this purpose, this treatment for its other purposes, the purpose, …) that holds at least two of
/// them with enough people together, and stay there until they stand alone; what finds none stays aside and is counted
/// nowhere. Whatever a page shows is then a sum of whole groups, each of at least 11 people, in every direction of the cube
/// at once.
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
        /// Where it has been counted before.
        package let place: Place

        package init(people: Int, homes: [Int], place: Place = .aside) {
            (self.people, self.homes, self.place) = (people, homes, place)
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
        var housed: [Int: [Int]] = [:]
        for (index, cell) in cells.enumerated() {
            switch cell.place {
            case .alone: places[index] = .alone
            case _ where cell.people >= suppression.smallestShown: places[index] = .alone
            case .group(let home):
                places[index] = cell.place
                housed[home, default: []].append(index)
            case .aside: if cell.people > 0 { waiting.append(index) }
            }
        }
        // A home that comes about at a later level takes in those who passed it by, or they would move in a night later.
        var before = -1
        while before != waiting.count {
            before = waiting.count
            for level in 0..<(cells.map(\.homes.count).max() ?? 0) {
                place(&waiting, at: level, cells, suppression, people, &housed, &places)
            }
        }
        return places
    }

    /// Puts waiting cells into their homes of a level, where these hold enough.
    private static func place(
        _ waiting: inout [Int], at level: Int, _ cells: [Cell], _ suppression: Suppression, _ people: ([Int]) -> Int,
        _ housed: inout [Int: [Int]], _ places: inout [Place]
    ) {
        var members: [Int: [Int]] = [:]
        for index in waiting where level < cells[index].homes.count {
            members[cells[index].homes[level], default: []].append(index)
        }
        for (group, indices) in members.sorted(by: { $0.key < $1.key }) {
            let all = indices + (housed[group] ?? [])
            guard all.count > 1, people(all) >= suppression.smallestShown else { continue }
            for index in indices { places[index] = .group(group) }
            housed[group] = all
        }
        waiting.removeAll { places[$0] != .aside }
    }
}
