import Databases
import Testing

@testable import Storage

@Suite struct FullTextTests {
    @Test(arguments: Backend.available)
    func `what is changed or removed is found by its old words no more`(on backend: Backend) async throws {
        try await withPosts(on: backend) { database in
            try await database.write { tx in
                try FullTextPosts.put("night sweats sertraline", as: 1, in: tx)
                try FullTextPosts.put("night sweats", as: 2, in: tx)
                try FullTextPosts.put("sweats", as: 3, in: tx)
            }
            try await expect("night sweats", [2, 1], [2, 1, 3], in: database)
            try await database.write { try FullTextPosts.put("quiet night", as: 1, in: $0) }
            try await expect("sertraline", [], [], in: database)
            // Both words are as rare now: the newer is first.
            try await expect("night sweats", [2], [2, 3, 1], in: database)
            let removed = try await database.write { tx in
                [
                    try FullTextPosts.index.remove([2, 77], in: tx), try FullTextPosts.index.remove([2], in: tx),
                    try FullTextPosts.index.remove([], in: tx),
                ]
            }
            #expect(removed == [1, 0, 0])
            try await expect("night sweats", [], [3, 1], in: database)
            // A post without words, and one that is written and removed at once.
            try await database.write { tx in
                try FullTextPosts.put("", as: 4, in: tx)
                try FullTextPosts.put("brief", as: 5, in: tx)
                try FullTextPosts.index.remove([5], in: tx)
            }
            try await expect("brief", [], [], in: database)
            try await database.purge(FullTextPosts.index)
            try await expect("night sweats", [], [3, 1], in: database)
        }
    }

    @Test(arguments: Backend.available)
    func `documents that the room lost leave the index, some at a time`(on backend: Backend) async throws {
        try await withPosts(on: backend) { database in
            let counts = try await database.write { tx in
                for number in 1...10 as ClosedRange<Int64> { try FullTextPosts.put("night", as: number, in: tx) }
                try tx.execute("DELETE FROM posts WHERE document > 3")
                return try (0..<3).map { _ in
                    try FullTextPosts.index.removeLost("SELECT document FROM posts", limit: 5, in: tx)
                }
            }
            #expect(counts == [5, 2, 0])
            try await expect("night", [3, 2, 1], [3, 2, 1], in: database)
        }
    }

    /// With hidden posts that hold the words and without them: the same answers, from as many statements.
    @Test(arguments: Backend.available)
    func `a post that the viewer may not see moves nothing`(on backend: Backend) async throws {
        var answers: [[[Int64]]] = []
        var statements: [[[String]]] = []
        for hides in [false, true] {
            try await withPosts(on: backend) { database in
                try await database.write { tx in
                    for number in stride(from: Int64(2), through: 80, by: 2) {
                        try FullTextPosts.put(number % 8 == 0 ? "night sweats" : "night", as: number, in: tx)
                        if hides { try FullTextPosts.put("night sweats rash", as: number + 1, hidden: true, in: tx) }
                    }
                }
                let log = StatementLog()
                let noted = database.noting(in: log)
                var found: [[Int64]] = []
                for words in ["night", "sweats", "rash", "night sweats", "night rash", "sweats rash night"] {
                    let query = try FullTextQuery.of(words)
                    for limit in [3, 20] {
                        found += try await noted.read { tx in
                            [
                                try FullTextPosts.newest(limit, query, in: tx),
                                try FullTextPosts.ranked(limit, query, in: tx),
                            ]
                        }
                    }
                }
                answers.append(found)
                statements.append(log.take())
            }
        }
        #expect(answers[0] == answers[1])
        #expect(statements[0] == statements[1])
        #expect(answers[0].contains { $0.count == 20 })
    }

    @Test(arguments: Backend.available)
    func `the rarest combination comes first, newest first where it is the same`(on backend: Backend) async throws {
        try await withPosts(on: backend) { database in
            try await database.write { tx in
                for number in 10..<60 as Range<Int64> { try FullTextPosts.put("sleep", as: number, in: tx) }
                try FullTextPosts.put("ketamine", as: 1, in: tx)
                try FullTextPosts.put("ketamine tea", as: 2, in: tx)
                try FullTextPosts.put("sleep ketamine", as: 3, in: tx)
                try FullTextPosts.put("sleep tea", as: 4, in: tx)
            }
            let query = try FullTextQuery.of("sleep ketamine tea")
            let found = try await database.read { try FullTextPosts.ranked(6, query, in: $0) }
            #expect(found == [4, 3, 2, 1, 59, 58])
        }
    }

    @Test(arguments: Backend.servers)
    func `PostgreSQL's planner keeps none of the words`(on server: String) async throws {
        try await withPosts(on: .postgres(server: server)) { database in
            let kept = try await database.write { tx in
                for number in 1...50 as ClosedRange<Int64> {
                    try FullTextPosts.put("quittenmarmelade", as: number, in: tx)
                }
                try tx.execute("ANALYZE")
                return try tx.rows("SELECT attname::TEXT FROM pg_stats WHERE tablename = 'post_search'") {
                    try $0.get(0, as: String.self)
                }
            }
            #expect(kept == ["document"])
        }
    }

    private func expect(
        _ words: String, _ all: [Int64], _ any: [Int64], in database: Database,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await FullTextPosts.search(words, in: database)
        #expect(found.all == all, sourceLocation: sourceLocation)
        #expect(found.any == any, sourceLocation: sourceLocation)
    }
}
