import Storage

/// The index of words `post_words`, and `posts.document`, by which it knows a post. What others read stands in it, and nothing
/// else: whoever changes a post's words or state calls `update` in the same transaction.
enum PostIndexStore {
    static let index = FullTextIndex("post_words")

    /// A number for a post that is about to be added. Two of one millisecond draw the same once in a million times; then
    /// another is drawn.
    static func newDocument(at writtenAt: Instant) -> Int64 {
        let milliseconds = min(max(writtenAt.milliseconds, 0), 1 << 42)
        return milliseconds << 20 | Int64.random(in: 0..<1 << 20)
    }

    /// Has a post be found by what others read of it now, and by nothing where they do not.
    static func update(_ place: PostPlace, in tx: Transaction) throws {
        let found = try tx.first(
            """
            SELECT posts.document, posts.state, posts.words, posts.written_at, threads.title
            FROM posts JOIN threads ON threads.id = posts.thread_id
            WHERE posts.thread_id = \(place.thread) AND posts.number = \(place.number)
            """
        ) { row in
            (
                document: try row.get(0, as: Int64?.self), state: PostState(rawValue: try row.get(1)) ?? .hidden,
                words: try row.get(2, as: String.self), writtenAt: try row.get(3, as: Instant.self),
                title: place.number == 1 ? try row.get(4, as: String.self) : nil
            )
        }
        guard let found else { return }
        guard found.state == .shown else {
            if let document = found.document { try index.remove([document], in: tx) }
            if found.state == .gone { try forget(place, in: tx) }
            return
        }
        let document = try found.document ?? takeDocument(place, at: found.writtenAt, in: tx)
        let words = SearchedWords.ofPost(title: found.title, found.words)
        if let document { try index.put(words, of: document, in: tx) }
    }

    /// Gives a number to a post from before there was an index; nil where none was free, and the next night finds it.
    private static func takeDocument(_ place: PostPlace, at writtenAt: Instant, in tx: Transaction) throws -> Int64? {
        for _ in 0..<8 {
            let document = newDocument(at: writtenAt)
            let isTaken =
                try tx.execute(
                    """
                    UPDATE posts SET document = \(document) WHERE thread_id = \(place.thread) AND number = \(place.number)
                        AND NOT EXISTS (SELECT 1 FROM posts AS other WHERE other.document = \(document))
                    """) > 0
            if isTaken { return document }
        }
        return nil
    }

    private static func forget(_ place: PostPlace, in tx: Transaction) throws {
        try tx.execute(
            "UPDATE posts SET document = NULL WHERE thread_id = \(place.thread) AND number = \(place.number)")
    }

    // MARK: - What no request does

    /// Whether a post that others read was written before there was an index, and is not in it yet.
    static func isBehind(in tx: Transaction) throws -> Bool {
        try tx.first("SELECT 1 FROM posts WHERE document IS NULL AND state = 'shown' LIMIT 1") { _ in true } ?? false
    }

    /// Puts such posts in, at most so many behind a place; answers the last, nil where there was none.
    static func catchUp(behind last: PostPlace?, limit: Int, in tx: Transaction) throws -> PostPlace? {
        let behind: SQL =
            last.map { "AND (thread_id > \($0.thread) OR (thread_id = \($0.thread) AND number > \($0.number)))" }
            ?? SQL()
        let few = try tx.rows(
            """
            SELECT thread_id, number FROM posts WHERE document IS NULL AND state = 'shown' \(behind)
            ORDER BY thread_id, number LIMIT \(limit)
            """
        ) { PostPlace(try $0.get(0), try $0.get(1)) }
        for place in few { try update(place, in: tx) }
        return few.last
    }

    /// Takes a few out that stand in the index and are no post that others read; answers how many.
    static func removeLost(in tx: Transaction) throws -> Int {
        try index.removeLost("SELECT document FROM posts WHERE state = 'shown' AND document IS NOT NULL", in: tx)
    }
}
