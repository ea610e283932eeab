import Storage

/// The table `safety_review_tries`.
enum ReviewTryStore {
    /// Counts one more on that day and answers how many there were. What is of earlier days goes.
    static func note(_ member: ID<Person>, on day: PartialDate, in tx: Transaction) throws -> Int {
        try tx.execute("DELETE FROM safety_review_tries WHERE day < \(day)")
        return try tx.first(
            """
            INSERT INTO safety_review_tries (member_id, day, tries) VALUES (\(member), \(day), 1)
            ON CONFLICT (member_id) DO UPDATE SET
                tries = CASE WHEN safety_review_tries.day = excluded.day THEN safety_review_tries.tries + 1 ELSE 1 END,
                day = excluded.day
            RETURNING tries
            """
        ) { try $0.get(0) } ?? 1
    }

    /// How often a member was told on their last such day.
    static func tries(of member: ID<Person>, in tx: Transaction) throws -> [(day: PartialDate, count: Int)] {
        try tx.rows("SELECT day, tries FROM safety_review_tries WHERE member_id = \(member)") {
            (try $0.get(0), try $0.get(1))
        }
    }
}
