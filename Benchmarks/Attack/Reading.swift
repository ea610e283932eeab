import Foundation
import Storage

extension Town {
    /// What a night left in the tables, which is more than any page shows.
    struct Seen: Sendable {
        var new: [Book] = []
        var members: [(answer: ID<Sheet>, block: Int)] = []
        /// By block: how many are left, named or not.
        var left: [Int: Int] = [:]
        /// By group: the blurred count that was published.
        var published: [[String]: Double] = [:]
    }

    private func look(since: Instant) async throws -> Seen {
        try await rooms.database.read { tx in
            var seen = Seen()
            try Self.blocks(since, &seen, tx)
            try tx.forEach("SELECT id, former FROM answer_blocks") {
                seen.left[try $0.get(0), default: 0] += try $0.get(1, as: Int.self)
            }
            try tx.forEach(
                "SELECT helped_block, COUNT(*) FROM drawn WHERE helped_block IS NOT NULL GROUP BY helped_block"
            ) { seen.left[try $0.get(0), default: 0] += try $0.get(1, as: Int.self) }
            try tx.forEach(
                """
                SELECT counted, kind, treatment_id, family_id, purpose_id FROM figures
                WHERE release_number = (SELECT MAX(number) FROM releases WHERE published_at IS NOT NULL)
                    AND counted IS NOT NULL AND kind <> 'family'
                """
            ) { seen.published[try Self.key($0, 1)] = try $0.get(0, as: Double.self) }
            return seen
        }
    }

    /// The new blocks and whose answers are in them.
    private static func blocks(_ since: Instant, _ seen: inout Seen, _ tx: Transaction) throws {
        seen.new = try tx.rows(
            """
            SELECT id, series, people, cells, kind, treatment_id, family_id, purpose_id FROM answer_blocks
            WHERE drawn_at > \(since) ORDER BY id
            """
        ) { row in
            Book(
                id: try row.get(0), isDetails: try row.get(1, as: Int.self) == 1, key: try key(row, 4),
                people: try row.get(2),
                cells: try row.get(3, as: String.self).split(separator: " ").compactMap { Int($0) })
        }
        let first = seen.new.first?.id ?? .max
        for (block, answer) in [
            ("helped_block", "helped_evaluation"), ("details_block", "COALESCE(details_evaluation, helped_evaluation)"),
        ] as [(SQL, SQL)] {
            seen.members += try tx.rows("SELECT \(answer), \(block) FROM drawn WHERE \(block) >= \(first)") {
                (try $0.get(0), try $0.get(1))
            }
        }
    }

    private static func key(_ row: Row, _ first: Int) throws -> [String] {
        [try row.get(first, as: String.self)]
            + (try (1...3).map { try row.get(first + $0, as: ID<Sheet>?.self)?.description ?? "-" })
    }

    /// Writes new blocks into the books, and holds what was published against them: a count must be each block's number
    /// times the part of its people who are left, and nothing sharper.
    mutating func read(since: Instant) async throws {
        let seen = try await look(since: since)
        // A block that a control has deleted, whose number is taken again.
        for book in seen.new { books[book.id] = book }
        for (answer, block) in seen.members { books[block]?.answers.append(answer) }
        for book in seen.new {
            guard let book = books[book.id] else { continue }
            if book.answers.count != book.people { faults += 1 }
            for answer in book.answers { drawings[answer, default: []].append(book) }
        }
        var sums: [[String]: Double] = [:]
        for (block, left) in seen.left {
            guard let book = books[block], !book.isDetails, let count = book.cells.first else { continue }
            sums[book.key, default: 0] += Double(count) * Double(left) / Double(book.people)
        }
        for (key, count) in seen.published where abs(count - (sums[key] ?? .infinity)) > 1e-6 { faults += 1 }
        (published, left) = (seen.published, seen.left)
        groups = Dictionary(grouping: left.keys.filter { books[$0]?.isDetails == false }) { books[$0]?.key ?? [] }
    }
}

// MARK: - Guessing

extension Town {
    /// Whether the likelier of both sheets is the true one, for each victim of a label; by chance where both are alike.
    func right(_ label: String, _ cells: Cells) -> Right {
        var right = Right()
        var odds: [Victim: Double] = [:]
        for (answer, victim) in victims where victim.label == label {
            for book in drawings[answer] ?? [] { odds[victim, default: 0] += self.odds(answer, book, cells) }
        }
        for (victim, truth) in truths where victim.label == label {
            guard let odds = odds[victim] else { continue }
            right.count(abs(odds) < 1e-9 ? .random() : (odds > 0) == (truth.helped == 1))
        }
        return right
    }

    /// Logarithm of how much likelier a drawing is if the answer is the good sheet.
    private func odds(_ answer: ID<Sheet>, _ book: Book, _ cells: Cells) -> Double {
        let others = book.answers.filter { $0 != answer }.compactMap { sheets[$0] }
        func odds(_ seen: Int, _ known: Int, _ good: Int, _ bad: Int, _ alpha: Double) -> Double {
            Double(abs(seen - known - bad) - abs(seen - known - good)) * -log(alpha)
        }
        guard book.isDetails else {
            let known = others.reduce(0) { $0 + $1.helped }
            return cells.helped ? odds(book.cells[0], known, 1, 0, 0.25) : 0
        }
        let (good, bad) = (Sheet.good.details, Sheet.bad.details)
        let known = others.map(\.details)
        return cells.places.filter { good[$0] != bad[$0] }.reduce(0) { sum, place in
            let count = known.reduce(0) { $0 + $1[place] }
            return sum + odds(book.cells[place], count, good[place], bad[place], Cells.alpha(place))
        }
    }
}

// MARK: - Averaging

extension Town {
    /// What a group's published count says of a victim this night: 0 or 1, and noise. The numbers of the other blocks are known
    /// from the nights on which they came; nil where the victim is in none.
    func estimate(of answer: ID<Sheet>) -> Double? {
        guard let own = drawings[answer]?.last(where: { !$0.isDetails }), let count = published[own.key],
            let part = left[own.id].map({ Double($0) / Double(own.people) }), part > 0
        else { return nil }
        let others = (groups[own.key] ?? []).reduce(0.0) { sum, block in
            guard block != own.id, let book = books[block] else { return sum }
            return sum + Double(book.cells[0]) * Double(left[block] ?? 0) / Double(book.people)
        }
        let known = own.answers.filter { $0 != answer }.reduce(0) { $0 + (sheets[$1]?.helped ?? 0) }
        return (count - others) / part - Double(known)
    }
}

/// Means of many nights' estimates.
struct Averages: Sendable {
    private var sums: [ID<Sheet>: (sum: Double, nights: Int)] = [:]

    mutating func note(_ town: Town, _ label: String) {
        for (answer, victim) in town.victims where victim.label == label {
            guard let estimate = town.estimate(of: answer) else { continue }
            let (sum, nights) = sums[answer] ?? (0, 0)
            sums[answer] = (sum + estimate, nights + 1)
        }
    }

    func right(_ town: Town) -> Right {
        var right = Right()
        for (answer, (sum, nights)) in sums {
            guard let truth = town.sheets[answer]?.helped else { continue }
            right.count((sum / Double(nights) > 0.5) == (truth == 1))
        }
        return right
    }
}

/// How often a guess was right.
struct Right: Sendable {
    private(set) var trials = 0
    private(set) var hits = 0

    mutating func count(_ isRight: Bool) {
        trials += 1
        hits += isRight ? 1 : 0
    }

    static func += (left: inout Right, right: Right) {
        left.trials += right.trials
        left.hits += right.hits
    }

    var share: Double { trials > 0 ? Double(hits) / Double(trials) : 0 }
}
