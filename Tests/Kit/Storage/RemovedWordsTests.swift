import Databases
import Foundation
import Testing

@testable import Storage

/// What is removed stands in no byte of the database's files.
@Suite struct RemovedWordsTests {
    @Test func `what was removed is in no file once the log is emptied`() async throws {
        try await withNotes { database, folder in
            #expect(try bytesHold(Self.word, in: folder))
            try await remove(database)
            try await untilEmptied(database)
            #expect(try bytesHold(Self.word, in: folder) == false)
        }
    }

    @Test func `a reader that stands in the way delays it, and others write meanwhile`() async throws {
        try await withNotes { database, folder in
            let (began, end) = (Gate(), Gate())
            async let reading: Int? = database.read { tx in
                let count = try tx.first("SELECT COUNT(*) FROM notes") { try $0.get(0) as Int }
                began.open()
                end.wait()
                return count
            }
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    began.wait()
                    continuation.resume()
                }
            }
            try await remove(database)
            let start = ContinuousClock.now
            for number in 0..<20 { try await write("other \(number)", database) }
            #expect(start.duration(to: .now) < .seconds(5))
            #expect(database.logAge != nil)
            #expect(try bytesHold(Self.word, in: folder))
            end.open()
            #expect(try await reading == 501)
            try await untilEmptied(database)
            #expect(try bytesHold(Self.word, in: folder) == false)
        }
    }

    @Test func `what a crash left in the log goes when the file is opened again`() async throws {
        try await withFolder { folder in
            let (live, crashed) = (folder.appending(path: "live"), folder.appending(path: "crashed"))
            try FileManager.default.createDirectory(at: live, withIntermediateDirectories: true)
            let database = try await Database.sqlite(path: live.appending(path: "notes.sqlite").path)
            try await fill(database)
            try await database.write { tx in try tx.execute("DELETE FROM notes") }
            try FileManager.default.copyItem(at: live, to: crashed)
            try await database.close()
            #expect(try bytesHold(Self.word, in: crashed))
            let again = try await Database.sqlite(path: crashed.appending(path: "notes.sqlite").path)
            try await untilEmptied(again)
            #expect(try bytesHold(Self.word, in: crashed) == false)
            try await again.close()
        }
    }

    @Test func `control: without overwriting, the search finds what was removed`() async throws {
        try await withNotes(overwritesRemoved: false) { database, folder in
            try await remove(database)
            try await untilEmptied(database)
            #expect(try bytesHold(Self.word, in: folder))
        }
    }

    static let word = "Quittenmarmelade"

    private func withNotes(
        overwritesRemoved: Bool = true, _ body: (Database, URL) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let database = try await Database.sqlite(
                path: folder.appending(path: "notes.sqlite").path, overwritesRemoved: overwritesRemoved,
                emptiesLogAfter: .milliseconds(200))
            try await fill(database)
            try await body(database, folder)
            try await database.close()
        }
    }

    private func fill(_ database: Database) async throws {
        try await database.write { tx in
            try tx.execute("CREATE TABLE notes (id BIGINT PRIMARY KEY, words TEXT NOT NULL)")
            try tx.execute("CREATE INDEX notes_words ON notes (words)")
            try tx.insert(into: "notes", ["id", "words"], rows: (0..<500).map { [.integer($0), .text("note \($0)")] })
            // One that fills pages of its own.
            let long = String(repeating: "\(Self.word) ", count: 2000)
            try tx.execute("INSERT INTO notes (id, words) VALUES (1000, \(long))")
        }
        try await write(Self.word, database)
        try await database.write { tx in try tx.execute("DELETE FROM notes WHERE words = \(Self.word)") }
    }

    private func write(_ words: String, _ database: Database) async throws {
        try await database.write { tx in
            try tx.execute(
                "INSERT INTO notes (id, words) SELECT MAX(id) + 1, \(words) FROM notes")
        }
    }

    private func remove(_ database: Database) async throws {
        try await database.write { try $0.execute("DELETE FROM notes WHERE id >= 1000") }
    }

    /// Waits as long as the promise allows.
    private func untilEmptied(_ database: Database) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while database.logAge != nil, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(database.logAge == nil)
    }
}
