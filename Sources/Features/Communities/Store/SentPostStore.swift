import Storage

/// Which posts were sent before: by the same form, or with the same words.
enum SentPostStore {
    /// What became of a form that was sent before: where its post stands, and in which state. Forms are signed for their member.
    static func sent(_ form: ID<WrittenPost>, in tx: Transaction) throws -> (place: PostPlace, state: PostState)? {
        try tx.first("SELECT thread_id, number, state FROM posts WHERE form_id = \(form)") { row in
            (PostPlace(try row.get(0), try row.get(1)), PostState(rawValue: try row.get(2)) ?? .hidden)
        }
    }

    /// Whether a post says these words, or said them before it was changed.
    /// - Parameter title: of the thread that it begins.
    static func says(
        _ words: String, titled title: String?, at place: PostPlace, in tx: Transaction
    ) throws -> Bool {
        let isTitled: SQL = title.map { "AND threads.title = \($0)" } ?? SQL()
        return try tx.first(
            """
            SELECT 1 FROM posts JOIN threads ON threads.id = posts.thread_id
            WHERE posts.thread_id = \(place.thread) AND posts.number = \(place.number) \(isTitled)
                AND (posts.words = \(words) OR EXISTS (SELECT 1 FROM post_versions AS earlier
                    WHERE earlier.thread_id = posts.thread_id AND earlier.number = posts.number
                        AND earlier.words = \(words)))
            """
        ) { _ in true } ?? false
    }

    /// Where the same member wrote the same words since then: in this thread, or with this title as the first of another in the
    /// community; and whether they wait there. A form that the browser's back button brought is a new one with the same words.
    /// What was taken out of sight is no twin: sent again, it waits for a moderator.
    static func twin(
        of words: String, in thread: ID<CommunityThread>?, titled title: String? = nil, of community: ID<Space>? = nil,
        by author: ID<Person>, since: Instant, in tx: Transaction
    ) throws -> (place: PostPlace, isWaiting: Bool)? {
        let there: SQL =
            thread.map { "posts.thread_id = \($0)" }
            ?? "posts.number = 1 AND threads.title = \(title) AND threads.community_id = \(community)"
        return try tx.first(
            """
            SELECT posts.thread_id, posts.number, posts.state FROM posts JOIN threads ON threads.id = posts.thread_id
            WHERE posts.author_id = \(author) AND posts.words = \(words) AND posts.written_at > \(since) AND \(there)
                AND posts.state IN ('shown', 'waiting')
            ORDER BY posts.written_at LIMIT 1
            """
        ) { (PostPlace(try $0.get(0), try $0.get(1)), try $0.get(2) == PostState.waiting.rawValue) }
    }
}
