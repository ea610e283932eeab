import Storage
import Vocabulary

/// What is asked and mended where records are taken in from a member's file.
enum TakingInStore {
    static func has(_ condition: ID<Condition>, as viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let member = viewer.personID else { return false }
        return try tx.first(
            "SELECT 1 FROM member_conditions WHERE member_id = \(member) AND condition_id = \(condition)"
        ) { _ in true } ?? false
    }

    /// Whether something was said of a course at that time. What was changed since the file was made stands here as it is now.
    static func has(_ at: Instant, of course: ID<Course>, in tx: Transaction) throws -> Bool {
        try tx.first("SELECT 1 FROM evaluations WHERE course_id = \(course) AND evaluated_at = \(at)") { _ in true }
            ?? false
    }

    /// Whether the same was said of a time that somebody remembered: several may be of one day.
    static func has(
        _ answers: EvaluationAnswers, _ remembered: PartialDate, of course: ID<Course>, in tx: Transaction
    ) throws -> Bool {
        // Where it was not offered to say that it got worse, nobody knows that it was something else.
        let worse: SQL = answers.gotWorse.map { "AND COALESCE(got_worse, \($0)) = \($0)" } ?? SQL()
        return try tx.first(
            """
            SELECT 1 FROM evaluations WHERE course_id = \(course) AND remembered = \(remembered)
                AND effectiveness = \(answers.effectiveness.rawValue)
                \(worse)
                AND COALESCE(side_effects, -1) = \(answers.sideEffects?.rawValue ?? -1)
                AND COALESCE(adherence, -1) = \(answers.adherence?.rawValue ?? -1)
                AND COALESCE(burden, -1) = \(answers.burden?.rawValue ?? -1)
                AND COALESCE(cost, -1) = \(answers.cost?.rawValue ?? -1)
                AND COALESCE(advice, '') = \(answers.advice ?? "")
                AND COALESCE(stop_reason, '') = \(answers.stopReason?.rawValue ?? "")
            """
        ) { _ in true } ?? false
    }

    /// When something was said of a course last.
    static func changed(_ course: ID<Course>, in tx: Transaction) throws -> Instant {
        try tx.first("SELECT last_seen_at FROM courses WHERE id = \(course)") { try $0.get(0) }
            ?? Instant(milliseconds: 0)
    }

    static func setChanged(_ at: Instant, _ course: ID<Course>, in tx: Transaction) throws {
        try tx.execute("UPDATE courses SET last_seen_at = \(at) WHERE id = \(course)")
    }
}
