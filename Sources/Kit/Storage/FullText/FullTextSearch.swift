extension FullTextIndex {
    /// The newest documents that hold all words asked for and that the room's question lets through.
    ///
    ///     try index.newest(20, holding: query, in: tx) { hit in
    ///         """
    ///         SELECT hit.document, posts.id FROM \(hit) CROSS JOIN posts
    ///         WHERE posts.document = hit.document AND \(visible(to: viewer))
    ///         """
    ///     } row: { try $0.get(1) as ID<Post> }
    ///
    /// Whatever the question lets not through counts for nothing: not for the result, not for how far is looked.
    ///
    /// - Parameters:
    ///   - limit: how many at most.
    ///   - before: documents from this number on are left out: the last one of the page before.
    ///   - question: a query over `hit`, which stands first in `CROSS JOIN`s, so that the engines begin with it and stop when they
    ///     have enough; its first column is `hit.document`, it ends in `WHERE` and conditions.
    package func newest<Value>(
        _ limit: Int, holding query: FullTextQuery, before: Int64 = .max, in tx: Transaction,
        _ question: (_ hit: SQL) -> SQL, row: (Row) throws -> Value
    ) throws -> [Value] {
        try hits(limit, query, before: before, in: tx, question, row).map(\.value)
    }

    func hits<Value>(
        _ limit: Int, _ query: FullTextQuery, before: Int64 = .max, in tx: Transaction,
        _ question: (_ hit: SQL) -> SQL, _ row: (Row) throws -> Value
    ) throws -> [FullTextHit<Value>] {
        func ask(_ hit: SQL, _ limit: Int) throws -> [FullTextHit<Value>] {
            try tx.rows("\(question(hit)) ORDER BY hit.document DESC LIMIT \(limit)") {
                FullTextHit(document: try $0.get(0), value: try row($0))
            }
        }
        let expression = query.expression(for: tx.engine)
        switch tx.engine {
        case .sqlite:
            return try ask(matching(expression, before: before), limit)
        case .postgres:
            var found = try ask(recent(Self.fewRecent, matching: expression, before: before), limit)
            if found.count < limit, found.count >= Self.promising, let last = found.last {
                found += try ask(
                    recent(Self.manyRecent, matching: expression, before: last.document), limit - found.count)
            }
            if found.count < limit {
                let before = found.last?.document ?? before
                found += try ask(any(matching: expression, before: before), limit - found.count)
            }
            return found
        }
    }

    /// FTS5 walks back from the newest, and only as far as rows are asked for.
    private func matching(_ expression: String, before: Int64) -> SQL {
        "(SELECT rowid AS document FROM \(table) WHERE \(table) MATCH \(expression) AND rowid < \(before)) AS hit"
    }

    // GIN knows no order: it has to find all of what may be sixty thousand documents, and fetch each, before the newest twenty
    // are known. So the newest documents are looked through one by one first, where common words are soon found; more of them
    // if that goes well; and GIN is asked when the words are known to be rare.

    /// Documents to look through first, at 0.4 µs each.
    private static let fewRecent = 500
    /// Documents to look through after them, where `promising` were found.
    private static let manyRecent = 4_000
    /// GIN takes about a microsecond for a document that it finds: below 1 in 150 it is cheaper, in an index of 200,000.
    private static let promising = 3

    private func recent(_ count: Int, matching expression: String, before: Int64) -> SQL {
        """
        (SELECT document FROM (
            SELECT document, words FROM \(table) WHERE document < \(before) ORDER BY document DESC LIMIT \(count)
        ) AS recent WHERE words @@ CAST(\(expression) AS TSQUERY)) AS hit
        """
    }

    /// `OFFSET 0` keeps the planner, which knows nothing of how common a word is, from walking the primary key instead.
    private func any(matching expression: String, before: Int64) -> SQL {
        """
        (SELECT document FROM (
            SELECT document FROM \(table) WHERE words @@ CAST(\(expression) AS TSQUERY) ORDER BY document DESC OFFSET 0
        ) AS found WHERE document < \(before)) AS hit
        """
    }
}

/// A row of a room's question.
struct FullTextHit<Value> {
    let document: Int64
    let value: Value
}
