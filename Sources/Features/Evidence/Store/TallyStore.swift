import Accounts
import Storage
import Vocabulary

/// Reads the journal once for a release: whole tables in the order they lie in, joined in memory. The joins in SQL took
/// 25 seconds of 2.5 million evaluations; these scans take a few.
///
/// Counted is who agrees to the newest words on the use of their health data, and every imported evaluation.
enum TallyStore {
    /// The statements, for the release's query digest.
    static let statements =
        "members who consent to version 2; courses, when they began and from where; current evaluations; blocks; what was drawn; advice that passed; rules 2"

    /// How long an account waits before its answers are drawn: whoever makes many cannot use them at once.
    static let wait: Duration = .days(14)

    /// One snapshot: everything is read in the transaction that is handed in.
    static func tally(
        _ blocks: [Block], catalogue: Catalogue, now: Instant, in tx: Transaction
    ) throws -> Tally {
        let size = try tx.first("SELECT COUNT(*) FROM courses") { try $0.get(0, as: Int.self) } ?? 0
        var tally = Tally(expecting: size)
        var ids = IDSequence(capacity: size)
        try readCourses(
            of: members(joinedBefore: now - wait, in: tx), catalogue, silentBefore: Silence.limit(dataThrough: now),
            into: &tally, &ids, in: tx)
        try readEvaluations(&ids, into: &tally, in: tx)
        try readDrawn(&ids, blocks, into: &tally, in: tx)
        return tally
    }

    /// Members who agree, numbered; the lowest bit says that they have waited, the next that they agree to the newest words.
    private static func members(joinedBefore limit: Instant, in tx: Transaction) throws -> IDTable {
        let size = try tx.first("SELECT COUNT(*) FROM members") { try $0.get(0, as: Int.self) } ?? 0
        var members = IDTable(capacity: size)
        var number: UInt32 = 0
        try AccountsFeature.forEachConsenting(in: tx) { member, joined, isInFigures in
            members.set(member, number << 2 | (isInFigures ? 2 : 0) | (joined <= limit ? 1 : 0))
            number += 1
        }
        return members
    }

    private static func readCourses(
        of members: IDTable, _ catalogue: Catalogue, silentBefore: Instant, into tally: inout Tally,
        _ ids: inout IDSequence, in tx: Transaction
    ) throws {
        var cells = PairCells()
        var people = People(members: members)
        var sources = Sources()
        var throttle = Throttle()
        try tx.forEach(
            """
            SELECT id, member_id, treatment_id, purpose_id, last_seen_at, ended IS NULL AND stop_reason IS NULL, stop_reason,
                source_id, started
            FROM courses
            """
        ) { row in
            throttle.step()
            let id = try row.get(0, as: ID<Pair>.self)
            guard let person = people.number(of: try row.get(1, as: ID<Person>?.self)) else { return }
            let pair = Pair(treatment: try row.get(2), purpose: try row.get(3))
            guard let cell = cells.cell(pair, catalogue, &tally) else { return }
            var (flags, source, begun): (Tally.Flags, UInt16, Begun) = ([], 0, .unknown)
            if person.hasWaited { flags.insert(.hasWaited) }
            if !person.isInFigures { flags.insert(.adviceOnly) }
            if !person.isMember {
                source = sources.number(of: try row.get(7))
                flags.insert(source == 0 ? .adviceOnly : .imported)
            } else if person.isInFigures {
                begun = try row.get(8, as: String?.self).map { Begun($0) } ?? .unknown
                if try row.get(5, as: Bool.self), try row.get(4, as: Instant.self) < silentBefore {
                    flags.insert(.silent)
                }
            }
            let stop = try row.get(6, as: String?.self).flatMap(StopReasons.place)
            tally.entries.append(
                Tally.Entry(
                    course: id, person: person.number, cell: UInt32(truncatingIfNeeded: cell), flags: flags,
                    stop: stop.map { UInt8(truncatingIfNeeded: $0) } ?? 255, source: source, begun: begun))
            ids.append(id)
        }
    }

    /// The cells of pairs; none for words that the catalogue does not know, which might say who wrote them, and none for one
    /// that means an entry now: its courses are moved there within seconds, where their member may have one already.
    private struct PairCells {
        private var table = IDTable(capacity: 1024)
        private var numbers: [Int?] = []

        mutating func cell(_ pair: Pair, _ catalogue: Catalogue, _ tally: inout Tally) -> Int? {
            let key = IDTable.key(pair.treatment) &* 31 ^ IDTable.key(pair.purpose)
            if let number = table[key: key | 1] { return numbers[Int(number)] }
            let cell = Self.find(pair, catalogue, &tally)
            table.set(key: key | 1, UInt32(truncatingIfNeeded: numbers.count))
            numbers.append(cell)
            return cell
        }

        private static func find(_ pair: Pair, _ catalogue: Catalogue, _ tally: inout Tally) -> Int? {
            guard catalogue.treatment(pair.treatment)?.id == pair.treatment,
                catalogue.purpose(pair.purpose)?.purpose?.id == pair.purpose
            else { return nil }
            return tally.cell(pair)
        }
    }

    private static func readEvaluations(
        _ ids: inout IDSequence, into tally: inout Tally, in tx: Transaction
    ) throws {
        var throttle = Throttle()
        // One number for eight columns: reading a column costs more than all of this arithmetic.
        try tx.forEach(
            """
            SELECT id, course_id, evaluated_at, effectiveness + 8 * COALESCE(side_effects, 7) + 64 * COALESCE(adherence, 7)
                + 512 * COALESCE(burden, 7) + 4096 * COALESCE(cost, 7)
                + CASE WHEN advice IS NULL OR advice_hidden = TRUE OR advice_state <> 'passed' THEN 0 ELSE 32768 END
                + CASE WHEN got_worse IS NULL THEN 0 WHEN got_worse = TRUE THEN 131072 ELSE 65536 END
            FROM evaluations WHERE is_current = TRUE
            """
        ) { row in
            throttle.step()
            guard let place = ids.place(of: try row.get(1, as: ID<Pair>.self)) else { return }
            tally.set(
                Tally.Answers(
                    evaluation: try row.get(0), at: try row.get(2),
                    packed: UInt32(truncatingIfNeeded: try row.get(3, as: Int.self))),
                at: place)
        }
    }

    /// What was drawn of each course. Four numbers come as one: blocks in 24 bits each, then how often in two each.
    private static func readDrawn(
        _ ids: inout IDSequence, _ blocks: [Block], into tally: inout Tally, in tx: Transaction
    ) throws {
        let blocks = BlockPlaces(blocks)
        var earlier: [(place: Int, series: Series, evaluation: ID<Pair>?)] = []
        var throttle = Throttle()
        try tx.forEach(
            """
            SELECT course_id, helped_evaluation, details_evaluation, COALESCE(helped_block, 0)
                + 16777216 * COALESCE(details_block, 0) + 281474976710656 * (helped_times + 4 * details_times)
            FROM drawn
            """
        ) { row in
            throttle.step()
            guard let place = ids.place(of: try row.get(0, as: ID<Pair>.self)) else { return }
            let current = tally.entries[place].answers?.evaluation
            let (helped, packed) = (try row.get(1, as: ID<Pair>?.self), try row.get(3, as: Int.self))
            func mark(_ series: Series, _ block: Int, _ evaluation: ID<Pair>?, _ times: Int) -> Tally.Mark {
                var mark = Tally.Mark(block: -1, times: UInt8(times & 3), isCurrent: false, isKnown: true)
                guard let block = blocks.place(block & 0xFF_FFFF) else { return mark }
                (mark.block, mark.isCurrent) = (block, evaluation == current && current != nil)
                if !mark.isCurrent { earlier.append((place, series, evaluation)) }
                return mark
            }
            tally.entries[place].helped = mark(.helped, packed, helped, packed >> 48)
            tally.entries[place].details = mark(
                .details, packed >> 24, try row.get(2, as: ID<Pair>?.self) ?? helped, packed >> 50)
        }
        // One that is there no more is in no block.
        for start in stride(from: 0, to: earlier.count, by: 500) {
            let some = earlier.dropFirst(start).prefix(500)
            let there = Set(
                try tx.rows("SELECT id FROM evaluations WHERE id IN (\(SQL.list(some.compactMap(\.evaluation))))") {
                    try $0.get(0, as: ID<Pair>.self)
                })
            for one in some where one.evaluation.map({ !there.contains($0) }) ?? true {
                tally.entries[one.place][one.series].block = -1
            }
        }
    }

    /// The places of blocks by their numbers, which run on: an array says it faster than a dictionary.
    private struct BlockPlaces {
        private let first: Int
        private var places: [Int32]

        init(_ blocks: [Block]) {
            first = blocks.first?.id ?? 0
            places = [Int32](repeating: -1, count: max((blocks.last?.id ?? 0) - first + 1, 1))
            for (place, block) in blocks.enumerated() { places[block.id - first] = Int32(truncatingIfNeeded: place) }
        }

        func place(_ block: Int) -> Int32? {
            places.indices.contains(block - first) && places[block - first] >= 0 ? places[block - first] : nil
        }
    }

    /// What answers that are about to be counted name as side effects, by their place.
    static func named(_ tally: Tally, at places: [Int], in tx: Transaction) throws -> [Int: [ID<Symptom>]] {
        var named: [Int: [ID<Symptom>]] = [:]
        var throttle = Throttle()
        for start in stride(from: 0, to: places.count, by: 500) {
            let some = places.dropFirst(start).prefix(500).compactMap { place in
                tally.entries[place].answers.map { ($0.evaluation, place) }
            }
            let numbers = Dictionary(some) { first, _ in first }
            try tx.forEach(
                """
                SELECT evaluation_id, symptom_id FROM evaluation_side_effects
                WHERE evaluation_id IN (\(SQL.list(some.map(\.0))))
                """
            ) { row in
                throttle.step()
                guard let place = numbers[try row.get(0, as: ID<Pair>.self)] else { return }
                named[place, default: []].append(try row.get(1))
            }
        }
        return named
    }
}
