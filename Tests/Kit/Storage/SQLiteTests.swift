import Databases
import Foundation
import Testing

@testable import Storage

@Suite struct SQLiteTests {
    @Test func `an acknowledged write waits for the disk, and references are checked`() async throws {
        try await withDatabase { database in
            for (pragma, value) in [
                ("synchronous", 2), ("foreign_keys", 1), ("mmap_size", 0), ("secure_delete", 1), ("temp_store", 2),
            ] as [(StaticString, Int)] {
                let found = try await database.write { tx in
                    try tx.first("PRAGMA " + SQL(stringLiteral: pragma)) { try $0.get(0) as Int }
                }
                #expect(found == value, "\(pragma)")
            }
            let mode = try await database.write { try $0.first("PRAGMA journal_mode") { try $0.get(0) as String } }
            #expect(mode == "wal")
        }
    }

    @Test func `a database that would not wait for the disk is not opened`() async throws {
        try await withFolder { folder in
            let path = folder.appendingPathComponent("control.sqlite").path
            #expect(throws: StorageError.other("SQLite's synchronous is 1 and must be 2")) {
                _ = try Database.openPool(path, readers: 1, cacheMiB: 1, readerCacheMiB: 1, .normal, .full)
            }
        }
    }

    @Test func `a file is opened once at a time`() async throws {
        try await withFolder { folder in
            let path = folder.appendingPathComponent("once.sqlite").path
            let database = try await Database.sqlite(path: path)
            await #expect(
                throws: StorageError.other("the database is in use by another process (\(path)-lock is locked)")
            ) {
                _ = try await Database.sqlite(path: path)
            }
            try await database.close()
            let again = try await Database.sqlite(path: path)
            let problems = try await again.integrityProblems()
            #expect(problems == [])
            try await again.close()
        }
    }

    @Test func `a damaged file is noticed`() async throws {
        try await withFolder { folder in
            let url = folder.appendingPathComponent("damaged.sqlite")
            let database = try await Database.sqlite(path: url.path)
            try await database.migrate([people])
            try await database.write { tx in for number in 0..<2000 { try add("person \(number)", in: tx) } }
            try await database.close()
            let file = try FileHandle(forWritingTo: url)
            try file.seek(toOffset: 4096 * 20)
            try file.write(contentsOf: [UInt8](repeating: 0xA5, count: 4096 * 4))
            try file.close()
            let again = try await Database.sqlite(path: url.path)
            let problems = try await again.integrityProblems()
            #expect(!problems.isEmpty)
            try await again.close()
        }
    }
}
