import Storage
import Vocabulary
import Web

/// Courses of treatment. Everybody sees and changes their own only.
enum CourseStore {
    /// A course on the page of one's record.
    struct Line: Sendable {
        let course: Course
        /// What was said last.
        let last: Evaluation?
    }

    /// What adding a course came to.
    enum Added: Sendable, Hashable {
        case new(ID<Course>)
        /// The person has one for this treatment and purpose already; it was left as it is.
        case known(ID<Course>)
    }

    /// The viewer's courses: ongoing ones first, the latest begun at the top.
    static func record(as viewer: Viewer, in tx: Transaction) throws -> [Line] {
        guard let member = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT \(columns), \(EvaluationStore.columns)
            FROM courses c LEFT JOIN evaluations e ON e.course_id = c.id AND e.is_current = TRUE
            WHERE c.member_id = \(member)
            ORDER BY (c.ended IS NOT NULL OR c.stop_reason IS NOT NULL), c.started DESC NULLS LAST, c.id DESC
            """
        ) { row in
            let last = try row.get(columnCount, as: ID<Evaluation>?.self)
            return Line(
                course: try course(row),
                last: try last.map { _ in try EvaluationStore.evaluation(row, from: columnCount) })
        }
    }

    /// One of the viewer's courses; nil for anybody else's.
    static func course(_ id: ID<Course>, as viewer: Viewer, in tx: Transaction) throws -> Course? {
        guard let member = viewer.personID else { return nil }
        return try tx.first("SELECT \(columns) FROM courses c WHERE c.id = \(id) AND c.member_id = \(member)", course)
    }

    /// The viewer's course of a treatment for a purpose.
    static func course(
        of treatment: ID<Treatment>, for purpose: Purpose, as viewer: Viewer, in tx: Transaction
    ) throws -> Course? {
        guard let member = viewer.personID else { return nil }
        return try course(of: treatment, for: purpose, of: member, in: tx)
    }

    static func course(
        of treatment: ID<Treatment>, for purpose: Purpose, of member: ID<Person>, in tx: Transaction
    ) throws -> Course? {
        try tx.first(
            """
            SELECT \(columns) FROM courses c WHERE c.member_id = \(member)
            AND c.treatment_id = \(treatment) AND c.purpose_id = \(purpose.id)
            """, course)
    }

    /// Adds a course. The identifier comes with the form: the same form sent again mends what it wrote.
    static func add(_ course: Course, as viewer: Viewer, now: Instant, in tx: Transaction) throws -> Added {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        if let known = try self.course(of: course.treatment, for: course.purpose, of: member, in: tx) {
            guard known.id == course.id else { return .known(known.id) }
            _ = try update(course, as: viewer, now: now, in: tx)
            return .new(course.id)
        }
        // The same form for another treatment: a course of its own. Forms carry only identifiers that were given to their
        // member (`Visit.sentFormID`), so nobody learns here whose an identifier is.
        let isTaken = try tx.first("SELECT id FROM courses WHERE id = \(course.id)") { _ in true } ?? false
        let id = isTaken ? ID<Course>.new(at: now) : course.id
        try tx.execute(
            """
            INSERT INTO courses (id, member_id, treatment_id, purpose_id, purpose_kind, started, ended, dose,
                stop_reason, created_at, last_seen_at)
            VALUES (\(id), \(member), \(course.treatment), \(course.purpose.id), \(course.purpose.kind.rawValue),
                \(course.started), \(course.ended), \(course.dose), \(course.stopReason?.rawValue), \(now), \(now))
            """)
        let (treatment, purpose) = (course.treatment, course.purpose.id)
        try VocabularyFeature.noteRecord(
            under: [ID(high: treatment.high, low: treatment.low), ID(high: purpose.high, low: purpose.low)], in: tx)
        return .new(id)
    }

    /// Changes dates, dose and reason of one of the viewer's courses; false where there is none.
    static func update(_ course: Course, as viewer: Viewer, now: Instant, in tx: Transaction) throws -> Bool {
        guard let member = viewer.personID else { return false }
        return try tx.execute(
            """
            UPDATE courses SET started = \(course.started), ended = \(course.ended), dose = \(course.dose),
                stop_reason = \(course.stopReason?.rawValue), last_seen_at = \(now)
            WHERE id = \(course.id) AND member_id = \(member)
            """) > 0
    }

    static func hasAny(as viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let member = viewer.personID else { return false }
        return try tx.first("SELECT 1 FROM courses WHERE member_id = \(member) LIMIT 1") { _ in true } ?? false
    }

    /// Deletes one of the viewer's courses with its evaluations; false where there is none.
    static func remove(_ id: ID<Course>, as viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let member = viewer.personID else { return false }
        let count = try tx.execute("DELETE FROM courses WHERE id = \(id) AND member_id = \(member)")
        if count > 0 { try tx.noteTakedown() }
        return count > 0
    }

    static let columns: SQL = """
        c.id, c.treatment_id, c.purpose_id, c.purpose_kind, c.started, c.ended, c.dose, c.stop_reason
        """
    static let columnCount = 8

    /// Reads `columns`, which come first.
    static func course(_ row: Row) throws -> Course {
        guard let purpose = Purpose(id: try row.get(2), kind: try row.get(3)) else {
            throw StorageError.other("a course has no purpose that is known")
        }
        return Course(
            id: try row.get(0), treatment: try row.get(1), purpose: purpose, started: try row.get(4),
            ended: try row.get(5), dose: try row.get(6),
            stopReason: try row.get(7, as: String?.self).flatMap(StopReason.init))
    }
}
