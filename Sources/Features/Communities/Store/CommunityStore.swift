import Accounts
import Storage
import Web

/// The tables `communities` and `community_members`.
enum CommunityStore {
    /// All there are, by slug. That a place is there is no secret; who belongs to it is.
    static func all(in tx: Transaction) throws -> [Community] {
        try tx.rows("SELECT \(columns) FROM communities c ORDER BY c.slug", community)
    }

    static func find(slug: String, in tx: Transaction) throws -> Community? {
        try tx.first("SELECT \(columns) FROM communities c WHERE c.slug = \(slug)", community)
    }

    static func find(_ id: ID<Space>, in tx: Transaction) throws -> Community? {
        try tx.first("SELECT \(columns) FROM communities c WHERE c.id = \(id)", community)
    }

    /// Opens a place, with its space; false where there is one.
    static func open(_ community: Community, at now: Instant, in tx: Transaction) throws -> Bool {
        let isNew =
            try tx.execute(
                """
                INSERT INTO communities (id, slug, kind, opened_at)
                VALUES (\(community.id), \(community.slug), \(community.kind.rawValue), \(now))
                ON CONFLICT (slug) DO NOTHING
                """) > 0
        if isNew { try AccountsFeature.addSpace(.community(community.id), named: community.slug, in: tx) }
        return isNew
    }

    /// Those of some places in which something was said since then that the viewer may read.
    static func lively(
        among places: [ID<Space>], since: Instant, as viewer: Viewer, in tx: Transaction
    ) throws -> [Community] {
        guard !places.isEmpty else { return [] }
        return try tx.rows(
            """
            SELECT \(columns) FROM communities c
            WHERE c.id IN (\(SQL.list(places))) AND EXISTS (SELECT 1 FROM threads
                WHERE threads.community_id = c.id AND threads.state = 'shown' AND threads.last_at > \(since)
                    AND \(ThreadVisibilityStore.isReadable(by: viewer)))
            ORDER BY c.slug
            """, community)
    }

    // MARK: - Who belongs to one

    /// How the viewer belongs to a community; nil where they do not.
    static func membership(in community: ID<Space>, as viewer: Viewer, tx: Transaction) throws -> Membership? {
        guard let member = viewer.personID else { return nil }
        return try tx.first(
            """
            SELECT may_be_asked FROM community_members WHERE member_id = \(member) AND community_id = \(community)
            """
        ) { Membership(mayBeAsked: try $0.get(0)) }
    }

    /// The communities that the viewer belongs to.
    static func ofViewer(_ viewer: Viewer, in tx: Transaction) throws -> [Community] {
        guard let member = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT \(columns) FROM community_members m JOIN communities c ON c.id = m.community_id
            WHERE m.member_id = \(member) ORDER BY c.slug
            """, community)
    }

    /// Everybody made up belongs to every theme. Nobody of them may be asked.
    static func joinMadeUp(in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO community_members (community_id, member_id, may_be_asked)
            SELECT c.id, members.id, FALSE FROM communities c CROSS JOIN members
            WHERE members.is_synthetic AND c.kind = \(Community.Kind.theme.rawValue)
            ON CONFLICT (member_id, community_id) DO NOTHING
            """)
    }

    /// The viewer belongs to a community from now on, or changes whether they may be asked there.
    static func join(_ community: ID<Space>, mayBeAsked: Bool, as viewer: Viewer, in tx: Transaction) throws {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        try tx.execute(
            """
            INSERT INTO community_members (community_id, member_id, may_be_asked)
            VALUES (\(community), \(member), \(mayBeAsked))
            ON CONFLICT (member_id, community_id) DO UPDATE SET may_be_asked = excluded.may_be_asked
            """)
    }

    static func leave(_ community: ID<Space>, as viewer: Viewer, in tx: Transaction) throws {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        try tx.execute(
            "DELETE FROM community_members WHERE member_id = \(member) AND community_id = \(community)")
    }

    private static let columns: SQL = "c.id, c.slug, c.kind"

    private static func community(_ row: Row) throws -> Community {
        Community(
            id: try row.get(0), slug: try row.get(1), kind: Community.Kind(rawValue: try row.get(2)) ?? .theme)
    }
}

/// How a member belongs to a community.
struct Membership: Sendable, Equatable {
    /// Questions that nobody answers may be put to them.
    let mayBeAsked: Bool
}
