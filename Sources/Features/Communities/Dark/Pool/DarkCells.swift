import Storage

/// The pool as a process knows it: every cell of every stripe that it could open, and which acts have happened. Pure.
struct DarkCells: Sendable {
    private(set) var cells: [DarkCell.Place: DarkCell] = [:]
    /// Acts that have happened, as far as this process has read.
    var done: Set<ID<DarkAct>> = []

    subscript(place: DarkCell.Place) -> DarkCell? {
        get { cells[place] }
        set { cells[place] = newValue }
    }

    mutating func forget(stripe: Int) {
        cells = cells.filter { $0.key.stripe != stripe }
    }

    /// Whether any cell of a stripe could be opened.
    func knows(stripe: Int) -> Bool { cells.keys.contains { $0.stripe == stripe } }

    /// What stands in a cell, done or not.
    var acts: [DarkAct] { cells.values.compactMap(\.act) }

    func holds(_ act: ID<DarkAct>) -> Bool { cells.values.contains { $0.act?.id == act } }

    /// Days of the keys that are still needed, the first and the last; nil where there is no cell.
    var days: ClosedRange<Int>? {
        guard let first = cells.values.map(\.day).min(), let last = cells.values.map(\.day).max() else { return nil }
        return first...last
    }

    // MARK: - What waits

    /// Which act stands in the place of another: where two of them want to, the one with the larger number.
    private var successors: [ID<DarkAct>: ID<DarkAct>] {
        acts.reduce(into: [:]) { successors, act in
            guard let replaced = act.replaces else { return }
            successors[replaced] = successors[replaced].map { max($0, act.id) } ?? act.id
        }
    }

    private static func isReplaced(_ act: DarkAct, _ successors: [ID<DarkAct>: ID<DarkAct>]) -> Bool {
        if successors[act.id] != nil { return true }
        guard let replaced = act.replaces else { return false }
        return successors[replaced] != act.id
    }

    /// Acts that have not happened, without those in whose place others stand, and without those that do nothing.
    var waiting: [DarkAct] {
        let successors = successors
        return acts.filter { $0.deed != .nothing && !done.contains($0.id) && !Self.isReplaced($0, successors) }
    }

    /// The act in the end of a chain of changes; nil where it is in no cell, or has happened.
    func newest(of act: ID<DarkAct>) -> ID<DarkAct>? {
        let successors = successors
        var (newest, seen) = (act, Set([act]))
        while let next = successors[newest], seen.insert(next).inserted { newest = next }
        return holds(newest) && !done.contains(newest) ? newest : nil
    }

    /// Whether a cell can take another act: what is in it has happened or counts no more, and nothing stands in a cell that
    /// would count again without it.
    func isFree(_ place: DarkCell.Place) -> Bool {
        guard let act = cells[place]?.act else { return true }
        guard act.deed == .nothing || done.contains(act.id) || Self.isReplaced(act, successors) else { return false }
        guard let replaced = act.replaces else { return true }
        return !acts.contains { other in
            other.id == replaced || (other.replaces == replaced && other.id < act.id)
        }
    }
}

extension DarkAct {
    /// Takes something away: that somebody may do however much of theirs waits.
    var isRemoval: Bool {
        switch deed {
        case .remove, .letGo, .leave, .nothing: true
        case .ask, .reply, .change, .best, .appeal: false
        }
    }

    /// At the next beat, not at an hour of the grid.
    var isAtOnce: Bool { due.milliseconds % (DarkPace.gridHours * 3_600_000) != 0 }

    /// Whose it is, as far as it says.
    var marks: Set<DarkMark> {
        guard case .leave(let farewells) = deed else { return [mark] }
        return Set(farewells.map(\.mark) + [mark])
    }
}
