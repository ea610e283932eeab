import Storage
import Web

/// The table `safety_cases`.
enum CaseStore {
    static let columns: SQL = """
        c.id, c.origin, c.subject_kind, c.subject_record, c.space, c.severity, c.author_id, c.case_key, c.words,
        c.words_mark, c.found, c.opened_at, c.due_at, c.state, c.is_hidden, c.owner_id, c.lease_until
        """

    static func add(_ one: SafetyCase, in tx: Transaction) throws {
        let found = one.found.map(\.rawValue).joined(separator: " ")
        try tx.execute(
            """
            INSERT INTO safety_cases (id, origin, subject_kind, subject_record, space, severity, author_id, case_key,
                words, words_mark, found, opened_at, due_at, state, is_hidden)
            VALUES (\(one.id), \(one.origin.rawValue), \(one.subject.kind), \(one.subject.record), \(one.space.code),
                \(one.severity.rawValue), \(one.author), \(one.key), \(one.words), \(one.mark), \(found),
                \(one.openedAt), \(one.dueAt), \(one.state.rawValue), \(one.isHidden))
            """)
    }

    static func find(_ id: ID<SafetyCase>, in tx: Transaction) throws -> SafetyCase? {
        try tx.first("SELECT \(columns) FROM safety_cases c WHERE c.id = \(id)", safetyCase)
    }

    /// The newest case of an origin about a subject, of those in a state.
    static func newest(
        about subject: SubjectReference, _ origin: SafetyCase.Origin, _ states: [SafetyCase.State],
        mark: [UInt8]? = nil, in tx: Transaction
    ) throws -> SafetyCase? {
        let sameWords: SQL = mark.map { "AND c.words_mark = \($0)" } ?? SQL()
        return try tx.first(
            """
            SELECT \(columns) FROM safety_cases c
            WHERE c.subject_kind = \(subject.kind) AND c.subject_record = \(subject.record)
                AND c.origin = \(origin.rawValue) AND c.state IN (\(SQL.list(states.map(\.rawValue)))) \(sameWords)
            ORDER BY c.opened_at DESC, c.id DESC LIMIT 1
            """, safetyCase)
    }

    /// Under what marks a member's texts of a kind were reported or decided, and whether they are out of sight for it; the
    /// newest first. What waits is neither.
    static func marks(
        of kind: String, by author: ID<Person>, in tx: Transaction
    ) throws -> [(record: String, mark: [UInt8], isHidden: Bool)] {
        try tx.rows(
            """
            SELECT subject_record, words_mark, is_hidden FROM safety_cases
            WHERE author_id = \(author) AND subject_kind = \(kind) AND state <> 'withdrawn'
                AND NOT (origin = 'held' AND state = 'open')
            ORDER BY opened_at DESC, id DESC
            """
        ) { (try $0.get(0), try $0.get(1), try $0.get(2)) }
    }

    /// Notes what changes while nobody has decided.
    static func update(_ one: SafetyCase, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE safety_cases SET severity = \(one.severity.rawValue), due_at = \(one.dueAt),
                state = \(one.state.rawValue), is_hidden = \(one.isHidden), owner_id = \(one.owner),
                lease_until = \(one.leaseUntil)
            WHERE id = \(one.id)
            """)
    }

    /// Takes away what waits and nobody has decided, with its words.
    static func withdrawOpen(_ condition: SQL, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE safety_cases SET state = 'withdrawn', case_key = NULL, words = NULL, owner_id = NULL,
                lease_until = NULL WHERE origin = 'held' AND state = 'open' AND \(condition)
            """)
    }

    /// The same, and nobody looks again at what was decided: its words are kept for as long as the decision said.
    static func withdrawHeld(_ condition: SQL, in tx: Transaction) throws {
        try withdrawOpen(condition, in: tx)
        try tx.execute(
            """
            UPDATE safety_cases SET state = 'decided', owner_id = NULL, lease_until = NULL
            WHERE origin = 'held' AND state = 'appealed' AND \(condition)
            """)
    }

    static func isAbout(_ subject: SubjectReference) -> SQL {
        "subject_kind = \(subject.kind) AND subject_record = \(subject.record)"
    }

    static func keepWords(of id: ID<SafetyCase>, until end: Instant, in tx: Transaction) throws {
        try tx.execute("UPDATE safety_cases SET sealed_until = \(end) WHERE id = \(id)")
    }

    /// Destroys the words whose time is over, with the key that opened them. What waits for another look keeps them.
    static func destroyWords(at now: Instant, in tx: Transaction) throws {
        let over: SQL = "SELECT id FROM safety_cases WHERE sealed_until <= \(now) AND state = 'decided'"
        try tx.execute("UPDATE safety_reports SET words = NULL WHERE words IS NOT NULL AND case_id IN (\(over))")
        try tx.execute("UPDATE safety_steps SET words = NULL WHERE words IS NOT NULL AND case_id IN (\(over))")
        try tx.execute("UPDATE safety_appeals SET words = NULL WHERE words IS NOT NULL AND case_id IN (\(over))")
        try tx.execute(
            """
            UPDATE safety_cases SET case_key = NULL, words = NULL, sealed_until = NULL
            WHERE sealed_until <= \(now) AND state = 'decided'
            """)
    }

    /// What waits in the spaces that the viewer moderates, everywhere for a moderator of the site: the most urgent first, then
    /// the oldest; not what they wrote or reported themselves.
    static func waiting(for viewer: Viewer, limit: Int, in tx: Transaction) throws -> [SafetyCase] {
        guard let moderator = viewer.personID else { return [] }
        let spaces = viewer.spaces(of: .moderator)
        guard !spaces.isEmpty else { return [] }
        let isTheirs: SQL =
            spaces.contains(.site)
            ? "c.state IN ('open', 'appealed')"
            : "c.state IN ('open', 'appealed') AND c.space IN (\(SQL.list(spaces.map(\.code))))"
        return try tx.rows(
            """
            SELECT \(columns) FROM safety_cases c
            WHERE \(isTheirs) AND \(isForeign(to: "\(moderator)"))
            ORDER BY c.severity, c.opened_at, c.id LIMIT \(limit)
            """, safetyCase)
    }

    /// Nobody judges their own words or their own report.
    static func isForeign(to moderator: SQL) -> SQL {
        """
        (c.author_id IS NULL OR c.author_id <> \(moderator))
        AND NOT EXISTS (SELECT 1 FROM safety_reports r WHERE r.case_id = c.id AND r.reporter_id = \(moderator))
        AND NOT EXISTS (SELECT 1 FROM safety_worries w WHERE w.case_id = c.id AND w.worried_id = \(moderator))
        """
    }

    static func isForeign(_ id: ID<SafetyCase>, to moderator: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.first("SELECT 1 FROM safety_cases c WHERE c.id = \(id) AND \(isForeign(to: "\(moderator)"))") { _ in true
        }
            ?? false
    }

    /// How many cases somebody should have looked at by now.
    static func countLate(at now: Instant, in tx: Transaction) throws -> Int {
        try tx.first(
            "SELECT COUNT(*) FROM safety_cases WHERE state IN ('open', 'appealed') AND due_at <= \(now)"
        ) { try $0.get(0) } ?? 0
    }

    /// How often the same words about the same thing were looked at and kept, with nothing against their author.
    static func timesKept(_ one: SafetyCase, in tx: Transaction) throws -> Int {
        try tx.first(
            """
            SELECT COUNT(*) FROM safety_cases c WHERE \(isAbout(one.subject)) AND c.words_mark = \(one.mark)
                AND c.state = 'decided' AND \(isLeftAlone)
            """
        ) { try $0.get(0) } ?? 0
    }

    /// Whether the last decision about the case `c` took nothing from anybody: who reported it was not followed.
    static let isLeftAlone: SQL = """
        (SELECT d.outcome || ' ' || d.measure FROM safety_decisions d WHERE d.case_id = c.id
            ORDER BY d.decided_at DESC, d.id DESC LIMIT 1) = 'kept none'
        """

    static func safetyCase(_ row: Row) throws -> SafetyCase {
        SafetyCase(
            id: try row.get(0), origin: SafetyCase.Origin(rawValue: try row.get(1)) ?? .reported,
            subject: SubjectReference(kind: try row.get(2), record: try row.get(3)),
            space: Space(code: try row.get(4)) ?? .site, severity: CaseSeverity(rawValue: try row.get(5)) ?? .rest,
            author: try row.get(6), key: try row.get(7), words: try row.get(8), mark: try row.get(9),
            found: try row.get(10, as: String.self).utf8.split(separator: UInt8(ascii: " "))
                .compactMap { HeldReason(rawValue: String(Substring($0))) },
            openedAt: try row.get(11), dueAt: try row.get(12),
            state: SafetyCase.State(rawValue: try row.get(13)) ?? .open, isHidden: try row.get(14),
            owner: try row.get(15), leaseUntil: try row.get(16))
    }
}

extension CaseStore {
    /// How many cases wait where somebody moderates, of all spaces for whoever moderates the site; 0 for others: a part of
    /// another query, which looks at no case for who holds no role.
    static func countWaiting(for member: SQL) -> SQL {
        """
        (CASE WHEN EXISTS (SELECT 1 FROM space_roles WHERE space_roles.member_id = \(member)
                AND space_roles.role = 'moderator')
            THEN (SELECT COUNT(*) FROM safety_cases c
                WHERE c.state IN ('open', 'appealed') AND EXISTS (SELECT 1 FROM space_roles
                    WHERE space_roles.member_id = \(member) AND space_roles.role = 'moderator'
                        AND space_roles.space IN (c.space, 'site'))
                    AND \(isForeign(to: member)))
            ELSE 0 END)
        """
    }
}
