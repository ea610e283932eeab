import Storage

/// The table `unmoved_words`: merged words under whose identifiers records may still lie.
enum UnmovedWordStore {
    /// The words with the slug of the entry that each belongs to, oldest first.
    static func all(in tx: Transaction) throws -> [(id: ID<ProposedWord>, kind: String, slug: String)] {
        try tx.rows(
            """
            SELECT w.id, w.kind, w.resolved_slug FROM unmoved_words u JOIN proposed_words w ON w.id = u.word_id
            ORDER BY w.id
            """
        ) { (try $0.get(0), try $0.get(1), try $0.get(2)) }
    }

    /// Notes those of these words that are merged.
    static func add(_ words: [ID<ProposedWord>], in tx: Transaction) throws {
        // A row that is there is written again: so whoever moves the records at this moment, and would not see the new
        // one, cannot take the row away.
        try tx.execute(
            """
            INSERT INTO unmoved_words (word_id)
            SELECT id FROM proposed_words WHERE status = 'merged' AND id IN (\(SQL.list(words)))
            ON CONFLICT (word_id) DO UPDATE SET word_id = excluded.word_id
            """)
    }

    static func remove(_ word: ID<ProposedWord>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM unmoved_words WHERE word_id = \(word)")
    }
}
