import Accounts
import Storage
import Web

/// `threads.best_number`: which answer its asker found the best.
extension ThreadStore {
    /// The asker says which answer was best, or that none was. False where they asked no such question, or where the answer
    /// is not one that others read, or their own.
    static func setBest(
        _ number: Int?, of id: ID<CommunityThread>, by viewer: Viewer, in tx: Transaction
    ) throws -> Bool {
        guard let me = viewer.personID else { throw Problem.signInNeeded }
        let isAnswer: SQL =
            number.map {
                """
                AND EXISTS (SELECT 1 FROM posts WHERE posts.thread_id = threads.id AND posts.number = \($0)
                    AND posts.number > 1 AND posts.state = 'shown' AND (posts.author_id IS NULL OR posts.author_id <> \(me))
                    AND \(ThreadVisibilityStore.isReadable(post: "posts", by: viewer)))
                """
            } ?? SQL()
        return try tx.execute(
            """
            UPDATE threads SET best_number = \(number), revision = revision + 1
            WHERE id = \(id) AND author_id = \(me) AND kind = 'question' AND state = 'shown' \(isAnswer)
            """) > 0
    }

    /// Whoever asked in the dark says so, or that none was. False where the answer is not one that others read, or their own.
    static func setBestOfDark(_ number: Int?, of id: ID<CommunityThread>, in tx: Transaction) throws -> Bool {
        let isAnswer: SQL =
            number.map {
                """
                AND EXISTS (SELECT 1 FROM posts WHERE posts.thread_id = threads.id AND posts.number = \($0)
                    AND posts.number > 1 AND posts.state = 'shown' AND NOT posts.by_asker)
                """
            } ?? SQL()
        return try tx.execute(
            """
            UPDATE threads SET best_number = \(number), revision = revision + 1
            WHERE id = \(id) AND by_asker AND kind = 'question' AND state = 'shown' \(isAnswer)
            """) > 0
    }

    /// The same without asking who says so, for made-up threads.
    static func markBest(_ number: Int, of id: ID<CommunityThread>, in tx: Transaction) throws {
        try tx.execute("UPDATE threads SET best_number = \(number) WHERE id = \(id)")
    }

    /// What is gone is the best of nothing.
    static func dropBest(_ number: Int, of id: ID<CommunityThread>, in tx: Transaction) throws {
        try tx.execute("UPDATE threads SET best_number = NULL WHERE id = \(id) AND best_number = \(number)")
    }
}
