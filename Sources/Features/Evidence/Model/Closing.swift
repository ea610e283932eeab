import Storage
import Vocabulary

/// A block that is about to close: a group, a series, and whose answers wait for it.
struct Closing: Sendable {
    let key: GroupKey
    let series: Series
    /// Places of entries in the tally.
    let entries: [Int]
    /// How many take or took it, and how many of them fell silent; for "helped a lot".
    var taking = 0
    var silent = 0
    /// How many of `taking` were imported: they are never silent.
    var imported = 0
    /// How many are in the group's other blocks.
    var alive = 0
}

/// Which blocks close tonight. **Nothing here looks at what anybody said**: who is in a block, and when it closes, depends on
/// who takes part, or the night of a closing would be an answer.
struct Closings: Sendable {
    /// In the order of groups and series.
    let closings: [Closing]

    /// An answer that was changed is drawn anew after a year at the earliest, and at most twice in all.
    static let until: Duration = .days(365)
    static let most = 2

    init(_ tally: Tally, blocks: [Block], placement: Placement, at now: Instant) {
        let waiting = Waiting(blocks: blocks, placement: placement, now: now)
        var counts = Counts(groups: placement.keys.count)
        for entry in tally.entries {
            for series in Series.allCases {
                // Also of a pair that has moved on, and whose people are not drawn there yet.
                if let group = waiting.group(of: entry[series]) { counts.alive[series.rawValue][group] += 1 }
            }
            let group = Int(placement.groups[Int(entry.cell)])
            if group >= 0 { counts.note(entry, group, waiting) }
        }
        for block in blocks where block.former > 0 {
            if let group = waiting.group(of: block) { counts.alive[block.series.rawValue][group] += block.former }
        }
        let closing = Series.allCases.map { series in
            placement.keys.indices.map { counts.mayClose($0, series) }
        }
        var entries: [[[Int]]] = Series.allCases.map { _ in placement.keys.map { _ in [] } }
        for (place, entry) in tally.entries.enumerated() {
            let group = Int(placement.groups[Int(entry.cell)])
            guard group >= 0 else { continue }
            for series in Series.allCases
            where closing[series.rawValue][group] && waiting.waits(entry, series, in: group) {
                entries[series.rawValue][group].append(place)
            }
        }
        closings = placement.keys.indices.flatMap { group in
            Series.allCases.compactMap { series -> Closing? in
                let waiting = entries[series.rawValue][group]
                // One person of several pairs may be several answers, and counts once here.
                guard !waiting.isEmpty,
                    Set(waiting.map { tally.entries[$0].person }).count >= counts.least(group, series)
                else { return nil }
                return Closing(
                    key: placement.keys[group], series: series, entries: waiting, taking: counts.taking[group],
                    silent: counts.silent[group], imported: counts.imported[group],
                    alive: counts.alive[series.rawValue][group])
            }
        }
    }

    /// How many there are, by group.
    private struct Counts {
        var waiting: [[Int]]
        var alive: [[Int]]
        var taking: [Int]
        var silent: [Int]
        var imported: [Int]

        init(groups: Int) {
            let none = [Int](repeating: 0, count: groups)
            (waiting, alive) = ([none, none], [none, none])
            (taking, silent, imported) = (none, none, none)
        }

        mutating func note(_ entry: Tally.Entry, _ group: Int, _ rule: Waiting) {
            if !entry.flags.contains(.adviceOnly) {
                taking[group] += 1
                if entry.flags.contains(.silent) { silent[group] += 1 }
                if entry.flags.contains(.imported) { imported[group] += 1 }
            }
            for series in Series.allCases {
                if rule.waits(entry, series, in: group) { waiting[series.rawValue][group] += 1 }
            }
        }

        /// A group's first block closes with 11 (or 50), each further one with a quarter of those who are there, at least 5.
        func least(_ group: Int, _ series: Series) -> Int {
            let alive = alive[series.rawValue][group]
            return alive == 0 ? series.first : max(5, (alive + 3) / 4)
        }

        func mayClose(_ group: Int, _ series: Series) -> Bool {
            waiting[series.rawValue][group] >= least(group, series)
        }
    }
}

/// Whose answers wait.
struct Waiting: Sendable {
    /// By block: the place of its group, -1 for one that no pair is in now.
    private let groups: [Int32]
    /// By block: whether an answer in it may be drawn anew where it was changed.
    private let isOld: [Bool]
    private let numbers: [GroupKey: Int]

    init(blocks: [Block], placement: Placement, now: Instant) {
        let numbers = Dictionary(uniqueKeysWithValues: placement.keys.enumerated().map { ($0.element, $0.offset) })
        self.numbers = numbers
        groups = blocks.map { Int32(numbers[$0.key] ?? -1) }
        isOld = blocks.map { $0.drawnAt + Closings.until <= now }
    }

    func group(of block: Block) -> Int? { numbers[block.key] }

    /// In whose block an answer is.
    func group(of mark: Tally.Mark) -> Int? {
        mark.block >= 0 && groups[Int(mark.block)] >= 0 ? Int(groups[Int(mark.block)]) : nil
    }

    /// Whether it waits for a block of this group: it was never drawn, or for another group, or was changed since, a year ago.
    func waits(_ entry: Tally.Entry, _ series: Series, in group: Int) -> Bool {
        let mark = entry[series]
        guard mark.times < Closings.most, entry.flags.contains(.hasWaited), entry.isPresent(series) else {
            return false
        }
        guard mark.block >= 0 else { return true }
        return groups[Int(mark.block)] != group || (!mark.isCurrent && isOld[Int(mark.block)])
    }
}
