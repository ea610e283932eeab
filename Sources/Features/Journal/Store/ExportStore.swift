import Storage

/// Reads everything that a member recorded.
enum ExportStore {
    typealias CourseRecord = (course: Course, evaluations: [Evaluation])

    static func all(
        of member: ID<Person>, in tx: Transaction
    ) throws -> (conditions: [MemberCondition], courses: [CourseRecord]) {
        let courses = try tx.rows(
            "SELECT \(CourseStore.columns) FROM courses c WHERE c.member_id = \(member) ORDER BY c.id",
            CourseStore.course)
        return (
            try MemberConditionStore.conditions(of: member, tx),
            try courses.map { ($0, try EvaluationStore.history(of: $0.id, member: member, tx)) }
        )
    }
}
