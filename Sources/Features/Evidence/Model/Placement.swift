import Statistics
import Storage
import Vocabulary

/// In which group the people of each pair are counted, or in none. Decided by who takes part, never by what they said.
struct Placement: Sendable {
    /// Groups in the order of their keys.
    let keys: [GroupKey]
    /// By cell of the tally: the place of its group in `keys`; -1 for nowhere.
    let groups: [Int32]

    init(_ tally: Tally, blocks: [Block], catalogue: Catalogue, _ suppression: Suppression) {
        let there = Presence(tally, blocks, suppression)
        let order = tally.pairs.indices.sorted { tally.pairs[$0] < tally.pairs[$1] }
        var numbers = Numbers()
        let cells = order.map { cell in
            let pair = tally.pairs[cell]
            let place: RollUp.Place =
                if there.stoodAlone.contains(pair) {
                    .alone
                } else if let home = there.homes[cell] {
                    .group(numbers.number(home))
                } else {
                    .aside
                }
            return RollUp.Cell(
                people: there.counts[cell], homes: GroupKey.homes(of: pair, in: catalogue).map { numbers.number($0) },
                place: place)
        }
        let places = RollUp.places(of: cells, suppression) { indices in
            Set(indices.flatMap { there.people[order[$0]] ?? [] }).count
        }
        var found = [GroupKey?](repeating: nil, count: tally.pairs.count)
        for (index, place) in places.enumerated() {
            switch place {
            case .alone: found[order[index]] = .pair(tally.pairs[order[index]])
            case .group(let number): found[order[index]] = numbers.keys[number]
            case .aside: break
            }
        }
        keys = Set(found.compactMap(\.self)).sorted()
        let numbered = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($0.element, Int32($0.offset)) })
        groups = found.map { $0.flatMap { numbered[$0] } ?? -1 }
    }

    /// Who is there, by cell.
    private struct Presence {
        var counts: [Int]
        /// Pairs that have had a block of their own.
        let stoodAlone: Set<Pair>
        /// Where a pair's people are counted with others.
        var homes: [Int: GroupKey] = [:]
        /// Who, of cells that may need a home.
        var people: [Int: [UInt32]] = [:]

        init(_ tally: Tally, _ blocks: [Block], _ suppression: Suppression) {
            counts = [Int](repeating: 0, count: tally.pairs.count)
            stoodAlone = Set(
                blocks.compactMap { block in
                    guard let treatment = block.key.treatment, let purpose = block.key.purpose else { return nil }
                    return Pair(treatment: treatment, purpose: purpose)
                })
            // The newest of the blocks: where a pair's people stand in two homes, of which one was before.
            var newest: [Int: Int32] = [:]
            for entry in tally.entries where entry.isPresent(.helped) {
                let cell = Int(entry.cell)
                // Who was drawn twice cannot move with the others: a pair that waited for them would starve.
                if entry.helped.times < Closings.most { counts[cell] += 1 }
                if entry.helped.block >= 0, blocks[Int(entry.helped.block)].key.kind != .pair {
                    newest[cell] = max(newest[cell] ?? -1, entry.helped.block)
                }
            }
            homes = newest.mapValues { blocks[Int($0)].key }
            let small = counts.map { $0 < suppression.smallestShown }
            for entry in tally.entries where small[Int(entry.cell)] && entry.isPresent(.helped) {
                people[Int(entry.cell), default: []].append(entry.person)
            }
        }
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
