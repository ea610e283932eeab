import Storage

/// The table `follows`.
enum FollowStore {
    /// Whether there is a member whom this person may come to know of: another one, neither has blocked the other.
    static func canBeMet(_ member: ID<Person>, by viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let person = viewer.personID, person != member else { return false }
        return try tx.first(
            """
            SELECT 1 FROM members WHERE members.id = \(member) AND \(VisibilityStore.isOpen("members.id"))
            AND \(VisibilityStore.isNotBlocked("members.id", for: viewer))
            """
        ) { _ in true } ?? false
    }

    /// Answers whether it is new.
    static func add(_ followed: ID<Person>, by follower: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            INSERT INTO follows (follower_id, followed_id) VALUES (\(follower), \(followed))
            ON CONFLICT (follower_id, followed_id) DO NOTHING
            """) == 1
    }

    static func remove(_ followed: ID<Person>, by follower: ID<Person>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM follows WHERE follower_id = \(follower) AND followed_id = \(followed)")
    }

    static func count(by follower: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM follows WHERE follower_id = \(follower)") { try $0.get(0) } ?? 0
    }

    /// Whom the viewer follows, by name.
    static func following(as viewer: Viewer, in tx: Transaction) throws -> [Follow] {
        guard let person = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT members.id, \(MemberStore.shownName()), \(VisibilityStore.follows("members.id", "\(person)")),
                \(showsProfile(to: viewer))
            FROM follows JOIN members ON members.id = follows.followed_id
            LEFT JOIN profiles ON profiles.member_id = members.id
            WHERE follows.follower_id = \(person) AND \(VisibilityStore.isOpen("members.id"))
            ORDER BY members.pseudonym_key, members.id
            """, follow)
    }

    /// Who follows the viewer, a page at a time, in the order of their identifiers: there may be very many, and no
    /// page costs more than another.
    static func followers(
        as viewer: Viewer, after: ID<Person>?, limit: Int, in tx: Transaction
    ) throws -> [Follow] {
        guard let person = viewer.personID else { return [] }
        let beyond: SQL = after.map { "AND follows.follower_id > \($0)" } ?? SQL()
        return try tx.rows(
            """
            SELECT members.id, \(MemberStore.shownName()), \(VisibilityStore.follows("\(person)", "members.id")),
                \(showsProfile(to: viewer))
            FROM follows JOIN members ON members.id = follows.follower_id
            LEFT JOIN profiles ON profiles.member_id = members.id
            WHERE follows.followed_id = \(person) \(beyond) AND \(VisibilityStore.isOpen("members.id"))
            ORDER BY follows.follower_id LIMIT \(limit)
            """, follow)
    }

    /// Whether the viewer follows a member, and is followed by them.
    static func tie(with member: ID<Person>, as viewer: Viewer, in tx: Transaction) throws -> Tie {
        guard let person = viewer.personID else { return Tie() }
        return try tx.first(
            """
            SELECT \(VisibilityStore.follows("\(person)", "\(member)")),
                \(VisibilityStore.follows("\(member)", "\(person)"))
            """
        ) { Tie(isFollowed: try $0.get(0), followsViewer: try $0.get(1)) } ?? Tie()
    }

    struct Tie: Sendable {
        var isFollowed = false
        var followsViewer = false
    }

    private static func showsProfile(to viewer: Viewer) -> SQL {
        VisibilityStore.isVisible("profiles.pseudonym_visibility", of: "members.id", to: viewer)
    }

    private static func follow(_ row: Row) throws -> Follow {
        Follow(
            member: try row.get(0), pseudonym: try row.get(1), isMutual: try row.get(2), showsProfile: try row.get(3))
    }
}
