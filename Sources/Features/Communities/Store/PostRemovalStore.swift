import Storage

/// What goes with a post.
extension PostStore {
    /// Takes a post's words out for good, with its versions and what was pressed under it. Its place stays where others
    /// answered it, without a name.
    static func remove(_ place: PostPlace, in tx: Transaction) throws {
        try removeOfReaders(at: place, in: tx)
        try removeWords(at: place, in: tx)
    }

    /// Takes out what readers pressed under a post and what they are told of it.
    static func removeOfReaders(at place: PostPlace, in tx: Transaction) throws {
        for table: SQL in ["reactions", "talk_news"] { try tx.execute("DELETE FROM \(table) WHERE \(isHere(place))") }
    }

    private static func isHere(_ place: PostPlace) -> SQL {
        "thread_id = \(place.thread) AND number = \(place.number)"
    }

    /// Takes the words out, and nothing that is of a reader.
    static func removeWords(at place: PostPlace, in tx: Transaction) throws {
        for table: SQL in ["post_versions", "post_treatments", "post_warnings"] {
            try tx.execute("DELETE FROM \(table) WHERE \(isHere(place))")
        }
        try tx.execute(
            """
            UPDATE posts SET words = '', html = \([UInt8]()), warning = NULL, author_id = NULL, state = 'gone', edited_at = NULL,
                me_too = 0, thanks = 0, hope = 0, themes = ''
            WHERE \(isHere(place))
            """)
        try PostIndexStore.update(place, in: tx)
    }
}
