import Storage

/// Who may see what of whom, as fragments of SQL over the tables `follows` and `blocks`. No other code decides it, and
/// nothing is filtered after it was read.
enum VisibilityStore {
    /// True where the viewer may see what the member shows so far, else false; never NULL. Without a visibility it is
    /// only the member's, without a member nobody's.
    ///
    /// - Parameter isFollowedBack: true supposes that viewer and member follow each other, for a look at oneself with the
    ///   eyes of such a person.
    static func isVisible(
        _ visibility: SQL, of member: SQL, to viewer: Viewer, supposing isFollowedBack: Bool = false
    ) -> SQL {
        switch viewer {
        case .system:
            return "TRUE"
        case .anonymous:
            return "COALESCE(\(visibility) = \(Visibility.anyone) AND \(isOpen(member)), FALSE)"
        case .person(let id, _):
            // What decides most rows stands first: the lookups come only where they are needed.
            let isMutual: SQL = isFollowedBack ? "TRUE" : isMutual(member, with: id)
            return """
                COALESCE(\(member) = \(id) OR ((\(visibility) IN (\(Visibility.members), \(Visibility.anyone))
                    OR (\(visibility) = \(Visibility.followedBack) AND \(isMutual)))
                    AND \(isOpen(member)) AND \(isNotBlocked(member, for: viewer))), FALSE)
                """
        }
    }

    /// True where there is a member whose account others may come upon. The one place for accounts that are suspended
    /// or closed: whatever is added here hides them in every list and on every profile.
    static func isOpen(_ member: SQL) -> SQL {
        """
        (\(member) IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM account_holds AS held WHERE held.member_id = \(member) \(lookup)))
        """
    }

    /// True where neither has blocked the other; never NULL. Two lookups in an index a row.
    static func isNotBlocked(_ member: SQL, for viewer: Viewer) -> SQL {
        guard let id = viewer.personID else { return "TRUE" }
        return "(NOT \(blocks("\(id)", member)) AND NOT \(blocks(member, "\(id)")))"
    }

    /// True where two members can come upon each other: neither account is suspended or closed, and neither has blocked
    /// the other. Never NULL.
    static func canMeet(_ one: SQL, _ other: SQL) -> SQL {
        "(\(isOpen(one)) AND \(isOpen(other)) AND \(hasNoBlock(one, other)))"
    }

    /// True where neither of two members has blocked the other; never NULL.
    static func hasNoBlock(_ one: SQL, _ other: SQL) -> SQL {
        "(NOT \(blocks(one, other)) AND NOT \(blocks(other, one)))"
    }

    private static func isMutual(_ member: SQL, with id: ID<Person>) -> SQL {
        "\(follows("\(id)", member)) AND \(follows(member, "\(id)"))"
    }

    /// True where one follows the other.
    static func follows(_ follower: SQL, _ followed: SQL) -> SQL {
        """
        EXISTS (SELECT 1 FROM follows AS following
                WHERE following.follower_id = \(follower) AND following.followed_id = \(followed) \(lookup))
        """
    }

    private static func blocks(_ blocker: SQL, _ blocked: SQL) -> SQL {
        """
        EXISTS (SELECT 1 FROM blocks AS blocking
                WHERE blocking.blocker_id = \(blocker) AND blocking.blocked_id = \(blocked) \(lookup))
        """
    }

    /// Keeps PostgreSQL from reading all followers of the viewer, who may be very many, into a hash table for the fifty
    /// rows of a page: beside an offset, even of nothing, it looks each row up in the index.
    private static let lookup: SQL = "LIMIT 1 OFFSET 0"
}
