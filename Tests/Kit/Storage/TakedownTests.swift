import Databases
import Testing

@testable import Storage

/// Kept pages are kept under a number that no answered transaction is ahead of, whoever wrote it.
@Suite struct TakedownTests {
    @Test(arguments: Backend.available)
    func `a takedown counts once it is answered, and not when it is undone`(on backend: Backend) async throws {
        struct Undone: Error {}
        try await withDatabase(on: backend, migrations: [people]) { database in
            let before = try await database.takedowns()
            await #expect(throws: Undone.self) {
                try await database.write { tx in
                    try tx.noteTakedown()
                    throw Undone()
                }
            }
            #expect(try await database.takedowns() == before)
            try await database.write { try $0.noteTakedown() }
            #expect(try await database.takedowns() != before)
        }
    }

    @Test(arguments: Backend.servers)
    func `another process knows of it`(server: String) async throws {
        try await withPostgresAddress(on: server, migrations: [people]) { address in
            let one = try await Database.postgres(url: address)
            let other = try await Database.postgres(url: address)
            for _ in 0..<20 {
                let before = try await other.takedowns()
                try await one.write { try $0.noteTakedown() }
                #expect(try await other.takedowns() == before + 1)
            }
            try await one.close()
            try await other.close()
        }
    }

    @Test(arguments: Backend.servers)
    func `a process that has just looked goes by it no longer than the answer is kept back`(server: String) async throws
    {
        try await withPostgresAddress(on: server, migrations: [people]) { address in
            let one = try await Database.postgres(url: address)
            let other = try await Database.postgres(url: address)
            // Asked all the while, so that there is a lease at every moment.
            let asking = Task {
                while !Task.isCancelled {
                    _ = try await other.takedowns()
                    await Task.yield()
                }
            }
            for _ in 0..<10 {
                let number = try await one.write(Self.takeDown)
                #expect(try await other.takedowns() >= number)
            }
            asking.cancel()
            _ = await asking.result
            try await one.close()
            try await other.close()
        }
    }

    @Test(arguments: Backend.servers)
    func `many who ask at once all know what was answered before`(server: String) async throws {
        try await withPostgresAddress(on: server, migrations: [people]) { address in
            let one = try await Database.postgres(url: address)
            let other = try await Database.postgres(url: address)
            try await withThrowingTaskGroup { group in
                for _ in 0..<40 {
                    group.addTask {
                        let number = try await one.write(Self.takeDown)
                        #expect(try await other.takedowns() >= number)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await other.takedowns() == 40)
            try await other.close()
            try await Task.sleep(for: TakedownCount.lease)
            await #expect(throws: StorageError.self) { try await other.takedowns() }
            try await one.close()
        }
    }

    /// The number that this takedown made.
    private static func takeDown(_ tx: Transaction) throws -> Int {
        try tx.noteTakedown()
        return try tx.first("SELECT number FROM takedowns WHERE id = 1") { try $0.get(0, as: Int.self) } ?? 0
    }
}
