import Accounts
import Post
import Storage
import Web

/// The tables `thread_watches` and `talk_news`: who wishes to hear of a thread, and what is new for them.
enum WatchStore {
    static func isWatching(_ thread: ID<CommunityThread>, as viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let me = viewer.personID else { return false }
        return try tx.first("SELECT 1 FROM thread_watches WHERE member_id = \(me) AND thread_id = \(thread)") { _ in
            true
        } ?? false
    }

    static func setWatching(
        _ isWatching: Bool, _ thread: ID<CommunityThread>, as viewer: Viewer, in tx: Transaction
    ) throws {
        guard let me = viewer.personID else { throw Problem.signInNeeded }
        if isWatching {
            try tx.execute(
                """
                INSERT INTO thread_watches (thread_id, member_id) VALUES (\(thread), \(me))
                ON CONFLICT (member_id, thread_id) DO NOTHING
                """)
        } else {
            try tx.execute("DELETE FROM thread_watches WHERE member_id = \(me) AND thread_id = \(thread)")
        }
    }

    /// Who hears of a post in a thread: those who watch it, but not its author, nobody who may not read it (any more), and
    /// nobody between whom and the author there is a block. At most so many behind a member.
    /// - Parameter author: nil where it was written in the dark; then nobody is left out.
    static func watchers(
        of place: PostPlace, besides author: ID<Person>?, behind last: ID<Person>?, limit: Int, in tx: Transaction
    ) throws -> [ID<Person>] {
        let behind: SQL = last.map { "AND watch.member_id > \($0)" } ?? SQL()
        let isAnother: SQL = author.map { "AND watch.member_id <> \($0)" } ?? SQL()
        // Nobody can meet nobody: it is asked whether the watcher can be met.
        let writer: SQL = author.map { "\($0)" } ?? "watch.member_id"
        return try tx.rows(
            """
            SELECT watch.member_id FROM thread_watches AS watch JOIN threads ON threads.id = watch.thread_id
            WHERE watch.thread_id = \(place.thread) \(isAnother) \(behind)
                AND (threads.visibility <> 'community' OR threads.author_id = watch.member_id OR EXISTS (
                    SELECT 1 FROM community_members AS belonging WHERE belonging.member_id = watch.member_id
                        AND belonging.community_id = threads.community_id))
                AND \(AccountsFeature.canMeet("watch.member_id", writer))
                AND \(AccountsFeature.hasNoBlock("watch.member_id", "threads.author_id"))
            ORDER BY watch.member_id LIMIT \(limit)
            """
        ) { try $0.get(0) }
    }

    /// Notes that something is new for a member; what they know already of the same post stays.
    static func addNews(
        _ reason: TalkNews.Reason, at place: PostPlace, for member: ID<Person>, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO talk_news (member_id, thread_id, number, reason)
            VALUES (\(member), \(place.thread), \(place.number), \(reason.rawValue))
            ON CONFLICT (member_id, thread_id, number) DO NOTHING
            """)
    }

    /// What is new for the viewer and they may read, the newest post first.
    /// - Parameter mail: only what is told in that one.
    static func news(
        as viewer: Viewer, toldIn mail: ID<Mail>? = nil, limit: Int, in tx: Transaction
    ) throws -> [TalkNews] {
        guard let me = viewer.personID else { return [] }
        let there: SQL = mail.map { "AND news.mail_id = \($0)" } ?? SQL()
        let rows = try tx.rows(
            """
            SELECT news.reason, news.number, communities.slug, posts.author_id, posts.written_at, posts.by_asker,
                \(ThreadStore.columns)
            FROM talk_news AS news JOIN threads ON threads.id = news.thread_id
                JOIN communities ON communities.id = threads.community_id
                JOIN posts ON posts.thread_id = news.thread_id AND posts.number = news.number
            WHERE news.member_id = \(me) \(there) AND \(isReadable(by: viewer))
            ORDER BY posts.written_at DESC, news.thread_id, news.number LIMIT \(limit)
            """
        ) { row in
            (
                author: try row.get(3, as: ID<Person>?.self),
                news: TalkNews(
                    reason: TalkNews.Reason(rawValue: try row.get(0)) ?? .answer, number: try row.get(1),
                    community: try row.get(2), author: nil, at: try row.get(4),
                    thread: try ThreadStore.thread(row, from: 6), byAsker: try row.get(5))
            )
        }
        let names = try AccountsFeature.pseudonyms(of: rows.compactMap(\.author), in: tx)
        return rows.map { row in
            var news = row.news
            news.author = row.author.flatMap { names[$0] }
            return news
        }
    }

    /// Threads of others that the viewer watches and may read, those that were spoken in last first.
    static func watched(as viewer: Viewer, limit: Int, in tx: Transaction) throws -> [CommunityThread] {
        guard let me = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT \(ThreadStore.columns) FROM thread_watches AS watch JOIN threads ON threads.id = watch.thread_id
            WHERE watch.member_id = \(me) AND (threads.author_id IS NULL OR threads.author_id <> \(me))
                AND \(ThreadVisibilityStore.isReadable(by: viewer))
            ORDER BY threads.last_at DESC, threads.id DESC LIMIT \(limit)
            """
        ) { try ThreadStore.thread($0, from: 0) }
    }

    private static func isReadable(by viewer: Viewer) -> SQL {
        """
        \(ThreadVisibilityStore.isReadable(by: viewer))
        AND \(ThreadVisibilityStore.isReadable(post: "posts", by: viewer))
        """
    }

    /// The viewer has read what was new: in these places, or all of it.
    static func noteRead(_ places: [PostPlace]?, as viewer: Viewer, in tx: Transaction) throws {
        guard let me = viewer.personID else { throw Problem.signInNeeded }
        guard let places else {
            try tx.execute("DELETE FROM talk_news WHERE member_id = \(me)")
            return
        }
        for place in places {
            try tx.execute(
                """
                DELETE FROM talk_news
                WHERE member_id = \(me) AND thread_id = \(place.thread) AND number = \(place.number)
                """)
        }
    }

    /// How many threads have something new that a member may read, as SQL for their session.
    static func countNews(for member: SQL) -> SQL {
        """
        (SELECT COUNT(DISTINCT news.thread_id) FROM talk_news AS news
            JOIN threads ON threads.id = news.thread_id
            JOIN posts ON posts.thread_id = news.thread_id AND posts.number = news.number
        WHERE news.member_id = \(member) AND posts.state = 'shown'
            AND (threads.state IN ('shown', 'gone') OR threads.author_id = \(member))
            AND (threads.visibility <> 'community' OR threads.author_id = \(member) OR EXISTS (
                SELECT 1 FROM community_members AS belonging WHERE belonging.member_id = \(member)
                    AND belonging.community_id = threads.community_id))
            AND \(AccountsFeature.hasNoBlock(member, "posts.author_id"))
            AND (threads.author_id = \(member) OR \(AccountsFeature.hasNoBlock(member, "threads.author_id"))))
        """
    }

    /// Whoever was told that their answer was the best is told no more, once it is another's or nobody's.
    static func dropBest(of thread: ID<CommunityThread>, in tx: Transaction) throws {
        try tx.execute(
            "DELETE FROM talk_news WHERE thread_id = \(thread) AND reason = \(TalkNews.Reason.best.rawValue)")
    }

    /// Nobody is told of what others do not read any more.
    static func dropNews(of place: PostPlace, in tx: Transaction) throws {
        try tx.execute("DELETE FROM talk_news WHERE thread_id = \(place.thread) AND number = \(place.number)")
    }
}
