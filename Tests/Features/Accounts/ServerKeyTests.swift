import Crypto
import World
import Foundation
import Markup
import Storage
import Testing

@testable import Accounts

/// The server's key is made once, lies beside the database, and belongs to one database.
@Suite struct ServerKeyTests {
    @Test(arguments: Backend.available)
    func `the key is made once, for its owner only`(on backend: Backend) async throws {
        try await withKeys(on: backend) { world in
            let first = try await world.load()
            let again = try await world.load()
            #expect(first.pepper == again.pepper && first.contact == again.contact)
            #expect(first.pepper != first.contact && first.audit != first.recovery)
            #expect(try FileManager.default.attributesOfItem(atPath: world.path)[.posixPermissions] as? Int == 0o600)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: world.path)
            await #expect(throws: AccountKeysError.readableByOthers(path: world.path)) { try await world.load() }
            #expect("\(first)" == "•••")
        }
    }

    @Test func `a key from the settings must be 64 hexadecimal digits`() throws {
        for setting in ["secret", String(repeating: "zz", count: 32), String(repeating: "0a", count: 31)] {
            #expect(throws: AccountKeysError.length) { try AccountKeys.read(setting: setting, path: "/none") }
        }
        let one = try AccountKeys.read(setting: String(repeating: "0A", count: 32), path: "/none")
        let same = try AccountKeys.read(setting: String(repeating: "0a", count: 32), path: "/none")
        #expect(one?.audit == same?.audit && one?.fingerprint == same?.fingerprint)
    }

    @Test(arguments: Backend.available)
    func `another key beside a database is refused, and changes nothing`(on backend: Backend) async throws {
        try await withKeys(on: backend) { world in
            let own = try await world.load()
            await #expect(throws: ServerKeyError.foreign(source: "WAYFELLOW_KEY")) {
                try await world.load(setting: Self.other)
            }
            try world.replaceFile(with: Self.other)
            await #expect(throws: ServerKeyError.foreign(source: world.path)) { try await world.load() }
            try world.replaceFile(with: nil)
            for _ in 0..<2 {
                // Twice: a refused start must not leave a new key that the next one takes for the old.
                await #expect(throws: ServerKeyError.missing(path: world.path)) { try await world.load() }
            }
            #expect(try await world.fingerprint() == own.fingerprint)
        }
    }

    @Test(arguments: Backend.available)
    func `a database of an earlier program takes the key that lies beside it, and no new one`(
        on backend: Backend
    ) async throws {
        try await withKeys(on: backend) { world in
            try await world.addAccount()
            for _ in 0..<2 {
                await #expect(throws: ServerKeyError.missing(path: world.path)) { try await world.load() }
            }
            #expect(try await world.fingerprint() == nil)
            try world.replaceFile(with: Self.other)
            let adopted = try await world.load()
            #expect(try await world.fingerprint() == adopted.fingerprint)
        }
    }

    @Test(arguments: Backend.available)
    func `a start from another folder makes no key for a database that has one`(on backend: Backend) async throws {
        try await withKeys(on: backend) { world in
            _ = try await world.load()
            try await withFolder { folder in
                let second = TestKeys(database: world.database, folder: folder)
                await #expect(throws: ServerKeyError.missing(path: second.path)) { try await second.load() }
                #expect(!FileManager.default.fileExists(atPath: second.path))
            }
        }
    }

    @Test func `the fingerprint holds nothing of the key`() throws {
        let secret = [UInt8](0..<32)
        let keys = try AccountKeys(secret: secret)
        let parts =
            [secret] + [keys.pepper, keys.contact, keys.audit, keys.recovery].map { $0.withUnsafeBytes { Array($0) } }
        #expect(keys.fingerprint.count == 16)
        for part in parts + [keys.form] {
            #expect(!part.starts(with: keys.fingerprint) && !part.suffix(16).elementsEqual(keys.fingerprint))
        }
    }

    private static let other = String(repeating: "c7", count: 32)
}

/// A migrated database without a key, and a folder.
private struct TestKeys: Sendable {
    let database: Database
    let folder: URL

    var path: String { folder.path + "/account.key" }

    @discardableResult
    func load(setting: String? = nil) async throws -> AccountKeys {
        try await AccountKeys.load(
            setting: setting, folder: folder.path, for: database, at: Instant(milliseconds: 1_793_664_000_000))
    }

    func replaceFile(with secret: String?) throws {
        if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
        if let secret { try PrivateFile.create(path, contents: secret) }
    }

    func fingerprint() async throws -> [UInt8]? {
        try await database.read { try ServerKeyStore.fingerprint(in: $0) }
    }

    /// Somebody who can sign in.
    func addAccount() async throws {
        let pseudonym = try Pseudonym("Ana", reserved: ReservedNames([]))
        let (id, now) = (ID<Person>.random(), Instant(milliseconds: 1_793_664_000_000))
        try await database.write { tx in
            try MemberStore.add(id, pseudonym, language: .en, at: now, in: tx)
            try CredentialStore.add(id, phc: "phc", recoveryHash: nil, at: now, in: tx)
        }
    }
}

private func withKeys(on backend: Backend, _ body: (TestKeys) async throws -> Void) async throws {
    try await withDatabase(on: backend, migrations: [Migrations(feature: "Accounts", bundle: .module)]) { database in
        try await withFolder { try await body(TestKeys(database: database, folder: $0)) }
    }
}
