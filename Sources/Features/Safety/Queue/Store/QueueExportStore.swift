import Storage

// What the queue keeps of a member, a page at a time for their download and in pieces for erasing them.

extension ReportStore {
    static func count(of member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM safety_reports WHERE reporter_id = \(member)") { try $0.get(0) } ?? 0
    }

    static func page(of member: ID<Person>, after last: ID<Report>?, limit: Int, in tx: Transaction) throws -> [Report]
    {
        let behind: SQL = last.map { "AND r.id > \($0)" } ?? SQL()
        return try tx.rows(
            "SELECT \(columns) FROM safety_reports r WHERE r.reporter_id = \(member) \(behind) ORDER BY r.id LIMIT \(limit)",
            report)
    }

    static func erase(_ member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            DELETE FROM safety_reports WHERE id IN
                (SELECT id FROM safety_reports WHERE reporter_id = \(member) LIMIT \(limit))
            """) == limit
    }
}

extension CaseStore {
    static func count(about author: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM safety_cases WHERE author_id = \(author)") { try $0.get(0) } ?? 0
    }

    static func page(
        about author: ID<Person>, after last: ID<SafetyCase>?, limit: Int, in tx: Transaction
    ) throws -> [SafetyCase] {
        let behind: SQL = last.map { "AND c.id > \($0)" } ?? SQL()
        return try tx.rows(
            """
            SELECT \(columns) FROM safety_cases c WHERE c.author_id = \(author) \(behind) ORDER BY c.id LIMIT \(limit)
            """, safetyCase)
    }

    static func identifiers(about author: ID<Person>, limit: Int, in tx: Transaction) throws -> [ID<SafetyCase>] {
        try tx.rows("SELECT id FROM safety_cases WHERE author_id = \(author) ORDER BY id LIMIT \(limit)") {
            try $0.get(0)
        }
    }

    /// Takes a member's identifier out of cases about what they wrote: as their author, and where it names the text or is a part of
    /// that name: an answer's has two.
    /// - Parameter record: what stands for it from now on.
    static func erase(_ member: ID<Person>, record: String, _ cases: [ID<SafetyCase>], in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE safety_cases SET author_id = NULL,
                subject_record = REPLACE(subject_record, \(member.description), \(record))
            WHERE id IN (\(SQL.list(cases)))
            """)
    }
}

extension DecisionStore {
    /// Takes out what moderators wrote to the author of cases.
    static func eraseExplanations(in cases: [ID<SafetyCase>], in tx: Transaction) throws {
        try tx.execute("UPDATE safety_decisions SET explanation = '' WHERE case_id IN (\(SQL.list(cases)))")
    }

    static func countDecided(by moderator: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM safety_decisions WHERE decided_by = \(moderator)") { try $0.get(0) } ?? 0
    }

    /// What a moderator decided, each with the kind of text it was about.
    static func decided(
        by moderator: ID<Person>, after last: ID<Decision>?, limit: Int, in tx: Transaction
    ) throws -> [(decision: Decision, what: String)] {
        let behind: SQL = last.map { "AND d.id > \($0)" } ?? SQL()
        return try tx.rows(
            """
            SELECT \(columns), c.subject_kind FROM safety_decisions d JOIN safety_cases c ON c.id = d.case_id
            WHERE d.decided_by = \(moderator) \(behind) ORDER BY d.id LIMIT \(limit)
            """
        ) { (try decision($0), try $0.get(13)) }
    }

    /// A moderator who leaves is not named where they decided.
    static func eraseModerator(_ moderator: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            UPDATE safety_decisions SET decided_by = NULL WHERE id IN
                (SELECT id FROM safety_decisions WHERE decided_by = \(moderator) LIMIT \(limit))
            """) == limit
    }

    static func countSteps(by moderator: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM safety_steps WHERE moderator_id = \(moderator)") { try $0.get(0) } ?? 0
    }

    struct OwnStep: Sendable {
        let id: ID<CaseStep>
        let safetyCase: ID<SafetyCase>
        let key: [UInt8]?
        let step: String
        let words: [UInt8]?
        let at: Instant
    }

    static func steps(
        by moderator: ID<Person>, after last: ID<CaseStep>?, limit: Int, in tx: Transaction
    ) throws -> [OwnStep] {
        let behind: SQL = last.map { "AND s.id > \($0)" } ?? SQL()
        return try tx.rows(
            """
            SELECT s.id, s.case_id, c.case_key, s.step, s.words, s.made_at
            FROM safety_steps s JOIN safety_cases c ON c.id = s.case_id
            WHERE s.moderator_id = \(moderator) \(behind) ORDER BY s.id LIMIT \(limit)
            """
        ) { row in
            OwnStep(
                id: try row.get(0), safetyCase: try row.get(1), key: try row.get(2), step: try row.get(3),
                words: try row.get(4), at: try row.get(5))
        }
    }

    static func eraseSteps(_ moderator: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            UPDATE safety_steps SET moderator_id = NULL WHERE id IN
                (SELECT id FROM safety_steps WHERE moderator_id = \(moderator) LIMIT \(limit))
            """) == limit
    }
}

extension WorryStore {
    static func count(of worried: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM safety_worries WHERE worried_id = \(worried)") { try $0.get(0) } ?? 0
    }

    /// What a member was worried about: the kind of text, and when.
    static func page(
        of worried: ID<Person>, after last: ID<SafetyCase>?, limit: Int, in tx: Transaction
    ) throws -> [(id: ID<SafetyCase>, what: String, at: Instant)] {
        let behind: SQL = last.map { "AND w.id > \($0)" } ?? SQL()
        return try tx.rows(
            """
            SELECT w.id, c.subject_kind, w.made_at FROM safety_worries w JOIN safety_cases c ON c.id = w.case_id
            WHERE w.worried_id = \(worried) \(behind) ORDER BY w.id LIMIT \(limit)
            """
        ) { (try $0.get(0), try $0.get(1), try $0.get(2)) }
    }

    static func cardLaid(for member: ID<Person>, in tx: Transaction) throws -> Instant? {
        try tx.first("SELECT laid_at FROM safety_cards WHERE member_id = \(member)") { try $0.get(0) }
    }

    static func erase(_ member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            DELETE FROM safety_worries WHERE id IN
                (SELECT id FROM safety_worries WHERE worried_id = \(member) LIMIT \(limit))
            """) == limit
    }
}
