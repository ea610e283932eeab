import Databases
import Storage
import Testing

/// People and the places they take: enough for every kind of conflict.
let people = Migrations(
    feature: "People",
    files: [
        .init(
            name: "001_people.sql",
            text: """
                CREATE TABLE groups (id UUID NOT NULL PRIMARY KEY, name TEXT NOT NULL);
                CREATE TABLE people (
                    id UUID NOT NULL PRIMARY KEY,
                    name TEXT NOT NULL UNIQUE,
                    age BIGINT NOT NULL CHECK (age >= 0),
                    group_id UUID NULL REFERENCES groups (id)
                );
                CREATE UNIQUE INDEX groups_folded ON groups (lower(name));
                CREATE UNIQUE INDEX people_age ON people (age, group_id) WHERE age > 100;
                """)
    ].compactMap { $0 })

func add(_ name: String, age: Int = 30, group: ID<Backend>? = nil, in tx: Transaction) throws {
    try tx.execute(
        "INSERT INTO people (id, name, age, group_id) VALUES (\(ID<Person>.random()), \(name), \(age), \(group))")
}

func expectNames(
    _ expected: [String], in database: Database, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let found = try await database.read(names)
    #expect(found == expected, sourceLocation: sourceLocation)
}

func names(_ tx: Transaction) throws -> [String] {
    try tx.rows("SELECT name FROM people ORDER BY name") { try $0.get(0) }
}

@Suite struct TransactionTests {
    @Test(arguments: Backend.available)
    func `each violation has its error, named alike`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [people]) { database in
            try await database.write { try add("Ana", in: $0) }
            await #expect(throws: StorageError.conflict(constraint: "people.name")) {
                try await database.write { try add("Ana", in: $0) }
            }
            await #expect(throws: StorageError.conflict(constraint: "groups_folded")) {
                try await database.write { tx in
                    for name in ["g", "G"] {
                        try tx.execute("INSERT INTO groups (id, name) VALUES (\(ID<Backend>.random()), \(name))")
                    }
                }
            }
            await #expect(throws: StorageError.check) { try await database.write { try add("Bo", age: -1, in: $0) } }
            await #expect(throws: StorageError.foreignKey) {
                try await database.write { try add("Bo", group: .random(), in: $0) }
            }
            await #expect(throws: StorageError.check) {
                try await database.write { try $0.execute("UPDATE people SET name = \(String?.none)") }
            }
            let group = ID<Backend>.random()
            try await database.write { tx in
                try tx.execute("INSERT INTO groups (id, name) VALUES (\(group), 'g')")
                try add("Old", age: 101, group: group, in: tx)
            }
            await #expect(throws: StorageError.conflict(constraint: "people.age, people.group_id")) {
                try await database.write { try add("Older", age: 101, group: group, in: $0) }
            }
            await #expect(throws: StorageError.foreignKey) {
                try await database.write { try $0.execute("DELETE FROM groups") }
            }
            try await expectNames(["Ana", "Old"], in: database)
        }
    }

    @Test(arguments: Backend.available)
    func `an error undoes the whole body`(on backend: Backend) async throws {
        struct Stop: Error {}
        try await withDatabase(on: backend, migrations: [people]) { database in
            await #expect(throws: Stop.self) {
                try await database.write { tx in
                    try add("Ana", in: tx)
                    throw Stop()
                }
            }
            try await expectNames([], in: database)
        }
    }

    @Test(arguments: Backend.available)
    func `a failure that the body swallows still undoes it`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [people]) { database in
            await #expect(throws: StorageError.check) {
                try await database.write { tx in
                    try add("Ana", in: tx)
                    try? add("Bo", age: -1, in: tx)
                }
            }
            try await expectNames([], in: database)
        }
    }

    @Test(arguments: Backend.available)
    func `what is attempted may fail and the rest goes on`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [people]) { database in
            let failure = try await database.write { tx -> StorageError? in
                try add("Ana", in: tx)
                var failure: StorageError?
                do {
                    try tx.attempt {
                        try add("Bo", in: tx)
                        try tx.attempt { try add("Cem", in: tx) }
                        try add("Eve", age: -1, in: tx)
                    }
                } catch let error as StorageError {
                    failure = error
                }
                try tx.attempt { try add("Dee", in: tx) }
                return failure
            }
            #expect(failure == .check)
            try await expectNames(["Ana", "Dee"], in: database)
        }
    }

    @Test(arguments: Backend.available)
    func `a read cannot write`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [people]) { database in
            await #expect(throws: StorageError.self) { try await database.read { try add("Ana", in: $0) } }
            await #expect(throws: StorageError.self) {
                try await database.read { tx in
                    _ = try names(tx)
                    _ = try tx.rows("DELETE FROM people RETURNING name") { try $0.get(0) as String }
                }
            }
            // Nor does it spoil the connection for the next one.
            for _ in 0..<10 { try await expectNames([], in: database) }
        }
    }

    @Test(arguments: Backend.available)
    func `a read sees one moment`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [people]) { database in
            for round in 0..<8 {
                let (before, after) = try await database.read { tx in
                    let before = try names(tx).count
                    let isWritten = Gate()
                    Task {
                        try await database.write { try add("\(ID<Person>.random())", in: $0) }
                        isWritten.open()
                    }
                    isWritten.wait()
                    return (before, try names(tx).count)
                }
                // A read may run again, and with it the writing in its middle; but never does it see two moments.
                #expect(before >= round && after == before)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `fragments and lists compose`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [people]) { database in
            try await database.write { tx in
                for (index, name) in ["Ana", "Bo", "Cem", "Dee?"].enumerated() { try add(name, age: index, in: tx) }
            }
            let adults: SQL = "age >= \(1)"
            let named: SQL = "name IN (\(SQL.list(["Ana", "Bo", "Dee?"])))"
            let filter = SQL.joined([adults, named, "name <> '?'"], by: " AND ")
            let query: SQL = "SELECT name FROM people WHERE \(filter) ORDER BY age" + " DESC LIMIT \(5)"
            let found = try await database.read { try $0.rows(query) { try $0.get(0) as String } }
            #expect(found == ["Dee?", "Bo"])
            let none: SQL = "SELECT name FROM people WHERE name IN (\(SQL.list([String]())))"
            let nobody = try await database.read { try $0.rows(none) { try $0.get(0) as String } }
            #expect(nobody == [])
        }
    }

    @Test(arguments: Backend.available)
    func `hostile text stays text`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [people]) { database in
            let hostile = "x'); DROP TABLE people; --"
            try await database.write { try add(hostile, in: $0) }
            try await expectNames([hostile], in: database)
        }
    }

    @Test(arguments: Backend.available)
    func `changed rows are counted and returned`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [people]) { database in
            try await database.write { tx in
                for name in ["Ana", "Bo", "Cem"] { try add(name, in: tx) }
                #expect(try tx.execute("UPDATE people SET age = 40 WHERE name < 'C'") == 2)
                let aged = try tx.rows("UPDATE people SET age = 41 RETURNING name") { try $0.get(0) as String }
                #expect(aged.sorted() == ["Ana", "Bo", "Cem"])
                #expect(try tx.first("DELETE FROM people RETURNING name") { try $0.get(0) as String } != nil)
                #expect(try tx.execute("DELETE FROM people") == 0)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `the first of several rows is the first one, read once, and the statement is done to its end`(
        on backend: Backend
    ) async throws {
        try await withDatabase(on: backend, migrations: [people]) { database in
            try await database.write { tx in
                var read: [String] = []
                let first = try tx.first(
                    """
                    INSERT INTO groups (id, name) VALUES (\(ID<Backend>.random()), 'a'), (\(ID<Backend>.random()), 'b'),
                        (\(ID<Backend>.random()), 'c') RETURNING name
                    """
                ) { row in
                    read.append(try row.get(0))
                    return read.last
                }
                let again = try tx.first("SELECT name FROM groups ORDER BY name DESC") { row in
                    read.append(try row.get(0))
                    return read.last
                }
                let count = try tx.first("SELECT COUNT(*) FROM groups") { try $0.get(0) as Int }
                #expect(first == "a" && again == "c" && read == ["a", "c"] && count == 3)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a transaction that was kept does nothing more`(on backend: Backend) async throws {
        final class Keeper: @unchecked Sendable { var transaction: Transaction? }
        try await withDatabase(on: backend, migrations: [people]) { database in
            let keeper = Keeper()
            try await database.write { keeper.transaction = $0 }
            let kept = try #require(keeper.transaction)
            #expect(throws: StorageError.other("the transaction is over")) { try names(kept) }
        }
    }
}
