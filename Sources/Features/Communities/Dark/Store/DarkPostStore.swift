import Storage

/// What of `posts` is by whoever asked a thread in the dark.
enum DarkPostStore {
    /// A post of an asker's as they read it, also where others do not.
    struct Own: Sendable, Equatable {
        let number: Int
        let words: String
        let html: [UInt8]
        let warning: String?
        let state: PostState
        /// It was taken out of sight or refused: it comes back by a moderator's word only.
        let isJudged: Bool
    }

    /// All that are not gone, by number.
    static func own(of thread: ID<CommunityThread>, in tx: Transaction) throws -> [Own] {
        try tx.rows(
            """
            SELECT number, words, html, warning, state, is_judged FROM posts
            WHERE thread_id = \(thread) AND by_asker AND state <> 'gone' ORDER BY number
            """, own)
    }

    static func own(at place: PostPlace, in tx: Transaction) throws -> Own? {
        try tx.first(
            """
            SELECT number, words, html, warning, state, is_judged FROM posts
            WHERE thread_id = \(place.thread) AND number = \(place.number) AND by_asker AND state <> 'gone'
            """, own)
    }

    /// How often the asker wrote on, with what is gone since.
    static func replies(to thread: ID<CommunityThread>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM posts WHERE thread_id = \(thread) AND by_asker AND number > 1") {
            try $0.get(0)
        } ?? 0
    }

    private static func own(_ row: Row) throws -> Own {
        Own(
            number: try row.get(0), words: try row.get(1), html: try row.get(2), warning: try row.get(3),
            state: PostState(rawValue: try row.get(4)) ?? .hidden, isJudged: try row.get(5))
    }
}
