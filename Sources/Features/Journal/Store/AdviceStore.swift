package import Storage

/// What others read of evaluations: the column `advice_hidden`.
enum AdviceStore {
    /// Takes advice out of others' sight or brings it back, with the same words in other evaluations of its course.
    static func setHidden(_ isHidden: Bool, _ evaluation: ID<Evaluation>, in tx: Transaction) throws {
        let changed = try tx.execute(
            """
            UPDATE evaluations SET advice_hidden = \(isHidden)
            WHERE advice_hidden <> \(isHidden) AND (id = \(evaluation)
                OR (course_id, advice) IN (SELECT o.course_id, o.advice FROM evaluations o WHERE o.id = \(evaluation)))
            """)
        if changed > 0 { try tx.noteTakedown() }
    }

    /// Whether the same words about a course are out of others' sight: sent anew they stay so.
    static func isHidden(_ words: String?, of course: ID<Course>, in tx: Transaction) throws -> Bool {
        guard let words else { return false }
        return try tx.first(
            """
            SELECT 1 FROM evaluations WHERE course_id = \(course) AND advice = \(words) AND advice_hidden = TRUE
                AND advice_state = 'passed' LIMIT 1
            """
        ) { _ in true } ?? false
    }
}

extension JournalFeature {
    /// Takes advice out of the sight of all but who wrote it, or brings it back, by its evaluation's identifier. What is not
    /// there is no error.
    package static func setAdviceHidden(_ isHidden: Bool, of evaluation: String, in tx: Transaction) throws {
        guard let id = ID<Evaluation>(evaluation) else { return }
        try AdviceStore.setHidden(isHidden, id, in: tx)
    }
}
