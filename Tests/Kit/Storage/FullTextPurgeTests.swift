import Databases
import Foundation
import Testing

@testable import Storage

/// What is removed from an index stands in no byte of SQLite's files.
@Suite struct FullTextPurgeTests {
    /// Begins with letters that no other word does: FTS5 writes of a word only what differs from the one before it.
    static let word = "zqquittenmarmelade"

    @Test func `a removed word is in no file when all steps are done`() async throws {
        try await withIndex { database, folder in
            #expect(try bytesHold(Self.word, in: folder))
            let removals = FullTextIndex.removals
            try await database.write { try FullTextPosts.index.remove([500], in: $0) }
            #expect(FullTextIndex.removals > removals, "whoever purges looks at it")
            try await database.purge(FullTextPosts.index)
            try await untilEmptied(database)
            #expect(try bytesHold(Self.word, in: folder) == false)
        }
    }

    @Test func `so is the old word of a changed document, and what was removed while steps were made`() async throws {
        try await withIndex { database, folder in
            try await database.write { try FullTextPosts.put("plum jam", as: 500, in: $0) }
            for number in 501..<540 as Range<Int64> {
                try await database.write { try FullTextPosts.put("other \(Self.word)", as: number, in: $0) }
                try await database.write { tx in
                    _ = try FullTextPosts.index.purge(in: tx)
                    try FullTextPosts.index.remove([number], in: tx)
                }
            }
            try await database.purge(FullTextPosts.index)
            try await untilEmptied(database)
            #expect(try bytesHold(Self.word, in: folder) == false)
            let found = try await FullTextPosts.search("plum", in: database).all
            #expect(found == [500])
        }
    }

    @Test func `so is a word of an index of two documents, of which one was changed twice`() async throws {
        try await withFolder { folder in
            let database = try await open(folder.appending(path: "posts.sqlite").path)
            try await database.write { try FullTextPosts.put("other words", as: 1, in: $0) }
            for number in 0..<3 {
                try await database.write { try FullTextPosts.put("try\(number) \(Self.word)", as: 2, in: $0) }
            }
            try await database.write { try FullTextPosts.index.remove([2], in: $0) }
            try await database.purge(FullTextPosts.index)
            try await untilEmptied(database)
            #expect(try bytesHold(Self.word, in: folder) == false)
            try await database.close()
        }
    }

    @Test func `a start between goes on where the steps ended`() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "posts.sqlite").path
            let database = try await open(path)
            try await fill(database)
            try await database.write { tx in
                try FullTextPosts.index.remove([500], in: tx)
                _ = try FullTextPosts.index.purge(in: tx)
            }
            try await database.close()
            let again = try await open(path)
            try await again.purge(FullTextPosts.index)
            try await untilEmptied(again)
            #expect(try bytesHold(Self.word, in: folder) == false)
            try await again.close()
        }
    }

    /// A word that all documents held may stay in the unused end of a page until that is used again; it tells of nobody.
    @Test func `of an index without documents no word of one of them is left`() async throws {
        try await withIndex { database, folder in
            try await database.write { tx in _ = try FullTextPosts.index.removeLost("SELECT 0", limit: 10_000, in: tx) }
            try await database.purge(FullTextPosts.index)
            try await untilEmptied(database)
            let kept = try [Self.word, "word7", "word77", "word999"].filter { try bytesHold($0, in: folder) }
            #expect(kept.isEmpty)
        }
    }

    @Test func `control: without the steps a removed word stays`() async throws {
        try await withIndex { database, folder in
            try await database.write { try FullTextPosts.index.remove([500], in: $0) }
            try await untilEmptied(database)
            #expect(try bytesHold(Self.word, in: folder))
        }
    }

    private func withIndex(_ body: (Database, URL) async throws -> Void) async throws {
        try await withFolder { folder in
            let database = try await open(folder.appending(path: "posts.sqlite").path)
            try await fill(database)
            try await body(database, folder)
            try await database.close()
        }
    }

    private func open(_ path: String) async throws -> Database {
        let database = try await Database.sqlite(path: path, emptiesLogAfter: .milliseconds(200))
        try await database.migrate([FullTextPosts.migrations])
        return database
    }

    /// In several parts, as writes of many days leave them.
    private func fill(_ database: Database) async throws {
        for start in stride(from: Int64(0), to: 1_000, by: 50) {
            try await database.write { tx in
                for number in start..<start + 50 {
                    let rare = number == 500 ? Self.word : "word\(number)"
                    try FullTextPosts.put("common \(rare) and\(number % 70)", as: number, in: tx)
                }
            }
        }
    }

    private func untilEmptied(_ database: Database) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while database.logAge != nil, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(database.logAge == nil)
    }
}
