import Databases
import Foundation
import Storage
import Synchronization
import Testing

/// Many at once: nobody is oversold, nobody takes another one down, nobody waits for ever.
@Suite struct ConcurrencyTests {
    static let places = Migrations(
        feature: "Places",
        files: [
            .init(
                name: "001_places.sql",
                text: "CREATE TABLE places (id UUID NOT NULL PRIMARY KEY, taker BIGINT NOT NULL);")
        ].compactMap { $0 })

    @Test(arguments: Backend.available)
    func `forty takers of ten places take ten`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [Self.places]) { database in
            let taken = try await withThrowingTaskGroup { group in
                for taker in 0..<40 {
                    group.addTask {
                        try await database.write { tx in
                            let count = try tx.first("SELECT COUNT(*) FROM places") { try $0.get(0) as Int } ?? 0
                            guard count < 10 else { return 0 }
                            try tx.execute(
                                "INSERT INTO places (id, taker) VALUES (\(ID<Backend>.random()), \(taker))")
                            return 1
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            let rows = try await database.read { try $0.first("SELECT COUNT(*) FROM places") { try $0.get(0) as Int } }
            #expect(taken == 10)
            #expect(rows == 10)
        }
    }

    @Test(arguments: Backend.available)
    func `a body that fails among many takes no other with it`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [people]) { database in
            let done = try await withThrowingTaskGroup { group in
                for number in 0..<200 {
                    group.addTask { () -> Int? in
                        do {
                            try await database.write { tx in
                                try add("person \(number)", in: tx)
                                if number % 3 == 0 { try add("person too young", age: -1, in: tx) }
                            }
                            return number
                        } catch StorageError.check {
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: Set<Int>()) { if let number = $1 { $0.insert(number) } }
            }
            #expect(done == Set((0..<200).filter { $0 % 3 != 0 }))
            try await expectNames(done.map { "person \($0)" }.sorted(), in: database)
        }
    }

    @Test(arguments: Backend.available)
    func `what is found wrong only at the commit is the fault of one`(on backend: Backend) async throws {
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
        try await withDatabase(on: backend, migrations: [pairs]) { database in
            let failed = await withTaskGroup { group in
                for number in 0..<50 {
                    group.addTask { () -> Int? in
                        do {
                            try await database.write { tx in
                                let other = number == 7 ? 1000 : number
                                try tx.execute("INSERT INTO pairs (id, other) VALUES (\(number), \(other))")
                            }
                            return nil
                        } catch {
                            return number
                        }
                    }
                }
                return await group.reduce(into: [Int]()) { if let number = $1 { $0.append(number) } }
            }
            let count = try await database.read { try $0.first("SELECT COUNT(*) FROM pairs") { try $0.get(0) as Int } }
            #expect(failed == [7])
            #expect(count == 49)
        }
    }

    @Test func `too many waiting are told that the database is busy`() async throws {
        try await withFolder { folder in
            let path = folder.appendingPathComponent("busy.sqlite").path
            let database = try await Database.sqlite(path: path, readers: 1, waiting: 2)
            let (isRunning, mayEnd) = (Gate(), Gate())
            let first = Task {
                try await database.read { _ in
                    isRunning.open()
                    mayEnd.wait()
                }
            }
            await Task.detached { isRunning.wait() }.value
            let outcomes = await withTaskGroup { group in
                for _ in 0..<5 {
                    group.addTask { () -> StorageError? in
                        do {
                            return try await database.read { _ in nil }
                        } catch {
                            return error as? StorageError
                        }
                    }
                }
                var outcomes: [StorageError?] = []
                for await outcome in group {
                    outcomes.append(outcome)
                    if outcomes.count == 3 { mayEnd.open() }
                }
                return outcomes
            }
            #expect(outcomes == [.busy, .busy, .busy, nil, nil])
            try await first.value
            try await database.close()
        }
    }

    @Test(arguments: Backend.available)
    func `closing ends what was accepted and refuses the rest`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [people]) { database in
            let done = try await withThrowingTaskGroup { group in
                for number in 0..<100 {
                    group.addTask {
                        do {
                            try await database.write { try add("person \(number)", in: $0) }
                            return 1
                        } catch StorageError.closed {
                            return 0
                        }
                    }
                }
                _ = try await group.next()
                try await database.close()
                return try await group.reduce(1, +)
            }
            #expect((1...100).contains(done))
            await #expect(throws: StorageError.closed) { try await database.read { _ in } }
            await #expect(throws: StorageError.closed) { try await database.write { _ in } }
            try await database.close()
        }
    }

    @Test(arguments: Backend.available)
    func `all of a crowd that wants one row are served, each told a number of its own`(on backend: Backend)
        async throws
    {
        try await withDatabase(on: backend, migrations: [counters]) { database in
            let counted = try await countUp(300, in: [database])
            #expect(counted.sorted() == Array(1...300))
        }
    }

    private final class Done: Sendable {
        let numbers = Mutex<[Int]>([])
    }

    @Test(arguments: Backend.available)
    func `closing in the midst of a crowd ends what was accepted, told or not`(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: [counters]) { database in
            try await database.write { try $0.execute("INSERT INTO counters (id, number) VALUES (1, 0)") }
            let done = Done()
            let told = try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        do {
                            return try await database.write { tx in
                                let number = try countOne(tx)
                                tx.afterCommit { done.numbers.withLock { $0.append(number) } }
                                return number
                            }
                        } catch StorageError.closed {
                            return nil
                        }
                    }
                }
                var told = [try await group.next() ?? nil]
                try await database.close()
                for try await number in group { told.append(number) }
                return told.compactMap { $0 }.sorted()
            }
            #expect(!told.isEmpty && told == Array(1...max(1, told.count)))
            #expect(done.numbers.withLock { $0.sorted() } == told, "nothing was done that nobody was told")
            await #expect(throws: StorageError.closed) { try await database.write { _ in } }
        }
    }
}

/// One number that everybody wants to count up.
let counters = Migrations(
    feature: "Counters",
    files: [
        .init(
            name: "001_counters.sql",
            text: "CREATE TABLE counters (id BIGINT NOT NULL PRIMARY KEY, number BIGINT NOT NULL);")
    ].compactMap { $0 })

/// Counts it up, and answers what it is then.
func countOne(_ tx: Transaction) throws -> Int {
    let found = try tx.first("SELECT number FROM counters WHERE id = 1") { try $0.get(0, as: Int.self) } ?? 0
    try tx.execute("UPDATE counters SET number = \(found + 1) WHERE id = 1")
    return found + 1
}

/// Has many count at once, in the databases by turns; answers what each was told.
func countUp(_ times: Int, in databases: [Database]) async throws -> [Int] {
    try await databases[0].write { try $0.execute("INSERT INTO counters (id, number) VALUES (1, 0)") }
    return try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<times {
            group.addTask { try await databases[number % databases.count].write { try countOne($0) } }
        }
        return try await group.reduce(into: []) { $0.append($1) }
    }
}
