import Accounts
import Storage

/// Whether others may read a sentence of advice: the column `advice_state` of the table `evaluations`.
enum AdviceReviewStore {
    /// A sentence that nobody has looked at yet.
    struct Unread: Sendable {
        let evaluation: ID<Evaluation>
        let words: String
        let isImported: Bool
    }

    /// Some of the sentences that nobody has looked at yet.
    static func unread(limit: Int, in tx: Transaction) throws -> [Unread] {
        try tx.rows(
            """
            SELECT e.id, e.advice, c.member_id IS NULL FROM evaluations e JOIN courses c ON c.id = e.course_id
            WHERE e.advice IS NOT NULL AND e.advice_state = 'unread' ORDER BY e.id LIMIT \(limit)
            """
        ) { Unread(evaluation: try $0.get(0), words: try $0.get(1), isImported: try $0.get(2)) }
    }

    /// Notes what was found; a sentence that was changed meanwhile has its own.
    static func note(_ read: [(sentence: Unread, state: AdviceState)], in tx: Transaction) throws {
        for (state, part) in Dictionary(grouping: read, by: \.state) {
            try tx.execute(
                """
                UPDATE evaluations SET advice_state = \(state.rawValue)
                WHERE advice_state = 'unread' AND id IN (\(SQL.list(part.map(\.sentence.evaluation))))
                """)
        }
        if read.contains(where: { $0.state == .passed }) { try tx.noteTakedown() }
    }

    /// Other words in an evaluation, or none, and whether others may read them. False where the viewer has no such one.
    static func set(
        _ words: String?, _ state: AdviceState, of id: ID<Evaluation>, _ course: ID<Course>, as viewer: Viewer,
        in tx: Transaction
    ) throws -> Bool {
        guard try CourseStore.course(course, as: viewer, in: tx) != nil else { return false }
        let isHidden = try AdviceStore.isHidden(words, of: course, in: tx)
        let changed = try tx.execute(
            """
            UPDATE evaluations SET advice = \(words), advice_state = \(state.rawValue),
                advice_hidden = (advice_hidden = TRUE OR \(isHidden) = TRUE)
            WHERE id = \(id) AND course_id = \(course)
            """)
        if changed > 0 { try tx.noteTakedown() }
        return changed > 0
    }

    /// What a moderator said of words that wait, or said anew of refused ones; a yes also brings back what stands in the
    /// place of hidden words. Does nothing where there are others now. Answers whether they went on.
    static func decide(_ id: ID<Evaluation>, isAllowed: Bool, in tx: Transaction) throws -> Bool {
        let state: AdviceState = isAllowed ? .passed : .refused
        let changed = try tx.execute(
            """
            UPDATE evaluations SET advice_state = \(state.rawValue),
                advice_hidden = (advice_hidden = TRUE AND \(isAllowed) = FALSE)
            WHERE id = \(id) AND advice_state IN ('waiting', 'refused')
            """)
        if changed > 0 { try tx.noteTakedown() }
        return isAllowed && changed > 0
    }

    /// Holds what waits or was refused of members who took their consent back; answers what it was.
    static func holdWithoutConsent(in tx: Transaction) throws -> [ID<Evaluation>] {
        try tx.rows(
            """
            UPDATE evaluations SET advice_state = 'held'
            WHERE advice_state IN ('waiting', 'refused') AND EXISTS (
                SELECT 1 FROM courses WHERE courses.id = evaluations.course_id AND courses.member_id IS NOT NULL
                    AND NOT \(AccountsFeature.hasHealthConsent("courses.member_id")))
            RETURNING id
            """
        ) { try $0.get(0) }
    }

    /// Whether words would stand in the place of others that were taken out of sight. Those were read once, so they have
    /// passed; whatever else stands there came after them.
    static func replacesHidden(
        _ words: String, in id: ID<Evaluation>, _ course: ID<Course>, in tx: Transaction
    ) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM evaluations WHERE id = \(id) AND course_id = \(course) AND advice_hidden = TRUE
                AND (advice IS NULL OR advice <> \(words) OR advice_state <> 'passed')
            """
        ) { _ in true } ?? false
    }

    /// Whether the same words about the same course may be read already: nobody need look twice.
    static func isPassed(_ words: String, of course: ID<Course>, in tx: Transaction) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM evaluations WHERE course_id = \(course) AND advice = \(words) AND advice_state = 'passed'
                AND advice_hidden = FALSE LIMIT 1
            """
        ) { _ in true } ?? false
    }
}
