import Accounts
import Storage

/// The table `thread_views`: how often threads were opened, without who or when.
enum ViewCountStore {
    /// Adds what was counted; a thread that is not there any more is none.
    static func add(_ counts: [(thread: ID<CommunityThread>, views: Int)], in tx: Transaction) throws {
        for count in counts {
            try tx.execute(
                """
                INSERT INTO thread_views (thread_id, views, told)
                SELECT threads.id, \(count.views), 0 FROM threads WHERE threads.id = \(count.thread)
                ON CONFLICT (thread_id) DO UPDATE SET views = thread_views.views + excluded.views
                """)
        }
    }

    /// What authors read from now on: full tens.
    static func tell(in tx: Transaction) throws {
        try tx.execute("UPDATE thread_views SET told = views - views % 10 WHERE told <> views - views % 10")
    }

    /// How often the viewer's own thread was opened, in tens; nil under ten, and for anybody else's.
    static func told(of thread: ID<CommunityThread>, as viewer: Viewer, in tx: Transaction) throws -> Int? {
        guard let me = viewer.personID else { return nil }
        return try tx.first(
            """
            SELECT thread_views.told FROM thread_views JOIN threads ON threads.id = thread_views.thread_id
            WHERE thread_views.thread_id = \(thread) AND threads.author_id = \(me) AND thread_views.told > 0
            """
        ) { try $0.get(0) }
    }
}
