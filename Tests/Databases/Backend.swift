package import Foundation
package import Storage

/// The engines a suite runs on: SQLite always, PostgreSQL when `WAYFELLOW_TEST_POSTGRES` holds a server's address.
///
///     @Suite struct PeopleTests {
///         @Test(arguments: Backend.available)
///         func `a person is found again`(on backend: Backend) async throws {
///             try await withDatabase(on: backend, migrations: try Project.migrations(of: ["Accounts"])) { database in … }
///         }
///     }
package enum Backend: Sendable, CustomStringConvertible {
    case sqlite
    /// With the address of a server where databases may be made and dropped.
    case postgres(server: String)

    package static let available: [Backend] = {
        guard let server = ProcessInfo.processInfo.environment["WAYFELLOW_TEST_POSTGRES"], !server.isEmpty else {
            print("PostgreSQL is not tested: WAYFELLOW_TEST_POSTGRES holds no address of a server")
            return [.sqlite]
        }
        return [.sqlite, .postgres(server: server)]
    }()

    /// The server of PostgreSQL, for what only it can do.
    package static let servers: [String] = available.compactMap {
        if case .postgres(let server) = $0 { server } else { nil }
    }

    package var description: String {
        switch self {
        case .sqlite: "SQLite"
        case .postgres: "PostgreSQL"
        }
    }
}

/// Runs a body with a fresh database that has these migrations, and removes it afterwards.
package func withDatabase(
    on backend: Backend = .sqlite, migrations: [Migrations] = [],
    _ body: (Database) async throws -> Void
) async throws {
    switch backend {
    case .sqlite: try await withSQLite(migrations, body)
    case .postgres(let server): try await withPostgres(server, migrations, body)
    }
}

/// Runs a body with an empty folder of its own, removed afterwards.
package func withFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("wayfellow-test-\(ID<Backend>.random())", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

/// Files of SQLite that were migrated once and are copied for each test.
private actor MigratedFiles {
    static let shared = MigratedFiles()
    private var made: [String: Task<Data, any Error>] = [:]

    func file(with migrations: [Migrations]) async throws -> Data {
        let digest = try migrations.digest()
        let task =
            made[digest]
            ?? Task {
                try await withFolder { folder in
                    let file = folder.appendingPathComponent("template.sqlite")
                    let database = try await Database.sqlite(
                        path: file.path, readers: 1, cacheMiB: 8, readerCacheMiB: 2)
                    try await using(database, migrations) { _ in }
                    // Closed, it is one file.
                    return try Data(contentsOf: file)
                }
            }
        made[digest] = task
        return try await task.value
    }
}

extension [Migrations] {
    /// The same for the same migrations in the same order.
    func digest() throws -> String {
        let text = try ([Database.ownMigrations] + self).flatMap { feature in
            try feature.files().map { "\(feature.feature)/\($0.number)/\($0.name)/\($0.text)" }
        }
        return ID<Backend>(named: text.joined()).description.split(separator: "-").joined()
    }
}

private func withSQLite(_ migrations: [Migrations], _ body: (Database) async throws -> Void) async throws {
    try await withFolder { folder in
        let path = folder.appendingPathComponent("test.sqlite").path
        if !migrations.isEmpty {
            try await MigratedFiles.shared.file(with: migrations).write(to: URL(filePath: path))
        }
        let database = try await Database.sqlite(path: path, readers: 2, cacheMiB: 8, readerCacheMiB: 2)
        try await using(database, migrations, body)
    }
}

/// Migrates, runs the body, closes in any case.
func using(
    _ database: Database, _ migrations: [Migrations], _ body: (Database) async throws -> Void
) async throws {
    do {
        if !migrations.isEmpty { try await database.migrate(migrations) }
        try await body(database)
        try await database.close()
    } catch {
        try await database.close()
        throw error
    }
}
