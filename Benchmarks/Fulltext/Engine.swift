import Foundation
import Storage

/// A database with the posts in our index, and in a plain table for full text as the engine's manual makes it.
struct Searched: Sendable {
    static let index = FullTextIndex("post_search")

    let name: String
    let database: Database
    let timing: Timing
    let town: Town

    init(_ name: String, _ database: Database, _ town: Town) async throws {
        (self.name, self.database, self.town) = (name, database, town)
        let server: Int? =
            switch database.engine {
            case .sqlite: nil
            case .postgres: try await database.read { try $0.first("SELECT pg_backend_pid()") { try $0.get(0) } }
            }
        timing = Timing(server: server)
        guard
            let file = Migrations.File(
                name: "001_posts.sql",
                text: """
                    CREATE TABLE posts (document BIGINT PRIMARY KEY, hidden BOOLEAN NOT NULL);
                    \(FullTextIndex.migration("post_search"))
                    -- sqlite:
                    CREATE VIRTUAL TABLE plain USING fts5(body);
                    -- postgres:
                    CREATE TABLE plain (document BIGINT PRIMARY KEY, body TSVECTOR NOT NULL);
                    CREATE INDEX plain_body ON plain USING gin (body);
                    """)
        else { return }
        try await database.migrate([Migrations(feature: "Posts", files: [file])])
    }

    /// Milliseconds for a post, a thousand in a transaction: in our index, and in the plain one.
    func fill() async throws -> (ours: Double, plain: Double) {
        var (ours, plain) = (0.0, 0.0)
        for start in stride(from: 0, to: town.posts.count, by: 1_000) {
            let posts = start..<min(start + 1_000, town.posts.count)
            ours += try await took { tx in
                for post in posts {
                    try tx.execute(
                        "INSERT INTO posts (document, hidden) VALUES (\(post + 1), \((post + 1) % Town.hidden == 0))")
                    try Self.index.put(town.text(post), of: Int64(post + 1), in: tx)
                }
            }
            plain += try await took { tx in for post in posts { try putPlain(post, in: tx) } }
        }
        return (ours / Double(town.posts.count), plain / Double(town.posts.count))
    }

    private func took(_ body: @escaping @Sendable (Transaction) throws -> Void) async throws -> Double {
        try await database.write { tx in try timing.of { try body(tx) }.milliseconds }
    }

    private func putPlain(_ post: Int, in tx: Transaction) throws {
        switch tx.engine {
        case .sqlite: try tx.execute("INSERT INTO plain (rowid, body) VALUES (\(post + 1), \(town.plain(post)))")
        case .postgres:
            try tx.execute(
                "INSERT INTO plain (document, body) VALUES (\(post + 1), to_tsvector('simple', \(town.plain(post))))")
        }
    }

    /// As a server that has run for a while has it: one part, cleaned, known to the planner.
    func settle() async throws {
        switch database.engine {
        case .sqlite:
            try await database.write { tx in
                try tx.execute("INSERT INTO post_search (post_search) VALUES ('optimize')")
                try tx.execute("INSERT INTO plain (plain) VALUES ('optimize')")
            }
        case .postgres:
            try await database.maintain(["VACUUM (FULL) post_search", "VACUUM (FULL) plain", "VACUUM ANALYZE"])
        }
    }

    /// Megabytes of our index and of the plain one.
    func sizes() async throws -> [Double] {
        try await database.read { tx in
            try ["post_search", "plain"].map { table in
                let query: SQL =
                    switch tx.engine {
                    case .sqlite: "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE \(table + "_%")"
                    case .postgres: "SELECT pg_total_relation_size(CAST(\(table) AS REGCLASS))"
                    }
                return Double(try tx.first(query) { try $0.get(0, as: Int.self) } ?? 0) / 1e6
            }
        }
    }

    // MARK: Questions

    func newest(_ limit: Int, _ question: [Int], seen: Bool = true, in tx: Transaction) throws -> [Int64] {
        guard let query = query(question) else { return [] }
        return try Self.index.newest(limit, holding: query, in: tx, seen ? Self.seen : Self.any) { try $0.get(0) }
    }

    func ranked(_ limit: Int, _ question: [Int], in tx: Transaction) throws -> [Int64] {
        guard let query = query(question) else { return [] }
        return try Self.index.ranked(limit, holdingAnyOf: query, in: tx, Self.seen) { try $0.get(0) }
    }

    /// By the engine's own ranking, of all posts, hidden or not.
    func plain(_ limit: Int, _ question: [Int], all: Bool, in tx: Transaction) throws -> [Int64] {
        let words = question.map { town.words[$0] }
        switch tx.engine {
        case .sqlite:
            let text = words.map { "\"\($0)\"" }.joined(separator: all ? " AND " : " OR ")
            return try tx.rows("SELECT rowid FROM plain WHERE plain MATCH \(text) ORDER BY rank LIMIT \(limit)") {
                try $0.get(0)
            }
        case .postgres:
            let text = words.map { "'\($0)'" }.joined(separator: all ? " & " : " | ")
            return try tx.rows(
                """
                SELECT document FROM plain, CAST(\(text) AS TSQUERY) AS query WHERE body @@ query
                ORDER BY ts_rank(body, query) DESC, document DESC LIMIT \(limit)
                """
            ) { try $0.get(0) }
        }
    }

    private func query(_ question: [Int]) -> FullTextQuery? {
        FullTextQuery(question.map { Array(town.words[$0].utf8) })
    }

    private static func seen(_ hit: SQL) -> SQL {
        "SELECT hit.document FROM \(hit) CROSS JOIN posts WHERE posts.document = hit.document AND NOT posts.hidden"
    }

    private static func any(_ hit: SQL) -> SQL { "SELECT hit.document FROM \(hit) WHERE TRUE" }
}
