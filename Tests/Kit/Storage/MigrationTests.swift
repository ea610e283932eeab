import Databases
import Storage
import Testing

@Suite struct MigrationTests {
    @Test(arguments: Backend.available)
    func `each file is applied once, in order`(on backend: Backend) async throws {
        try await withDatabase(on: backend) { database in
            try await database.migrate([things("002_more.sql", "001_things.sql")])
            try await database.migrate([things("001_things.sql", "002_more.sql"), people])
            try await database.migrate([things("001_things.sql", "002_more.sql", "010_most.sql"), people])
            let applied = try await database.read { tx in
                try tx.rows(
                    "SELECT feature, number, name FROM migrations WHERE feature <> 'Storage' ORDER BY feature, number"
                ) {
                    "\(try $0.get(0, as: String.self)) \(try $0.get(1, as: Int.self)) \(try $0.get(2, as: String.self))"
                }
            }
            #expect(applied == ["People 1 people", "Things 1 things", "Things 2 more", "Things 10 most"])
        }
    }

    @Test(arguments: Backend.available)
    func `an edited file is refused`(on backend: Backend) async throws {
        try await withDatabase(on: backend) { database in
            try await database.migrate([things("001_things.sql")])
            let edited = Migrations(
                feature: "Things",
                files: [.init(name: "001_things.sql", text: "CREATE TABLE other (id BIGINT);")].compactMap { $0 })
            try await expectRefusal("Things/1 things was edited after it was applied", of: [edited], by: database)
        }
    }

    @Test(arguments: Backend.available)
    func `a program older than its database, and a file too late, are refused`(on backend: Backend) async throws {
        try await withDatabase(on: backend) { database in
            try await database.migrate([things("001_things.sql", "010_most.sql")])
            try await expectRefusal(
                "Things/10 most, which this program does not know", of: [things("001_things.sql")], by: database)
            let late = things("001_things.sql", "002_more.sql", "010_most.sql")
            try await expectRefusal("Things/2 more comes before one already applied", of: [late], by: database)
        }
    }

    @Test(arguments: Backend.available)
    func `a database with tables of a feature that the program does not have is refused, and left as it was`(
        on backend: Backend
    ) async throws {
        try await withDatabase(on: backend) { database in
            try await database.migrate([things("001_things.sql"), people])
            for words in ["People, which this program does not have", "start the program that made it"] {
                try await expectRefusal(words, of: [things("001_things.sql", "002_more.sql")], by: database)
            }
            let applied = try await database.read {
                try $0.first("SELECT COUNT(*) FROM migrations WHERE feature <> 'Storage'") { try $0.get(0) as Int }
            }
            #expect(applied == 2)
        }
    }

    @Test(arguments: Backend.available)
    func `a file that fails leaves nothing behind and says its name`(on backend: Backend) async throws {
        try await withDatabase(on: backend) { database in
            let broken = Migrations(
                feature: "Things",
                files: [.init(name: "001_things.sql", text: "CREATE TABLE things (id BIGINT);\nCREATE TABEL x;")]
                    .compactMap { $0 })
            try await expectRefusal("migration Things/1 things: ", of: [broken], by: database)
            try await database.migrate([things("001_things.sql")])
        }
    }

    @Test(arguments: Backend.available)
    func `a part of a file is for one engine alone`(on backend: Backend) async throws {
        let forked = Migrations(
            feature: "Things",
            files: [
                .init(
                    name: "001_things.sql",
                    text: """
                        CREATE TABLE things (id BIGINT);
                        -- sqlite:
                        CREATE TABLE engines AS SELECT 'SQLite' AS name, rowid FROM things;
                        -- postgres:
                        CREATE TABLE engines (name TEXT DEFAULT pg_typeof('PostgreSQL'::NAME)::TEXT);
                        -- both:
                        INSERT INTO engines (name) VALUES ('both');
                        """)
            ].compactMap { $0 })
        try await withDatabase(on: backend, migrations: [forked]) { database in
            let names = try await database.read {
                try $0.rows("SELECT name FROM engines") { try $0.get(0, as: String.self) }
            }
            #expect(names == ["both"])
        }
    }

    @Test func `two files of one number are refused`() async throws {
        try await withDatabase { database in
            try await expectRefusal(
                "two migrations 1", of: [things("001_things.sql", "001_more.sql")], by: database)
        }
    }

    @Test(arguments: ["things.sql", "001.sql", "1_.txt", "x01_things.sql", "-1_things.sql", "000_things.sql"])
    func `a file is named by number and name`(name: String) {
        #expect(Migrations.File(name: name, text: "") == nil)
    }

    @Test(arguments: Backend.servers)
    func `several processes may migrate at once`(server: String) async throws {
        try await withPostgresAddress(on: server) { address in
            var databases: [Database] = []
            for _ in 0..<6 {
                let database = try await Database.postgres(url: address, connections: 1)
                try await database.ping()
                databases.append(database)
            }
            // The fresh database is a copy of one that was migrated with nothing.
            try await databases[0].write { tx in
                try tx.execute("DROP TABLE migrations")
                try tx.execute("DROP TABLE takedowns")
            }
            try await withThrowingTaskGroup { group in
                for database in databases {
                    group.addTask {
                        try await database.migrate([things("001_things.sql", "002_more.sql"), people])
                        try await database.close()
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

/// Migrations that each make a table of their name.
private func things(_ names: String...) -> Migrations {
    Migrations(
        feature: "Things",
        files: names.compactMap { name in
            let table = name.utf8.dropFirst(4).dropLast(4)
            return .init(
                name: name,
                text:
                    "-- A table; with a semicolon here\nCREATE TABLE \(Substring(table)) (id BIGINT);\nCREATE INDEX \(Substring(table))_id ON \(Substring(table)) (id);\n"
            )
        })
}

private func expectRefusal(
    _ words: String, of migrations: [Migrations], by database: Database,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    do {
        try await database.migrate(migrations)
        Issue.record("it was applied", sourceLocation: sourceLocation)
    } catch StorageError.other(let reason) {
        #expect(reason.contains(words), sourceLocation: sourceLocation)
    }
}
