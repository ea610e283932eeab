import Accounts
import Markup
import Storage
import Vocabulary

/// The tables `posts`, `post_versions` and `post_treatments`.
enum PostStore {
    /// Posts of a thread by number, as the viewer may read them: of those that they may not, nothing is left but the place.
    static func posts(
        of thread: ID<CommunityThread>, _ numbers: ClosedRange<Int>, withWords: Bool = false, as viewer: Viewer,
        in tx: Transaction
    ) throws -> [Post] {
        try posts(
            "posts.thread_id = \(thread) AND posts.number BETWEEN \(numbers.lowerBound) AND \(numbers.upperBound)",
            withWords: withWords, as: viewer, in: tx)
    }

    /// The same of single numbers, in their order.
    static func posts(
        of thread: ID<CommunityThread>, numbered numbers: some Sequence<Int>, withWords: Bool = false,
        as viewer: Viewer, in tx: Transaction
    ) throws -> [Post] {
        try posts(
            "posts.thread_id = \(thread) AND posts.number IN (\(SQL.list(numbers)))", withWords: withWords, as: viewer,
            in: tx)
    }

    /// - Parameter withWords: as they were typed, too.
    private static func posts(
        _ condition: SQL, withWords: Bool, as viewer: Viewer, in tx: Transaction
    ) throws -> [Post] {
        // Whether a row may be read takes several lookups: they are made once for all of what only its readers get.
        let posts = try tx.rows(
            """
            SELECT posts.number, open.author_id, open.html, open.warning, posts.answers, posts.is_quoting, posts.state,
                posts.written_at, posts.edited_at, posts.me_too, posts.thanks, posts.hope, posts.themes, warnings.theme,
                posts.by_asker, \(withWords ? "open.words" : "NULL" as SQL)
            FROM posts
                LEFT JOIN posts AS open ON open.thread_id = posts.thread_id AND open.number = posts.number
                    AND \(ThreadVisibilityStore.isReadable(post: "open", by: viewer))
                LEFT JOIN post_warnings AS warnings
                    ON warnings.thread_id = posts.thread_id AND warnings.number = posts.number
            WHERE \(condition) ORDER BY posts.number
            """, post)
        // A name that a moderator took out of sight is not shown here either: Accounts says how each is called.
        let names = try AccountsFeature.named(posts.compactMap(\.author), to: viewer, in: tx)
        return posts.map { post in
            var post = post
            let author = post.author.flatMap { names[$0] }
            (post.pseudonym, post.hasPage) = (author?.pseudonym, author?.hasPage == true)
            return post
        }
    }

    /// What the viewer wrote there, as they typed it; nil for anybody else's, and for what is gone.
    static func own(_ place: PostPlace, as viewer: Viewer, in tx: Transaction) throws -> OwnPost? {
        guard let me = viewer.personID else { return nil }
        return try tx.first(
            """
            SELECT words, warning, state, is_judged FROM posts
            WHERE thread_id = \(place.thread) AND number = \(place.number) AND author_id = \(me) AND state <> 'gone'
            """
        ) { row in
            OwnPost(
                words: try row.get(0), warning: try row.get(1),
                state: PostState(rawValue: try row.get(2)) ?? .hidden, isJudged: try row.get(3))
        }
    }

    /// - Parameter author: nil for whoever asked in the dark.
    static func add(
        _ post: WrittenPost, at place: PostPlace, by author: ID<Person>?, at now: Instant, in tx: Transaction
    ) throws {
        // Nothing answers what is yet to be said: whoever says it would be quoted without a look.
        let answers = post.answers.flatMap { $0 < place.number ? $0 : nil }
        let isQuoting = post.isQuoting && answers != nil
        var isAdded = false
        for _ in 0..<8 where !isAdded {
            isAdded =
                try tx.execute(
                    """
                    INSERT INTO posts (thread_id, number, author_id, form_id, words, html, warning, answers, is_quoting,
                        state, is_judged, written_at, edited_at, me_too, thanks, hope, themes, document,
                        by_asker)
                    VALUES (\(place.thread), \(place.number), \(author), \(post.form), \(post.words), \(post.html),
                        \(post.warning), \(answers), \(isQuoting), \(post.state.rawValue),
                        \(post.state == .hidden || post.state == .refused), \(now), NULL, 0, 0, 0,
                        \(post.themes.names), \(PostIndexStore.newDocument(at: now)), \(author == nil))
                    ON CONFLICT (document) DO NOTHING
                    """) > 0
        }
        guard isAdded else { throw StorageError.busy }
        try setNamed(by: post, at: place, in: tx)
        if post.state == .shown { try PostIndexStore.update(place, in: tx) }
    }

    /// Puts other words in the place of a post's, and keeps the former ones as a version.
    static func change(_ post: WrittenPost, at place: PostPlace, at now: Instant, in tx: Transaction) throws {
        try keepVersion(besides: post.words, of: place, in: tx)
        try replace(post, at: place, at: now, in: tx)
    }

    private static func keepVersion(besides words: String, of place: PostPlace, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO post_versions (thread_id, number, version, words, written_at)
            SELECT posts.thread_id, posts.number, 1 + (SELECT COUNT(*) FROM post_versions AS earlier
                    WHERE earlier.thread_id = posts.thread_id AND earlier.number = posts.number),
                posts.words, COALESCE(posts.edited_at, posts.written_at)
            FROM posts WHERE posts.thread_id = \(place.thread) AND posts.number = \(place.number)
                AND posts.words <> \(words)
            """)
    }

    /// The same, and nothing of the former words stays.
    static func replace(_ post: WrittenPost, at place: PostPlace, at now: Instant?, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE posts SET words = \(post.words), html = \(post.html), warning = \(post.warning),
                state = \(post.state.rawValue), edited_at = \(now), themes = \(post.themes.names)
            WHERE thread_id = \(place.thread) AND number = \(place.number)
            """)
        try setNamed(by: post, at: place, in: tx)
        try PostIndexStore.update(place, in: tx)
    }

    /// What a post said before, the first version first.
    static func versions(of place: PostPlace, in tx: Transaction) throws -> [PostVersion] {
        try tx.rows(
            """
            SELECT version, words, written_at FROM post_versions
            WHERE thread_id = \(place.thread) AND number = \(place.number) ORDER BY version
            """
        ) { PostVersion(number: try $0.get(0), words: try $0.get(1), writtenAt: try $0.get(2)) }
    }

    /// Whose words stand there, and what they are, as the viewer may read them.
    static func words(
        of place: PostPlace, as viewer: Viewer, in tx: Transaction
    ) throws -> Said? {
        try tx.first(
            """
            SELECT posts.author_id, posts.words, posts.warning, posts.by_asker FROM posts
            WHERE posts.thread_id = \(place.thread) AND posts.number = \(place.number) AND posts.state <> 'gone'
                AND \(ThreadVisibilityStore.isReadable(post: "posts", by: viewer))
            """
        ) {
            Said(author: try $0.get(0), words: try $0.get(1), warning: try $0.get(2), byAsker: try $0.get(3))
        }
    }

    /// What somebody said in a post.
    struct Said: Sendable {
        /// Nil where they have left, and where they asked in the dark.
        let author: ID<Person>?
        let words: String
        let warning: String?
        let byAsker: Bool
    }

    static func state(of place: PostPlace, in tx: Transaction) throws -> PostState? {
        try tx.first("SELECT state FROM posts WHERE thread_id = \(place.thread) AND number = \(place.number)") {
            PostState(rawValue: try $0.get(0))
        } ?? nil
    }

    /// Who wrote in a thread and can be named there, at most so many, with the number of their first post.
    static func participants(
        of thread: ID<CommunityThread>, limit: Int, in tx: Transaction
    ) throws -> [(member: ID<Person>, pseudonym: String, number: Int)] {
        let rows = try tx.rows(
            """
            SELECT author_id, MIN(number) FROM posts
            WHERE thread_id = \(thread) AND state = 'shown' AND author_id IS NOT NULL
            GROUP BY author_id ORDER BY MIN(number) LIMIT \(limit)
            """
        ) { (member: try $0.get(0, as: ID<Person>.self), number: try $0.get(1, as: Int.self)) }
        let names = try AccountsFeature.pseudonyms(of: rows.map(\.member), in: tx)
        return rows.compactMap { row in names[row.member].map { (row.member, $0, row.number) } }
    }

    /// As a moderator or reports have it. False where the post is gone: nothing brings that back.
    static func setState(_ state: PostState, _ place: PostPlace, in tx: Transaction) throws -> Bool {
        let isThere =
            try tx.execute(
                """
                UPDATE posts SET state = \(state.rawValue), is_judged = \(state != .shown)
                WHERE thread_id = \(place.thread) AND number = \(place.number) AND state <> 'gone'
                """) > 0
        if isThere { try PostIndexStore.update(place, in: tx) }
        return isThere
    }

    /// Treatments that posts of a thread name, by their numbers, whoever may read them.
    static func treatments(
        of thread: ID<CommunityThread>, _ numbers: ClosedRange<Int>, in tx: Transaction
    ) throws -> [Int: [ID<Treatment>]] {
        let named = try tx.rows(
            """
            SELECT number, treatment_id FROM post_treatments
            WHERE thread_id = \(thread) AND number BETWEEN \(numbers.lowerBound) AND \(numbers.upperBound)
            ORDER BY number, treatment_id
            """
        ) { (number: try $0.get(0, as: Int.self), treatment: try $0.get(1, as: ID<Treatment>.self)) }
        return Dictionary(grouping: named, by: \.number).mapValues { $0.map(\.treatment) }
    }

    private static func setNamed(by post: WrittenPost, at place: PostPlace, in tx: Transaction) throws {
        try MentionStore.add(post.named, at: place, in: tx)
        try tx.execute(
            "DELETE FROM post_treatments WHERE thread_id = \(place.thread) AND number = \(place.number)")
        for treatment in post.treatments {
            try tx.execute(
                """
                INSERT INTO post_treatments (thread_id, number, treatment_id)
                VALUES (\(place.thread), \(place.number), \(treatment))
                """)
        }
    }

    private static func post(_ row: Row) throws -> Post {
        let html = try row.get(2, as: [UInt8]?.self)
        return Post(
            number: try row.get(0), author: try row.get(1), html: html.map { HTML(trusted: $0) } ?? .empty,
            warning: try row.get(3), answers: try row.get(4), isQuoting: try row.get(5),
            state: PostState(rawValue: try row.get(6)) ?? .hidden, writtenAt: try row.get(7),
            editedAt: try row.get(8),
            counts: [.meToo: try row.get(9), .thanks: try row.get(10), .hope: try row.get(11)],
            themes: Set(names: try row.get(12)),
            warnedOf: try row.get(13, as: String?.self).flatMap(TalkTheme.init(rawValue:)), words: try row.get(15),
            byAsker: try row.get(14))
    }
}
