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
}
