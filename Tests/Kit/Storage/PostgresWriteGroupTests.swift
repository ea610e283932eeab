import Databases
import Testing

@testable import Storage

/// Writes that wait while every connection of PostgreSQL's is busy share a commit, and nothing else.
@Suite struct PostgresWriteGroupTests {
    /// Holds the only connection until a number of writes stand in line, then lets all go on; answers what became of each.
    private func crowd(
        of count: Int, at address: String, _ body: @escaping @Sendable (Int, Transaction) throws -> String
    ) async throws -> [Int: Result<String, any Error>] {
        let database = try await Database.postgres(url: address, connections: 1)
        let queue = try #require(database.driver as? PostgresDriver).queue
        let (isBusy, mayGoOn) = (Gate(), Gate())
        let first = Task {
            try await database.read { _ in
                isBusy.open()
                mayGoOn.wait()
            }
        }
        await Task.detached { isBusy.wait() }.value
        let answers = await withTaskGroup(of: (Int, Result<String, any Error>).self) { group in
            for number in 0..<count {
                group.addTask {
                    do {
                        return (number, .success(try await database.write { try body(number, $0) }))
                    } catch { return (number, .failure(error)) }
                }
            }
            while queue.count < count { await Task.yield() }
            mayGoOn.open()
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        try await first.value
        try await database.close()
        return answers
    }

    private let transaction: SQL = "SELECT pg_current_xact_id()::text"

    @Test(arguments: Backend.servers)
    func `twenty that wait share one transaction`(server: String) async throws {
        try await withPostgresAddress(on: server, migrations: [people]) { address in
            let answers = try await crowd(of: 20, at: address) { number, tx in
                try add("person \(number)", in: tx)
                return try tx.first(transaction) { try $0.get(0, as: String.self) } ?? ""
            }
            let transactions = Set(try answers.values.map { try $0.get() })
            #expect(transactions.count == 1, "\(transactions)")
            try await expectNumbers(0..<20, at: address)
        }
    }

    @Test(arguments: Backend.servers)
    func `one that fails is undone alone, with or without a statement of its own`(server: String) async throws {
        try await withPostgresAddress(on: server, migrations: [people]) { address in
            let answers = try await crowd(of: 24, at: address) { number, tx in
                if number % 4 == 1 { throw StorageError.other("refused before anything was done") }
                try add("person \(number)", in: tx)
                if number % 4 == 2 { try add("too young", age: -1, in: tx) }
                if number % 4 == 3 {
                    try? tx.attempt { try add("too young", age: -1, in: tx) }
                    return "went on"
                }
                return "done"
            }
            for (number, answer) in answers {
                switch (number % 4, answer) {
                case (0, .success("done")), (3, .success("went on")): break
                case (1, .failure(StorageError.other)), (2, .failure(StorageError.check)): break
                default: Issue.record("\(number): \(answer)")
                }
            }
            try await expectNumbers((0..<24).filter { $0 % 4 == 0 || $0 % 4 == 3 }, at: address)
        }
    }

    @Test(arguments: Backend.servers)
    func `two processes that count one number up lose none`(server: String) async throws {
        let counters = Migrations(
            feature: "Counters",
            files: [
                .init(
                    name: "001_counters.sql",
                    text: "CREATE TABLE counters (id BIGINT PRIMARY KEY, number BIGINT NOT NULL);")
            ].compactMap { $0 })
        try await withPostgresAddress(on: server, migrations: [counters]) { address in
            var databases: [Database] = []
            for _ in 0..<2 { databases.append(try await Database.postgres(url: address, connections: 2)) }
            try await databases[0].write { try $0.execute("INSERT INTO counters (id, number) VALUES (1, 0)") }
            let counted = await withTaskGroup(of: Int?.self) { group in
                for number in 0..<200 {
                    let database = databases[number % 2]
                    group.addTask {
                        try? await database.write { tx in
                            let found = try tx.first("SELECT number FROM counters") { try $0.get(0, as: Int.self) }
                            let next = (found ?? 0) + 1
                            try tx.execute("UPDATE counters SET number = \(next)")
                            return next
                        }
                    }
                }
                return await group.reduce(into: [Int]()) { if let number = $1 { $0.append(number) } }
            }
            let stands = try await databases[1].read { tx in
                try tx.first("SELECT number FROM counters") { try $0.get(0, as: Int.self) }
            }
            #expect(counted.sorted() == Array(1...counted.count), "each was told a number of its own")
            #expect(stands == counted.count && counted.count > 100)
            for database in databases { try await database.close() }
        }
    }

    private func expectNumbers(_ numbers: some Sequence<Int>, at address: String) async throws {
        let database = try await Database.postgres(url: address, connections: 1)
        try await expectNames(numbers.map { "person \($0)" }.sorted(), in: database)
        try await database.close()
    }
}
