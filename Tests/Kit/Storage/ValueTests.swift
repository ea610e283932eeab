import Databases
import Storage
import Testing

/// Every type goes in and comes out the same, on every engine.
@Suite struct ValueTests {
    static let table = Migrations(
        feature: "Values",
        files: [
            .init(
                name: "001_values.sql",
                text: """
                    CREATE TABLE samples (
                        id UUID NOT NULL PRIMARY KEY, words TEXT NULL, number BIGINT NULL, share DOUBLE PRECISION NULL,
                        truth BOOLEAN NULL, data BYTEA NULL, other UUID NULL
                    );
                    CREATE INDEX samples_words ON samples (words);
                    """)
        ].compactMap { $0 })

    @Test(arguments: Backend.available)
    func `texts come back byte for byte`(on backend: Backend) async throws {
        let texts = [
            "", " ", "José", "Jose\u{301}", "👩🏽‍🚀 e\u{301}", "line\r\nline\ttab", "'quoted' \"twice\" ? $1 \\",
            "\u{202E}bidi",
            String(repeating: "ß", count: 100_000),
        ]
        try await withDatabase(on: backend, migrations: [Self.table]) { database in
            for text in texts {
                let back = try await database.write { tx in
                    let id = ID<Person>.random()
                    try tx.execute("INSERT INTO samples (id, words) VALUES (\(id), \(text))")
                    return try tx.first("SELECT words FROM samples WHERE id = \(id)") { try $0.get(0) as String }
                }
                #expect(back.map { Array($0.utf8) } == Array(text.utf8))
            }
            // Two spellings of one name are two texts, as in the database.
            let spellings = try await database.read { tx in
                try tx.first("SELECT COUNT(DISTINCT words) FROM samples WHERE words IN ('José', \("Jose\u{301}"))") {
                    try $0.get(0) as Int
                }
            }
            #expect(spellings == 2)
        }
    }

    @Test(arguments: Backend.available)
    func `numbers, truths, bytes and identifiers come back the same`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [Self.table]) { database in
            for number in [0, 1, -1, Int64.max, .min, 4_294_967_296] {
                try await expectBack(number, "number", database)
            }
            for number in [0.0, -0.0, 0.1, .infinity, -.infinity, .leastNonzeroMagnitude, 1e300, 3] {
                try await expectBack(number, "share", database)
            }
            for truth in [true, false] {
                try await expectBack(truth, "truth", database)
            }
            for bytes in [[], [0], [0, 255, 0], [UInt8](repeating: 7, count: 300_000)] as [[UInt8]] {
                try await expectBack(bytes, "data", database)
            }
            let id = ID<Database>.random()
            try await expectBack(id, "other", database)
            let instant = Instant(milliseconds: -1)
            try await expectBack(instant, "number", database)
            let date = try #require(PartialDate("2019-03"))
            try await expectBack(date, "words", database)
        }
    }

    @Test(arguments: Backend.available)
    func `nothing stays nothing and is no value`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [Self.table]) { database in
            try await expectBack(String?.none, "words", database)
            try await expectBack(Int?.none, "number", database)
            try await expectBack(Double?.none, "share", database)
            try await expectBack(Bool?.none, "truth", database)
            try await expectBack([UInt8]?.none, "data", database)
            try await expectBack(ID<Person>?.none, "other", database)
            await #expect(throws: StorageError.other("column 0 holds no String")) {
                try await database.read { try $0.first("SELECT words FROM samples") { try $0.get(0) as String } }
            }
            await #expect(throws: StorageError.other("column 7 holds no Int")) {
                try await database.read { try $0.first("SELECT words FROM samples") { try $0.get(7) as Int } }
            }
            await #expect(throws: StorageError.other("column 0 holds no Int")) {
                try await database.read { try $0.first("SELECT 'a'") { try $0.get(0) as Int } }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `sums and averages of integers are numbers`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [Self.table]) { database in
            let numbers = [1, 4, -20_000, 10_000_000_000, 123_456_789]
            let (sum, mean, none) = try await database.write { tx in
                try tx.insert(
                    into: "samples", ["id", "number"],
                    rows: numbers.map { [ID<Person>.random().sqlValue, $0.sqlValue] })
                return try tx.first("SELECT SUM(number), AVG(number), SUM(number) - SUM(number) FROM samples") {
                    (try $0.get(0, as: Int.self), try $0.get(1, as: Double.self), try $0.get(2, as: Int.self))
                } ?? (0, 0, 0)
            }
            #expect(sum == numbers.reduce(0, +))
            #expect(abs(mean - Double(numbers.reduce(0, +)) / 5) < 0.001)
            #expect(none == 0)
        }
    }

    @Test(arguments: Backend.available)
    func `text with a NUL is refused with a clear error`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [Self.table]) { database in
            let refusal = StorageError.other("text holds a NUL character")
            await #expect(throws: refusal) { try await back("a\0b", "words", database) }
            await #expect(throws: refusal) {
                try await database.write { tx in
                    try tx.insert(
                        into: "samples", ["id", "words"], rows: [[ID<Person>.random().sqlValue, .text("\0")]])
                }
            }
            await #expect(throws: StorageError.other("a number is not a number")) {
                try await back(Double.nan, "share", database)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `texts sort by their bytes`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [Self.table]) { database in
            let texts = ["2019", "2019-03", "2019-03-14", "B", "Z", "a", "b", "~", "Ä", "é", "あ"]
            let sorted = try await database.write { tx in
                try tx.insert(
                    into: "samples", ["id", "words"],
                    rows: texts.shuffled().map { [ID<Person>.random().sqlValue, $0.sqlValue] })
                return try tx.rows("SELECT words FROM samples ORDER BY words") { try $0.get(0) as String }
            }
            #expect(sorted == texts)
        }
    }
}

private func expectBack<Value: SQLBindable & ColumnValue & Sendable & Equatable>(
    _ value: Value, _ column: SQL, _ database: Database, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let found = try await back(value, column, database)
    #expect(found == .some(value), sourceLocation: sourceLocation)
}

/// Stores one value in a column and reads it.
private func back<Value: SQLBindable & ColumnValue & Sendable>(
    _ value: Value, _ column: SQL, _ database: Database
) async throws -> Value? {
    try await database.write { tx in
        let id = ID<Person>.random()
        try tx.execute("INSERT INTO samples (id, \(column)) VALUES (\(id), \(value))")
        return try tx.first("SELECT \(column) FROM samples WHERE id = \(id)") { try $0.get(0) as Value }
    }
}
