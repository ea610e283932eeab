import Databases
import Foundation
import Storage
import Testing
import World

@testable import Communities

/// Keys go forward and words do not get lost by it; what is lost by somebody's hand is said.
@Suite struct DarkLossTests {
    private func remove(_ world: DarkWorld) throws {
        try FileManager.default.removeItem(atPath: world.keyFolder())
    }

    @Test(arguments: Backend.available)
    func `a key that is gone takes along what waited, with what was allowed for it, and that is said for two weeks`(
        on backend: Backend
    ) async throws {
        try await withDarkWorld(on: backend) { world in
            let first = try await world.process()
            let acts = (1...4).map { DarkAct.ask(by: $0) }
            let writer = Set(acts.map(\.mark))
            for act in acts { try await world.send(act, to: first, of: writer) }
            try remove(world)
            let second = try await world.process()
            try await world.beat(second, times: 2)
            let day = PartialDate(world.now)
            expect(await second.losses, is: [day])
            expect(await second.due(at: acts[0].due), is: [])
            try await world.send(acts[0], to: second, of: writer)
            try await world.beat(second, times: 64)
            let third = try await world.process()
            try await world.beat(third, times: 2)
            expect(await third.losses, is: [day])
            expect(await third.waiting(writer), is: [acts[0]])
            world.pass(.days(14))
            try await world.beat(third, times: 2)
            expect(await third.losses, is: [day])
            world.pass(.days(1))
            try await world.beat(third, times: 2)
            expect(await third.losses, is: [])
        }
    }

    @Test(arguments: Backend.available)
    func `a cell that does not open is lost alone`(on backend: Backend) async throws {
        try await withDarkWorld(on: backend) { world in
            let first = try await world.process()
            let acts = [DarkAct.ask(by: 1), .ask(by: 2)]
            for act in acts { try await world.send(act, to: first) }
            let slot = try #require(await first.cells.cells.first { $0.value.act?.id == acts[0].id }?.key)
            let cell = try #require(try await world.sealed().first { $0.place == slot })
            var bytes = cell.bytes
            bytes[100] ^= 1
            try await world.restore([SealedCell(place: slot, bytes: bytes)])
            let second = try await world.process()
            try await world.beat(second, times: 2)
            expect(await second.losses, is: [PartialDate(world.now)])
            expect(await second.waiting([.some(1), .some(2)]), is: [acts[1]])
            try await world.beat(second, times: 64)
            let third = try await world.process()
            try await world.beat(third)
            expect(await third.closed[0]?.isEmpty ?? true, is: true)
        }
    }

    @Test(arguments: Backend.available)
    func `yesterday's copy stays shut to today's key, and one that is put back is a loss`(on backend: Backend)
        async throws
    {
        try await withDarkWorld(on: backend) { world in
            let pool = try await world.process()
            let act = DarkAct.ask()
            try await world.send(act, to: pool)
            let copy = try await world.sealed()
            let file = DarkKeyFile(folder: world.keyFolder(), isNamed: false)
            var then = DarkKeys(try #require(try file.read()))
            expect(copy.allSatisfy { DarkCell.open($0.bytes, at: $0.place, with: &then) != nil }, is: true)
            world.pass(.days(1))
            // Not before the last cell is of the new day.
            try await world.beat(pool, times: 63)
            expect(try file.read()?.day, is: then.oldest.day)
            try await world.beat(pool, times: 1)
            var now = DarkKeys(try #require(try file.read()))
            expect(now.oldest.day, is: then.oldest.day + 1)
            expect(copy.allSatisfy { DarkCell.open($0.bytes, at: $0.place, with: &now) == nil }, is: true)
            expect(await pool.waiting([act.mark]), is: [act])
            try await world.restore(copy)
            let next = try await world.process()
            try await world.beat(next, times: 2)
            expect(await next.losses, is: [PartialDate(world.now)])
            try await world.send(.ask(by: 2), to: next)
        }
    }

    @Test func `a copy of the same day is as it was`() async throws {
        try await withDarkWorld { world in
            let pool = try await world.process()
            let act = DarkAct.ask()
            try await world.send(act, to: pool)
            let copy = try await world.sealed()
            try await world.send(.ask(by: 2), to: pool)
            try await world.restore(copy)
            let next = try await world.process()
            try await world.beat(next, times: 2)
            expect(await next.waiting([.some(1), .some(2)]), is: [act])
            expect(await next.losses, is: [])
        }
    }

    @Test(arguments: [Duration.days(1), .days(40_000), .days(-3), .days(-40_000)])
    func `a clock that jumps costs no words`(by jump: Duration) async throws {
        try await withDarkWorld { world in
            let right = world.clock
            let wrong = Storage.Clock { right.now() + jump }
            let first = try await world.process()
            let act = DarkAct.ask()
            try await world.send(act, to: first)
            // It starts with a wrong clock, and again with a right one, in the middle of a round and after it.
            for (clock, beats) in [(wrong, 30), (right, 30), (wrong, 70), (right, 70), (wrong, 10), (right, 70)] {
                let pool = try await world.process(clock: clock)
                try await world.beat(pool, times: beats)
                expect(await pool.waiting([act.mark]), is: [act])
                expect(await pool.losses, is: [])
            }
            let last = try await world.process()
            try await world.send(.ask(by: 2), to: last)
            expect(await last.waiting([.some(1), .some(2)]).count, is: 2)
        }
    }

    /// The research's plan, in which each went by the date, would have destroyed what the other still sealed.
    @Test func `two processes of which one is days ahead read each other`() async throws {
        try await withDarkWorld { world in
            let ahead = Storage.Clock { world.now + .days(3) }
            let one = try await world.process(isAlone: false)
            let two = try await world.process(isAlone: false, clock: ahead)
            let act = DarkAct.ask()
            try await world.beat(one, two, times: 14)
            let sending = try await world.sending(act, to: one)
            try await world.beat(one, two, times: 2)
            try await sending.task.value
            try await world.beat(one, two, times: 140)
            for pool in [one, two] {
                expect(await pool.waiting([act.mark]), is: [act])
                expect(await pool.closed.values.allSatisfy(\.isEmpty), is: true)
            }
            let file = DarkKeyFile(folder: world.keyFolder(), isNamed: false)
            let day = Int(world.now.milliseconds / 86_400_000)
            expect(try file.read()?.day, is: day + 3)
        }
    }

    @Test func `a file that cannot be written over does not stop the beat`() async throws {
        try await withDarkWorld { world in
            let pool = try await world.process()
            let act = DarkAct.ask()
            try await world.send(act, to: pool)
            try remove(world)
            world.pass(.days(1))
            try await world.beat(pool, times: 70)
            expect(world.lines.count { $0.contains("dark.key could not be written over") }, is: 1)
            try await world.send(.ask(by: 2), to: pool)
        }
    }

    @Test func `acts that have happened are forgotten after weeks, but for those that still stand in a cell`()
        async throws
    {
        try await withDarkWorld { world in
            let pool = try await world.process()
            let act = DarkAct.ask()
            try await world.send(act, to: pool)
            try await world.finish(act)
            // The day changes before its cell's turn comes, by a clock that jumped.
            world.pass(.days(50))
            try await world.beat(pool)
            expect(await pool.due(at: .init(milliseconds: .max)), is: [])
            expect(await pool.isSealed(act.id), is: true)
            world.pass(.days(1))
            try await world.beat(pool, times: 70)
            world.pass(.days(1))
            try await world.beat(pool, times: 2)
            expect(await pool.isSealed(act.id), is: false)
        }
    }
}
