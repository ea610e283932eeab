import Storage

/// Reads everything that a member recorded.
enum ExportStore {
    typealias CourseRecord = (course: Course, evaluations: [Evaluation])

    static func all(
        of member: ID<Person>, in tx: Transaction
    ) throws -> (conditions: [MemberCondition], courses: [CourseRecord]) {
        let viewer = Viewer.person(member, roles: [])
        let courses = try tx.rows(
            "SELECT \(CourseStore.columns) FROM courses c WHERE c.member_id = \(member) ORDER BY c.id",
            CourseStore.course)
        let histories = try EvaluationStore.histories(as: viewer, in: tx)
        return (
            try MemberConditionStore.conditions(as: viewer, in: tx), courses.map { ($0, histories[$0.id] ?? []) }
        )
    }
}
