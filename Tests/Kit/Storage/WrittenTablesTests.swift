import Databases
import Storage
import Testing

@Suite struct WrittenTablesTests {
    @Test(
        arguments: [
            ("SELECT name FROM people FOR UPDATE SKIP LOCKED", []),
            ("INSERT INTO people (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = ?", ["people"]),
            ("UPDATE people SET name = ? WHERE id IN (SELECT id FROM groups)", ["people"]),
            ("DELETE FROM \"groups\" WHERE id = ?", ["groups"]),
            ("WITH taken AS (SELECT id FROM jobs LIMIT 1)\nUPDATE jobs SET state = ? RETURNING id", ["jobs"]),
            (
                "WITH gone AS (DELETE FROM cells RETURNING id) INSERT INTO people(id) SELECT id FROM gone",
                ["cells", "people"]
            ),
        ] as [(String, Set<String>)])
    func `the tables are found that a statement writes`(statement: String, tables: Set<String>) {
        #expect([statement].writtenTables == tables)
    }

    @Test(arguments: Backend.available)
    func `tables about members are those that refer to them`(on backend: Backend) async throws {
        let accounts = try Project.migrations(of: ["Jobs", "Accounts", "Safety"])
        try await withDatabase(on: backend, migrations: accounts) { database in
            let tables = try await database.tablesOfMembers()
            #expect(tables.isSuperset(of: ["members", "credentials", "consents", "alerts"]))
            #expect(tables.isDisjoint(with: ["sessions", "jobs", "schema_migrations"]))
        }
    }
}
