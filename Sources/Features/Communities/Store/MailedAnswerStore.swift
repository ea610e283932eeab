import Storage
import Web

/// The table `mailed_answers`: their writers' alone.
enum MailedAnswerStore {
    /// Whether there is room for another of a member's.
    static func hasRoom(for member: ID<Person>, in tx: Transaction) throws -> Bool {
        let count = try tx.first("SELECT COUNT(*) FROM mailed_answers WHERE member_id = \(member) AND words <> ''") {
            try $0.get(0, as: Int.self)
        }
        return (count ?? 0) < MailedAnswer.most
    }

    /// Keeps an answer; one that is here, or was thrown away, is kept no second time.
    static func hold(_ answer: MailedAnswer, at now: Instant, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO mailed_answers (id, member_id, thread_id, words, came_at)
            VALUES (\(answer.id), \(answer.member), \(answer.thread), \(answer.words), \(now))
            ON CONFLICT (id) DO NOTHING
            """)
    }

    static func isKnown(_ id: ID<WrittenPost>, in tx: Transaction) throws -> Bool {
        try tx.first("SELECT 1 FROM mailed_answers WHERE id = \(id)") { _ in true } ?? false
    }

    /// All that wait for the viewer's yes, the newest first.
    static func all(as viewer: Viewer, in tx: Transaction) throws -> [MailedAnswer] {
        try answers("AND words <> ''", as: viewer, in: tx)
    }

    static func find(_ id: ID<WrittenPost>, as viewer: Viewer, in tx: Transaction) throws -> MailedAnswer? {
        try answers("AND words <> '' AND id = \(id)", as: viewer, in: tx).first
    }

    /// Takes the words of one out; that it came stays known for as long as it may come again.
    static func drop(_ id: ID<WrittenPost>, as viewer: Viewer, in tx: Transaction) throws {
        guard let me = viewer.personID else { throw Problem.signInNeeded }
        try tx.execute("UPDATE mailed_answers SET words = '' WHERE id = \(id) AND member_id = \(me)")
    }

    /// Takes out what came before a moment.
    static func sweep(before: Instant, in tx: Transaction) throws {
        try tx.execute("DELETE FROM mailed_answers WHERE came_at < \(before)")
    }

    /// Those of a member, in the order in which they came, for their download.
    static func rows(
        of member: ID<Person>, in tx: Transaction
    ) throws -> [(community: String, thread: ID<CommunityThread>, words: String, cameAt: Instant)] {
        try tx.rows(
            """
            SELECT communities.slug, a.thread_id, a.words, a.came_at FROM mailed_answers a
                JOIN threads ON threads.id = a.thread_id JOIN communities ON communities.id = threads.community_id
            WHERE a.member_id = \(member) AND a.words <> '' ORDER BY a.came_at, a.id
            """
        ) { (try $0.get(0), try $0.get(1), try $0.get(2), try $0.get(3)) }
    }

    private static func answers(_ condition: SQL, as viewer: Viewer, in tx: Transaction) throws -> [MailedAnswer] {
        guard let me = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT id, member_id, thread_id, words FROM mailed_answers WHERE member_id = \(me) \(condition)
            ORDER BY came_at DESC, id
            """
        ) { MailedAnswer(id: try $0.get(0), member: try $0.get(1), thread: try $0.get(2), words: try $0.get(3)) }
    }
}
