import Accounts
import Journal
import Storage
import Vocabulary

/// The viewer's own answers, and nobody else's.
enum OwnAnswerStore {
    /// Of one treatment for one purpose; none where the viewer recorded no such course.
    static func answers(of pair: Pair, as viewer: Viewer, in tx: Transaction) throws -> [OwnAnswer] {
        try answers("c.treatment_id = \(pair.treatment) AND c.purpose_id = \(pair.purpose)", as: viewer, in: tx)
    }

    /// Of all treatments for a purpose, the latest recorded first.
    static func answers(for purpose: ID<Purpose>, as viewer: Viewer, in tx: Transaction) throws -> [OwnAnswer] {
        try answers("c.purpose_id = \(purpose)", as: viewer, in: tx)
    }

    /// Of a treatment for all purposes, the latest recorded first.
    static func answers(of treatment: ID<Treatment>, as viewer: Viewer, in tx: Transaction) throws -> [OwnAnswer] {
        try answers("c.treatment_id = \(treatment)", as: viewer, in: tx)
    }

    /// That answers about a treatment were counted.
    struct Counted: Sendable {
        let pair: Pair
        let at: Instant?
        let times: Int
    }

    /// Of all that a member recorded, in the order in which they recorded it.
    static func counted(of member: ID<Person>, in tx: Transaction) throws -> [Counted] {
        try tx.rows(
            """
            SELECT c.treatment_id, c.purpose_id, b.drawn_at, d.helped_times
            FROM courses c JOIN drawn d ON d.course_id = c.id LEFT JOIN answer_blocks b ON b.id = d.helped_block
            WHERE c.member_id = \(member) ORDER BY c.id
            """
        ) { row in
            Counted(
                pair: Pair(treatment: try row.get(0), purpose: try row.get(1)), at: try row.get(2),
                times: try row.get(3))
        }
    }

    private static func answers(_ condition: SQL, as viewer: Viewer, in tx: Transaction) throws -> [OwnAnswer] {
        guard let member = viewer.personID else { return [] }
        var answers: [OwnAnswer] = []
        _ = try tx.rows(
            """
            SELECT c.id, c.treatment_id, c.purpose_id, e.id, e.evaluated_at, e.effectiveness, e.is_current,
                d.helped_evaluation, d.helped_times, b.kind, b.treatment_id, b.family_id, b.purpose_id, b.drawn_at,
                \(AccountsFeature.joined("c.member_id")), COALESCE(e.got_worse, FALSE)
            FROM courses c LEFT JOIN evaluations e ON e.course_id = c.id LEFT JOIN drawn d ON d.course_id = c.id
                LEFT JOIN answer_blocks b ON b.id = d.helped_block
            WHERE c.member_id = \(member) AND \(condition)
            ORDER BY c.created_at DESC, c.id, e.evaluated_at DESC, e.id DESC
            """
        ) { row in
            let course: ID<Course> = try row.get(0)
            let entry = try row.get(3, as: ID<Evaluation>?.self).map { id in
                OwnAnswer.Entry(
                    id: id, at: try row.get(4), step: try row.get(5), gotWorse: try row.get(15),
                    isCurrent: try row.get(6))
            }
            if answers.last?.course != course {
                answers.append(
                    OwnAnswer(
                        course: course, pair: Pair(treatment: try row.get(1), purpose: try row.get(2)),
                        joined: try row.get(14), drawn: try drawn(row),
                        times: try row.get(8, as: Int?.self) ?? 0))
            }
            if let entry, !answers.isEmpty { answers[answers.count - 1].history.append(entry) }
        }
        // A deleted answer is in no block any more.
        for index in answers.indices {
            let answer = answers[index]
            if !answer.history.contains(where: { $0.id == answer.drawn?.evaluation }) { answers[index].drawn = nil }
        }
        return answers
    }

    private static func drawn(_ row: Row) throws -> OwnAnswer.Drawn? {
        guard let evaluation = try row.get(7, as: ID<Evaluation>?.self),
            let kind = try row.get(9, as: String?.self).flatMap(FigureKind.init)
        else { return nil }
        return OwnAnswer.Drawn(
            evaluation: evaluation,
            key: GroupKey(
                kind: kind, treatment: try row.get(10), family: try row.get(11), purpose: try row.get(12)),
            at: try row.get(13))
    }
}
