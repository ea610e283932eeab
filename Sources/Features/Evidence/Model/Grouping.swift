import Statistics
import Storage
import Vocabulary

/// Which people are counted in which figure: every pair in exactly one group, or nowhere.
struct Grouping: Sendable {
    /// A group and its cells, by number in the tally.
    struct Group: Sendable {
        let key: GroupKey
        let cells: [Int]
        /// How many different people evaluated.
        let people: Int
    }

    /// In the order of their first pair; pairs alone and added up.
    let groups: [Group]
    /// Pairs without a figure of their own, and where they are counted.
    let hidden: [(pair: Pair, countedIn: GroupKey?)]

    /// - Parameter earlier: what the release before said; empty for the first.
    init(_ tally: Tally, catalogue: Catalogue, earlier: [Figure], _ suppression: Suppression) {
        var numbers = Numbers()
        let listed = Self.listed(tally, earlier: earlier, catalogue: catalogue)
        let before = Self.before(earlier)
        let isJoined = { (pair: Pair) in before[pair].map { $0 != .pair(pair) } ?? false }
        let known = tally.people {
            tally.evaluations(of: $0) < 2 * suppression.smallestShown || isJoined(tally.pairs[$0])
        }
        let count = { (indices: [Int]) -> Int in
            let cells = indices.compactMap { listed[$0].cell }
            // A large pair that was never added up stands for itself.
            let large = cells.filter { known[$0] == nil }.map { tally.evaluations(of: $0) }.max() ?? 0
            return max(large, Set(cells.flatMap { known[$0] ?? [] }).count)
        }
        let cells = listed.map { entry in
            RollUp.Cell(
                people: entry.cell.map(tally.evaluations) ?? 0,
                homes: GroupKey.homes(of: entry.pair, in: catalogue).map { numbers.number($0) })
        }
        var totals: [PublishedGroup: Int] = [:]
        let indices = Dictionary(listed.enumerated().map { ($0.element.pair, $0.offset) }) { first, _ in first }
        for figure in earlier {
            guard figure.kind.isGroup, let people = figure.content?.people else { continue }
            let group = Self.published(figure.key, indices, &numbers)
            if let group { totals[group] = people }
        }
        let places = RollUp.places(
            of: cells,
            after: EarlierPlaces(
                places: listed.map { entry in
                    before[entry.pair].map { key in
                        guard let key else { return .aside }
                        return key.kind == .pair ? .alone : .group(numbers.number(key))
                    }
                }, totals: totals),
            suppression, people: count)
        (groups, hidden) = Self.collect(places, listed, numbers, count)
    }

    private struct Listed {
        let pair: Pair
        /// Nil when nobody evaluates it any more.
        let cell: Int?
    }

    /// All pairs with evaluations, and those that the release before listed as too few, in order.
    private static func listed(_ tally: Tally, earlier: [Figure], catalogue: Catalogue) -> [Listed] {
        var listed = tally.pairs.indices.filter { tally.evaluations(of: $0) > 0 }
            .map { Listed(pair: tally.pairs[$0], cell: $0) }
        let met = Set(listed.map(\.pair))
        for figure in earlier where figure.kind == .pair && figure.content == nil {
            guard let treatment = figure.treatment, let purpose = figure.purpose else { continue }
            let pair = Pair(treatment: treatment, purpose: purpose)
            guard !met.contains(pair), catalogue.treatment(treatment) != nil, catalogue.purpose(purpose) != nil else {
                continue
            }
            listed.append(Listed(pair: pair, cell: nil))
        }
        return listed.sorted { $0.pair < $1.pair }
    }

    /// Where the release before counted each pair; nil inside for nowhere.
    private static func before(_ earlier: [Figure]) -> [Pair: GroupKey?] {
        let keys = Dictionary(earlier.map { ($0.number, $0.key) }) { first, _ in first }
        var before: [Pair: GroupKey?] = [:]
        for figure in earlier where figure.kind == .pair {
            guard let treatment = figure.treatment, let purpose = figure.purpose else { continue }
            let home = figure.content == nil ? figure.countedIn.flatMap { keys[$0] } : figure.key
            before[Pair(treatment: treatment, purpose: purpose)] = .some(home)
        }
        return before
    }

    private static func published(_ key: GroupKey, _ indices: [Pair: Int], _ numbers: inout Numbers) -> PublishedGroup?
    {
        guard key.kind == .pair else { return .group(numbers.number(key)) }
        guard let treatment = key.treatment, let purpose = key.purpose else { return nil }
        return indices[Pair(treatment: treatment, purpose: purpose)].map { .cell($0) }
    }

    private static func collect(
        _ places: [RollUp.Place], _ listed: [Listed], _ numbers: Numbers, _ count: ([Int]) -> Int
    ) -> (groups: [Group], hidden: [(Pair, GroupKey?)]) {
        var order: [GroupKey] = []
        var members: [GroupKey: [Int]] = [:]
        var hidden: [(Pair, GroupKey?)] = []
        for (index, place) in places.enumerated() {
            let key: GroupKey
            switch place {
            case .alone: key = .pair(listed[index].pair)
            case .group(let number): key = numbers.keys[number]
            case .aside:
                hidden.append((listed[index].pair, nil))
                continue
            }
            if key.kind != .pair { hidden.append((listed[index].pair, key)) }
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(index)
        }
        let groups = order.map { key in
            let indices = members[key] ?? []
            return Group(key: key, cells: indices.compactMap { listed[$0].cell }, people: count(indices))
        }
        return (groups, hidden)
    }

    /// Group keys numbered in the order they are met.
    private struct Numbers {
        private(set) var keys: [GroupKey] = []
        private var numbers: [GroupKey: Int] = [:]

        mutating func number(_ key: GroupKey) -> Int {
            if let number = numbers[key] { return number }
            let number = keys.count
            numbers[key] = number
            keys.append(key)
            return number
        }
    }
}
