/// An index of the words of a room's documents: FTS5 on SQLite, a `tsvector` with GIN on PostgreSQL.
///
/// A document is a number that the room gives it and keeps in a table of its own, the larger the newer. The index holds which words
/// a document has, not where or how often; who may see it the room says in the question (`newest`, `ranked`). Its table is made by
/// one of the room's migrations, which holds `FullTextIndex.migration` word for word.
package struct FullTextIndex: Sendable {
    let table: SQL

    package init(_ table: StaticString) {
        self.table = SQL(stringLiteral: table)
    }

    /// What the room's migration says to make the table. FTS5 need not know the tokens' places and counts (`detail`,
    /// `columnsize`: half of its size); GIN takes each document in at once (`fastupdate`), so that nobody's search does; the
    /// planner's samples would keep words of removed documents.
    package static func migration(_ table: String) -> String {
        """
        -- sqlite:
        CREATE VIRTUAL TABLE \(table) USING fts5(words, tokenize = 'ascii', detail = 'none', columnsize = 0);
        -- postgres:
        CREATE TABLE \(table) (document BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
        ALTER TABLE \(table) ALTER COLUMN words SET STATISTICS 0;
        CREATE INDEX \(table)_words ON \(table) USING gin (words) WITH (fastupdate = off);
        -- both:

        """
    }

    /// Has a document be found by these words, and by none that it had before.
    ///
    /// - Parameter words: folded (`Folding.words`). More than 10,000 different ones are not indexed, of a word 64 bytes.
    package func put(_ words: some Sequence<[UInt8]>, of document: Int64, in tx: Transaction) throws {
        let text = String(decoding: Array(FullTextWords.distinct(words).joined(separator: " ".utf8)), as: UTF8.self)
        switch tx.engine {
        case .sqlite:
            try remove([document], in: tx)
            try tx.execute("INSERT INTO \(table) (rowid, words) VALUES (\(document), \(text))")
        case .postgres:
            try tx.execute(
                """
                INSERT INTO \(table) (document, words)
                VALUES (\(document), array_to_tsvector(string_to_array(\(text), ' ')))
                ON CONFLICT (document) DO UPDATE SET words = excluded.words
                """)
        }
    }

    /// Has documents be found by nothing, at once. When the last byte of their words is gone, see `purge`.
    ///
    /// - Returns: how many there were.
    @discardableResult
    package func remove(_ documents: some Sequence<Int64>, in tx: Transaction) throws -> Int {
        var count = 0
        for document in documents {
            count += try tx.execute("DELETE FROM \(table) WHERE \(key(tx.engine)) = \(document)")
        }
        if count > 0, tx.engine == .sqlite {
            noteRemoval()
            try beginPurge(in: tx)
        }
        return count
    }

    /// Removes documents that the room has no more, because their rows went along with another's: for a nightly job.
    ///
    /// - Parameters:
    ///   - kept: a query for the numbers that there are: `"SELECT document FROM posts"`.
    ///   - limit: how many at a time.
    /// - Returns: how many there were.
    package func removeLost(_ kept: SQL, limit: Int = 200, in tx: Transaction) throws -> Int {
        let lost = try tx.rows("SELECT \(key(tx.engine)) FROM \(table) EXCEPT \(kept) ORDER BY 1 LIMIT \(limit)") {
            try $0.get(0, as: Int64.self)
        }
        return try remove(lost, in: tx)
    }

    func key(_ engine: Engine) -> SQL {
        switch engine {
        case .sqlite: "rowid"
        case .postgres: "document"
        }
    }
}
