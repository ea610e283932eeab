import Databases
import Synchronization
import Testing

@testable import Storage

/// What only PostgreSQL can go through.
@Suite struct PostgresTests {
    @Test(arguments: Backend.servers)
    func `a body that others were in the way of runs again`(server: String) async throws {
        try await withDatabase(on: .postgres(server: server), migrations: [people]) { database in
            let runs = Mutex(0)
            let (hasRead, isWritten) = (Gate(), Gate())
            async let first: Void = database.write { tx in
                let count = try names(tx).count
                let run = runs.withLock { runs in
                    runs += 1
                    return runs
                }
                if run == 1 {
                    hasRead.open()
                    isWritten.wait()
                }
                try add("first, with \(count) before", in: tx)
            }
            await Task.detached { hasRead.wait() }.value
            try await database.write { try add("second, with \(try names($0).count) before", in: $0) }
            isWritten.open()
            try await first
            #expect(runs.withLock { $0 } == 2)
            try await expectNames(["first, with 1 before", "second, with 0 before"], in: database)
        }
    }

    @Test(arguments: Backend.servers)
    func `lost connections are made again unseen`(server: String) async throws {
        try await withPostgresAddress(on: server, migrations: [people]) { address in
            let database = try await Database.postgres(url: address)
            let other = try await Database.postgres(url: address, connections: 1)
            for round in 0..<3 {
                try await database.write { try add("person \(round)", in: $0) }
                let killed = try await other.read { tx in
                    try tx.rows(
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                        """
                    ) { try $0.get(0) as Bool }
                }
                #expect(killed.contains(true))
                for _ in 0..<8 { _ = try await database.read(names) }
            }
            try await expectNames(["person 0", "person 1", "person 2"], in: database)
            try await other.close()
            try await database.close()
        }
    }

    @Test(arguments: Backend.servers)
    func `a connection lost within a body lets it run again, not for ever`(server: String) async throws {
        try await withDatabase(on: .postgres(server: server), migrations: [people]) { database in
            let runs = Mutex(0)
            try await database.write { tx in
                try add("Ana", in: tx)
                if runs.withLock({ runs in
                    runs += 1
                    return runs == 1
                }) {
                    _ = try tx.rows("SELECT pg_terminate_backend(pg_backend_pid())") { _ in 1 }
                }
            }
            try await expectNames(["Ana"], in: database)
            await #expect(throws: StorageError.self) {
                try await database.read { try $0.rows("SELECT pg_terminate_backend(pg_backend_pid())") { _ in 1 } }
            }
            try await expectNames(["Ana"], in: database)
        }
    }

    @Test(arguments: Backend.servers)
    func `a read that takes too long is stopped`(server: String) async throws {
        try await withPostgresAddress(on: server) { address in
            let database = try await Database.postgres(url: address, readTimeout: .milliseconds(50))
            await #expect(throws: StorageError.busy) {
                try await database.read { try $0.rows("SELECT CAST(pg_sleep(60) AS TEXT)") { _ in 1 } }
            }
            try await database.close()
        }
    }

    @Test(arguments: Backend.servers)
    func `statements of many shapes do not pile up`(server: String) async throws {
        try await withDatabase(on: .postgres(server: server)) { database in
            for shape in 0..<700 {
                let bits = (0..<10).map { bit -> SQL in shape >> bit & 1 == 1 ? "1 = 1" : "2 = 2" }
                let found = try await database.read { tx in
                    try tx.first("SELECT \(shape) WHERE \(SQL.joined(bits, by: " AND "))") { try $0.get(0) as Int }
                }
                try #require(found == shape)
            }
            let kept = try await database.read { tx in
                try tx.first("SELECT COUNT(*) FROM pg_prepared_statements") { try $0.get(0) as Int } ?? 0
            }
            #expect(kept <= 500)
        }
    }

    @Test func `no error repeats a password`() async throws {
        for address in [
            "postgres://ana:hunter2@127.0.0.1:1/x", "postgres://ana:hunter2@127.0.0.1:port/x?hunter2",
            "postgres://hunter2:%zz@",
        ] {
            do {
                _ = try await Database.open(address)
                Issue.record("opened")
            } catch {
                #expect(!"\(error)".contains("hunter2"))
            }
        }
    }

    @Test(arguments: [
        ("postgres://u:p@h:5432/one?sslmode=require", "postgres://u:p@h:5432/two?sslmode=require"),
        ("postgres:///one?host=/run/x&user=a", "postgres:///two?host=/run/x&user=a"),
        ("postgres://h", "postgres://h/two"),
    ])
    func `another database of a server has its address`(address: String, other: String) {
        #expect(PostgresServer(url: address).url(of: "two") == other)
    }

    @Test func `marks of values are numbered outside quotes only`() {
        #expect(numbered("a = ? AND b = '?' AND \"c?\" = ?") == "a = $1 AND b = '?' AND \"c?\" = $2")
    }
}
