import Accounts
import Storage

/// Who may read which thread, and which post of it: the one place that says so.
enum ThreadVisibilityStore {
    /// SQL that is true of a row of `threads` that the viewer may read. Who wrote it reads it in every state but the last.
    /// - Parameter thread: the table's name or alias in the statement.
    static func isReadable(_ thread: SQL = "threads", by viewer: Viewer) -> SQL {
        switch viewer {
        case .system: "TRUE"
        case .anonymous: "(\(thread).visibility = 'anyone' AND \(isOpen(thread)))"
        case .person(let me, _):
            """
            ((\(thread).author_id = \(me) AND \(thread).state <> 'gone') OR (\(isOpen(thread)) AND
                (\(thread).visibility IN ('anyone', 'members') OR \(belongs(me, to: "\(thread).community_id")))
                AND \(AccountsFeature.isNotBlocked("\(thread).author_id", for: viewer))))
            """
        }
    }

    /// SQL that is true of a row of `threads` that everybody may read, but for blocks, who may read those of a visibility in a
    /// community: for what is looked for once for all of them. What is shown to one of them is asked for as them.
    static func isReadable(byAllOf audience: ThreadVisibility, in community: ID<Space>) -> SQL {
        switch audience {
        case .anyone: "(threads.visibility = 'anyone')"
        case .members: "(threads.visibility IN ('anyone', 'members'))"
        case .community: "(threads.visibility IN ('anyone', 'members') OR threads.community_id = \(community))"
        }
    }

    /// SQL that is true of a row of `posts` whose words the viewer may read, where they may read its thread.
    static func isReadable(post: SQL, by viewer: Viewer) -> SQL {
        switch viewer {
        case .system: "TRUE"
        case .anonymous: "(\(post).state = 'shown')"
        case .person(let me, _):
            """
            ((\(post).author_id = \(me) AND \(post).state <> 'gone') OR (\(post).state = 'shown'
                AND \(AccountsFeature.isNotBlocked("\(post).author_id", for: viewer))))
            """
        }
    }

    /// What was taken back is read only for what others answered.
    private static func isOpen(_ thread: SQL) -> SQL {
        "(\(thread).state = 'shown' OR (\(thread).state = 'gone' AND \(thread).replies > 0))"
    }

    private static func belongs(_ member: ID<Person>, to community: SQL) -> SQL {
        """
        EXISTS (SELECT 1 FROM community_members AS belonging
                WHERE belonging.member_id = \(member) AND belonging.community_id = \(community) LIMIT 1 OFFSET 0)
        """
    }
}
