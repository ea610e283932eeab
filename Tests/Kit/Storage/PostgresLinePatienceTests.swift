import Databases
import Synchronization
import Testing

@testable import Storage

/// The line of PostgreSQL's writes does not hang on any one of them.
@Suite struct PostgresLinePatienceTests {
    /// Has a place go to the line for the next second, as two losses do.
    private func crowd(_ file: String, in database: Database) throws {
        let line = try #require(database.driver as? PostgresDriver).line
        var work = Work(attempt: { _ in {} }, fail: { _ in })
        (work.isWrite, work.place) = (true, CallSite(file: file, line: 1))
        for _ in 0..<2 { #expect(!line.takes(work, thatLostAfter: .seconds(1)), "it took too long for the line") }
        #expect(line.isMeant(for: work))
    }

    @Test(arguments: Backend.servers)
    func `where many lose the others of their place come to the line, and nobody else`(server: String) async throws {
        try await withPostgresAddress(on: server) { address in
            let database = try await Database.postgres(url: address)
            @Sendable func session(of file: String) async throws -> String {
                try await database.write(file: file, line: 1) { tx in
                    try tx.first("SELECT CAST(pg_backend_pid() AS TEXT)") { try $0.get(0, as: String.self) } ?? ""
                }
            }
            try crowd("crowded", in: database)
            let line = try await session(of: "crowded")
            let others = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<40 { group.addTask { try await session(of: "alone") } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(!others.contains(line))
            try await database.close()
        }
    }

    @Test(arguments: Backend.servers)
    func `whoever stands behind something long goes on elsewhere`(server: String) async throws {
        try await withPostgresAddress(on: server, migrations: [people]) { address in
            let database = try await Database.postgres(url: address)
            let (isBusy, mayGoOn) = (Gate(), Gate())
            try crowd("crowded", in: database)
            let long = Task {
                try await database.write(file: "crowded", line: 1) { tx in
                    try add("long", in: tx)
                    isBusy.open()
                    mayGoOn.wait()
                }
            }
            await Task.detached { isBusy.wait() }.value
            async let behind: Void = database.write(file: "crowded", line: 1) { try add("behind", in: $0) }
            try await Task.sleep(for: PostgresLine.patience + .milliseconds(50))
            // Whoever is served lets those behind it go on.
            _ = try await database.read(names)
            try await behind
            try await expectNames(["behind"], in: database)
            mayGoOn.open()
            try await long.value
            try await expectNames(["behind", "long"], in: database)
            try await database.close()
        }
    }

    @Test(arguments: Backend.servers)
    func `who loses in the line, too, tries again outside of it`(server: String) async throws {
        try await withPostgresAddress(on: server, migrations: [people]) { address in
            let database = try await Database.postgres(url: address)
            try crowd("crowded", in: database)
            let runs = Mutex(0)
            try await database.write(file: "crowded", line: 1) { tx in
                try add("Ana", in: tx)
                let run = runs.withLock { runs in
                    runs += 1
                    return runs
                }
                if run < 8 { try tx.execute("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$") }
            }
            #expect(runs.withLock { $0 } == 8)
            // For ever it is not tried.
            await #expect(throws: StorageError.busy) {
                try await database.write(file: "crowded", line: 1) { tx in
                    try tx.execute("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$")
                }
            }
            try await expectNames(["Ana"], in: database)
            try await database.close()
        }
    }

    @Test(arguments: Backend.servers)
    func `a connection lost in the line lets the body run again, and the next ones go on`(server: String)
        async throws
    {
        try await withPostgresAddress(on: server, migrations: [people]) { address in
            let database = try await Database.postgres(url: address)
            try crowd("crowded", in: database)
            let runs = Mutex(0)
            try await database.write(file: "crowded", line: 1) { tx in
                try add("Ana", in: tx)
                if runs.withLock({ runs in
                    runs += 1
                    return runs == 1
                }) {
                    _ = try tx.rows("SELECT pg_terminate_backend(pg_backend_pid())") { _ in 1 }
                }
            }
            for name in ["Bo", "Cy"] {
                try await database.write(file: "crowded", line: 1) { try add(name, in: $0) }
            }
            try await expectNames(["Ana", "Bo", "Cy"], in: database)
            try await database.close()
        }
    }

    @Test(arguments: Backend.servers)
    func `a process that keeps its turn holds up nobody for long`(server: String) async throws {
        try await withPostgresAddress(on: server, migrations: [people]) { address in
            let database = try await Database.postgres(url: address)
            try crowd("crowded", in: database)
            let other = try PostgresConnection(url: address, readTimeout: .seconds(5))
            #expect(other.takeTurn())
            try await database.write(file: "crowded", line: 1) { try add("Ana", in: $0) }
            try await expectNames(["Ana"], in: database)
            try other.endTurn(true)
            try await database.close()
        }
    }

    @Test(arguments: Backend.servers)
    func `two processes that count one number up lose none, and nobody is sent away`(server: String) async throws {
        try await withPostgresAddress(on: server, migrations: [counters]) { address in
            var databases: [Database] = []
            for _ in 0..<2 { databases.append(try await Database.postgres(url: address)) }
            let counted = try await countUp(400, in: databases)
            #expect(counted.sorted() == Array(1...400), "each was told a number of its own")
            for database in databases { try await database.close() }
        }
    }
}
