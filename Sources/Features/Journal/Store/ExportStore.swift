import Accounts
import Storage
import Vocabulary
import Web

/// Reads everything that a member recorded, a page at a time.
enum ExportStore {
    /// Whether others may read what a member wrote: only while they agree.
    static func isShown(_ member: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM members WHERE id = \(member) AND \(AccountsFeature.hasHealthConsent("members.id"))"
        ) { _ in true } ?? false
    }

    static func conditionCount(_ member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM member_conditions WHERE member_id = \(member)") { try $0.get(0) } ?? 0
    }

    static func conditions(
        of member: ID<Person>, after: ID<Condition>?, limit: Int, in tx: Transaction
    ) throws -> [(condition: MemberCondition, notedAt: Instant)] {
        let behind: SQL = after.map { "AND condition_id > \($0)" } ?? SQL()
        return try tx.rows(
            """
            SELECT condition_id, since, created_at FROM member_conditions WHERE member_id = \(member) \(behind)
            ORDER BY condition_id LIMIT \(limit)
            """
        ) { (MemberCondition(condition: try $0.get(0), since: try $0.get(1)), try $0.get(2)) }
    }

    static func courseCount(_ member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM courses WHERE member_id = \(member)") { try $0.get(0) } ?? 0
    }

    static func courses(
        of member: ID<Person>, after: ID<Course>?, limit: Int, in tx: Transaction
    ) throws -> [(course: Course, addedAt: Instant, changedAt: Instant)] {
        let behind: SQL = after.map { "AND c.id > \($0)" } ?? SQL()
        return try tx.rows(
            """
            SELECT \(CourseStore.columns), c.created_at, c.last_seen_at FROM courses c WHERE c.member_id = \(member) \(behind)
            ORDER BY c.id LIMIT \(limit)
            """
        ) { row in
            let count = CourseStore.columnCount
            return (try CourseStore.course(row), try row.get(count), try row.get(count + 1))
        }
    }

    static func evaluationCount(_ member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first(
            """
            SELECT COUNT(*) FROM courses c JOIN evaluations e ON e.course_id = c.id WHERE c.member_id = \(member)
            """
        ) { try $0.get(0) } ?? 0
    }

    /// Evaluations course by course and, of each, in the order of time, each with its course. An index leads to the place
    /// behind `after`, so that no page costs more than another.
    static func evaluations(
        of member: ID<Person>, after: EvaluationKey?, limit: Int, in tx: Transaction
    ) throws -> [(course: Course, evaluation: Evaluation)] {
        var found: [(course: Course, evaluation: Evaluation)] = []
        var behind = after
        var course: Course?
        if let after {
            course = try CourseStore.course(after.course, as: .person(member, roles: []), in: tx)
        }
        while found.count < limit {
            if let course {
                found += try EvaluationStore.page(of: course.id, after: behind, limit: limit - found.count, in: tx)
                    .map { (course, $0) }
                if found.count == limit { break }
            }
            // A course that has gone meanwhile: on to the next behind its identifier.
            course = try courses(of: member, after: course?.id ?? behind?.course, limit: 1, in: tx).first?.course
            behind = nil
            if course == nil { break }
        }
        return found
    }

    /// Where an evaluation stands in an export.
    struct EvaluationKey: Sendable, Hashable, LosslessStringConvertible {
        let course: ID<Course>
        let at: Instant
        let id: ID<Evaluation>

        init(_ evaluation: Evaluation) {
            (course, at, id) = (evaluation.course, evaluation.evaluatedAt, evaluation.id)
        }

        init?(_ text: String) {
            let fields = text.split(separator: "/").map(String.init)
            guard fields.count == 3, let course = ID<Course>(fields[0]), let at = Int64(fields[1]),
                let id = ID<Evaluation>(fields[2])
            else { return nil }
            (self.course, self.at, self.id) = (course, Instant(milliseconds: at), id)
        }

        var description: String { "\(course)/\(at.milliseconds)/\(id)" }
    }

    // MARK: Erasing

    static func eraseConditions(of member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            DELETE FROM member_conditions WHERE member_id = \(member) AND condition_id IN
                (SELECT condition_id FROM member_conditions WHERE member_id = \(member) LIMIT \(limit))
            """) == limit
    }

    /// Courses with their evaluations, of which one may have very many.
    static func eraseCourses(of member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        let courses = try tx.rows("SELECT id FROM courses WHERE member_id = \(member) ORDER BY id LIMIT \(limit)") {
            try $0.get(0, as: ID<Course>.self)
        }
        guard !courses.isEmpty else { return false }
        let these = SQL.list(courses)
        let evaluations = try tx.execute(
            """
            DELETE FROM evaluations WHERE id IN
                (SELECT id FROM evaluations WHERE course_id IN (\(these)) LIMIT \(limit))
            """)
        if evaluations == limit { return true }
        try tx.execute("DELETE FROM courses WHERE id IN (\(these))")
        return courses.count == limit
    }
}
