import Accounts
import Storage
import Vocabulary

/// Reads the journal once for a release: whole tables in the order they lie in, joined in memory. The joins in SQL took
/// 25 seconds of 2.5 million evaluations, these scans a few.
///
/// Counted is who agrees now to the use of their health data, and every imported evaluation.
enum TallyStore {
    /// The statements, for the release's query digest.
    static let statements = "members who consent; courses; current evaluations; their side effects; rules 1"

    /// One snapshot: everything is read in the transaction that is handed in.
    static func tally(catalogue: Catalogue, dataThrough: Instant, in tx: Transaction) throws -> Tally {
        let members = try consenting(in: tx)
        let size = try tx.first("SELECT COUNT(*) FROM courses") { try $0.get(0, as: Int.self) } ?? 0
        var tally = Tally(expecting: size)
        let courses = try read(
            members, size: size, catalogue: catalogue, silentBefore: Silence.limit(dataThrough: dataThrough),
            into: &tally, in: tx)
        let evaluations = try readEvaluations(of: courses, size: size, into: &tally, in: tx)
        try readSymptoms(of: evaluations, catalogue: catalogue, into: &tally, in: tx)
        return tally
    }

    /// A course that counts: whose, and the cell of its pair.
    private struct Courses {
        var table: IDTable
        var cells: [UInt32] = []
        var people: [UInt64] = []
    }

    private static func consenting(in tx: Transaction) throws -> IDTable {
        let size = try tx.first("SELECT COUNT(*) FROM members") { try $0.get(0, as: Int.self) } ?? 0
        var members = IDTable(capacity: size)
        try AccountsFeature.forEachConsenting(in: tx) { members.set($0, 1) }
        return members
    }

    private static func read(
        _ members: IDTable, size: Int, catalogue: Catalogue, silentBefore: Instant, into tally: inout Tally,
        in tx: Transaction
    ) throws -> Courses {
        var courses = Courses(table: IDTable(capacity: size))
        courses.cells.reserveCapacity(size)
        courses.people.reserveCapacity(size)
        var cells: [Pair: Int] = [:]
        try tx.forEach(
            """
            SELECT id, member_id, treatment_id, purpose_id, last_seen_at, ended IS NULL AND stop_reason IS NULL, stop_reason
            FROM courses
            """
        ) { row in
            let id = try row.get(0, as: ID<Pair>.self)
            let member = try row.get(1, as: ID<Person>?.self)
            if let member, members[member] == nil { return }
            let pair = Pair(treatment: try row.get(2), purpose: try row.get(3))
            let cell = cells[pair] ?? Self.cell(pair, catalogue, &tally)
            cells[pair] = cell
            guard cell >= 0 else { return }
            let isOngoing = try row.get(5, as: Bool.self)
            let lastSeen = try row.get(4, as: Instant.self)
            let isSilent = member != nil && isOngoing && lastSeen < silentBefore
            tally.add(
                Tally.Course(
                    isImported: member == nil, isSilent: isSilent,
                    stop: try row.get(6, as: String?.self).flatMap(StopReasons.place)),
                to: cell)
            courses.table.set(id, UInt32(truncatingIfNeeded: courses.cells.count))
            courses.cells.append(UInt32(truncatingIfNeeded: cell))
            courses.people.append(member.map { IDTable.key($0) } ?? IDTable.key(id))
        }
        return courses
    }

    /// The cell of a pair, under the identifiers that the catalogue has for it; -1 for words that it does not know, which
    /// might say who wrote them.
    private static func cell(_ pair: Pair, _ catalogue: Catalogue, _ tally: inout Tally) -> Int {
        guard let treatment = catalogue.treatment(pair.treatment),
            let purpose = catalogue.purpose(pair.purpose)?.purpose
        else { return -1 }
        return tally.cell(Pair(treatment: treatment.id, purpose: purpose.id))
    }

    private static func readEvaluations(
        of courses: Courses, size: Int, into tally: inout Tally, in tx: Transaction
    ) throws -> IDTable {
        var evaluations = IDTable(capacity: size)
        try tx.forEach(
            """
            SELECT id, course_id, evaluated_at, effectiveness, side_effects, adherence, burden, cost, advice IS NOT NULL
            FROM evaluations WHERE is_current = TRUE
            """
        ) { row in
            guard let number = courses.table[try row.get(1, as: ID<Pair>.self)] else { return }
            let cell = courses.cells[Int(number)]
            let id = try row.get(0, as: ID<Pair>.self)
            tally.add(
                Tally.Answers(
                    id: id, person: courses.people[Int(number)], at: try row.get(2), step: try row.get(3),
                    severity: try row.get(4), adherence: try row.get(5), burden: try row.get(6), cost: try row.get(7),
                    hasAdvice: try row.get(8)),
                to: Int(cell))
            evaluations.set(id, cell)
        }
        return evaluations
    }

    private static func readSymptoms(
        of evaluations: IDTable, catalogue: Catalogue, into tally: inout Tally, in tx: Transaction
    ) throws {
        try tx.forEach("SELECT evaluation_id, symptom_id FROM evaluation_side_effects") { row in
            guard let cell = evaluations[try row.get(0, as: ID<Pair>.self)],
                let symptom = catalogue.symptom(try row.get(1, as: ID<Symptom>.self))
            else { return }
            tally.add(symptom: symptom.id, to: Int(cell))
        }
    }
}
