import Storage
import Vocabulary

/// Whom the source of what stays stands for.
package enum FormerMembers {}

/// What stays of courses when their members leave without their names: each becomes a row of a source for all such members,
/// under new random identifiers, with times cut to the day and nothing that only its author needs.
enum FormerStore {
    /// The source for members who have left.
    static let source: ID<FormerMembers> = ID(named: "source:members who have left")

    /// A course as it stays, with its current evaluation: the one that figures count.
    struct Kept: Sendable {
        let course: ID<Course>
        let evaluation: ID<Evaluation>
        let treatment: ID<Treatment>
        let purpose: ID<Purpose>
        let purposeKind: String
        /// Cut to the year: figures ask only whether there is one.
        let ended: String?
        let stopReason: String?
        let begunOn: Instant
        let seenOn: Instant
        let evaluatedOn: Instant
        /// Effectiveness, side effects, adherence, burden, cost.
        let answers: [Int?]
        let gotWorse: Bool?
        /// Where others may read it.
        var advice: String?
    }

    /// What would stay of a member's courses, or of some of them. A course goes whole whose words are the member's own.
    static func kept(
        of member: ID<Person>, among courses: [ID<Course>]? = nil, _ catalogue: Catalogue, in tx: Transaction
    ) throws -> [Kept] {
        let among: SQL = courses.map { "AND c.id IN (\(SQL.list($0)))" } ?? SQL()
        return try tx.rows(
            """
            SELECT c.id, e.id, c.treatment_id, c.purpose_id, c.purpose_kind, c.ended, c.stop_reason, c.created_at,
                c.last_seen_at, e.evaluated_at, e.effectiveness, e.side_effects, e.adherence, e.burden, e.cost,
                CASE WHEN e.advice_state = 'passed' AND e.advice_hidden = FALSE THEN e.advice END,
                e.got_worse
            FROM courses c JOIN evaluations e ON e.course_id = c.id AND e.is_current = TRUE
            WHERE c.member_id = \(member) \(among) ORDER BY c.id
            """
        ) { row -> Kept? in
            // A member's word that means an entry goes under the entry's own identifier.
            guard let treatment = catalogue.treatment(try row.get(2, as: ID<Treatment>.self)),
                let purpose = catalogue.purpose(try row.get(3, as: ID<Purpose>.self))?.purpose
            else { return nil }
            return Kept(
                course: try row.get(0), evaluation: try row.get(1), treatment: treatment.id, purpose: purpose.id,
                purposeKind: purpose.kind.rawValue,
                ended: try row.get(5, as: String?.self).map { String($0.prefix(4)) },
                stopReason: try row.get(6), begunOn: day(try row.get(7)), seenOn: day(try row.get(8)),
                evaluatedOn: day(try row.get(9)), answers: try (10...14).map { try row.get($0, as: Int?.self) },
                gotWorse: try row.get(16), advice: try row.get(15))
        }.compactMap(\.self)
    }

    /// Moves what stays of a few courses and takes these out; answers whether there may be more.
    /// - Parameter withholds: true of advice that a moderator has in hand: others may not go on reading what could not be
    ///   taken out of their sight any more.
    static func cutTies(
        of member: ID<Person>, limit: Int, _ catalogue: Catalogue, in tx: Transaction,
        withholds: (ID<Evaluation>) throws -> Bool
    ) throws -> Bool {
        let courses = try tx.rows("SELECT id FROM courses WHERE member_id = \(member) ORDER BY id LIMIT \(limit)") {
            try $0.get(0, as: ID<Course>.self)
        }
        guard !courses.isEmpty else { return false }
        let these = SQL.list(courses)
        // Of one course there may be very many.
        let earlier = try tx.execute(
            """
            DELETE FROM evaluations WHERE id IN
                (SELECT id FROM evaluations WHERE course_id IN (\(these)) AND is_current = FALSE LIMIT \(limit))
            """)
        if earlier == limit { return true }
        var kept = try kept(of: member, among: courses, catalogue, in: tx)
        for place in kept.indices where try kept[place].advice != nil && withholds(kept[place].evaluation) {
            kept[place].advice = nil
        }
        try add(kept.shuffled(), catalogue, tx)
        try tx.execute("DELETE FROM courses WHERE id IN (\(these))")
        try tx.noteTakedown()
        return courses.count == limit
    }

    private static func add(_ kept: [Kept], _ catalogue: Catalogue, _ tx: Transaction) throws {
        guard !kept.isEmpty else { return }
        try tx.execute(
            """
            INSERT INTO sources (id, name, licence, imported_at, rows) VALUES (\(source), '', '', 0, 0)
            ON CONFLICT (id) DO NOTHING
            """)
        let symptoms = try symptoms(of: kept, catalogue, tx)
        let new = kept.map { (kept: $0, course: ID<Course>.random(), evaluation: ID<Evaluation>.random()) }
        try tx.insert(
            into: "courses",
            [
                "id", "source_id", "source_row", "treatment_id", "purpose_id", "purpose_kind", "ended", "stop_reason",
                "created_at", "last_seen_at",
            ],
            rows: new.map { one in
                [
                    one.course.sqlValue, source.sqlValue, .text(ID<Course>.random().description),
                    one.kept.treatment.sqlValue, one.kept.purpose.sqlValue, .text(one.kept.purposeKind),
                    one.kept.ended.sqlValue, one.kept.stopReason.sqlValue, one.kept.begunOn.sqlValue,
                    one.kept.seenOn.sqlValue,
                ]
            })
        try tx.insert(
            into: "evaluations",
            [
                "id", "course_id", "treatment_id", "purpose_id", "evaluated_at", "advice", "advice_state", "is_current",
                "effectiveness", "side_effects", "adherence", "burden", "cost", "got_worse",
            ],
            rows: new.map { evaluation($0.evaluation, of: $0.course, $0.kept) })
        try tx.insert(
            into: "evaluation_side_effects", ["evaluation_id", "symptom_id"],
            rows: new.flatMap { one in
                (symptoms[one.kept.evaluation] ?? []).sorted().map { [one.evaluation.sqlValue, $0.sqlValue] }
            })
    }

    private static func evaluation(_ id: ID<Evaluation>, of course: ID<Course>, _ kept: Kept) -> [SQLValue] {
        let state: AdviceState = kept.advice == nil ? .unread : .passed
        return [
            id.sqlValue, course.sqlValue, kept.treatment.sqlValue, kept.purpose.sqlValue, kept.evaluatedOn.sqlValue,
            kept.advice.sqlValue, .text(state.rawValue), .boolean(true),
        ] + kept.answers.map(\.sqlValue) + [kept.gotWorse.sqlValue]
    }

    private static func symptoms(
        of kept: [Kept], _ catalogue: Catalogue, _ tx: Transaction
    ) throws -> [ID<Evaluation>: Set<ID<Symptom>>] {
        var found: [ID<Evaluation>: Set<ID<Symptom>>] = [:]
        try tx.forEach(
            """
            SELECT evaluation_id, symptom_id FROM evaluation_side_effects
            WHERE evaluation_id IN (\(SQL.list(kept.map(\.evaluation))))
            """
        ) { row in
            guard let symptom = catalogue.symptom(try row.get(1, as: ID<Symptom>.self)) else { return }
            found[try row.get(0), default: []].insert(symptom.id)
        }
        return found
    }

    /// The beginning of the day, in UTC.
    private static func day(_ instant: Instant) -> Instant {
        Instant(milliseconds: instant.milliseconds - (instant.milliseconds % 86_400_000 + 86_400_000) % 86_400_000)
    }
}
