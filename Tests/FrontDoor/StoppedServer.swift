import Databases
import Foundation
import Markup
import Storage
import Web
import World

@testable import Accounts
@testable import wayfellow

/// A server's folder and database, between its runs.
struct StoppedServer: Sendable {
    let backend: Backend
    let settings: Settings
    let elsewhere: URL

    var data: URL { settings.data }
    private var keyFile: URL { data.appending(path: "account.key") }

    /// Runs a body with the house open, and closes it in any case.
    func open<Value>(_ body: (House) async throws -> Value) async throws -> Value {
        let house = try await House.open(settings)
        return try await closing(house.dependencies.database) { _ in try await body(house) }
    }

    /// Looks at the database without any room.
    func look<Value>(_ body: (Database) async throws -> Value) async throws -> Value {
        try await closing(try await Database.open(settings.databaseURL ?? settings.sqlitePath), body)
    }

    private func closing<Value>(
        _ database: Database, _ body: (Database) async throws -> Value
    ) async throws -> Value {
        do {
            let value = try await body(database)
            try await database.close()
            return value
        } catch {
            try await database.close()
            throw error
        }
    }

    func names(of members: ID<Person>...) async throws -> [String] {
        try await look { try await $0.read { try MemberStore.pseudonyms(of: members, in: $0).values.sorted() } }
    }

    func members() async throws -> Int { try await look { try await AccountsFeature.countMembers(in: $0) } }

    /// A copy as whoever runs the server makes it.
    func copy() async throws -> String {
        let path = elsewhere.appending(path: "copy-\(ID<Person>.random())").path
        if let url = settings.databaseURL {
            try program("pg_dump", ["-Fc", "-f", path, url])
        } else {
            for end in ["", "-wal"] where FileManager.default.fileExists(atPath: settings.sqlitePath + end) {
                try FileManager.default.copyItem(atPath: settings.sqlitePath + end, toPath: path + end)
            }
        }
        return path
    }

    /// What the command says.
    func restore(_ copy: String, replaces: Bool = false, erasesAgain: Bool = true) async throws -> [String] {
        var said: [String] = []
        try await Restoring(settings: settings, copy: copy, replaces: replaces, erasesAgain: erasesAgain)
            .run { said.append($0) }
        return said
    }

    /// Why it does not restore a copy, with everything allowed.
    func refusal(_ copy: String) async -> String {
        do {
            return try await restore(copy, replaces: true).joined()
        } catch {
            return "\(error)"
        }
    }

    /// All that a restore could change.
    func state() async throws -> [String] {
        let files = try FileManager.default.contentsOfDirectory(atPath: data.path).sorted()
        let names = try await look { database in
            try await database.read { tx in
                let ids = try MemberStore.all(in: tx)
                return try MemberStore.pseudonyms(of: ids, in: tx).map { "\($0.key) \($0.value)" }.sorted()
            }
        }
        return files.filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") } + names
    }

    /// Takes the database out, as on a new machine.
    func empty() async throws {
        if let url = settings.databaseURL {
            try program("psql", ["-q", "-d", url, "-c", "DROP SCHEMA public CASCADE", "-c", "CREATE SCHEMA public"])
        } else {
            for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: settings.sqlitePath + end) }
        }
    }

    func program(_ name: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw HouseTestError("\(name) failed") }
    }
}

// MARK: - Faults

extension StoppedServer {
    /// A copy, or a folder, with something wrong.
    func make(_ fault: RestoreFault, from copy: String) async throws -> String {
        let bad = elsewhere.appending(path: "bad-\(fault)-\(ID<Person>.random())").path
        switch fault {
        case .noFile: return bad
        case .otherFile: try Data("what is this?".utf8).write(to: URL(filePath: bad))
        case .cut:
            let contents = try Data(contentsOf: URL(filePath: copy))
            try contents.prefix(contents.count * 2 / 3).write(to: URL(filePath: bad))
        case .foreign, .newer: try await makeDatabase(bad, isForeign: fault == .foreign)
        case .otherKey:
            try FileManager.default.moveItem(at: keyFile, to: elsewhere.appending(path: "kept.key"))
            try PrivateFile.create(keyFile.path, contents: String(repeating: "ab", count: 32) + "\n")
            // Its file of erasures, so that only the copy does not fit.
            try FileManager.default.moveItem(
                at: data.appending(path: "erasures"), to: elsewhere.appending(path: "erasures"))
            let keys = try AccountKeys(secret: [UInt8](repeating: 0xab, count: 32))
            var book = ErasureBook(key: keys.erasures)
            try Data(book.adding([], toEmpty: true).utf8).write(to: data.appending(path: "erasures"))
            return copy
        case .noKey:
            try FileManager.default.moveItem(at: keyFile, to: elsewhere.appending(path: "kept.key"))
            return copy
        }
        return bad
    }

    /// Undoes what was done to the folder.
    func mend(_ fault: RestoreFault) async throws {
        guard fault == .otherKey || fault == .noKey else { return }
        try? FileManager.default.removeItem(at: keyFile)
        try FileManager.default.moveItem(at: elsewhere.appending(path: "kept.key"), to: keyFile)
        guard fault == .otherKey else { return }
        try FileManager.default.removeItem(at: data.appending(path: "erasures"))
        try FileManager.default.moveItem(
            at: elsewhere.appending(path: "erasures"), to: data.appending(path: "erasures"))
    }

    /// A copy of another program's database, or of a later version's.
    private func makeDatabase(_ path: String, isForeign: Bool) async throws {
        let future = Migrations(
            feature: "Tomorrow",
            files: [Migrations.File(name: "001_tomorrow.sql", text: "CREATE TABLE tomorrow (id BIGINT)")].compactMap {
                $0
            })
        let migrations = isForeign ? [] : try Project.migrations(of: ["Jobs", "Accounts"]) + [future]
        func fill(_ database: Database) async throws {
            if isForeign { try await database.write { try $0.execute("CREATE TABLE birds (id BIGINT)") } }
            if !migrations.isEmpty { try await database.migrate(migrations) }
            try await database.close()
        }
        guard case .postgres(let server) = backend else {
            return try await fill(try await Database.sqlite(path: path))
        }
        try await withPostgresAddress(on: server) { address in
            try await fill(try await Database.postgres(url: address))
            try program("pg_dump", ["-f", path, address])
        }
    }
}

/// Runs a body with a server that was started once and stopped.
func withServer(on backend: Backend, _ body: (StoppedServer) async throws -> Void) async throws {
    try await withFolder { folder in
        let data = folder.appending(path: "data", directoryHint: .isDirectory)
        let elsewhere = folder.appending(path: "elsewhere")
        try FileManager.default.createDirectory(at: elsewhere, withIntermediateDirectories: true)
        func run(_ address: String?) async throws {
            var settings = try await Settings.read(data: data.path(percentEncoded: false), environment: [:])
            settings.content = Project.root
            settings.databaseURL = address
            let server = StoppedServer(backend: backend, settings: settings, elsewhere: elsewhere)
            try await body(server)
        }
        switch backend {
        case .sqlite: try await run(nil)
        case .postgres(let address): try await withPostgresAddress(on: address) { try await run($0) }
        }
    }
}

extension House {
    func add(_ name: String) async throws -> ID<Person> {
        _ = try await rooms.accounts.add(named: name, roles: [], hasHealthConsent: false)
        return try await rooms.accounts.member(named: name)
    }

    /// Two members.
    func fill() async throws -> (gone: ID<Person>, kept: ID<Person>) {
        (try await add("Quittenheron"), try await add("Kept Kite"))
    }

    func erase(_ member: ID<Person>) async throws {
        _ = try await rooms.accounts.erase(
            member, by: .person(member, roles: []), features, at: dependencies.clock.now())
    }

    /// What the page of consent does.
    func decide(_ isGranted: Bool, of member: ID<Person>) async throws {
        let (accounts, now) = (rooms.accounts, dependencies.clock.now())
        let mark = try await dependencies.database.write { tx in
            try AccountsFeature.decide(
                .healthData, isGranted, by: member, language: .en, audit: accounts.audit, at: now, in: tx)
            return try accounts.erasures.noteConsent(isGranted, of: member, in: tx)
        }
        await accounts.erasures.writeDown([mark])
    }
}
