import Databases
import Storage
import Testing
import World

@testable import Communities

/// What counts among the acts that stand in cells, and which cells are free.
@Suite struct DarkCellsTests {
    private func place(_ slot: Int) -> DarkCell.Place { DarkCell.Place(stripe: 0, slot: slot) }

    private func cells(_ acts: [DarkAct?]) -> DarkCells {
        acts.enumerated().reduce(into: DarkCells()) { cells, one in
            cells[place(one.offset)] = DarkCell(day: 1, act: one.element)
        }
    }

    @Test func `of what was changed the newest counts, and what was taken back does not`() {
        let first = DarkAct.ask("first")
        let second = DarkAct.ask("second", replacing: first.id)
        let third = DarkAct.ask("third", replacing: second.id)
        let back = DarkAct.act(.nothing, replacing: third.id)
        expect(cells([first, nil, second]).waiting, is: [second])
        expect(cells([third, first, second]).waiting, is: [third])
        expect(cells([third, first, back, second]).waiting, is: [])
        var cells = cells([first])
        cells.done = [first.id]
        expect(cells.waiting, is: [])
    }

    @Test func `of two that want the same place the larger number stands`() {
        let first = DarkAct.ask("first")
        let pair = [DarkAct.ask("one", replacing: first.id), DarkAct.ask("two", replacing: first.id)]
        let larger = pair.max { $0.id < $1.id }
        expect(cells([first] + pair).waiting, is: [larger].compactMap { $0 })
    }

    /// Cells are freed in any order that is allowed, and read anew: what was changed or taken back never counts again.
    @Test func `nothing that was replaced counts again, in whatever order cells come free`() {
        for seed in 0..<300 as Range<UInt64> {
            var random = SeededRandom(seed: seed)
            var acts: [DarkAct?] = [.ask("0")]
            for number in 1...5 {
                let replaced = acts.compactMap { $0 }.randomElement(using: &random)?.id
                acts.append(
                    Bool.random(using: &random)
                        ? .ask("\(number)", replacing: replaced) : .act(.nothing, replacing: replaced))
            }
            acts.shuffle(using: &random)
            var cells = cells(acts)
            let counting = Set(cells.waiting.map(\.id))
            // What counts happens, or not; one after the other each cell that may be freed is.
            if Bool.random(using: &random) { cells.done = counting }
            let meant = cells.done.isEmpty ? counting : []
            var turns = 0
            while cells.acts.count > meant.count, turns < 1_000 {
                turns += 1
                let slot = place(Int.random(in: 0..<acts.count, using: &random))
                if cells.isFree(slot) { cells[slot] = DarkCell(day: 1, act: nil) }
                expect(Set(cells.waiting.map(\.id)), is: meant, "seed \(seed)")
            }
            expect(turns < 1_000, is: true, "seed \(seed): a cell stays taken for ever")
        }
    }
}
