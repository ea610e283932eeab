import Accounts
import Foundation
import Storage
import Web

/// Puts a dump of PostgreSQL into a database, by the programs `psql` and `pg_restore`.
///
/// The dump is loaded into a schema of its own, in one transaction; when it is ready, that schema takes the place of
/// `public` in another. A server that starts meanwhile sees what was there before.
struct PostgresRestoring: Sendable {
    let copy: String
    let url: String
    let replaces: Bool

    func run<Done: Sendable>(_ prepare: (Database) async throws -> Done) async throws -> Done {
        let isArchive = try checkFile()
        let programs = try PostgresPrograms(url: url)
        try await checkTarget()
        do {
            try await load(isArchive, programs)
            let database = try await Database.postgres(url: url, schema: "wayfellow_restoring")
            let done: Done
            do {
                guard try await database.wasMigrated(for: "Accounts") else {
                    throw CommandError("\(copy) is not a dump of a database of Wayfellow.")
                }
                done = try await prepare(database)
                try await database.close()
            } catch {
                try await database.close()
                throw error
            }
            try await programs.psql(PostgresRestoreStore.takePlace)
            return done
        } catch {
            try? await programs.psql(PostgresRestoreStore.discard)
            throw error
        }
    }

    /// Whether it is an archive for `pg_restore`, else plain SQL.
    private func checkFile() throws -> Bool {
        let file = try FileHandle(forReadingFrom: URL(filePath: copy))
        if try file.read(upToCount: 5) == Data("PGDMP".utf8) { return true }
        let size = try file.seekToEnd()
        try file.seek(toOffset: size > 1_000 ? size - 1_000 : 0)
        let end = try file.readToEnd() ?? Data()
        guard end.range(of: Data("PostgreSQL database dump complete".utf8)) != nil else {
            throw CommandError("\(copy) is not what pg_dump writes, or its end is missing.")
        }
        return false
    }

    private func checkTarget() async throws {
        let database = try await Database.postgres(url: url, connections: 1)
        do {
            guard try await !database.read({ try PostgresRestoreStore.isServed(in: $0) }) else {
                throw CommandError("A server has the database open. Stop it first.")
            }
            let members = try await AccountsFeature.countMembers(in: database)
            guard replaces || members == 0 else { throw CommandError(Restoring.inUse) }
            try await database.close()
        } catch {
            try await database.close()
            throw error
        }
    }

    private func load(_ isArchive: Bool, _ programs: PostgresPrograms) async throws {
        let (before, after) = (PostgresRestoreStore.beforeLoading, PostgresRestoreStore.afterLoading)
        try await programs.psql(before, isArchive ? .archive(copy) : .plain(copy), then: after)
    }
}

/// PostgreSQL's own programs, which get address and password in their environment, where other users do not see them.
struct PostgresPrograms: Sendable {
    enum Input: Sendable {
        case none, archive(String), plain(String)
    }

    private let environment: [String: String]
    private let psql: URL
    private let restore: URL

    /// Throws `CommandError` where they are not installed.
    init(url: String) throws {
        psql = try Self.find("psql")
        restore = try Self.find("pg_restore")
        environment = ProcessInfo.processInfo.environment.merging(try PostgresAddress.environment(of: url)) { $1 }
    }

    private static func find(_ name: String) throws -> URL {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
            return URL(filePath: "\(folder)/\(name)")
        }
        throw CommandError("\(name) is missing: install PostgreSQL's programs (on Debian: postgresql-client).")
    }

    /// Runs statements, a dump and statements in one transaction.
    func psql(_ before: [String], _ input: Input = .none, then after: [String] = []) async throws {
        let client = Process()
        client.executableURL = psql
        client.environment = environment
        let file: [String] = if case .none = input { [] } else { ["-f", "-"] }
        client.arguments =
            [
                "-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=terse", "-o", "/dev/null",
                "--single-transaction",
            ]
            + before.flatMap { ["-c", $0] } + file + after.flatMap { ["-c", $0] }
        var reader: Process?
        let readerErrors = Pipe()
        switch input {
        case .none: client.standardInput = FileHandle.nullDevice
        case .plain(let path): client.standardInput = try FileHandle(forReadingFrom: URL(filePath: path))
        case .archive(let path):
            let (archive, pipe) = (Process(), Pipe())
            archive.executableURL = restore
            archive.environment = environment
            archive.arguments = ["--no-owner", "--no-privileges", "-f", "-", path]
            (archive.standardOutput, archive.standardError) = (pipe, readerErrors)
            client.standardInput = pipe
            try archive.run()
            reader = archive
        }
        let errors = Pipe()
        client.standardError = errors
        try client.run()
        // Both are listened to at once: who is not heard out waits for ever when its pipe is full.
        async let reading = Self.end(reader, readerErrors)
        let (said, isDone) = await Self.end(client, errors)
        if reader != nil {
            let (saidReading, isRead) = await reading
            // Only the one that began the trouble knows what it was.
            guard isRead || !isDone else { throw CommandError("The dump is damaged: \(saidReading)") }
        }
        guard isDone else { throw CommandError("The dump cannot be taken in: \(said)") }
    }

    /// Waits for a program's end; answers the first line that it said, for the operator's eyes, and whether all went well.
    private static func end(_ process: Process?, _ errors: Pipe) async -> (String, Bool) {
        guard let process else { return ("", true) }
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                let lines = said.split(separator: "\n").map(String.init)
                let line = lines.first { $0.lowercased().contains("error:") } ?? lines.first ?? "no reason given"
                continuation.resume(returning: (line, process.terminationStatus == 0))
            }
        }
    }
}
