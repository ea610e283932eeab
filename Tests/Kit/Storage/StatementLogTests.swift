import Databases
import Storage
import Testing

@Suite struct StatementLogTests {
    @Test(arguments: Backend.available)
    func `what is asked is noted, a transaction that ran again once`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [people]) { database in
            let log = StatementLog()
            let noted = database.noting(in: log)
            let ages: SQL = "SELECT age FROM people ORDER BY age, id"
            for _ in 0..<2 {
                _ = try await noted.read { try $0.rows(ages) { try $0.get(0, as: Int.self) } }
                // On PostgreSQL the first of several statements runs alone at first, and then again.
                _ = try await noted.read { tx in
                    try (0..<3).map { _ in try tx.first("SELECT COUNT(*) FROM groups") { try $0.get(0, as: Int.self) } }
                }
                try await noted.write { try add("Ana \(ID<Backend>.random())", in: $0) }
                expect(log.take().map(\.count), is: [1, 3, 1])
            }
            try await noted.write { tx in
                for _ in 0..<2 {
                    let id = ID<Backend>.random()
                    try tx.insert(
                        into: "groups", ["id", "name"], rows: [[id.sqlValue, .text("\(id)")]])
                }
            }
            expect(log.take(), is: [["INSERT INTO groups", "INSERT INTO groups"]])
            _ = try await database.read { try $0.rows(ages) { try $0.get(0, as: Int.self) } }
            try? await noted.read { _ in throw StorageError.busy }
            expect(log.take(), is: [])
        }
    }
}

private func expect<Value: Equatable>(
    _ value: Value, is wanted: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(value == wanted, sourceLocation: sourceLocation)
}
