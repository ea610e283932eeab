import Accounts
import Storage

/// The table `put_questions`: to whom questions were put that nobody had answered.
enum UnansweredStore {
    /// Questions of a time that others read, nobody has answered and that were put to fewer than so many, the oldest first, at
    /// most so many behind one.
    static func waiting(
        from start: Instant, until end: Instant, putToFewerThan most: Int, behind last: Waiting?, limit: Int,
        in tx: Transaction
    ) throws -> [Waiting] {
        let behind: SQL =
            last.map {
                """
                AND (threads.started_at > \($0.since) OR (threads.started_at = \($0.since) AND threads.id > \($0.thread)))
                """
            } ?? SQL()
        return try tx.rows(
            """
            SELECT threads.id, threads.started_at FROM threads
            WHERE threads.kind = 'question' AND threads.state = 'shown' AND threads.replies = 0
                AND threads.started_at > \(start) AND threads.started_at <= \(end)
                AND (threads.author_id IS NOT NULL OR threads.by_asker) AND \(timesPut) < \(most) \(behind)
            ORDER BY threads.started_at, threads.id LIMIT \(limit)
            """
        ) { Waiting(thread: try $0.get(0), since: try $0.get(1)) }
    }

    /// A question that waits for an answer.
    struct Waiting: Sendable {
        let thread: ID<CommunityThread>
        let since: Instant
    }

    private static let timesPut: SQL = "(SELECT COUNT(*) FROM put_questions AS put WHERE put.thread_id = threads.id)"

    /// To whom a question can be put that still waits: who belongs to its community, may be asked there and may read it, was
    /// not asked it before and nothing else on that day. Who was asked longest ago comes first. One that was asked in the dark
    /// is put to its asker like to anybody: whoever was left out would be known by it.
    static func askable(
        _ thread: ID<CommunityThread>, on day: PartialDate, most: Int, in tx: Transaction
    ) throws -> [ID<Person>] {
        let put = try tx.first("SELECT COUNT(*) FROM put_questions WHERE thread_id = \(thread)") {
            try $0.get(0, as: Int.self)
        }
        guard case let left = most - (put ?? 0), left > 0 else { return [] }
        return try tx.rows(
            """
            SELECT belonging.member_id FROM threads
                JOIN community_members AS belonging ON belonging.community_id = threads.community_id
            WHERE threads.id = \(thread) AND threads.state = 'shown' AND threads.replies = 0
                AND belonging.may_be_asked AND (threads.by_asker OR belonging.member_id <> threads.author_id)
                AND \(AccountsFeature.hasHealthConsent("belonging.member_id"))
                AND \(AccountsFeature.canMeet("belonging.member_id", Self.asker))
                AND NOT EXISTS (SELECT 1 FROM put_questions AS past WHERE past.member_id = belonging.member_id
                    AND (past.thread_id = threads.id OR past.put_on >= \(day)))
            ORDER BY COALESCE((SELECT MAX(earlier.put_on) FROM put_questions AS earlier
                WHERE earlier.member_id = belonging.member_id), ''), belonging.member_id
            LIMIT \(left)
            """
        ) { try $0.get(0) }
    }

    /// Nobody can meet nobody: where nobody is named, all that counts is whether who is asked can be met.
    private static let asker: SQL = "COALESCE(threads.author_id, belonging.member_id)"

    static func put(
        _ thread: ID<CommunityThread>, to member: ID<Person>, on day: PartialDate, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO put_questions (thread_id, member_id, put_on) VALUES (\(thread), \(member), \(day))
            ON CONFLICT (thread_id, member_id) DO NOTHING
            """)
    }

    /// What was put to a member, for their download.
    static func put(
        to member: ID<Person>, in tx: Transaction
    ) throws -> [(thread: ID<CommunityThread>, community: String, day: PartialDate)] {
        try tx.rows(
            """
            SELECT put.thread_id, communities.slug, put.put_on FROM put_questions AS put
                JOIN threads ON threads.id = put.thread_id JOIN communities ON communities.id = threads.community_id
            WHERE put.member_id = \(member) ORDER BY put.put_on, put.thread_id
            """
        ) { (try $0.get(0), try $0.get(1), try $0.get(2)) }
    }
}
