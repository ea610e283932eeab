import Databases
import Synchronization
import Testing

@testable import Storage

/// Writes of PostgreSQL's that lost to others go one after the other, and share nothing but the wait for the disk.
@Suite struct PostgresLineTests {
    /// What became of writes, in the order in which they were told.
    private final class Answers: Sendable {
        let told = Mutex<[(number: Int, result: Result<String, any Error>)]>([])

        var count: Int { told.withLock { $0.count } }
        var results: [Int: Result<String, any Error>] {
            told.withLock { told in Dictionary(told.map { ($0.number, $0.result) }) { $1 } }
        }

        func tell(_ number: Int, _ result: Result<String, any Error>) { told.withLock { $0.append((number, result)) } }
        func wait(for count: Int) async throws {
            while self.count < count { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    private func line(of database: Database) throws -> PostgresLine {
        try #require(database.driver as? PostgresDriver).line
    }

    /// Puts a write into the line, as if it had lost already.
    private func queue(
        _ number: Int, in line: PostgresLine, _ answers: Answers,
        beforeAnswer: @escaping @Sendable () -> Void = {}, _ body: @escaping @Sendable (Transaction) throws -> String
    ) {
        var work = Work(
            attempt: { tx in
                let value = try body(tx)
                if let failure = tx.failure { throw failure }
                return {
                    beforeAnswer()
                    answers.tell(number, .success(value))
                }
            },
            fail: { answers.tell(number, .failure($0)) })
        (work.isWrite, work.place) = (true, CallSite(file: "test", line: 1))
        line.queue.addAccepted(work)
    }

    /// Holds the line until the gate opens, so that others come behind it.
    private func hold(_ line: PostgresLine, _ answers: Answers, until gate: Gate) {
        queue(-1, in: line, answers) { _ in
            gate.wait()
            return "held"
        }
    }

    @Test(arguments: Backend.servers)
    func `those in line go in the order in which they came, each in a transaction of its own`(server: String)
        async throws
    {
        try await withPostgresAddress(on: server, migrations: [people]) { address in
            let database = try await Database.postgres(url: address)
            let (line, answers, gate) = (try line(of: database), Answers(), Gate())
            hold(line, answers, until: gate)
            for number in 0..<80 {
                queue(number, in: line, answers) { tx in
                    try add("\(try names(tx).count)", in: tx)
                    return try tx.first("SELECT CAST(pg_current_xact_id() AS TEXT)") { try $0.get(0) } ?? ""
                }
            }
            gate.open()
            try await answers.wait(for: 81)
            #expect(answers.told.withLock { $0.map(\.number) } == Array(-1..<80))
            #expect(Set(try answers.results.values.map { try $0.get() }).count == 81)
            try await expectNames((0..<80).map(String.init).sorted(), in: database)
            try await database.close()
        }
    }

    @Test(arguments: Backend.servers)
    func `one that fails in line fails alone, with its own error`(server: String) async throws {
        let pairs = Migrations(
            feature: "Pairs",
            files: [
                .init(
                    name: "001_pairs.sql",
                    text: """
                        CREATE TABLE pairs (
                            id BIGINT NOT NULL PRIMARY KEY,
                            other BIGINT NOT NULL REFERENCES pairs (id) DEFERRABLE INITIALLY DEFERRED
                        );
                        """)
            ].compactMap { $0 })
        try await withPostgresAddress(on: server, migrations: [people, pairs]) { address in
            let database = try await Database.postgres(url: address)
            let (line, answers, gate) = (try line(of: database), Answers(), Gate())
            hold(line, answers, until: gate)
            for number in 0..<40 {
                queue(number, in: line, answers) { tx in
                    if number % 5 == 1 { throw StorageError.other("refused before anything was done") }
                    try add("person \(number)", in: tx)
                    if number % 5 == 2 { try add("too young", age: -1, in: tx) }
                    if number % 5 == 3 { try? tx.attempt { try add("too young", age: -1, in: tx) } }
                    // Found wrong by the commit.
                    if number % 5 == 4 { try tx.execute("INSERT INTO pairs (id, other) VALUES (\(number), 1000)") }
                    return "done"
                }
            }
            gate.open()
            try await answers.wait(for: 41)
            for (number, answer) in answers.results where number >= 0 {
                switch (number % 5, answer) {
                case (0, .success), (3, .success): break
                case (1, .failure(StorageError.other)), (2, .failure(StorageError.check)): break
                case (4, .failure(StorageError.foreignKey)): break
                default: Issue.record("\(number): \(answer)")
                }
            }
            let stay = (0..<40).filter { $0 % 5 == 0 || $0 % 5 == 3 }.map { "person \($0)" }
            try await expectNames(stay.sorted(), in: database)
            try await database.close()
        }
    }

    @Test(arguments: Backend.servers)
    func `nobody in line is told before it is on disk`(server: String) async throws {
        try await withPostgresAddress(on: server, migrations: [people]) { address in
            let database = try await Database.postgres(url: address)
            let (line, answers) = (try line(of: database), Answers())
            let other = Mutex(try PostgresConnection(url: address, readTimeout: .seconds(5)))
            let late = Mutex<[Int]>([])
            for number in 0..<100 {
                let written = Mutex("")
                queue(
                    number, in: line, answers,
                    beforeAnswer: {
                        let lsn = written.withLock { $0 }
                        let isOnDisk = try? other.withLock { connection in
                            var isOnDisk = false
                            _ = try connection.run(
                                "SELECT pg_current_wal_flush_lsn() > CAST(CAST(\(lsn) AS TEXT) AS pg_lsn)"
                            ) { row in
                                isOnDisk = try row.get(0)
                                return false
                            }
                            return isOnDisk
                        }
                        if isOnDisk != true { late.withLock { $0.append(number) } }
                    },
                    { tx in
                        try add("person \(number)", in: tx)
                        let lsn = try tx.first("SELECT CAST(pg_current_wal_insert_lsn() AS TEXT)") {
                            try $0.get(0, as: String.self)
                        }
                        written.withLock { $0 = lsn ?? "" }
                        return "done"
                    })
                if number % 7 == 0 { try await answers.wait(for: number + 1) }
            }
            try await answers.wait(for: 100)
            #expect(late.withLock { $0 } == [])
            try await database.close()
        }
    }
}
