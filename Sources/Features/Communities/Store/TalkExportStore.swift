import Accounts
import Storage

/// What a member wrote, joined and pressed: a page at a time for their download, and in pieces for erasing it.
enum TalkExportStore {
    /// A post of a member's.
    struct PostRow: Sendable {
        let place: PostPlace
        let community: String
        let title: String?
        let source: String?
        let kind: String
        let readers: String
        let words: String
        let warning: String?
        let state: String
        let writtenAt: Instant
        let editedAt: Instant?
        var earlier: [PostVersion] = []
    }

    static func memberships(of member: ID<Person>, in tx: Transaction) throws -> [(slug: String, mayBeAsked: Bool)] {
        try tx.rows(
            """
            SELECT communities.slug, m.may_be_asked FROM community_members m
                JOIN communities ON communities.id = m.community_id
            WHERE m.member_id = \(member) ORDER BY communities.slug
            """
        ) { (try $0.get(0), try $0.get(1)) }
    }

    static func countPosts(of member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM posts WHERE author_id = \(member)") { try $0.get(0) } ?? 0
    }

    /// Posts behind a place, in the order of threads and numbers.
    static func posts(
        of member: ID<Person>, after last: String?, limit: Int, in tx: Transaction
    ) throws -> [PostRow] {
        let behind: SQL =
            last.flatMap { PostPlace(record: $0) }.map {
                "AND (p.thread_id > \($0.thread) OR (p.thread_id = \($0.thread) AND p.number > \($0.number)))"
            } ?? SQL()
        let rows = try tx.rows(
            """
            SELECT p.thread_id, p.number, communities.slug, threads.title, threads.kind, threads.visibility, p.words,
                p.warning, p.state, p.written_at, p.edited_at, threads.source
            FROM posts p JOIN threads ON threads.id = p.thread_id
                JOIN communities ON communities.id = threads.community_id
            WHERE p.author_id = \(member) \(behind) ORDER BY p.thread_id, p.number LIMIT \(limit)
            """
        ) { row in
            let place = PostPlace(try row.get(0), try row.get(1))
            return PostRow(
                place: place, community: try row.get(2),
                // The title is the words of who began the thread.
                title: place.number == 1 ? try row.get(3) : nil, source: place.number == 1 ? try row.get(11) : nil,
                kind: try row.get(4), readers: try row.get(5),
                words: try row.get(6), warning: try row.get(7), state: try row.get(8), writtenAt: try row.get(9),
                editedAt: try row.get(10))
        }
        return try rows.map { row in
            var row = row
            row.earlier = try PostStore.versions(of: row.place, in: tx)
            return row
        }
    }

    static func reactions(
        of member: ID<Person>, in tx: Transaction
    ) throws -> [(place: PostPlace, community: String, kind: String)] {
        try tx.rows(
            """
            SELECT r.thread_id, r.number, communities.slug, r.kind FROM reactions r
                JOIN threads ON threads.id = r.thread_id JOIN communities ON communities.id = threads.community_id
            WHERE r.member_id = \(member) ORDER BY r.thread_id, r.number, r.kind
            """
        ) { (PostPlace(try $0.get(0), try $0.get(1)), try $0.get(2), try $0.get(3)) }
    }

    static func watches(
        of member: ID<Person>, in tx: Transaction
    ) throws -> [(thread: ID<CommunityThread>, community: String)] {
        try tx.rows(
            """
            SELECT w.thread_id, communities.slug FROM thread_watches w JOIN threads ON threads.id = w.thread_id
                JOIN communities ON communities.id = threads.community_id
            WHERE w.member_id = \(member) ORDER BY w.thread_id
            """
        ) { (try $0.get(0), try $0.get(1)) }
    }

    // MARK: - Erasing

    static func places(
        of member: ID<Person>, isStaying: Bool = false, limit: Int, in tx: Transaction
    ) throws -> [PostPlace] {
        try tx.rows(
            """
            SELECT thread_id, number FROM posts WHERE author_id = \(member) \(isStaying ? staying : SQL())
            ORDER BY thread_id, number LIMIT \(limit)
            """
        ) { PostPlace(try $0.get(0), try $0.get(1)) }
    }

    /// What others read stays when its author leaves without their name.
    private static let staying: SQL = "AND state = 'shown'"

    static func countStaying(of member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM posts WHERE author_id = \(member) \(staying)") { try $0.get(0) } ?? 0
    }

    /// Takes a few reactions out, and what they counted for.
    static func eraseReactions(of member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        let few = try tx.rows(
            "SELECT thread_id, number, kind FROM reactions WHERE member_id = \(member) ORDER BY thread_id LIMIT \(limit)"
        ) { (place: PostPlace(try $0.get(0), try $0.get(1)), kind: try $0.get(2, as: String.self)) }
        for one in few {
            let isHere: SQL = "thread_id = \(one.place.thread) AND number = \(one.place.number)"
            try tx.execute("DELETE FROM reactions WHERE \(isHere) AND member_id = \(member) AND kind = \(one.kind)")
            try ReactionStore.count(isHere, in: tx)
        }
        return few.count == limit
    }

    /// Takes the name off a few posts that stay when their author leaves, and what those said before; answers whether there
    /// may be more.
    static func cutTies(of member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        let few = try places(of: member, isStaying: true, limit: limit, in: tx)
        for place in few {
            let isHere: SQL = "thread_id = \(place.thread) AND number = \(place.number)"
            try tx.execute("DELETE FROM post_versions WHERE \(isHere)")
            // A picture may show who it is of.
            try PostPictureStore.remove(at: place, in: tx)
            try tx.execute("UPDATE posts SET author_id = NULL, form_id = \(ID<WrittenPost>.random()) WHERE \(isHere)")
            if place.number == 1 {
                try tx.execute("UPDATE threads SET author_id = NULL WHERE id = \(place.thread)")
                try PollStore.removeUnread(place.thread, in: tx)
            }
        }
        return few.count == limit
    }
}
