import Databases
import Foundation
import Jobs
import Logging
import Storage
import Testing
import Web

@testable import Accounts
@testable import wayfellow

/// On PostgreSQL what was removed stands in no file of the tables, the samples or the log, after the night.
@Suite struct PostgresBytesTests {
    private static let word = "Quittenmarmelade"

    @Test(arguments: Backend.servers)
    func `what was removed is in no file of the database after the night, and was before`(on server: String)
        async throws
    {
        try await withPostgresAddress(on: server, migrations: try Project.migrations(of: ["Accounts"])) { address in
            let database = try await Database.postgres(url: address)
            let bytes = WordBytes(database: database, logger: Logger(label: "test")) {
                [.init("members", words: ["pseudonym", "pseudonym_key"])]
            }
            await bytes.stopSampling()
            let numbers = try await fill(database)
            try await database.maintain(["ANALYZE members"])
            let folder = try await Self.folder(of: database)
            try await database.maintain(["CHECKPOINT"])
            #expect(try bytesHold(Self.word, in: folder))
            let sampledNumber = try #require(try await Self.sampled(numbers, in: database))
            #expect(try bytesHold(sampledNumber, in: folder))
            try await database.write { try $0.execute("DELETE FROM members WHERE pseudonym LIKE 'Quitten%'") }
            try await database.maintain(["VACUUM members", "CHECKPOINT"])
            #expect(try bytesHold(Self.word, in: folder), "a plain VACUUM was enough: this test sees nothing")
            try await bytes.rewrite()
            #expect(try bytesHold(Self.word, in: folder) == false)
            #expect(try bytesHold(sampledNumber, in: folder) == false, "the planner keeps samples of keys")
            let sampled = try await database.read { try RewrittenTableStore.sampled(in: $0) }
            #expect(sampled["members.pseudonym"] == nil && sampled["members.language"] != nil)
            try await database.close()
        }
    }

    @Test func `what waits to be done is rewritten, too, for it names members`() async throws {
        try await WholeHouse.open(on: .sqlite) { house in
            let tables = house.house.rooms.accounts.handedIn.tables
            #expect(tables.contains { $0.name == "jobs" && $0.words.contains("payload") })
            #expect(tables.contains { $0.name == "attendance" }, "it hangs on a member's seat")
        }
    }

    @Test(arguments: Backend.servers)
    func `what an older transaction may still see is taken out once that has ended`(on server: String) async throws {
        try await withPostgresAddress(on: server, migrations: try Project.migrations(of: ["Accounts"])) { address in
            let database = try await Database.postgres(url: address)
            let bytes = WordBytes(database: database, logger: Logger(label: "test")) {
                [.init("members", words: ["pseudonym", "pseudonym_key"])]
            }
            await bytes.stopSampling()
            try await fill(database)
            let folder = try await Self.folder(of: database)
            try await Self.reading("SELECT 1 FROM rewritten_tables", in: database) {
                try await database.write { try $0.execute("DELETE FROM members WHERE pseudonym LIKE 'Quitten%'") }
                await #expect(throws: JobFailure.self) { try await bytes.rewrite() }
                try await database.maintain(["CHECKPOINT"])
                #expect(try bytesHold(Self.word, in: folder), "nothing was kept for the reader: this test sees nothing")
            }
            try await bytes.rewrite()
            #expect(try bytesHold(Self.word, in: folder) == false)
            try await database.close()
        }
    }

    @Test(
        arguments: [
            (["0 dead row versions cannot be removed yet.\nCPU: user: 0.01 s"], 0), (["300 dead row versions …"], 300),
            (["12 versiones muertas de filas no pueden ser eliminadas aún."], 12), (["CPU"], nil), ([], nil),
        ] as [([String], Int?)])
    func `rows that were kept are read in any language`(details: [String], kept: Int?) {
        #expect(RewrittenTableStore.rowsKept(details) == kept)
    }

    @Test(arguments: Backend.servers)
    func `samples that an older version let be taken are dropped`(on server: String) async throws {
        try await withPostgresAddress(on: server, migrations: try Project.migrations(of: ["Accounts"])) { address in
            let database = try await Database.postgres(url: address)
            try await fill(database)
            try await database.maintain(["ANALYZE members"])
            func samples() async throws -> SampledColumn? {
                try await database.read { try RewrittenTableStore.sampled(in: $0)["members.pseudonym"] }
            }
            #expect(try await samples()?.hasSamples == true)
            let bytes = WordBytes(database: database, logger: Logger(label: "test")) {
                [.init("members", words: ["pseudonym"])]
            }
            #expect(try await bytes.findings().contains { $0.level == .warning })
            await bytes.stopSampling()
            try await database.maintain(["ANALYZE members"])
            #expect(try await samples() == nil)
            try await database.close()
        }
    }

    @Test(arguments: Backend.servers)
    func `a table that lost nothing is left alone, and one in use is tried again later`(on server: String) async throws
    {
        try await withPostgresAddress(on: server, migrations: try Project.migrations(of: ["Accounts"])) { address in
            let database = try await Database.postgres(url: address)
            let bytes = WordBytes(database: database, logger: Logger(label: "test")) { [.init("members", of: ["id"])] }
            try await fill(database)
            try await bytes.rewrite()
            try await Self.untilCounted(database, "members")
            try await bytes.rewrite()
            let before = try await Self.file(of: database)
            try await bytes.rewrite()
            #expect(try await Self.file(of: database) == before)
            try await database.write { try $0.execute("DELETE FROM members WHERE pseudonym LIKE 'Quitten%'") }
            try await Self.untilCounted(database, "members", beyond: before)
            try await Self.reading("SELECT id FROM members LIMIT 1", in: database) {
                await #expect(throws: JobFailure.self) { try await bytes.rewrite() }
            }
            try await bytes.rewrite()
            #expect(try await Self.file(of: database) != before)
            try await database.close()
        }
    }

    /// Does something while a transaction is open that has read so, and sees the database as it was then.
    private static func reading(
        _ query: SQL, in database: Database, _ body: () async throws -> Void
    ) async throws {
        let (began, end) = (Barrier(), Barrier())
        async let reading: Void = database.read { tx in
            // Of two, for one alone runs without a transaction.
            for _ in 0..<2 { _ = try tx.rows(query) { _ in true } }
            began.open()
            end.wait()
        }
        await began.wait(on: .global())
        do { try await body() } catch {
            end.open()
            throw error
        }
        end.open()
        try await reading
    }

    /// Answers the identifiers of those whose names have the word.
    @discardableResult
    private func fill(_ database: Database) async throws -> [ID<Person>] {
        let numbers = (0..<400).map { _ in ID<Person>.random() }
        try await database.write { tx in
            for (number, id) in numbers.enumerated() {
                let name = number < 300 ? "\(Self.word) \(number)" : "Kept \(number)"
                try tx.execute(
                    """
                    INSERT INTO members (id, pseudonym, pseudonym_key, language, is_synthetic, health_consent, created_at)
                    VALUES (\(id), \(name), \(name), 'en', FALSE, FALSE, 1)
                    """)
            }
        }
        return Array(numbers.prefix(300))
    }

    /// One that the planner keeps in its statistics.
    private static func sampled(_ numbers: [ID<Person>], in database: Database) async throws -> ID<Person>? {
        let bounds = try await database.read { tx in
            try tx.first("SELECT histogram_bounds::TEXT FROM pg_stats WHERE tablename = 'members' AND attname = 'id'") {
                try $0.get(0, as: String.self)
            }
        }
        return numbers.first { bounds?.contains($0.description.lowercased()) ?? false }
    }

    /// The folder of this database's files; those of the log hold what other tests write.
    private static func folder(of database: Database) async throws -> URL {
        try await database.read { tx in
            let path = try tx.first(
                """
                SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database
                WHERE datname = current_database()
                """
            ) { try $0.get(0) as String }
            return URL(filePath: path ?? "")
        }
    }

    /// Which file the table is in: another one when it was rewritten.
    private static func file(of database: Database) async throws -> String {
        try await database.read { tx in
            try tx.first("SELECT pg_relation_filepath('members')") { try $0.get(0) as String } ?? ""
        }
    }

    /// Waits until PostgreSQL counted what was lost, which takes it up to ten seconds.
    private static func untilCounted(_ database: Database, _ table: String, beyond: String? = nil) async throws {
        let noted = try await database.read { try RewrittenTableStore.noted(in: $0)[table] }
        for _ in 0..<150 {
            let losses = try await database.read { try RewrittenTableStore.losses(in: $0)[table] }
            if beyond == nil ? losses == noted : losses != noted { return }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}

/// Something one thread waits for and another says.
private final class Barrier: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    func open() { semaphore.signal() }
    func wait() { semaphore.wait() }
    func wait(on queue: DispatchQueue) async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.wait()
                continuation.resume()
            }
        }
    }
}
