/// A published group: a cell that stands alone, or cells added up.
package enum PublishedGroup: Sendable, Hashable {
    case cell(Int)
    case group(Int)

    init?(_ place: RollUp.Place, cell: Int) {
        switch place {
        case .alone: self = .cell(cell)
        case .group(let number): self = .group(number)
        case .aside: return nil
        }
    }

    func place() -> RollUp.Place {
        switch self {
        case .cell: .alone
        case .group(let number): .group(number)
        }
    }
}

/// Where cells were counted in the release before, and how many people each published group then had.
package struct EarlierPlaces: Sendable {
    /// By cell; `nil` for a cell that nobody was in.
    package let places: [RollUp.Place?]
    package let totals: [PublishedGroup: Int]

    package init(places: [RollUp.Place?], totals: [PublishedGroup: Int]) {
        self.places = places
        self.totals = totals
    }
}

extension RollUp {
    /// The place of each cell, such that this release **and the one before together** tell no small count.
    ///
    /// Two partitions of nearly the same people tell the sizes of their overlaps. So wherever a group of the earlier
    /// release would be cut into pieces, every piece must hold at least 11 people, unless so many came or went in it
    /// (11 or more) that the pieces do not follow any more; and people who were set aside may join a group that is
    /// already known only by elevens. Where that fails, the groups concerned stay as they were, and one that has become
    /// too small is set aside: its people are then counted nowhere. A small cell that the last person left keeps its
    /// place, for its vanishing would tell that it held one.
    package static func places(
        of cells: [Cell], after earlier: EarlierPlaces, _ suppression: Suppression, people: ([Int]) -> Int
    ) -> [Place] {
        let wanted = places(of: cells, suppression, people: people)
        let change = Change(cells: cells, wanted: wanted, earlier: earlier, suppression: suppression)
        let unsafe = change.unsafeComponents(people)
        return change.withEmptied(unsafe.isEmpty ? wanted : change.kept(in: unsafe, people))
    }
}

/// The step from one partition to the next.
private struct Change {
    let cells: [RollUp.Cell]
    let wanted: [RollUp.Place]
    let earlier: EarlierPlaces
    let suppression: Suppression
    private let components: Components

    init(cells: [RollUp.Cell], wanted: [RollUp.Place], earlier: EarlierPlaces, suppression: Suppression) {
        (self.cells, self.wanted, self.earlier, self.suppression) = (cells, wanted, earlier, suppression)
        var components = Components()
        for index in cells.indices {
            guard let after = PublishedGroup(wanted[index], cell: index) else { continue }
            if let before = Self.before(earlier, index) { components.join(.before(before), .after(after)) }
        }
        self.components = components
    }

    /// Components in which some overlap would tell a small count.
    func unsafeComponents(_ people: ([Int]) -> Int) -> Set<Components.Node> {
        var parts: [PublishedGroup: [PublishedGroup?: [Int]]] = [:]
        var joining: [PublishedGroup: (known: Bool, aside: [Int])] = [:]
        for index in cells.indices where cells[index].people > 0 {
            let after = PublishedGroup(wanted[index], cell: index)
            if let before = before(index) {
                parts[before, default: [:]][after, default: []].append(index)
                if let after { joining[after, default: (false, [])].known = true }
            } else if let after, earlierPlace(index) == .aside {
                joining[after, default: (false, [])].aside.append(index)
            }
        }
        let least = suppression.smallestShown
        var unsafe: Set<Components.Node> = []
        for (before, pieces) in parts where pieces.count > 1 {
            let now = people(pieces.values.flatMap { $0 }.sorted())
            let moved = abs(now - (earlier.totals[before] ?? now))
            if moved < least, pieces.values.contains(where: { people($0) < least }) {
                unsafe.insert(components.root(.before(before)))
            }
        }
        for (after, entry) in joining where entry.known && !entry.aside.isEmpty {
            if people(entry.aside) < least { unsafe.insert(components.root(.after(after))) }
        }
        return unsafe
    }

    /// The wanted places, except in these components: there everything stays where it was.
    func kept(in unsafe: Set<Components.Node>, _ people: ([Int]) -> Int) -> [RollUp.Place] {
        var result = wanted
        var stay: [PublishedGroup: [Int]] = [:]
        for index in cells.indices where isConcerned(index, unsafe) {
            result[index] = .aside
            if let before = before(index) { stay[before, default: []].append(index) }
        }
        // Somebody new is one person more in a group that stays; nothing else can be told from it.
        for index in cells.indices where earlierPlace(index) == nil && cells[index].people > 0 {
            guard let after = PublishedGroup(wanted[index], cell: index), stay[after] != nil, isConcerned(index, unsafe)
            else { continue }
            stay[after]?.append(index)
        }
        for (group, indices) in stay where people(indices) >= suppression.smallestShown {
            for index in indices { result[index] = group.place() }
        }
        return result
    }

    /// Emptied small cells stay listed where they were as long as their group is there.
    func withEmptied(_ places: [RollUp.Place]) -> [RollUp.Place] {
        let groups = Set(cells.indices.filter { cells[$0].people > 0 }.map { places[$0] })
        return cells.indices.map { index in
            guard cells[index].people == 0, case .group = earlierPlace(index), let place = earlierPlace(index),
                groups.contains(place)
            else { return places[index] }
            return place
        }
    }

    private func isConcerned(_ index: Int, _ unsafe: Set<Components.Node>) -> Bool {
        if let before = before(index) { return unsafe.contains(components.root(.before(before))) }
        guard let after = PublishedGroup(wanted[index], cell: index) else { return false }
        return unsafe.contains(components.root(.after(after)))
    }

    private func earlierPlace(_ index: Int) -> RollUp.Place? {
        index < earlier.places.count ? earlier.places[index] : nil
    }

    private func before(_ index: Int) -> PublishedGroup? { Self.before(earlier, index) }

    private static func before(_ earlier: EarlierPlaces, _ index: Int) -> PublishedGroup? {
        guard index < earlier.places.count, let place = earlier.places[index] else { return nil }
        return PublishedGroup(place, cell: index)
    }
}

/// Groups of both releases that share people, found by union.
private struct Components {
    enum Node: Hashable {
        case before(PublishedGroup)
        case after(PublishedGroup)
    }

    private var parents: [Node: Node] = [:]

    func root(_ node: Node) -> Node {
        var current = node
        while let parent = parents[current], parent != current { current = parent }
        return current
    }

    mutating func join(_ left: Node, _ right: Node) {
        let (a, b) = (root(left), root(right))
        if parents[a] == nil { parents[a] = a }
        if parents[b] == nil { parents[b] = b }
        if a != b { parents[a] = b }
        // Shorten the path, so that long chains stay cheap.
        if a != left { parents[left] = b }
    }
}
