import Storage
import Vocabulary

/// Blocks, and in which of them the answers of a course were counted.
enum BlockStore {
    /// All blocks, in the order in which they closed.
    static func all(in tx: Transaction) throws -> [Block] {
        let layouts = try layouts(in: tx)
        return try tx.rows(
            """
            SELECT id, kind, treatment_id, family_id, purpose_id, series, drawn_at, people, former, first_at, last_at,
                layout_id, cells
            FROM answer_blocks ORDER BY id
            """
        ) { row in
            guard let kind = FigureKind(rawValue: try row.get(1)), let series = Series(rawValue: try row.get(5)) else {
                throw StorageError.other("a block of another version")
            }
            return Block(
                id: try row.get(0),
                key: GroupKey(
                    kind: kind, treatment: try row.get(2), family: try row.get(3), purpose: try row.get(4)),
                series: series, drawnAt: try row.get(6), people: try row.get(7), former: try row.get(8),
                firstAt: try row.get(9), lastAt: try row.get(10), layout: layouts[try row.get(11)] ?? [],
                cells: try numbers(try row.get(12)))
        }
    }

    /// The number of the newest block; 0 when there is none.
    static func last(in tx: Transaction) throws -> Int {
        try tx.first("SELECT COALESCE(MAX(id), 0) FROM answer_blocks") { try $0.get(0, as: Int.self) } ?? 0
    }

    private static func layouts(in tx: Transaction) throws -> [Int: [ID<Symptom>]] {
        Dictionary(
            try tx.rows("SELECT id, symptoms FROM answer_block_layouts") { row in
                let symptoms = try row.get(1, as: String.self).split(separator: " ")
                return (try row.get(0, as: Int.self), symptoms.compactMap { ID<Symptom>(String($0)) })
            }
        ) { first, _ in first }
    }

    /// Whole numbers separated by spaces; a text that is not is a database of another's.
    private static func numbers(_ text: String) throws -> [Int] {
        try text.utf8.split(separator: UInt8(ascii: " ")).map { digits in
            guard let number = Int(Substring(digits)) else { throw StorageError.other("the numbers of a block") }
            return number
        }
    }

    /// Writes blocks and what became of their courses, in one transaction with each other. A course that was deleted
    /// meanwhile is left out: its answer was counted, and nobody is left of it.
    static func add(_ blocks: [Block], _ drawn: [Drawn], in tx: Transaction) throws {
        guard blocks.allSatisfy({ $0.id < 1 << 24 }) else { throw StorageError.other("blocks are numbered in 24 bits") }
        let layouts = try numbered(blocks.map(\.layout), in: tx)
        try tx.insert(
            into: "answer_blocks",
            [
                "id", "kind", "treatment_id", "family_id", "purpose_id", "series", "drawn_at", "people", "former",
                "first_at", "last_at", "layout_id", "cells",
            ],
            rows: blocks.lazy.map { block in
                [
                    block.id.sqlValue, block.key.kind.rawValue.sqlValue, block.key.treatment.sqlValue,
                    block.key.family.sqlValue, block.key.purpose.sqlValue, block.series.rawValue.sqlValue,
                    block.drawnAt.sqlValue, block.people.sqlValue, block.former.sqlValue, block.firstAt.sqlValue,
                    block.lastAt.sqlValue, (layouts[block.layout] ?? 0).sqlValue,
                    block.cells.map { String($0) }.joined(separator: " ").sqlValue,
                ]
            })
        try replace(drawn, in: tx)
    }

    private static func numbered(_ wanted: [[ID<Symptom>]], in tx: Transaction) throws -> [[ID<Symptom>]: Int] {
        var known = Dictionary(try layouts(in: tx).map { ($0.value, $0.key) }) { first, _ in first }
        for layout in wanted where known[layout] == nil {
            let number = (known.values.max() ?? 0) + 1
            try tx.execute(
                """
                INSERT INTO answer_block_layouts (id, symptoms)
                VALUES (\(number), \(layout.map(\.description).joined(separator: " ")))
                """)
            known[layout] = number
        }
        return known
    }

    /// Sets what is known of courses.
    static func replace(_ drawn: [Drawn], in tx: Transaction) throws {
        for start in stride(from: 0, to: drawn.count, by: 500) {
            let some = drawn.dropFirst(start).prefix(500)
            let there = Set(
                try tx.rows("SELECT id FROM courses WHERE id IN (\(SQL.list(some.map(\.course))))") {
                    try $0.get(0, as: ID<Pair>.self)
                })
            let rows = try merged(some.filter { there.contains($0.course) }, in: tx)
            try tx.insert(
                into: "drawn",
                [
                    "course_id", "helped_block", "helped_evaluation", "helped_times", "details_block",
                    "details_evaluation", "details_times",
                ],
                rows: rows.lazy.map { one in
                    [
                        one.course.sqlValue, (one.helped?.block).sqlValue, (one.helped?.evaluation).sqlValue,
                        (one.helped?.times ?? 0).sqlValue, (one.details?.block).sqlValue,
                        (one.details?.evaluation == one.helped?.evaluation ? nil : one.details?.evaluation).sqlValue,
                        (one.details?.times ?? 0).sqlValue,
                    ]
                })
        }
    }

    /// Takes out the rows that there are, and puts what stays of them into the new ones.
    private static func merged(_ drawn: [Drawn], in tx: Transaction) throws -> [Drawn] {
        let known = drawn.filter(\.isKnown).map(\.course)
        guard !known.isEmpty else { return drawn }
        let before = Dictionary(
            try tx.rows(
                """
                SELECT course_id, helped_block, helped_evaluation, helped_times, details_block,
                    COALESCE(details_evaluation, helped_evaluation), details_times FROM drawn WHERE course_id IN (\(SQL.list(known)))
                """
            ) { row in
                Drawn(
                    course: try row.get(0),
                    helped: Drawn.Part(block: try row.get(1), evaluation: try row.get(2), times: try row.get(3)),
                    details: Drawn.Part(block: try row.get(4), evaluation: try row.get(5), times: try row.get(6)),
                    isKnown: true)
            }.map { ($0.course, $0) }
        ) { first, _ in first }
        try tx.execute("DELETE FROM drawn WHERE course_id IN (\(SQL.list(known)))")
        return drawn.compactMap { one in
            // Whose row has gone meanwhile has left.
            guard one.isKnown else { return one }
            guard let row = before[one.course] else { return nil }
            return Drawn(
                course: one.course, helped: one.helped ?? row.helped, details: one.details ?? row.details, isKnown: true
            )
        }
    }

    /// Counts every answer as drawn once more.
    static func countOnceMore(in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE drawn SET helped_times = CASE WHEN helped_times < 2 THEN helped_times + 1 ELSE 2 END,
                details_times = CASE WHEN details_times < 2 THEN details_times + 1 ELSE 2 END
            """)
        try tx.execute(
            """
            INSERT INTO drawn (course_id, helped_times, details_times)
            SELECT c.id, 1, 1 FROM courses c WHERE NOT EXISTS (SELECT 1 FROM drawn d WHERE d.course_id = c.id)
            """)
    }

    /// Answers of a member who leaves without their name stay in their blocks, and nothing says whose they were: the block
    /// counts one more of those, and the row is gone. A few at a time; answers whether there may be more.
    static func leave(_ member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        let rows = try tx.rows(
            """
            SELECT d.course_id, CASE WHEN EXISTS (SELECT 1 FROM evaluations e WHERE e.id = d.helped_evaluation)
                    THEN d.helped_block END,
                CASE WHEN EXISTS
                        (SELECT 1 FROM evaluations e WHERE e.id = COALESCE(d.details_evaluation, d.helped_evaluation))
                    THEN d.details_block END
            FROM drawn d JOIN courses c ON c.id = d.course_id WHERE c.member_id = \(member) ORDER BY d.course_id LIMIT \(limit)
            """
        ) { row in
            (try row.get(0, as: ID<Pair>.self), try row.get(1, as: Int?.self), try row.get(2, as: Int?.self))
        }
        guard !rows.isEmpty else { return false }
        for block in rows.flatMap({ [$0.1, $0.2] }).compactMap(\.self) {
            try tx.execute("UPDATE answer_blocks SET former = former + 1 WHERE id = \(block)")
        }
        try tx.execute("DELETE FROM drawn WHERE course_id IN (\(SQL.list(rows.map(\.0))))")
        return rows.count == limit
    }
}

/// What is known of a course's drawings, as a row.
struct Drawn: Sendable {
    struct Part: Sendable {
        /// Nil: in none any more, or in none that is known.
        var block: Int?
        var evaluation: ID<Pair>?
        var times: Int
    }

    let course: ID<Pair>
    /// Nil where it stays as it is.
    var helped: Part?
    var details: Part?
    /// Whether there is a row already.
    let isKnown: Bool
}
