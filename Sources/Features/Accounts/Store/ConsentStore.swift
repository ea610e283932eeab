import Markup
import Storage

/// The table `consents`, and two marks in `members` that say the last decision about health data: `health_consent`, and
/// `figures_consent` for a yes to words that say how figures are made.
enum ConsentStore {
    /// Adds a decision, and keeps the member's marks in step with it. Two decisions are never of one moment: which is
    /// the last must not be left to chance.
    static func decide(_ decision: ConsentDecision, by member: ID<Person>, in tx: Transaction) throws {
        let last = try tx.first("SELECT MAX(decided_at) FROM consents WHERE member_id = \(member)") {
            try $0.get(0, as: Instant?.self)
        }
        let at = max(decision.decidedAt, (last ?? nil).map { $0 + 1 } ?? decision.decidedAt)
        try tx.execute(
            """
            INSERT INTO consents (id, member_id, kind, is_granted, version, language, decided_at)
            VALUES (\(ID<ConsentDecision>.new(at: at)), \(member), \(decision.kind.rawValue),
                    \(decision.isGranted), \(decision.version), \(decision.language), \(at))
            """)
        if decision.kind == .healthData {
            try tx.execute(
                """
                UPDATE members SET health_consent = \(decision.isGranted), figures_consent = \(decision.opensFigures)
                WHERE id = \(member)
                """)
            if !decision.isGranted { try tx.noteTakedown() }
        }
    }

    /// Every decision of whoever looks, oldest first.
    static func history(as viewer: Viewer, in tx: Transaction) throws -> [ConsentDecision] {
        guard let member = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT kind, is_granted, version, language, decided_at FROM consents WHERE member_id = \(member)
            ORDER BY decided_at, id
            """
        ) { row in
            (
                kind: ConsentKind(rawValue: try row.get(0)), isGranted: try row.get(1, as: Bool.self),
                version: try row.get(2, as: Int.self), language: try row.get(3, as: String.self),
                at: try row.get(4, as: Instant.self)
            )
        }.compactMap { entry in
            entry.kind.map {
                ConsentDecision(
                    kind: $0, isGranted: entry.isGranted, version: entry.version, language: entry.language,
                    decidedAt: entry.at)
            }
        }
    }

    /// 1 or 0 in the query that finds a session (`SessionStore.find`), which has the member's row at hand.
    static let ofSession: SQL = "CASE WHEN members.health_consent = TRUE THEN 1 ELSE 0 END"

    /// The same, for the words that say how figures are made.
    static let figuresOfSession: SQL = "CASE WHEN members.figures_consent = TRUE THEN 1 ELSE 0 END"

    /// True of a row whose member agrees to the use of their health data; false for one without a member.
    /// About 3 µs a row on SQLite where members come in no order: right for a page's rows.
    static func isLive(_ memberColumn: SQL) -> SQL {
        """
        EXISTS (SELECT 1 FROM members AS consenting
                WHERE consenting.id = \(memberColumn) AND consenting.health_consent = TRUE)
        """
    }

    static func joined(_ memberColumn: SQL) -> SQL {
        "(SELECT joining.created_at FROM members AS joining WHERE joining.id = \(memberColumn))"
    }

    /// Every member who agrees, when they joined, and whether their answers may enter figures, in no order: one scan.
    static func forEachConsenting(
        in tx: Transaction, _ body: (ID<Person>, _ joined: Instant, _ isInFigures: Bool) throws -> Void
    ) throws {
        try tx.forEach("SELECT id, created_at, figures_consent FROM members WHERE health_consent = TRUE") {
            try body(try $0.get(0), try $0.get(1), try $0.get(2))
        }
    }
}
