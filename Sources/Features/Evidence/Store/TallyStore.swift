import Accounts
import Journal
import Storage
import Vocabulary

/// Reads the journal once for a release: whole tables in the order they lie in, joined in memory. The joins in SQL took
/// 25 seconds of 2.5 million evaluations; these scans take a few.
///
/// Counted is who agrees now to the use of their health data, every imported evaluation, and what stays of members who have
/// left: each of their courses as another person's, for nothing says which belong together.
enum TallyStore {
    /// The statements, for the release's query digest.
    static let statements =
        "members who consent; courses; current evaluations; their side effects; advice that passed; former members; rules 1"

    /// One snapshot: everything is read in the transaction that is handed in.
    static func tally(catalogue: Catalogue, dataThrough: Instant, in tx: Transaction) throws -> Tally {
        let size = try tx.first("SELECT COUNT(*) FROM courses") { try $0.get(0, as: Int.self) } ?? 0
        var tally = Tally(expecting: size)
        // What a step leaves to the next is held by nobody else: its memory is free as soon as it has been used.
        let evaluations = try readEvaluations(
            of: readCourses(
                of: consenting(in: tx), size: size, catalogue: catalogue,
                silentBefore: Silence.limit(dataThrough: dataThrough), into: &tally, in: tx),
            size: size, into: &tally, in: tx)
        try readSymptoms(of: evaluations, catalogue: catalogue, into: &tally, in: tx)
        return tally
    }

    /// A course that counts: whose, and the cell of its pair.
    private struct Courses {
        var ids: IDSequence
        var cells: [UInt32] = []
        var people: [UInt32] = []
    }

    /// Members who agree, numbered.
    private static func consenting(in tx: Transaction) throws -> IDTable {
        let size = try tx.first("SELECT COUNT(*) FROM members") { try $0.get(0, as: Int.self) } ?? 0
        var members = IDTable(capacity: size)
        var number: UInt32 = 0
        try AccountsFeature.forEachConsenting(in: tx) { member in
            members.set(member, number)
            number += 1
        }
        return members
    }

    private static func readCourses(
        of members: IDTable, size: Int, catalogue: Catalogue, silentBefore: Instant, into tally: inout Tally,
        in tx: Transaction
    ) throws -> Courses {
        var courses = Courses(ids: IDSequence(capacity: size))
        courses.cells.reserveCapacity(size)
        courses.people.reserveCapacity(size)
        var cells = PairCells()
        var people = People(members: members)
        var throttle = Throttle()
        try tx.forEach(
            """
            SELECT id, member_id, treatment_id, purpose_id, last_seen_at, ended IS NULL AND stop_reason IS NULL, stop_reason,
                member_id IS NULL AND source_id <> \(JournalFeature.formerSource)
            FROM courses
            """
        ) { row in
            throttle.step()
            let id = try row.get(0, as: ID<Pair>.self)
            let member = try row.get(1, as: ID<Person>?.self)
            guard let person = people.number(of: member) else { return }
            let pair = Pair(treatment: try row.get(2), purpose: try row.get(3))
            guard let cell = cells.cell(pair, catalogue, &tally) else { return }
            let isOngoing = try row.get(5, as: Bool.self)
            let lastSeen = try row.get(4, as: Instant.self)
            let isImported = try row.get(7, as: Bool.self)
            let isSilent = !isImported && isOngoing && lastSeen < silentBefore
            tally.add(
                Tally.Course(
                    isImported: isImported, isSilent: isSilent,
                    stop: try row.get(6, as: String?.self).flatMap(StopReasons.place)),
                to: cell)
            courses.ids.append(id)
            courses.cells.append(UInt32(truncatingIfNeeded: cell))
            courses.people.append(person)
        }
        return courses
    }

    /// Who wrote a course, as a number.
    private struct People {
        let members: IDTable
        private var last: (member: ID<Person>, number: UInt32?)?
        private var imported = UInt32.max

        init(members: IDTable) { self.members = members }

        /// Nil for a member who does not agree. Whose course was imported is counted down from the highest number: each is
        /// another person.
        mutating func number(of member: ID<Person>?) -> UInt32? {
            guard let member else {
                imported -= 1
                return imported
            }
            // A member's courses mostly lie together.
            if let last, last.member == member { return last.number }
            last = (member, members[member])
            return last?.number
        }
    }

    /// The cells of pairs, under the identifiers that the catalogue has for them; none for words that it does not know,
    /// which might say who wrote them.
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
            guard let treatment = catalogue.treatment(pair.treatment),
                let purpose = catalogue.purpose(pair.purpose)?.purpose
            else { return nil }
            return tally.cell(Pair(treatment: treatment.id, purpose: purpose.id))
        }
    }

    /// Evaluations that may name side effects, and their cells.
    private struct Evaluations {
        var ids: IDSequence
        var cells: [UInt32] = []
    }

    private static func readEvaluations(
        of courses: Courses, size: Int, into tally: inout Tally, in tx: Transaction
    ) throws -> Evaluations {
        var ids = courses.ids
        var evaluations = Evaluations(ids: IDSequence(capacity: size))
        var throttle = Throttle()
        try tx.forEach(
            """
            SELECT id, course_id, evaluated_at, effectiveness + 8 * COALESCE(side_effects, 7) + 64 * COALESCE(adherence, 7)
                + 512 * COALESCE(burden, 7) + 4096 * COALESCE(cost, 7)
                + CASE WHEN advice IS NULL OR advice_hidden = TRUE OR advice_state <> 'passed' THEN 0 ELSE 32768 END
            FROM evaluations WHERE is_current = TRUE
            """
        ) { row in
            throttle.step()
            guard let number = ids.place(of: try row.get(1, as: ID<Pair>.self)) else { return }
            let cell = courses.cells[number]
            let id = try row.get(0, as: ID<Pair>.self)
            let packed = try row.get(3, as: Int.self)
            let severity = Self.answer(packed >> 3)
            tally.add(
                Tally.Answers(
                    id: id, person: courses.people[number], at: try row.get(2), step: packed & 7, severity: severity,
                    adherence: Self.answer(packed >> 6), burden: Self.answer(packed >> 9),
                    cost: Self.answer(packed >> 12), hasAdvice: packed & 32768 != 0),
                to: Int(cell))
            // Whoever says "none" names none.
            if severity != 0 {
                evaluations.ids.append(id)
                evaluations.cells.append(cell)
            }
        }
        return evaluations
    }

    /// An answer of 0…4 from its three bits, of which 7 is none. One number for six columns: reading a column costs more
    /// than all of this arithmetic.
    private static func answer(_ bits: Int) -> Int? { bits & 7 == 7 ? nil : bits & 7 }

    private static func readSymptoms(
        of evaluations: Evaluations, catalogue: Catalogue, into tally: inout Tally, in tx: Transaction
    ) throws {
        var ids = evaluations.ids
        var throttle = Throttle()
        try tx.forEach("SELECT evaluation_id, symptom_id FROM evaluation_side_effects") { row in
            throttle.step()
            guard let number = ids.place(of: try row.get(0, as: ID<Pair>.self)),
                let symptom = catalogue.symptom(try row.get(1, as: ID<Symptom>.self))
            else { return }
            tally.add(symptom: symptom.id, to: Int(evaluations.cells[number]))
        }
    }
}
