import Foundation
import Storage

extension Scenarios {
    /// How many puppets leave, and come, each night.
    private static let turn = 6

    /// A hundred nights in which puppets come and go around one answer.
    /// - Parameter redraws: the control: groups are drawn anew when a quarter has come.
    mutating func nights(_ nights: Int = 100, trials: Int, redraws: Bool = false) async throws {
        var town = Town(try await rooms())
        let pairs = Self.pairs(trials)
        let people = try await town.rooms.people(11 + 22 + nights * Self.turn, seed: 2)
        func plain(_ sheet: Sheet) -> Sheet {
            var plain = sheet
            plain.named = []
            return plain
        }
        func known(_ trial: Int) -> Sheet { plain(.random()) }
        try await town.add(Array(people[1..<33]), to: pairs, sheet: known)
        try await town.add([people[0]], to: pairs, as: "one", sheet: { plain(Self.coin($0)) })
        var (averages, next) = (Averages(), 33)
        for night in 0..<nights {
            if redraws { try await drawAnew(town.rooms) }
            try await town.night()
            averages.note(town, "one")
            let oldest = next - 22
            try await town.rooms.leave(Array(people[oldest..<oldest + Self.turn - 1]))
            try await town.rooms.leave([people[oldest + Self.turn - 1]], withoutName: !redraws && night % 2 == 0)
            try await town.add(Array(people[next..<next + Self.turn]), to: pairs, sheet: known)
            next += Self.turn
        }
        let (each, mean) = (town.right("one", .countOnly), averages.right(town))
        if redraws {
            table.add("a group drawn anew at a quarter's growth", mean, bound: 0.99, isControl: true)
        } else {
            let bound = Cells.countOnly.bound()
            table.add("\(nights) nights of puppets, block by block", each, bound: bound)
            table.add("\(nights) nights of puppets, on average", mean, bound: bound)
            table.count("published counts that are not what the blocks give", town.faults)
            table.count("answers drawn more than twice", town.drawings.count { $0.value.count > 2 })
        }
        try await town.rooms.database.close()
    }

    /// What the product never does: forgets that a group was drawn, once a quarter of it waits.
    private func drawAnew(_ rooms: Rooms) async throws {
        try await rooms.database.write { tx in
            let groups = try tx.rows(
                """
                SELECT c.treatment_id, c.purpose_id, COUNT(d.helped_block), COUNT(*) FROM courses c
                LEFT JOIN drawn d ON d.course_id = c.id GROUP BY c.treatment_id, c.purpose_id
                """
            ) { row in
                (
                    try row.get(0, as: ID<Pair>.self), try row.get(1, as: ID<Pair>.self),
                    try row.get(2, as: Int.self), try row.get(3, as: Int.self)
                )
            }
            for (treatment, condition, alive, all) in groups where all - alive >= max(5, (alive + 3) / 4) {
                try tx.execute(
                    "DELETE FROM answer_blocks WHERE treatment_id = \(treatment) AND purpose_id = \(condition)")
                try tx.execute(
                    """
                    DELETE FROM drawn WHERE course_id IN
                        (SELECT id FROM courses WHERE treatment_id = \(treatment) AND purpose_id = \(condition))
                    """)
            }
        }
    }

    /// A pair whose people stand in a home first, with their details, and then alone: two drawings of the same answer.
    mutating func moving() async throws {
        var town = Town(try await rooms())
        let people = try await town.rooms.people(101, seed: 3)
        let trials = Words.families * Words.conditions
        func pairs(_ treatment: Int) -> [(trial: Int, pair: Pair)] {
            (0..<trials).map {
                ($0, Pair($0 / Words.conditions * Words.inFamily + treatment, $0 % Words.conditions))
            }
        }
        try await town.add([people[0]], to: pairs(0), as: "one", sheet: Self.coin)
        try await town.add(Array(people[1..<6]), to: pairs(0))
        for other in 1..<Words.inFamily {
            try await town.add(Array(people[(6 + 9 * (other - 1))..<(6 + 9 * other)]), to: pairs(other))
        }
        try await town.night()
        for (name, cells) in [
            ("in a home: helped a lot", .countOnly), ("details: the two steps alone", Cells(steps: true)),
            ("details: one side effect", Cells(symptoms: 1)), ("details: six side effects", Cells(symptoms: 6)),
            ("details: helped a lot and the steps", .effectiveness), ("details: the whole sheet", .whole),
        ] { table.add(name, town.right("one", cells), bound: cells.bound()) }
        try await town.add(Array(people[51..<101]), to: pairs(0))
        try await town.night()
        for (name, cells) in [
            ("moved: helped a lot, twice", Cells.countOnly), ("moved: with the steps, twice", .effectiveness),
            ("moved: the whole sheet, twice", .whole),
        ] { table.add(name, town.right("one", cells), bound: cells.bound(drawings: 2)) }
        let once = town.victims.keys.count { town.drawings[$0]?.count != 4 }
        table.count("moved answers that were not drawn twice (the attack was none)", once)
        table.count("published counts that are not what the blocks give", town.faults)
        try await town.rooms.database.close()
    }
}
