import Storage
import Vocabulary

/// Evaluations: dated, repeated, kept; the newest of a course is the current one. One's own only.
struct EvaluationStore: Sendable {
    let database: Database

    /// What a person sent about one of their courses.
    struct Entry: Sendable {
        /// Came with the form: the same form sent again mends what it wrote.
        let id: ID<Evaluation>
        let course: ID<Course>
        let answers: EvaluationAnswers
        let remembered: PartialDate?
        /// Nil when the person did not say whether they still take it.
        let isOver: Bool?
        let ended: PartialDate?
    }

    /// A course's evaluations, the newest first; empty for anybody else's course.
    func history(of course: ID<Course>, as viewer: Viewer) async throws -> [Evaluation] {
        guard let member = viewer.personID else { return [] }
        return try await database.read { try Self.history(of: course, member: member, $0) }
    }

    static func history(of course: ID<Course>, member: ID<Person>, _ tx: Transaction) throws -> [Evaluation] {
        let evaluations = try tx.rows(
            """
            SELECT \(columns) FROM evaluations e JOIN courses c ON c.id = e.course_id
            WHERE e.course_id = \(course) AND c.member_id = \(member) ORDER BY e.evaluated_at DESC, e.id DESC
            """
        ) { try evaluation($0) }
        let named = try tx.rows(
            """
            SELECT s.evaluation_id, s.symptom_id FROM evaluation_side_effects s
            JOIN evaluations e ON e.id = s.evaluation_id JOIN courses c ON c.id = e.course_id
            WHERE e.course_id = \(course) AND c.member_id = \(member) ORDER BY s.evaluation_id, s.symptom_id
            """
        ) { (evaluation: try $0.get(0, as: ID<Evaluation>.self), symptom: try $0.get(1, as: ID<Symptom>.self)) }
        let symptoms = Dictionary(grouping: named, by: \.evaluation).mapValues { $0.map(\.symptom) }
        return evaluations.map { evaluation in
            var evaluation = evaluation
            evaluation.answers.symptoms = symptoms[evaluation.id] ?? []
            return evaluation
        }
    }

    /// The viewer's current evaluation of a treatment for a purpose.
    func current(of treatment: ID<Treatment>, for purpose: Purpose, as viewer: Viewer) async throws -> Evaluation? {
        guard let member = viewer.personID else { return nil }
        return try await database.read { tx in
            let course = try CourseStore.course(of: treatment, for: purpose, of: member, tx)
            return try course.flatMap { try Self.history(of: $0.id, member: member, tx).first(where: \.isCurrent) }
        }
    }

    /// Writes an evaluation down, ends or resumes the course if the person said so, and finds the newest anew.
    /// Returns the course, or nil where the viewer has none of that identifier.
    func save(_ entry: Entry, as viewer: Viewer, now: Instant) async throws -> Course? {
        guard let member = viewer.personID else { return nil }
        return try await database.write { tx in
            guard var course = try CourseStore.course(entry.course, of: member, tx) else { return nil }
            if let isOver = entry.isOver {
                course.ended = isOver ? entry.ended ?? course.ended : nil
                course.stopReason = isOver ? entry.answers.stopReason : nil
            }
            try CourseStore.update(course, of: member, now: now, tx)
            try Self.write(entry, of: course, now: now, tx)
            try Self.findCurrent(of: course.id, tx)
            return course
        }
    }

    /// Deletes one of the viewer's evaluations; the one before it becomes current. False where there is none.
    func remove(_ id: ID<Evaluation>, of course: ID<Course>, as viewer: Viewer) async throws -> Bool {
        guard let member = viewer.personID else { return false }
        return try await database.write { tx in
            guard try CourseStore.course(course, of: member, tx) != nil else { return false }
            let count = try tx.execute("DELETE FROM evaluations WHERE id = \(id) AND course_id = \(course)")
            if count > 0 { try Self.findCurrent(of: course, tx) }
            return count > 0
        }
    }

    private static func write(_ entry: Entry, of course: Course, now: Instant, _ tx: Transaction) throws {
        let owner = try tx.first("SELECT course_id FROM evaluations WHERE id = \(entry.id)") {
            try $0.get(0, as: ID<Course>.self)
        }
        let answers = entry.answers
        let moment = Evaluation.moment(of: entry.remembered, now: now)
        let id = owner == nil || owner == course.id ? entry.id : ID<Evaluation>.new(at: now)
        // Without a remembered date a form that is sent again keeps the time at which it was sent first.
        try tx.execute(
            """
            INSERT INTO evaluations (id, course_id, treatment_id, purpose_id, evaluated_at, remembered, effectiveness,
                side_effects, adherence, burden, cost, advice, stop_reason, is_current)
            VALUES (\(id), \(course.id), \(course.treatment), \(course.purpose.id), \(moment), \(entry.remembered),
                \(answers.effectiveness.rawValue), \(answers.sideEffects?.rawValue), \(answers.adherence?.rawValue),
                \(answers.burden?.rawValue), \(answers.cost?.rawValue), \(answers.advice),
                \(answers.stopReason?.rawValue), FALSE)
            ON CONFLICT (id) DO UPDATE SET
                evaluated_at = CASE WHEN evaluations.remembered IS NULL AND excluded.remembered IS NULL
                    THEN evaluations.evaluated_at ELSE excluded.evaluated_at END,
                remembered = excluded.remembered, effectiveness = excluded.effectiveness,
                side_effects = excluded.side_effects, adherence = excluded.adherence, burden = excluded.burden,
                cost = excluded.cost, advice = excluded.advice, stop_reason = excluded.stop_reason
            """)
        try tx.execute("DELETE FROM evaluation_side_effects WHERE evaluation_id = \(id)")
        for symptom in Set(answers.symptoms).sorted() {
            try tx.execute(
                "INSERT INTO evaluation_side_effects (evaluation_id, symptom_id) VALUES (\(id), \(symptom))")
        }
        let words = answers.symptoms.map { ID<ProposedWord>(high: $0.high, low: $0.low) }
        try VocabularyFeature.noteRecord(under: words, in: tx)
    }

    /// Marks the newest evaluation of a course and no other.
    static func findCurrent(of course: ID<Course>, _ tx: Transaction) throws {
        try tx.execute(
            "UPDATE evaluations SET is_current = FALSE WHERE course_id = \(course) AND is_current = TRUE")
        try tx.execute(
            """
            UPDATE evaluations SET is_current = TRUE WHERE id = (SELECT id FROM evaluations
                WHERE course_id = \(course) ORDER BY evaluated_at DESC, id DESC LIMIT 1)
            """)
    }

    static let columns: SQL = """
        e.id, e.course_id, e.evaluated_at, e.remembered, e.effectiveness, e.side_effects, e.adherence, e.burden,
        e.cost, e.advice, e.stop_reason, e.is_current
        """

    /// Reads `columns`, the first of which stands at `first`; without side effects by name.
    static func evaluation(_ row: Row, from first: Int = 0) throws -> Evaluation {
        func step<Step: RawRepresentable<Int>>(_ index: Int, _: Step.Type) throws -> Step? {
            try row.get(first + index, as: Int?.self).flatMap(Step.init)
        }
        let answers = EvaluationAnswers(
            effectiveness: try step(4, Effectiveness.self) ?? .notAtAll,
            sideEffects: try step(5, SideEffectSeverity.self), adherence: try step(6, Adherence.self),
            burden: try step(7, Burden.self), cost: try step(8, Cost.self), advice: try row.get(first + 9),
            stopReason: try row.get(first + 10, as: String?.self).flatMap(StopReason.init))
        return Evaluation(
            id: try row.get(first), course: try row.get(first + 1), evaluatedAt: try row.get(first + 2),
            remembered: try row.get(first + 3), answers: answers, isCurrent: try row.get(first + 11))
    }
}
