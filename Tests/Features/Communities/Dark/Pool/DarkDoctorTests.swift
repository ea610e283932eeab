import Databases
import Foundation
import Storage
import Testing
import Web
import World

@testable import Communities

/// What keeps the dark from being offered, and what an operator is told.
@Suite struct DarkDoctorTests {
    @Test(arguments: Backend.available)
    func `it is offered where it is on and the database keeps nothing that tells`(on backend: Backend) async throws {
        try await withTalk(on: backend, dark: DarkSetting(isOffered: true)) { talk in
            expect(talk.talk.darkPool.isOffered, is: true)
            expect(try await talk.talk.darkFindings(), is: [])
            try await talk.talk.darkPool.beat()
            expect(try await talk.database.read { try DarkPoolStore.stripes(in: $0) }.count, is: 1)
        }
        try await withTalk(on: backend) { talk in
            expect(talk.talk.darkPool.isOffered, is: false)
            expect(try await talk.talk.darkFindings(), is: [])
            await expectRefusal(.off) { try await talk.talk.darkPool.submit(.ask()) }
        }
    }

    @Test(arguments: Backend.servers)
    func `what the server writes down beside the tables is found, with what ends it`(on server: String) async throws {
        try await withDarkWorld(on: .postgres(server: server)) { world in
            let settings: [(set: SQL, remedy: String)] = [
                ("SET LOCAL log_statement = 'mod'", "log_statement = 'none';"),
                ("SET LOCAL log_statement = 'all'", "log_statement = 'none';"),
                ("SET LOCAL log_min_duration_statement = 1000", "log_min_duration_statement = '-1';"),
                ("SET LOCAL log_min_duration_sample = 0", "log_min_duration_sample = '-1';"),
                ("SET LOCAL log_transaction_sample_rate = 0.5", "log_transaction_sample_rate = '0';"),
                ("SET LOCAL log_duration = on", "log_duration = 'off';"),
                ("SET LOCAL pgaudit.log = 'write'", "pgaudit.log = 'none';"),
                ("SET LOCAL log_error_verbosity = verbose", "log_error_verbosity = 'terse';"),
            ]
            for (set, remedy) in settings {
                let found = try await world.database.write { tx in
                    try tx.execute(set)
                    return try DarkServerStore.remedies(in: tx)
                }
                expect(found.count, is: 1, remedy)
                expect(found.first?.hasSuffix(remedy) ?? false, is: true, remedy)
            }
            let quiet = try await world.database.write { tx in
                try tx.execute("SET LOCAL log_statement = 'ddl'")
                return try DarkServerStore.remedies(in: tx)
            }
            expect(quiet, is: [])
        }
    }

    @Test func `a key in the data folder is told of, and one in a folder of its own is not`() async throws {
        for named in [nil, "key"] as [String?] {
            try await withTalk { talk in
                try await withFolder { folder in
                    let own = folder.path(percentEncoded: false)
                    let key = named.map { folder.appending(path: $0).path(percentEncoded: false) }
                    let dependencies = Dependencies(
                        database: talk.database, clock: talk.time.clock, settings: SiteSettings(),
                        logger: talk.talk.dependencies.logger, folder: own)
                    let room = CommunitiesFeature(
                        dependencies, accounts: talk.talk.accounts, vocabulary: talk.talk.vocabulary,
                        evidence: talk.talk.evidence, safety: talk.safety,
                        dark: DarkSetting(isOffered: true, keyFolder: key))
                    try await room.darkPool.checkServer()
                    try await room.darkPool.beat()
                    let told = try await room.darkFindings().map(\.level)
                    // The folder that was named is not there: a disk is missing.
                    expect(told, is: [named == nil ? .warning : .problem])
                    let path = folder.appending(path: "dark/dark.key").path(percentEncoded: false)
                    expect(FileManager.default.fileExists(atPath: path), is: named == nil)
                    guard let key else { return }
                    await expectRefusal(.locked) { try await room.darkPool.submit(.ask()) }
                    try FileManager.default.createDirectory(atPath: key, withIntermediateDirectories: true)
                    try await room.darkPool.beat()
                    expect(try await room.darkFindings(), is: [])
                }
            }
        }
    }
}
