import Storage

/// The table `dark_threads`: marks that are spent, the threads that they own, and whom a bar holds.
enum DarkThreadStore {
    /// All of them, with what each of their threads is at.
    static func all(in tx: Transaction) throws -> [(row: DarkThread, revision: Int?)] {
        try tx.rows(
            """
            SELECT dark.mark, dark.thread_id, dark.day, dark.barred_until, threads.revision
            FROM dark_threads AS dark LEFT JOIN threads ON threads.id = dark.thread_id
            ORDER BY dark.mark
            """
        ) { row in
            (row: try thread(row), revision: try row.get(4, as: Int?.self))
        }.compactMap { found in found.row.map { ($0, found.revision) } }
    }

    static func find(_ mark: DarkMark, in tx: Transaction) throws -> DarkThread? {
        try tx.first(
            "SELECT mark, thread_id, day, barred_until FROM dark_threads WHERE mark = \(mark.bytes)", thread) ?? nil
    }

    /// What a thread's mark says, without saying which it is; nil where no mark owns it (any more).
    static func bar(
        on thread: ID<CommunityThread>, in tx: Transaction
    ) throws -> (isOwned: Bool, until: PartialDate?) {
        try tx.first("SELECT barred_until FROM dark_threads WHERE thread_id = \(thread)") {
            (true, try $0.get(0, as: PartialDate?.self))
        } ?? (false, nil)
    }

    /// Spends a mark on a thread. False where it is spent already.
    static func spend(
        _ mark: DarkMark, on thread: ID<CommunityThread>, day: PartialDate, in tx: Transaction
    ) throws -> Bool {
        // A refused row would stand in the database's log, mark and all.
        try tx.execute(
            """
            INSERT INTO dark_threads (mark, thread_id, day, barred_until) VALUES (\(mark.bytes), \(thread), \(day), NULL)
            ON CONFLICT (mark) DO NOTHING
            """) > 0
    }

    /// Cuts mark and thread apart. The mark stays spent.
    static func letGo(_ mark: DarkMark, in tx: Transaction) throws {
        try tx.execute("UPDATE dark_threads SET thread_id = NULL WHERE mark = \(mark.bytes)")
    }

    /// Keeps whoever began a thread from writing in the dark up to a day, that one with them; nil for no longer. False where
    /// nobody owns the thread (any more).
    static func setBar(
        until day: PartialDate?, on thread: ID<CommunityThread>, in tx: Transaction
    ) throws -> Bool {
        try tx.execute("UPDATE dark_threads SET barred_until = \(day) WHERE thread_id = \(thread)") > 0
    }

    /// Takes marks out that own nothing any more, of which no word is left or which were let go: those that appeared on a day
    /// before one, and whose bar is over.
    static func clean(appearedBefore day: PartialDate, today: PartialDate, in tx: Transaction) throws {
        try tx.execute(
            """
            DELETE FROM dark_threads
            WHERE day < \(day) AND (barred_until IS NULL OR barred_until < \(today))
                AND NOT EXISTS (SELECT 1 FROM posts WHERE posts.thread_id = dark_threads.thread_id
                    AND posts.by_asker AND posts.state <> 'gone')
            """)
    }

    private static func thread(_ row: Row) throws -> DarkThread? {
        guard let mark = DarkMark(try row.get(0, as: [UInt8].self)) else { return nil }
        return DarkThread(
            mark: mark, thread: try row.get(1), day: try row.get(2), barredUntil: try row.get(3, as: PartialDate?.self))
    }
}
