import Databases
import Foundation
import Logging
import Storage
import Synchronization
import Testing
import World

@testable import Communities

/// One process: what is sent lies on disk when the answer comes, and comes out when it is due.
@Suite struct DarkPoolTests {
    @Test(arguments: Backend.available)
    func `what was acknowledged outlives the process, and comes out when it is due`(on backend: Backend) async throws {
        try await withDarkWorld(on: backend) { world in
            let first = try await world.process()
            let act = DarkAct.ask(by: 3)
            try await world.send(act, to: first)
            // It ends without a word.
            let second = try await world.process()
            try await world.beat(second)
            expect(await second.waiting([.some(3)]), is: [act])
            expect(await second.waiting([.some(4)]), is: [])
            expect(await second.due(at: act.due - .seconds(1)), is: [])
            expect(await second.due(at: act.due), is: [act])
            expect(try await world.finish(act), is: true)
            expect(try await world.finish(act), is: false)
            try await world.beat(second)
            expect(await second.due(at: act.due), is: [])
            // At its cell's turn nothing is left of it.
            try await world.beat(second, times: 64)
            expect(await second.cells.holds(act.id), is: false)
        }
    }

    @Test(arguments: Backend.available)
    func `who takes back what has just happened is told so, also where the pool has yet to read it`(
        on backend: Backend
    ) async throws {
        try await withDarkWorld(on: backend) { world in
            let pool = try await world.process()
            let act = DarkAct.ask(by: 3)
            try await world.send(act, to: pool)
            try await world.finish(act)
            let taken = DarkAct.act(.nothing, by: 3, replacing: act.id)
            await expectRefusal(.gone) { try await world.send(taken, to: pool) }
            expect(await pool.pending.isEmpty, is: true)
        }
    }

    @Test(arguments: Backend.available)
    func `a process that ends before the commit has kept nothing`(on backend: Backend) async throws {
        try await withDarkWorld(on: backend) { world in
            let first = try await world.process()
            try await world.beat(first)
            let act = DarkAct.ask()
            _ = try await world.sending(act, to: first)
            let second = try await world.process()
            try await world.beat(second)
            expect(await second.waiting([act.mark]), is: [])
            // The browser still has the words, and sends them again.
            try await world.send(act, to: second)
            expect(await second.waiting([act.mark]), is: [act])
            try await world.beat(first)
        }
    }

    @Test func `the same form sent twice is one act, before and after its answer, and after a restart`() async throws {
        try await withDarkWorld { world in
            let pool = try await world.process()
            try await world.beat(pool)
            let act = DarkAct.ask()
            let sendings = [try await world.sending(act, to: pool), try await world.sending(act, to: pool)]
            while await pool.pending.count < 2 { await Task.yield() }
            try await world.beat(pool, times: 3)
            for sending in sendings { try await sending.task.value }
            try await pool.submit(act)
            let next = try await world.process()
            try await world.beat(next)
            try await next.submit(act)
            expect(await next.cells.acts, is: [act])
            try await world.finish(act)
            try await world.beat(next, times: 66)
            try await next.submit(act)
            expect(await next.cells.acts, is: [])
        }
    }

    @Test(arguments: Backend.available)
    func `what waits can be changed and taken back, and stays so`(on backend: Backend) async throws {
        try await withDarkWorld(on: backend) { world in
            var pool = try await world.process()
            let first = DarkAct.ask("first")
            let second = DarkAct.ask("second", replacing: first.id)
            // Its form was opened before the second was sent.
            let third = DarkAct.ask("third", replacing: first.id)
            for act in [first, second, third] { try await world.send(act, to: pool) }
            expect(await pool.waiting([first.mark]).map(\.id), is: [third.id])
            pool = try await world.process()
            try await world.beat(pool, times: 70)
            expect(await pool.waiting([first.mark]).map(\.id), is: [third.id])
            expect(await pool.cells.acts.map(\.id), is: [third.id])
            await expectRefusal(.spent) { try await pool.submit(.ask("another")) }
            try await world.send(.act(.nothing, replacing: third.id), to: pool)
            expect(await pool.waiting([first.mark]), is: [])
            pool = try await world.process()
            try await world.beat(pool, times: 130)
            expect(await pool.cells.acts, is: [])
            let late = DarkAct.act(.nothing, replacing: third.id)
            await expectRefusal(.gone) { try await world.send(late, to: pool) }
        }
    }

    @Test func `a writer has four cells, by whichever of their marks, and can take things away all the same`()
        async throws
    {
        try await withDarkWorld { world in
            let pool = try await world.process()
            let writer = Set((1...6).map { DarkMark.some($0) })
            for mark in 1...4 { try await world.send(.ask(by: mark), to: pool, of: writer) }
            await expectRefusal(.full) { try await world.send(.ask(by: 5), to: pool, of: writer) }
            try await world.send(.ask(by: 7), to: pool, of: [.some(7)])
            for _ in 0..<DarkPool.mostRemovals {
                try await world.send(.act(.remove(number: 1), by: 1), to: pool, of: writer)
            }
            await expectRefusal(.full) { try await world.send(.act(.letGo, by: 2), to: pool, of: writer) }
            // What has happened takes no room, before its cell is empty.
            let done = try #require(await pool.waiting([.some(1)]).first { !$0.isRemoval })
            try await world.finish(done)
            try await world.beat(pool)
            try await world.send(.ask(by: 5), to: pool, of: writer)
        }
    }

    @Test func `whoever cannot be answered in time is refused, and nothing is kept`() async throws {
        try await withDarkWorld { world in
            let pool = try await world.process()
            try await world.beat(pool)
            // All cells are taken.
            for number in 0..<64 {
                let sending = try await world.sending(.ask(by: 100 + number), to: pool)
                try await world.beat(pool)
                try await sending.task.value
            }
            let act = DarkAct.ask()
            let sending = try await world.sending(act, to: pool)
            try await world.beat(pool, times: 4)
            expect(sending.isOver.withLock { $0 }, is: false)
            try await world.beat(pool)
            await #expect(throws: DarkPool.Refusal.late) { try await sending.task.value }
            try await world.beat(pool, times: 64)
            expect(await pool.waiting([act.mark]), is: [])
        }
    }

    @Test func `what does not fit, and what is sent where it is off, is refused`() async throws {
        try await withDarkWorld { world in
            let pool = try await world.process()
            await expectRefusal(.long) { try await pool.submit(.ask(String(repeating: "w", count: 5_000))) }
            let off = DarkPool(
                world.database, setting: .off, file: DarkKeyFile(folder: world.keyFolder(), isNamed: false),
                clock: world.clock, logger: Logger(label: "test"))
            try await off.checkServer()
            await expectRefusal(.off) { try await off.submit(.ask()) }
            try await off.beat()
            expect(try await world.stripes(), is: [])
            expect(FileManager.default.fileExists(atPath: world.keyFolder()), is: false)
        }
    }

    @Test func `what is to be done at once is handed on a beat after it was acknowledged, by who took it`() async throws
    {
        try await withDarkWorld { world in
            let pools = [try await world.process(isAlone: false), try await world.process(isAlone: false)]
            try await world.beat(pools[0], pools[1], times: 12)
            let act = DarkAct.act(.remove(number: 1), due: world.now)
            let sending = try await world.sending(act, to: pools[0])
            try await world.beat(pools[0], pools[1])
            try await sending.task.value
            expect(await pools[0].dueAtOnce(), is: [])
            try await world.beat(pools[0], pools[1])
            expect(await pools[0].dueAtOnce(), is: [act])
            expect(await pools[1].dueAtOnce(), is: [])
            try await world.finish(act)
            try await world.beat(pools[0], pools[1])
            expect(await pools[0].dueAtOnce(), is: [])
        }
    }

    @Test(arguments: Backend.available)
    func `the pool grows with the accounts, when a day begins, and never by use`(on backend: Backend) async throws {
        try await withDarkWorld(on: backend) { world in
            let pool = try await world.process()
            try await world.beat(pool)
            expect(try await world.sealed().count, is: 64)
            let act = DarkAct.ask()
            try await world.send(act, to: pool)
            let now = world.now
            try await world.database.write { tx in
                for _ in 0..<1_001 {
                    let id = ID<Never>.random()
                    try tx.execute(
                        """
                        INSERT INTO members (
                            id, pseudonym, pseudonym_key, is_synthetic, health_consent, created_at)
                        VALUES (\(id), \(id.description), \(id.description), FALSE, FALSE, \(now))
                        """)
                }
            }
            try await world.beat(pool, times: 80)
            expect(try await world.sealed().count, is: 64)
            world.pass(.days(1))
            try await world.beat(pool, times: 130)
            expect(try await world.sealed().count, is: 128)
            expect(Set(try await world.sealed().map(\.bytes.count)), is: [DarkCell.size])
            expect(await pool.waiting([act.mark]), is: [act])
            let next = try await world.process()
            try await world.beat(next)
            expect(await next.waiting([act.mark]), is: [act])
        }
    }
}
