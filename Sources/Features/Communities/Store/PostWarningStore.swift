import Storage

/// The table `post_warnings`: what a moderator warns readers of before they open a post.
enum PostWarningStore {
    /// Warns of a theme, or of nothing any more; false where that is so already.
    static func set(_ theme: TalkTheme?, at place: PostPlace, in tx: Transaction) throws -> Bool {
        let isHere: SQL = "thread_id = \(place.thread) AND number = \(place.number)"
        guard let theme else { return try tx.execute("DELETE FROM post_warnings WHERE \(isHere)") > 0 }
        guard try find(at: place, in: tx) != theme else { return false }
        try tx.execute(
            """
            INSERT INTO post_warnings (thread_id, number, theme)
            VALUES (\(place.thread), \(place.number), \(theme.rawValue))
            ON CONFLICT (thread_id, number) DO UPDATE SET theme = excluded.theme
            """)
        return true
    }

    static func find(at place: PostPlace, in tx: Transaction) throws -> TalkTheme? {
        try tx.first(
            "SELECT theme FROM post_warnings WHERE thread_id = \(place.thread) AND number = \(place.number)"
        ) { TalkTheme(rawValue: try $0.get(0)) } ?? nil
    }
}
