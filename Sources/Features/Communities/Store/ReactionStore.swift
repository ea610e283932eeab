import Accounts
import Storage
import Web

/// The table `reactions`, and their numbers beside each post.
enum ReactionStore {
    /// What the viewer pressed in a thread.
    static func own(
        of thread: ID<CommunityThread>, as viewer: Viewer, in tx: Transaction
    ) throws -> [Int: Set<Reaction>] {
        guard let me = viewer.personID else { return [:] }
        var own: [Int: Set<Reaction>] = [:]
        try tx.forEach("SELECT number, kind FROM reactions WHERE thread_id = \(thread) AND member_id = \(me)") { row in
            guard let kind = Reaction(rawValue: try row.get(1)) else { return }
            own[try row.get(0), default: []].insert(kind)
        }
        return own
    }

    /// Presses a reaction, or takes it back. Does nothing where that is so already, under one's own post, and where the post is
    /// not one that the viewer reads.
    static func set(
        _ kind: Reaction, _ isPressed: Bool, at place: PostPlace, as viewer: Viewer, in tx: Transaction
    ) throws {
        guard let me = viewer.personID else { throw Problem.signInNeeded }
        let isHere: SQL = "thread_id = \(place.thread) AND number = \(place.number)"
        let isReadable: SQL = """
            \(isHere) AND state = 'shown' AND (author_id IS NULL OR author_id <> \(me))
            AND \(ThreadVisibilityStore.isReadable(post: "posts", by: viewer))
            """
        guard try tx.first("SELECT 1 FROM posts WHERE \(isReadable)", { _ in true }) ?? false else { return }
        let change: SQL =
            isPressed
            ? """
            INSERT INTO reactions (thread_id, member_id, number, kind)
            VALUES (\(place.thread), \(me), \(place.number), \(kind.rawValue))
            ON CONFLICT (thread_id, member_id, number, kind) DO NOTHING
            """ : "DELETE FROM reactions WHERE \(isHere) AND member_id = \(me) AND kind = \(kind.rawValue)"
        guard try tx.execute(change) > 0 else { return }
        try count(isHere, in: tx)
        try tx.execute("UPDATE threads SET revision = revision + 1 WHERE id = \(place.thread)")
    }

    /// Writes the numbers beside posts anew.
    static func count(_ posts: SQL, in tx: Transaction) throws {
        func number(_ kind: Reaction) -> SQL {
            """
            (SELECT COUNT(*) FROM reactions WHERE reactions.thread_id = posts.thread_id
                AND reactions.number = posts.number AND reactions.kind = \(kind.rawValue))
            """
        }
        try tx.execute(
            """
            UPDATE posts SET me_too = \(number(.meToo)), thanks = \(number(.thanks)), hope = \(number(.hope))
            WHERE \(posts)
            """)
    }
}
