import Storage
import Vocabulary

/// Evaluations: dated, repeated, kept; the newest of a course is the current one. One's own only.
enum EvaluationStore {
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
        /// Whether others may read its advice.
        var adviceState = AdviceState.unread

        var withoutAdvice: Entry {
            var answers = answers
            answers.advice = nil
            return Entry(
                id: id, course: course, answers: answers, remembered: remembered, isOver: isOver, ended: ended)
        }
    }

    /// A course's evaluations, the newest first; empty for anybody else's course.
    static func history(of course: ID<Course>, as viewer: Viewer, in tx: Transaction) throws -> [Evaluation] {
        guard let member = viewer.personID else { return [] }
        return try evaluations("e.course_id = \(course) AND c.member_id = \(member)", in: tx)
    }

    /// A course's evaluations behind a place, the oldest first.
    static func page(
        of course: ID<Course>, after: ExportStore.EvaluationKey?, limit: Int, in tx: Transaction
    ) throws -> [Evaluation] {
        let behind: SQL = after.map { "AND (e.evaluated_at, e.id) > (\($0.at), \($0.id))" } ?? SQL()
        let page: SQL = """
            FROM evaluations e WHERE e.course_id = \(course) \(behind) ORDER BY e.evaluated_at, e.id LIMIT \(limit)
            """
        return try named(
            try tx.rows("SELECT \(columns) \(page)") { try evaluation($0) },
            """
            SELECT s.evaluation_id, s.symptom_id FROM (SELECT e.id \(page)) AS p
            JOIN evaluation_side_effects s ON s.evaluation_id = p.id ORDER BY s.evaluation_id, s.symptom_id
            """, in: tx)
    }

    private static func evaluations(_ condition: SQL, in tx: Transaction) throws -> [Evaluation] {
        try named(
            try tx.rows(
                """
                SELECT \(columns) FROM evaluations e JOIN courses c ON c.id = e.course_id
                WHERE \(condition) ORDER BY e.evaluated_at DESC, e.id DESC
                """
            ) { try evaluation($0) },
            """
            SELECT s.evaluation_id, s.symptom_id FROM evaluation_side_effects s
            JOIN evaluations e ON e.id = s.evaluation_id JOIN courses c ON c.id = e.course_id
            WHERE \(condition) ORDER BY s.evaluation_id, s.symptom_id
            """, in: tx)
    }

    /// The evaluations with their side effects by name, which a query finds by evaluation and symptom.
    private static func named(_ evaluations: [Evaluation], _ query: SQL, in tx: Transaction) throws -> [Evaluation] {
        let named = try tx.rows(query) {
            (evaluation: try $0.get(0, as: ID<Evaluation>.self), symptom: try $0.get(1, as: ID<Symptom>.self))
        }
        let symptoms = Dictionary(grouping: named, by: \.evaluation).mapValues { $0.map(\.symptom) }
        return evaluations.map { evaluation in
            var evaluation = evaluation
            evaluation.answers.symptoms = symptoms[evaluation.id] ?? []
            return evaluation
        }
    }

    /// Writes an evaluation down, ends or resumes the course if the person said so, and marks the newest anew.
    /// Returns the course, or nil where the viewer has none of that identifier.
    static func save(_ entry: Entry, as viewer: Viewer, now: Instant, in tx: Transaction) throws -> Course? {
        guard var course = try CourseStore.course(entry.course, as: viewer, in: tx) else { return nil }
        if let isOver = entry.isOver {
            course.ended = isOver ? entry.ended ?? course.ended : nil
            course.stopReason = isOver ? entry.answers.stopReason : nil
        }
        _ = try CourseStore.update(course, as: viewer, now: now, in: tx)
        try write(entry, of: course, now: now, tx)
        try markNewestAsCurrent(of: course.id, in: tx)
        return course
    }

    /// Deletes one of the viewer's evaluations; the one before it becomes current. False where there is none.
    static func remove(
        _ id: ID<Evaluation>, of course: ID<Course>, as viewer: Viewer, in tx: Transaction
    ) throws -> Bool {
        guard try CourseStore.course(course, as: viewer, in: tx) != nil else { return false }
        let count = try tx.execute("DELETE FROM evaluations WHERE id = \(id) AND course_id = \(course)")
        guard count > 0 else { return false }
        try markNewestAsCurrent(of: course, in: tx)
        try tx.noteTakedown()
        return true
    }

    private static func write(_ entry: Entry, of course: Course, now: Instant, _ tx: Transaction) throws {
        let owner = try tx.first("SELECT course_id FROM evaluations WHERE id = \(entry.id)") {
            try $0.get(0, as: ID<Course>.self)
        }
        let answers = entry.answers
        let moment = Evaluation.moment(of: entry.remembered, now: now)
        let id = owner == nil || owner == course.id ? entry.id : ID<Evaluation>.new(at: now)
        let isHidden = try AdviceStore.isHidden(answers.advice, of: course.id, in: tx)
        // Sent again, it takes the place of words that others may have read.
        if owner != nil { try tx.noteTakedown() }
        // Without a remembered date a form that is sent again keeps the time at which it was sent first.
        try tx.execute(
            """
            INSERT INTO evaluations (id, course_id, treatment_id, purpose_id, evaluated_at, remembered, effectiveness,
                got_worse, side_effects, adherence, burden, cost, advice, advice_state, advice_hidden,
                stop_reason, is_current)
            VALUES (\(id), \(course.id), \(course.treatment), \(course.purpose.id), \(moment), \(entry.remembered),
                \(answers.effectiveness.rawValue), \(answers.gotWorse), \(answers.sideEffects?.rawValue),
                \(answers.adherence?.rawValue), \(answers.burden?.rawValue), \(answers.cost?.rawValue), \(answers.advice), \(entry.adviceState.rawValue),
                \(isHidden), \(answers.stopReason?.rawValue), FALSE)
            ON CONFLICT (id) DO UPDATE SET
                evaluated_at = CASE WHEN evaluations.remembered IS NULL AND excluded.remembered IS NULL
                    THEN evaluations.evaluated_at ELSE excluded.evaluated_at END,
                remembered = excluded.remembered, effectiveness = excluded.effectiveness,
                got_worse = excluded.got_worse, side_effects = excluded.side_effects, adherence = excluded.adherence, burden = excluded.burden,
                cost = excluded.cost, advice = excluded.advice, advice_state = excluded.advice_state,
                advice_hidden = (evaluations.advice_hidden = TRUE OR excluded.advice_hidden = TRUE),
                stop_reason = excluded.stop_reason
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
    static func markNewestAsCurrent(of course: ID<Course>, in tx: Transaction) throws {
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
        e.cost, e.advice, e.stop_reason, e.is_current, e.advice_state, e.got_worse
        """

    /// Reads `columns`, the first of which stands at `first`; without side effects by name.
    static func evaluation(_ row: Row, from first: Int = 0) throws -> Evaluation {
        func step<Step: RawRepresentable<Int>>(_ index: Int, _: Step.Type) throws -> Step? {
            try row.get(first + index, as: Int?.self).flatMap(Step.init)
        }
        let answers = EvaluationAnswers(
            effectiveness: try step(4, Effectiveness.self) ?? .notAtAll, gotWorse: try row.get(first + 13),
            sideEffects: try step(5, SideEffectSeverity.self), adherence: try step(6, Adherence.self),
            burden: try step(7, Burden.self), cost: try step(8, Cost.self), advice: try row.get(first + 9),
            stopReason: try row.get(first + 10, as: String?.self).flatMap(StopReason.init))
        return Evaluation(
            id: try row.get(first), course: try row.get(first + 1), evaluatedAt: try row.get(first + 2),
            remembered: try row.get(first + 3), answers: answers, isCurrent: try row.get(first + 11),
            adviceState: AdviceState(rawValue: try row.get(first + 12)) ?? .unread)
    }
}
