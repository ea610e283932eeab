import Storage
import Vocabulary

/// What members live with. Everybody sees and changes their own only.
struct MemberConditionStore: Sendable {
    let database: Database

    /// The viewer's conditions, the one named first at the top.
    func conditions(as viewer: Viewer) async throws -> [MemberCondition] {
        guard let member = viewer.personID else { return [] }
        return try await database.read { try Self.conditions(of: member, $0) }
    }

    static func conditions(of member: ID<Person>, _ tx: Transaction) throws -> [MemberCondition] {
        try tx.rows(
            """
            SELECT condition_id, since FROM member_conditions WHERE member_id = \(member)
            ORDER BY created_at, condition_id
            """
        ) { MemberCondition(condition: try $0.get(0), since: try $0.get(1)) }
    }

    /// Adds a condition, or mends since when the person has it. Twice is once.
    func add(_ condition: MemberCondition, as viewer: Viewer, now: Instant) async throws {
        guard let member = viewer.personID else { return }
        _ = try await database.write { tx in
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
    }

    /// Takes a condition off the person's list; courses recorded for it stay.
    func remove(_ condition: ID<Condition>, as viewer: Viewer) async throws {
        guard let member = viewer.personID else { return }
        _ = try await database.write { tx in
            try tx.execute(
                "DELETE FROM member_conditions WHERE member_id = \(member) AND condition_id = \(condition)")
        }
    }
}
