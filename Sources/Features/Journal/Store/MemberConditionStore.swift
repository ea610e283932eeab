import Storage
import Vocabulary

/// What members live with. Everybody sees and changes their own only.
enum MemberConditionStore {
    /// The viewer's conditions, the one named first at the top.
    static func conditions(as viewer: Viewer, in tx: Transaction) throws -> [MemberCondition] {
        guard let member = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT condition_id, since FROM member_conditions WHERE member_id = \(member)
            ORDER BY created_at, condition_id
            """
        ) { MemberCondition(condition: try $0.get(0), since: try $0.get(1)) }
    }

    /// Adds a condition, or mends since when the person has it. Twice is once.
    static func add(_ condition: MemberCondition, as viewer: Viewer, now: Instant, in tx: Transaction) throws {
        guard let member = viewer.personID else { return }
        try tx.execute(
            """
            INSERT INTO member_conditions (member_id, condition_id, since, created_at)
            VALUES (\(member), \(condition.condition), \(condition.since), \(now))
            ON CONFLICT (member_id, condition_id) DO UPDATE
            SET since = COALESCE(excluded.since, member_conditions.since)
            """)
        let word = ID<ProposedWord>(high: condition.condition.high, low: condition.condition.low)
        try VocabularyFeature.noteRecord(under: [word], in: tx)
    }

    /// Says since when, of a condition that the person has. False where they have not.
    static func setSince(_ since: PartialDate, of condition: ID<Condition>, as viewer: Viewer, in tx: Transaction)
        throws
        -> Bool
    {
        guard let member = viewer.personID else { return false }
        return try tx.execute(
            """
            UPDATE member_conditions SET since = \(since)
            WHERE member_id = \(member) AND condition_id = \(condition)
            """) > 0
    }

    /// Takes a condition off the person's list; courses recorded for it stay.
    static func remove(_ condition: ID<Condition>, as viewer: Viewer, in tx: Transaction) throws {
        guard let member = viewer.personID else { return }
        try tx.execute("DELETE FROM member_conditions WHERE member_id = \(member) AND condition_id = \(condition)")
    }
}
