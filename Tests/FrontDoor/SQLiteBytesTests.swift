import Databases
import Foundation
import Logging
import Storage
import Testing
import Web

@testable import Accounts
@testable import wayfellow

/// On SQLite what was removed stands in no page after the night, though it was moved about before.
@Suite struct SQLiteBytesTests {
    /// The same ones every time: what SQLite moves where hangs on their order.
    private static func number(_ index: UInt64) -> ID<Person> {
        ID(high: index &* 0x9E37_79B9_7F4A_7C15, low: (index &+ 7) &* 0xBF58_476D_1CE4_E5B9)
    }

    private static func insert(_ numbers: Range<UInt64>, into database: Database) async throws {
        try await database.write { tx in
            for index in numbers {
                try tx.execute(
                    """
                    INSERT INTO members (id, pseudonym, pseudonym_key, language, is_synthetic, health_consent, created_at)
                    VALUES (\(number(index)), \("Name \(index)"), \("name \(index)"), 'en', FALSE, FALSE, 1)
                    """)
            }
        }
    }

    /// How many of those that were removed stand somewhere in a file that nobody has open.
    private static func left(_ removed: [ID<Person>], in file: URL) throws -> Int {
        let bytes = try Data(contentsOf: file)
        return removed.count { id in
            let wanted = withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) { Data($0) }
            return bytes.range(of: wanted) != nil
        }
    }

    @Test func `what was removed is on no page after the night, and was before`() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "test.sqlite")
            func open() async throws -> Database {
                try await Database.sqlite(path: file.path, readers: 1, cacheMiB: 8, readerCacheMiB: 2)
            }
            var database = try await open()
            try await database.migrate(try Project.migrations(of: ["Accounts"]))
            for start in stride(from: UInt64(0), to: 1_200, by: 40) {
                try await Self.insert(start..<start + 40, into: database)
            }
            let removed = (0..<UInt64(1_200)).filter { $0 % 3 != 0 }.map(Self.number)
            for id in removed { try await database.write { try $0.execute("DELETE FROM members WHERE id = \(id)") } }
            try await database.close()
            #expect(try Self.left(removed, in: file) > 0, "nothing was left: this test sees nothing")
            database = try await open()
            let bytes = WordBytes(database: database, logger: Logger(label: "test")) { [] }
            try await bytes.rewrite()
            try await Self.insert(1_200..<1_201, into: database)
            let count = try await database.read {
                try $0.first("SELECT COUNT(*) FROM members") { try $0.get(0, as: Int.self) }
            }
            #expect(count == 401)
            try await database.close()
            #expect(try Self.left(removed, in: file) == 0)
        }
    }
}
