import Foundation
import Testing

@testable import Storage

/// The text of every released migration, pinned: databases out there were made by it, and refuse a changed one.
@Suite struct MigrationTests {
    @Test func `a released migration stays as it was`() throws {
        let now = Set(try Self.files())
        let pinned = Self.pinned
        #expect(!pinned.isEmpty)
        let gone = pinned.filter { line in !now.contains { $0.hasPrefix(Self.name(line) + " ") } }
        expectNone(gone.map(Self.name), "a released migration was deleted or renamed: put it back, and write a new one")
        let edited = pinned.filter { line in
            !now.contains(line) && now.contains { $0.hasPrefix(Self.name(line) + " ") }
        }
        expectNone(edited.map(Self.name), "a released migration was edited: restore it, and write a new one")
    }

    @Test func `a new migration is pinned deliberately, behind the others of its room`() throws {
        let pinned = Self.pinned
        let new = try Self.files().filter { line in !pinned.contains { Self.name($0) == Self.name(line) } }
        expectNone(new, "when the file will never change again, add its line to Tests/House/migrations.txt")
        #expect(pinned == pinned.sorted(), "keep Tests/House/migrations.txt in order")
    }

    /// FTS5 keeps the words of removed rows until its parts are merged, PostgreSQL's planner keeps samples, and both take words
    /// apart in their own way: `FullTextIndex` minds all three.
    @Test func `a table for full text is one that FullTextIndex knows`() throws {
        let tables = try House.files(under: "Sources", ending: ".sql").filter { file in
            let text = file.text.lowercased()
            return text.contains("fts5") || text.contains("tsvector")
        }
        let wrong = tables.filter { file in
            let names = file.text.matches(of: /CREATE VIRTUAL TABLE ([a-z_]+)/).map { String($0.1) }
            return names.isEmpty || !names.allSatisfy { file.text.contains(FullTextIndex.migration($0)) }
        }
        expectNone(
            wrong.map(\.path), "make it with the lines of FullTextIndex.migration, and have a job call its purge")
    }

    /// `Feature/001_name.sql checksum`, the checksum that databases keep.
    private static func files() throws -> [String] {
        try House.files(under: "Sources", ending: ".sql").compactMap { file in
            let parts = file.path.split(separator: "/").map(String.init)
            guard parts.count == 5, parts[3] == "Migrations" else { return nil }
            let migration = try #require(
                Migrations.File(name: file.name, text: file.text), "\(file.path) is not named like 001_name.sql")
            return "\(parts[2])/\(file.name) \(migration.checksum)"
        }
    }

    private static let pinned: [String] = House.files(under: "Tests/House", ending: "migrations.txt")
        .flatMap { $0.text.split(separator: "\n").map(String.init) }

    private static func name(_ line: String) -> String { String(line.prefix { $0 != " " }) }
}
