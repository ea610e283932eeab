import Storage

/// The tables `safety_decisions`, `safety_appeals` and `safety_steps`.
enum DecisionStore {
    static let columns: SQL = """
        d.id, d.decided_at, d.is_automated, d.is_appeal, d.outcome, d.measure, d.suspended_until, d.category,
        d.is_against_law, d.explanation, d.is_told, d.is_noted, d.appeal_until
        """

    static func add(
        _ one: Decision, about safetyCase: ID<SafetyCase>, by moderator: ID<Person>?, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO safety_decisions (id, case_id, decided_at, decided_by, is_automated, is_appeal, outcome, measure,
                suspended_until, category, is_against_law, explanation, is_told, is_noted, appeal_until)
            VALUES (\(one.id), \(safetyCase), \(one.at), \(moderator), \(one.isAutomated), \(one.isAppeal),
                \(one.outcome.rawValue), \(one.measure.rawValue), \(one.suspendedUntil), \(one.category.rawValue),
                \(one.isAgainstLaw), \(one.explanation), \(one.isTold), \(one.isNoted), \(one.appealUntil))
            """)
    }

    static func all(of one: ID<SafetyCase>, in tx: Transaction) throws -> [Decision] {
        try tx.rows(
            "SELECT \(columns) FROM safety_decisions d WHERE d.case_id = \(one) ORDER BY d.decided_at, d.id", decision)
    }

    /// What the viewer is told of their own texts, the newest first, with the case.
    static func notices(
        as viewer: Viewer, limit: Int, in tx: Transaction
    ) throws -> [(decision: Decision, case: ID<SafetyCase>)] {
        guard let me = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT \(columns), c.id FROM safety_decisions d JOIN safety_cases c ON c.id = d.case_id
            WHERE c.author_id = \(me) AND d.is_told = TRUE ORDER BY d.decided_at DESC, d.id DESC LIMIT \(limit)
            """
        ) { (try decision($0), try $0.get(13)) }
    }

    /// One of the viewer's notices.
    static func notice(
        _ id: ID<Decision>, as viewer: Viewer, in tx: Transaction
    ) throws -> (decision: Decision, case: ID<SafetyCase>)? {
        guard let me = viewer.personID else { return nil }
        return try tx.first(
            """
            SELECT \(columns), c.id FROM safety_decisions d JOIN safety_cases c ON c.id = d.case_id
            WHERE d.id = \(id) AND c.author_id = \(me) AND d.is_told = TRUE
            """
        ) { (try decision($0), try $0.get(13)) }
    }

    static func putAway(_ id: ID<Decision>, in tx: Transaction) throws {
        try tx.execute("UPDATE safety_decisions SET is_noted = TRUE WHERE id = \(id)")
    }

    /// How many notices a member has not put away: a part of another query.
    static func countNotices(for member: SQL) -> SQL {
        """
        (SELECT COUNT(*) FROM safety_cases c JOIN safety_decisions d ON d.case_id = c.id
            WHERE c.author_id = \(member) AND d.is_told = TRUE AND d.is_noted = FALSE)
        """
    }

    /// Whether a person decided something against a member since then.
    static func wasAgainst(_ author: ID<Person>, since: Instant, in tx: Transaction) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM safety_cases c JOIN safety_decisions d ON d.case_id = c.id
            WHERE c.author_id = \(author) AND d.decided_at > \(since) AND d.is_automated = FALSE
                AND (d.outcome IN ('hidden', 'declined') OR d.measure <> 'none') LIMIT 1
            """
        ) { _ in true } ?? false
    }

    /// Who decided a case last.
    static func lastModerator(of one: ID<SafetyCase>, in tx: Transaction) throws -> ID<Person>? {
        try tx.first(
            """
            SELECT decided_by FROM safety_decisions WHERE case_id = \(one) AND is_automated = FALSE
            ORDER BY decided_at DESC, id DESC LIMIT 1
            """
        ) { try $0.get(0, as: ID<Person>?.self) } ?? nil
    }

    /// What a moderator decided since then: all, and what is hard to read.
    static func load(
        of moderator: ID<Person>, since: Instant, in tx: Transaction
    ) throws -> (all: Int, heavy: Int) {
        try tx.first(
            """
            SELECT COUNT(*), COALESCE(SUM(CASE WHEN c.severity IN (0, 2) THEN 1 ELSE 0 END), 0)
            FROM safety_decisions d JOIN safety_cases c ON c.id = d.case_id
            WHERE d.decided_by = \(moderator) AND d.decided_at > \(since)
            """
        ) { (try $0.get(0), try $0.get(1)) } ?? (0, 0)
    }

    // MARK: - Another look

    static func appeal(_ one: ID<SafetyCase>, words: [UInt8], at now: Instant, in tx: Transaction) throws {
        try tx.execute(
            "INSERT INTO safety_appeals (case_id, words, made_at) VALUES (\(one), \(words), \(now))")
    }

    /// When an author asked for another look, and with what words.
    static func appeal(
        of one: ID<SafetyCase>, in tx: Transaction
    ) throws -> (words: [UInt8]?, at: Instant)? {
        try tx.first("SELECT words, made_at FROM safety_appeals WHERE case_id = \(one)") {
            (try $0.get(0), try $0.get(1))
        }
    }

    // MARK: - Steps

    static func step(
        _ step: CaseStep.Kind, _ words: [UInt8]? = nil, on one: ID<SafetyCase>, by moderator: ID<Person>,
        at now: Instant, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO safety_steps (id, case_id, moderator_id, step, words, made_at)
            VALUES (\(ID<CaseStep>.new(at: now)), \(one), \(moderator), \(step.rawValue), \(words), \(now))
            """)
    }

    static func steps(of one: ID<SafetyCase>, in tx: Transaction) throws -> [CaseStep] {
        try tx.rows(
            """
            SELECT step, moderator_id, words, made_at FROM safety_steps WHERE case_id = \(one)
            ORDER BY made_at, id LIMIT 200
            """
        ) { row in
            CaseStep(
                kind: CaseStep.Kind(rawValue: try row.get(0)) ?? .noted, moderator: try row.get(1),
                words: try row.get(2), at: try row.get(3))
        }
    }

    static func decision(_ row: Row) throws -> Decision { try decision(row, from: 0) }

    /// A decision whose columns begin at a place.
    static func decision(_ row: Row, from first: Int) throws -> Decision {
        Decision(
            id: try row.get(first), at: try row.get(first + 1), isAutomated: try row.get(first + 2),
            isAppeal: try row.get(first + 3), outcome: Ruling.Outcome(rawValue: try row.get(first + 4)) ?? .kept,
            measure: Ruling.Measure(rawValue: try row.get(first + 5)) ?? .none,
            suspendedUntil: try row.get(first + 6), category: ReportReason(rawValue: try row.get(first + 7)) ?? .other,
            isAgainstLaw: try row.get(first + 8), explanation: try row.get(first + 9), isTold: try row.get(first + 10),
            isNoted: try row.get(first + 11), appealUntil: try row.get(first + 12))
    }
}

/// What a moderator did with a case.
struct CaseStep: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case taken, handed, noted, decided
    }

    let kind: Kind
    /// Nil once the account is erased.
    let moderator: ID<Person>?
    /// Sealed with the case's key.
    let words: [UInt8]?
    let at: Instant
}
