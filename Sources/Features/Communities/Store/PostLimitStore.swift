import Storage

/// How much a member wrote lately.
enum PostLimitStore {
    static func threads(by author: ID<Person>, since: Instant, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM threads WHERE author_id = \(author) AND started_at > \(since)") {
            try $0.get(0)
        } ?? 0
    }

    static func posts(by author: ID<Person>, since: Instant, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM posts WHERE author_id = \(author) AND written_at > \(since)") {
            try $0.get(0)
        } ?? 0
    }

    /// Words of theirs that were written lately and have others in their place by now.
    static func changes(by author: ID<Person>, since: Instant, in tx: Transaction) throws -> Int {
        try tx.first(
            """
            SELECT COUNT(*) FROM posts JOIN post_versions AS earlier
                ON earlier.thread_id = posts.thread_id AND earlier.number = posts.number
            WHERE posts.author_id = \(author) AND earlier.written_at > \(since)
            """
        ) { try $0.get(0) } ?? 0
    }
}
