import Storage
import Web

/// Which of the tables beside a thread hold something for who reads it. One question, for on most pages most hold nothing.
struct BesideThread: Sendable {
    let isWatching: Bool
    let hasReactions: Bool
    /// Somewhere: where a draft belongs only its sealed mark says.
    let hasDrafts: Bool
    let hasFilters: Bool
    let hasPoll: Bool
    let hasPictures: Bool
}

/// Looks into all of them at once.
enum BesideThreadStore {
    static func find(_ thread: ID<CommunityThread>, as viewer: Viewer, in tx: Transaction) throws -> BesideThread {
        let me = viewer.personID
        func own(_ table: SQL, _ condition: SQL = SQL()) -> SQL {
            me.map { "EXISTS (SELECT 1 FROM \(table) WHERE member_id = \($0) \(condition))" } ?? "FALSE"
        }
        let here: SQL = "AND thread_id = \(thread)"
        let found = try tx.first(
            """
            SELECT \(own("thread_watches", here)), \(own("reactions", here)), \(own("drafts")), \(own("talk_filters")),
                EXISTS (SELECT 1 FROM polls WHERE thread_id = \(thread)),
                EXISTS (SELECT 1 FROM post_pictures WHERE thread_id = \(thread))
            """
        ) {
            BesideThread(
                isWatching: try $0.get(0), hasReactions: try $0.get(1), hasDrafts: try $0.get(2),
                hasFilters: try $0.get(3), hasPoll: try $0.get(4), hasPictures: try $0.get(5))
        }
        guard let found else { throw Problem.notFound }
        return found
    }
}
