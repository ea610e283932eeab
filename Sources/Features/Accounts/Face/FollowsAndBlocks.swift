package import Storage
import Web

extension AccountsFeature {
    /// The most people a member can follow.
    static let mostFollows = 1_000
    /// The most people a member can block.
    static let mostBlocks = 1_000

    /// Follows a member; twice is once. Whether their profile shows anything does not matter, or two people who show
    /// themselves to those they follow back could never begin.
    ///
    /// Throws `.notFound` where there is no such member, for oneself, and where either has blocked the other;
    /// `.conflict` when the viewer follows too many already; `.signInNeeded` for who is no person.
    package func follow(_ member: ID<Person>, as viewer: Viewer) async throws {
        guard let follower = viewer.personID else { throw Problem.signInNeeded }
        try await database.write { tx in
            guard try FollowStore.canBeMet(member, by: viewer, in: tx) else { throw Problem.notFound }
            guard try FollowStore.add(member, by: follower, in: tx) else { return }
            guard try FollowStore.count(by: follower, in: tx) <= Self.mostFollows else {
                throw Problem.conflict(key: "accounts.follows.full")
            }
        }
    }

    /// SQL that is true of a row in which two columns name members who can come upon each other: neither account is
    /// suspended or closed, and neither has blocked the other.
    package static func canMeet(_ one: SQL, _ other: SQL) -> SQL { VisibilityStore.canMeet(one, other) }

    /// SQL that is true of a row in which two columns name members of whom neither has blocked the other.
    package static func hasNoBlock(_ one: SQL, _ other: SQL) -> SQL { VisibilityStore.hasNoBlock(one, other) }

    /// Ends following; nothing happens where there was none.
    package func unfollow(_ member: ID<Person>, as viewer: Viewer) async throws {
        guard let follower = viewer.personID else { throw Problem.signInNeeded }
        try await database.write { try FollowStore.remove(member, by: follower, in: $0) }
    }

    /// Hides the viewer and a member from each other everywhere, and ends following both ways; twice is once.
    ///
    /// The answer is the same whether or not that member has blocked the viewer: it does not tell them so, and their own
    /// block stands when the other's is taken back. Somebody whose account is suspended is blocked like anybody.
    ///
    /// Throws `.notFound` where there is no such member and for oneself; `.conflict` when the viewer has blocked too many;
    /// `.signInNeeded` for who is no person.
    package func block(_ member: ID<Person>, as viewer: Viewer) async throws {
        guard let blocker = viewer.personID else { throw Problem.signInNeeded }
        try await database.write { tx in
            guard member != blocker, try MemberStore.exists(member, in: tx) else { throw Problem.notFound }
            guard try BlockStore.add(member, by: blocker, in: tx) else { return }
            guard try BlockStore.count(by: blocker, in: tx) <= Self.mostBlocks else {
                throw Problem.conflict(key: "accounts.blocks.full")
            }
            try FollowStore.remove(member, by: blocker, in: tx)
            try FollowStore.remove(blocker, by: member, in: tx)
        }
    }

    /// Takes a block back; following does not come back with it. Nothing happens where there was none.
    package func unblock(_ member: ID<Person>, as viewer: Viewer) async throws {
        guard let blocker = viewer.personID else { throw Problem.signInNeeded }
        try await database.write { try BlockStore.remove(member, by: blocker, in: $0) }
    }

    /// Whom the viewer follows, by name.
    package func following(as viewer: Viewer) async throws -> [Follow] {
        try await database.read { try FollowStore.following(as: viewer, in: $0) }
    }

    /// Who follows the viewer, at most `limit` (1 to 200) of them beyond the one named, in the order of identifiers.
    package func followers(
        as viewer: Viewer, after: ID<Person>? = nil, limit: Int = 50
    ) async throws -> [Follow] {
        let limit = min(max(limit, 1), 200)
        return try await database.read { try FollowStore.followers(as: viewer, after: after, limit: limit, in: $0) }
    }

    /// Whom the viewer has blocked, by name.
    package func blocks(as viewer: Viewer) async throws -> [Block] {
        try await database.read { try BlockStore.list(as: viewer, in: $0) }
    }
}
