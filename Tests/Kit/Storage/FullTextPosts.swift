import Databases
import Storage

/// A room with posts that somebody may see or not, and an index of their words.
enum FullTextPosts {
    static let index = FullTextIndex("post_search")

    static let migrations = Migrations(
        feature: "Posts",
        files: [
            .init(
                name: "001_posts.sql",
                text: """
                    CREATE TABLE posts (document BIGINT PRIMARY KEY, hidden BOOLEAN NOT NULL);

                    """ + FullTextIndex.migration("post_search"))
        ].compactMap { $0 })

    /// A post with these words; one of that number is changed.
    static func put(_ words: String, as document: Int64, hidden: Bool = false, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO posts (document, hidden) VALUES (\(document), \(hidden))
            ON CONFLICT (document) DO UPDATE SET hidden = excluded.hidden
            """)
        try index.put(split(words), of: document, in: tx)
    }

    static func newest(_ limit: Int, _ query: FullTextQuery, before: Int64 = .max, in tx: Transaction) throws -> [Int64]
    {
        try index.newest(limit, holding: query, before: before, in: tx, visible) { try $0.get(0) }
    }

    static func ranked(_ limit: Int, _ query: FullTextQuery, in tx: Transaction) throws -> [Int64] {
        try index.ranked(limit, holdingAnyOf: query, in: tx, visible) { try $0.get(0) }
    }

    /// Both ways, with words as they are typed.
    static func search(_ words: String, in database: Database) async throws -> (all: [Int64], any: [Int64]) {
        guard let query = FullTextQuery(split(words)) else { return ([], []) }
        return try await database.read { tx in (try newest(100, query, in: tx), try ranked(100, query, in: tx)) }
    }

    static func visible(_ hit: SQL) -> SQL {
        "SELECT hit.document FROM \(hit) CROSS JOIN posts WHERE posts.document = hit.document AND NOT posts.hidden"
    }

    static func split(_ words: String) -> [[UInt8]] { words.utf8.split(separator: UInt8(ascii: " ")).map(Array.init) }
}

/// Runs a body with an empty room of posts.
func withPosts(on backend: Backend, _ body: (Database) async throws -> Void) async throws {
    try await withDatabase(on: backend, migrations: [FullTextPosts.migrations], body)
}

extension FullTextQuery {
    /// Of words that are known to be some.
    static func of(_ words: String) throws -> FullTextQuery {
        guard let query = FullTextQuery(FullTextPosts.split(words)) else { throw StorageError.other("no words") }
        return query
    }
}
