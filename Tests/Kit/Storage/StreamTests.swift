import Databases
import Foundation
import Storage
import Testing

@Suite struct StreamTests {
    static let numbers = Migrations(
        feature: "Numbers",
        files: [
            .init(
                name: "001_numbers.sql",
                text: "CREATE TABLE numbers (id UUID NOT NULL PRIMARY KEY, number BIGINT NOT NULL, words TEXT NULL);")
        ].compactMap { $0 })

    @Test(arguments: Backend.available)
    func `a hundred thousand rows go in and pass by in little memory`(on backend: Backend) async throws {
        let count = 100_000
        let words = String(repeating: "many words ", count: 50)
        try await withDatabase(on: backend, migrations: [Self.numbers]) { database in
            try await database.write { tx in
                try tx.insert(
                    into: "numbers", ["id", "number", "words"],
                    rows: (0..<count).lazy.map { numbered($0) + [.text(words)] })
            }
            let before = residentMiB()
            let (sum, grown) = try await database.read { tx in
                var (sum, row, most) = (0, 0, 0)
                try tx.forEach("SELECT number, words FROM numbers") { found in
                    sum += try found.get(0, as: Int.self)
                    _ = try found.get(1, as: String.self)
                    row += 1
                    if row % 10_000 == 0 { most = max(most, residentMiB() - before) }
                }
                return (sum, most)
            }
            #expect(sum == count * (count - 1) / 2)
            // The rows are 57 MB; other tests run meanwhile, so this is a coarse sieve.
            #expect(grown < 30)
        }
    }

    @Test(arguments: Backend.available)
    func `other statements run while rows pass by`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [Self.numbers]) { database in
            let pairs = try await database.write { tx in
                try tx.insert(
                    into: "numbers", ["id", "number"],
                    rows: (0..<2500).map(numbered))
                var pairs = 0
                let ordered: SQL = "SELECT number FROM numbers ORDER BY number"
                try tx.forEach(ordered) { row in
                    let number: Int = try row.get(0)
                    if number % 1000 == 0 { try tx.forEach(ordered) { _ in pairs += 1 } }
                    let same = try tx.first("SELECT number FROM numbers WHERE number = \(number)") {
                        try $0.get(0) as Int
                    }
                    if same == number { pairs += 1 }
                }
                return pairs
            }
            #expect(pairs == 3 * 2500 + 2500)
        }
    }

    @Test(arguments: Backend.available)
    func `a stream that is broken off leaves the transaction usable`(on backend: Backend) async throws {
        struct Enough: Error {}
        try await withDatabase(on: backend, migrations: [Self.numbers]) { database in
            let count = try await database.write { tx in
                try tx.insert(
                    into: "numbers", ["id", "number"],
                    rows: (0..<10).map(numbered))
                do {
                    try tx.forEach("SELECT number FROM numbers") { _ in throw Enough() }
                } catch is Enough {}
                return try tx.execute("DELETE FROM numbers")
            }
            #expect(count == 10)
        }
    }

    @Test(arguments: Backend.available)
    func `a bulk insert is all or nothing`(on backend: Backend) async throws {
        struct Broken: Error {}
        try await withDatabase(on: backend, migrations: [Self.numbers]) { database in
            let columns: [StaticString] = ["id", "number"]
            await #expect(throws: StorageError.conflict(constraint: "numbers.id")) {
                try await database.write { tx in
                    try tx.insert(into: "numbers", columns, rows: (0..<10).map { numbered($0 % 9) })
                }
            }
            await #expect(throws: StorageError.other("a row of 1 values")) {
                try await database.write { tx in
                    try tx.insert(
                        into: "numbers", columns, rows: [numbered(1), [.integer(1)]])
                }
            }
            await #expect(throws: StorageError.check) {
                try await database.write { tx in
                    try tx.insert(into: "numbers", columns, rows: [[.uuid(high: 1, low: 1), .null]])
                }
            }
            let rows = try await database.read { try $0.rows("SELECT id FROM numbers") { _ in 1 } }
            #expect(rows == [])
        }
    }
}

/// The first two columns of a row.
private func numbered(_ number: Int) -> [SQLValue] {
    [.uuid(high: UInt64(number), low: 1), .integer(Int64(number))]
}

/// What of this process lies in memory, in MiB.
private func residentMiB() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.utf8.starts(with: "VmRSS:".utf8) } ?? ""
    return line.split { !(48...57).contains($0.utf8.first ?? 0) }.first.flatMap { Int($0) }.map { $0 / 1024 } ?? 0
}
