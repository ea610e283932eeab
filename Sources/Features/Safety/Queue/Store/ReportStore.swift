import Storage

/// A report as its moderator or its reporter sees it.
struct Report: Sendable {
    let id: ID<Report>
    let safetyCase: ID<SafetyCase>
    let reporter: ID<Person>
    let reason: ReportReason
    /// Sealed with the case's key; nil where there are none, and once their time is over.
    let words: [UInt8]?
    let madeAt: Instant
    let weighs: Bool
    let isWithdrawn: Bool
    let isNoted: Bool
}

/// The table `safety_reports`.
enum ReportStore {
    static let columns: SQL = """
        r.id, r.case_id, r.reporter_id, r.reason, r.words, r.made_at, r.weighs, r.is_withdrawn, r.is_noted
        """

    static func add(_ report: Report, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO safety_reports (id, case_id, reporter_id, reason, words, made_at, weighs, is_withdrawn, is_noted)
            VALUES (\(report.id), \(report.safetyCase), \(report.reporter), \(report.reason.rawValue), \(report.words),
                \(report.madeAt), \(report.weighs), \(report.isWithdrawn), \(report.isNoted))
            """)
    }

    /// A member's report of a case, also one taken back.
    static func find(by reporter: ID<Person>, of one: ID<SafetyCase>, in tx: Transaction) throws -> Report? {
        try tx.first(
            "SELECT \(columns) FROM safety_reports r WHERE r.case_id = \(one) AND r.reporter_id = \(reporter)", report)
    }

    static func all(of one: ID<SafetyCase>, in tx: Transaction) throws -> [Report] {
        try tx.rows(
            "SELECT \(columns) FROM safety_reports r WHERE r.case_id = \(one) ORDER BY r.made_at, r.id LIMIT 200",
            report)
    }

    /// Those of a case that can count towards hiding, the newest first. What weighs nothing is not among them: however much of
    /// it came before, it keeps no other out.
    static func weighing(of one: ID<SafetyCase>, in tx: Transaction) throws -> [Report] {
        try tx.rows(
            """
            SELECT \(columns) FROM safety_reports r
            WHERE r.case_id = \(one) AND r.weighs = TRUE AND r.is_withdrawn = FALSE
            ORDER BY r.made_at DESC, r.id DESC LIMIT 200
            """, report)
    }

    /// The viewer's own, the newest first.
    static func own(as viewer: Viewer, limit: Int, in tx: Transaction) throws -> [Report] {
        guard let me = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT \(columns) FROM safety_reports r WHERE r.reporter_id = \(me)
            ORDER BY r.made_at DESC, r.id DESC LIMIT \(limit)
            """, report)
    }

    /// Takes the viewer's report back. False where it is not theirs.
    static func withdraw(_ id: ID<Report>, as viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let me = viewer.personID else { return false }
        return try tx.execute(
            "UPDATE safety_reports SET is_withdrawn = TRUE WHERE id = \(id) AND reporter_id = \(me)") > 0
    }

    /// Makes a report count again, with what was said this time.
    static func makeAgain(
        _ id: ID<Report>, _ reason: ReportReason, words: [UInt8]?, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            UPDATE safety_reports SET is_withdrawn = FALSE, reason = \(reason.rawValue), words = \(words)
            WHERE id = \(id)
            """)
    }

    /// Puts the outcome away. False where it is not theirs.
    static func putAway(_ id: ID<Report>, as viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let me = viewer.personID else { return false }
        return try tx.execute("UPDATE safety_reports SET is_noted = TRUE WHERE id = \(id) AND reporter_id = \(me)") > 0
    }

    /// Has every reporter of a case told of what came of it; answers who they are.
    static func announce(_ one: ID<SafetyCase>, in tx: Transaction) throws -> [ID<Person>] {
        try tx.rows(
            """
            UPDATE safety_reports SET is_noted = FALSE WHERE case_id = \(one) AND is_withdrawn = FALSE
            RETURNING reporter_id
            """
        ) { try $0.get(0) }
    }

    /// Whether a member had a report that a moderator did not follow since then.
    static func wasDismissed(_ reporter: ID<Person>, since: Instant, in tx: Transaction) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM safety_reports r JOIN safety_cases c ON c.id = r.case_id
            JOIN safety_decisions d ON d.case_id = c.id
            WHERE r.reporter_id = \(reporter) AND c.state = 'decided' AND d.decided_at > \(since)
                AND d.is_automated = FALSE AND \(CaseStore.isLeftAlone) LIMIT 1
            """
        ) { _ in true } ?? false
    }

    /// Texts that a member helped to hide and that nobody has looked at yet.
    static func pendingHides(by reporter: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first(
            """
            SELECT COUNT(*) FROM safety_reports r JOIN safety_cases c ON c.id = r.case_id
            WHERE r.reporter_id = \(reporter) AND r.weighs = TRUE AND c.state = 'open' AND c.is_hidden = TRUE
            """
        ) { try $0.get(0) } ?? 0
    }

    /// Alerts that a member's reports raised since then, and older ones that are still open.
    static func alerts(by reporter: ID<Person>, since: Instant, in tx: Transaction) throws -> Int {
        try tx.first(
            """
            SELECT COUNT(DISTINCT a.id) FROM safety_reports r JOIN safety_cases c ON c.id = r.case_id
            JOIN alerts a ON a.subject_kind = c.subject_kind AND a.subject_record = c.subject_record
            WHERE r.reporter_id = \(reporter) AND r.reason = 'danger' AND a.raised_at >= r.made_at
                AND (a.raised_at > \(since) OR a.ended_at IS NULL)
            """
        ) { try $0.get(0) } ?? 0
    }

    /// Alerts that reports raised since then, each beside who reported.
    static func alerts(
        since: Instant, in tx: Transaction
    ) throws -> [(alert: ID<Alert>, reporter: ID<Person>)] {
        try tx.rows(
            """
            SELECT DISTINCT a.id, r.reporter_id FROM safety_reports r JOIN safety_cases c ON c.id = r.case_id
            JOIN alerts a ON a.subject_kind = c.subject_kind AND a.subject_record = c.subject_record
            WHERE r.reason = 'danger' AND a.raised_at >= r.made_at AND a.raised_at > \(since) LIMIT 1000
            """
        ) { (try $0.get(0), try $0.get(1)) }
    }

    /// How many results a member has not put away: a part of another query.
    static func countNews(for member: SQL) -> SQL {
        "(SELECT COUNT(*) FROM safety_reports WHERE reporter_id = \(member) AND is_noted = FALSE)"
    }

    static func report(_ row: Row) throws -> Report {
        Report(
            id: try row.get(0), safetyCase: try row.get(1), reporter: try row.get(2),
            reason: ReportReason(rawValue: try row.get(3)) ?? .other, words: try row.get(4), madeAt: try row.get(5),
            weighs: try row.get(6), isWithdrawn: try row.get(7), isNoted: try row.get(8))
    }
}
