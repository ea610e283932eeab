import Databases
import Testing

@testable import Storage

/// PostgreSQL's error log repeats no statement and no value.
@Suite struct LoggedWordsTests {
    @Test(arguments: Backend.servers)
    func `a connection hides statements and values from the log`(on server: String) async throws {
        try await withPostgresAddress(on: server) { address in
            let database = try await Database.postgres(url: address)
            let remedy = try await database.read { try LoggedWords.remedy(in: $0) }
            #expect(remedy == nil)
            let settings = try await database.read { tx in
                try LoggedWords.wanted.map { name, _ in
                    try tx.first("SELECT current_setting(\("\(name)"))") { try $0.get(0) as String } ?? ""
                }
            }
            #expect(settings == ["terse", "panic", "0", "0"])
            try await database.close()
        }
    }

    @Test(arguments: Backend.servers)
    func `a role that may not is let in, and doctor says what a superuser types`(on server: String) async throws {
        try await withPostgresAddress(on: server) { address in
            let connection = try PostgresConnection(url: address, readTimeout: .seconds(5))
            try connection.script("SET log_error_verbosity = default; SET ROLE pg_monitor")
            try connection.script(LoggedWords.silence(version: 150_000))
            try connection.script(LoggedWords.silence(version: 140_000))
            let database = try await Database.postgres(url: address)
            let remedy = try await database.write { tx in
                try tx.execute("SET LOCAL log_error_verbosity = default")
                try tx.execute("SET LOCAL ROLE pg_monitor")
                return try LoggedWords.remedy(in: tx)
            }
            #expect(remedy == "ALTER ROLE pg_monitor SET log_error_verbosity = 'terse';")
            try await database.close()
        }
    }

    @Test func `on SQLite there is no such log`() async throws {
        try await withDatabase { database in
            let remedy = try await database.read { try LoggedWords.remedy(in: $0) }
            #expect(remedy == nil)
        }
    }
}
