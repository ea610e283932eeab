import Synchronization

// FTS5 writes a removal down beside what it removes, words and all, and both go when the parts of the index are merged into
// one (sqlite.org/fts5.html#the_merge_command). Its way to overwrite them at once needs a newer SQLite than Debian 12 has.

extension FullTextIndex {
    /// What one step rewrites, in pages of 4 KiB.
    static let pagesPerStep = 64

    /// Rewrites a part of the index, so that in the end no byte of removed words is left in SQLite's file; pages that get free
    /// are overwritten (`secure_delete`). Each step is a transaction of its own, so that others write meanwhile.
    ///
    /// On PostgreSQL there is nothing to do here: the table is among those that are rewritten at night (decisions/0023).
    ///
    /// - Returns: whether nothing is left to do.
    package func purge(in tx: Transaction) throws -> Bool {
        guard tx.engine == .sqlite else { return true }
        let before = try changes(in: tx)
        try merge(Self.pagesPerStep, in: tx)
        // One is the command itself.
        return try changes(in: tx) - before < 2
    }

    /// Puts all parts together to be merged. This is kept in the index itself: `purge` after any number of other writes, or of
    /// starts, goes on with it.
    func beginPurge(in tx: Transaction) throws { try merge(-1, in: tx) }

    private func merge(_ pages: Int, in tx: Transaction) throws {
        try tx.execute("INSERT INTO \(table) (\(table), rank) VALUES ('merge', \(pages))")
    }

    private func changes(in tx: Transaction) throws -> Int {
        try tx.first("SELECT total_changes()") { try $0.get(0) } ?? 0
    }
}

extension Database {
    /// Has the last byte of what was removed from an index leave SQLite's file: for a job that runs often. Nothing is done
    /// unless something was removed since the last time, or this is the first of the process: putting together anew what was
    /// only added to would rewrite the whole index for each new document.
    ///
    /// All parts are put together anew first: what a transaction removed FTS5 writes down after `remove` has done so, as a part
    /// of its own that nothing merges before there are four.
    package func purge(_ index: FullTextIndex) async throws {
        guard engine == .sqlite, removals.take(index.table.text) else { return }
        do {
            try await write { try index.beginPurge(in: $0) }
            while try await !write({ try index.purge(in: $0) }) {}
        } catch {
            removals.note([index.table.text])
            throw error
        }
    }
}

/// From which indexes something was removed whose words may stand in the file yet.
final class IndexRemovals: Sendable {
    /// Indexes of which nothing was removed since they were purged. None at first: a process that ended between a removal
    /// and its purge left words behind, and nobody remembers.
    private let purged = Mutex<Set<String>>([])

    func note(_ tables: Set<String>) {
        guard !tables.isEmpty else { return }
        purged.withLock { $0.subtract(tables) }
    }

    /// Whether an index is to be purged. To be asked before that begins: what is removed meanwhile is for the next time.
    func take(_ table: String) -> Bool {
        purged.withLock { $0.insert(table).inserted }
    }
}
