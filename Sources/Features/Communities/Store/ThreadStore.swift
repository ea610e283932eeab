import Accounts
import Storage
import Web

/// The table `threads`.
enum ThreadStore {
    /// A thread that the viewer may read; nil for any other, whether there is one or not.
    static func find(_ id: ID<CommunityThread>, as viewer: Viewer, in tx: Transaction) throws -> CommunityThread? {
        try tx.first(
            """
            SELECT \(columns) FROM threads
            WHERE threads.id = \(id) AND \(ThreadVisibilityStore.isReadable(by: viewer))
            """, thread)
    }

    /// Where threads stand, of those that the viewer may read.
    static func communities(
        of threads: Set<ID<CommunityThread>>, as viewer: Viewer, in tx: Transaction
    ) throws -> [ID<CommunityThread>: ID<Space>] {
        guard !threads.isEmpty else { return [:] }
        let rows = try tx.rows(
            """
            SELECT threads.id, threads.community_id FROM threads
            WHERE threads.id IN (\(SQL.list(threads))) AND \(ThreadVisibilityStore.isReadable(by: viewer))
            """
        ) { (try $0.get(0, as: ID<CommunityThread>.self), try $0.get(1, as: ID<Space>.self)) }
        return Dictionary(rows) { first, _ in first }
    }

    /// Which threads of a community a list shows.
    enum Choice: String, Sendable, CaseIterable {
        case all, unanswered, answered
    }

    /// Where a list goes on.
    struct Cursor: Sendable, Equatable {
        let lastAt: Instant
        let id: ID<CommunityThread>
    }

    /// Threads of a community that the viewer may read, those with the newest post first, at most so many behind a place.
    static func list(
        of community: ID<Space>, _ choice: Choice = .all, behind cursor: Cursor? = nil, limit: Int, as viewer: Viewer,
        in tx: Transaction
    ) throws -> [CommunityThread] {
        let chosen: SQL =
            switch choice {
            case .all: SQL()
            case .unanswered: "AND threads.kind = 'question' AND threads.replies = 0"
            case .answered: "AND threads.kind = 'question' AND threads.replies > 0"
            }
        let behind: SQL =
            cursor.map {
                """
                AND (threads.last_at < \($0.lastAt) OR (threads.last_at = \($0.lastAt) AND threads.id < \($0.id)))
                """
            } ?? SQL()
        return try tx.rows(
            """
            SELECT \(columns) FROM threads
            WHERE threads.community_id = \(community) AND threads.state = 'shown' \(chosen) \(behind)
                AND \(ThreadVisibilityStore.isReadable(by: viewer))
            ORDER BY threads.last_at DESC, threads.id DESC LIMIT \(limit)
            """, thread)
    }

    /// The first that somebody began about a question of the week and the viewer may read.
    static func first(
        about question: WeekQuestion, of community: ID<Space>, as viewer: Viewer, in tx: Transaction
    ) throws -> CommunityThread? {
        try tx.first(
            """
            SELECT \(columns) FROM threads
            WHERE threads.community_id = \(community) AND threads.week_question = \(question.key)
                AND threads.state = 'shown' AND \(ThreadVisibilityStore.isReadable(by: viewer))
            ORDER BY threads.started_at, threads.id LIMIT 1
            """, thread)
    }

    /// When the newest questions of a community that the viewer may read were asked and first answered.
    static func asked(
        in community: ID<Space>, since: Instant, limit: Int, as viewer: Viewer, tx: Transaction
    ) throws -> [(asked: Instant, answered: Instant?)] {
        try tx.rows(
            """
            SELECT threads.started_at, threads.answered_at FROM threads
            WHERE threads.community_id = \(community) AND threads.kind = 'question' AND threads.started_at > \(since)
                AND threads.state = 'shown' AND \(ThreadVisibilityStore.isReadable(by: viewer))
            ORDER BY threads.started_at DESC, threads.id DESC LIMIT \(limit)
            """
        ) { (try $0.get(0), try $0.get(1)) }
    }

    /// In whose hands a thread's posts are.
    static func space(of id: ID<CommunityThread>, in tx: Transaction) throws -> Space {
        let community = try tx.first("SELECT community_id FROM threads WHERE id = \(id)") {
            try $0.get(0, as: ID<Space>.self)
        }
        return community.map { .community($0) } ?? .site
    }

    /// What the viewer began, the newest first.
    static func own(as viewer: Viewer, limit: Int, in tx: Transaction) throws -> [CommunityThread] {
        guard let me = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT \(columns) FROM threads WHERE threads.author_id = \(me) AND threads.state <> 'gone'
            ORDER BY threads.started_at DESC, threads.id DESC LIMIT \(limit)
            """, thread)
    }

    /// - Parameter author: nil for whoever asks in the dark.
    static func add(
        _ thread: NewThread, by author: ID<Person>?, state: PostState, at now: Instant, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO threads (id, community_id, author_id, kind, title, language, source, visibility, state,
                started_at, last_at, replies, last_number, best_number, revision, week_question, by_asker,
                is_to_be_worded)
            VALUES (\(thread.id), \(thread.community), \(author), \(thread.kind.rawValue), \(thread.title),
                \(thread.language), \(thread.source), \(thread.visibility.rawValue), \(state.rawValue), \(now), \(now),
                0, 0, NULL, 1, \(thread.week?.key), \(author == nil), \(thread.isToBeWorded))
            """)
    }

    /// Takes the next number of a thread for a post that is about to be added.
    static func takeNumber(_ id: ID<CommunityThread>, in tx: Transaction) throws -> Int? {
        try tx.first("UPDATE threads SET last_number = last_number + 1 WHERE id = \(id) RETURNING last_number") {
            try $0.get(0)
        }
    }

    /// Counts anew what others read in a thread, after something there changed, and when the newest of it came.
    static func recount(_ id: ID<CommunityThread>, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE threads SET revision = revision + 1,
                replies = (SELECT COUNT(*) FROM posts WHERE posts.thread_id = threads.id AND posts.state = 'shown'
                    AND posts.number > 1),
                last_at = COALESCE((SELECT MAX(posts.written_at) FROM posts WHERE posts.thread_id = threads.id
                    AND posts.state = 'shown'), started_at),
                answered_at = (SELECT MIN(posts.written_at) FROM posts WHERE posts.thread_id = threads.id
                    AND posts.state = 'shown' AND posts.number > 1 AND \(isAnother))
            WHERE id = \(id)
            """)
    }

    /// After a post was added that others read.
    static func noteShown(_ number: Int, of id: ID<CommunityThread>, at now: Instant, in tx: Transaction) throws {
        let answers = number > 1 ? 1 : 0
        try tx.execute(
            """
            UPDATE threads SET revision = revision + 1, replies = replies + \(answers), last_at = \(now),
                answered_at = COALESCE(answered_at, (SELECT posts.written_at FROM posts
                    WHERE posts.thread_id = threads.id AND posts.number = \(number) AND posts.number > 1
                        AND \(isAnother)))
            WHERE id = \(id)
            """)
    }

    /// Who asks on in their own thread has not answered, nor has who asks in the dark. Nobody else writes there without a name
    /// but who has left.
    private static let isAnother: SQL = """
        (NOT posts.by_asker
            AND (posts.author_id IS NULL OR threads.author_id IS NULL OR posts.author_id <> threads.author_id))
        """

    static func setState(_ state: PostState, _ id: ID<CommunityThread>, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE threads SET state = \(state.rawValue), revision = revision + 1 WHERE id = \(id) AND state <> 'gone'
            """)
    }

    static func setTitle(_ title: String, _ id: ID<CommunityThread>, in tx: Transaction) throws {
        try tx.execute("UPDATE threads SET title = \(title), revision = revision + 1 WHERE id = \(id)")
        // The first post is found by it.
        try PostIndexStore.update(PostPlace(id, 1), in: tx)
    }

    /// A thread whose first post goes has no title and no author any more. It is read only where others answered; its place
    /// stays, so that its form, sent again, makes no new one.
    static func removeTitle(_ id: ID<CommunityThread>, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE threads SET title = '', source = NULL, author_id = NULL, best_number = NULL, state = 'gone',
                revision = revision + 1
            WHERE id = \(id)
            """)
    }

    static let columns: SQL = """
        threads.id, threads.community_id, threads.author_id, threads.kind, threads.title, threads.language,
        threads.source, threads.visibility, threads.state, threads.started_at, threads.last_at, threads.replies,
        threads.last_number, threads.best_number, threads.revision, threads.by_asker,
        threads.is_to_be_worded
        """

    static func thread(_ row: Row) throws -> CommunityThread { try thread(row, from: 0) }

    /// A thread whose columns begin at a place.
    static func thread(_ row: Row, from first: Int) throws -> CommunityThread {
        CommunityThread(
            id: try row.get(first), community: try row.get(first + 1), author: try row.get(first + 2),
            kind: ThreadKind(rawValue: try row.get(first + 3)) ?? .experience, title: try row.get(first + 4),
            language: try row.get(first + 5), source: try row.get(first + 6),
            visibility: ThreadVisibility(rawValue: try row.get(first + 7)) ?? .community,
            state: PostState(rawValue: try row.get(first + 8)) ?? .hidden, startedAt: try row.get(first + 9),
            lastAt: try row.get(first + 10), replies: try row.get(first + 11), lastNumber: try row.get(first + 12),
            best: try row.get(first + 13), revision: try row.get(first + 14), byAsker: try row.get(first + 15),
            isToBeWorded: try row.get(first + 16))
    }
}
