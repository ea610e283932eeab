import Databases
import Storage
import Testing
import World

@testable import Communities

/// Whoever watches the database, its statements and its copies, does not see whether somebody asks.
@Suite struct DarkEvenTests {
    /// What a server was asked in some beats, and which cells changed with each.
    private struct Trace: Equatable {
        var statements: [[[String]]] = []
        var changed: [[DarkCell.Place]] = []
        var sizes: Set<Int> = []
    }

    /// - Parameter acts: sent before each beat, as many as there are beats at most.
    private func trace(on backend: Backend, sending acts: [DarkAct], others: Int) async throws -> Trace {
        var trace = Trace()
        try await withDarkWorld(on: backend) { world in
            let log = StatementLog()
            let pool = try await world.process(isAlone: false, asking: world.database.noting(in: log))
            try await world.beat(pool, times: 2)
            var rest: [DarkPool] = []
            for _ in 0..<others {
                rest.append(try await world.process(isAlone: false))
                for _ in 0..<12 {
                    try await world.beat(pool)
                    for other in rest { try await other.beat() }
                }
            }
            _ = log.take()
            for turn in 0..<70 {
                var sending: DarkWorld.Sending?
                if turn < acts.count { sending = try await world.sending(acts[turn], to: pool) }
                let before = try await world.sealed()
                try await world.beat(pool)
                let after = try await world.sealed()
                try await sending?.task.value
                trace.changed.append(zip(before, after).filter { $0.0 != $0.1 }.map(\.1.place))
                trace.sizes.formUnion(after.map(\.bytes.count))
                trace.statements.append(log.take())
                for other in rest { try await other.beat() }
            }
            expect(await pool.cells.acts.count, is: acts.count)
        }
        return trace
    }

    @Test(arguments: Backend.available, [0, 1])
    func `each beat asks the same statements and changes the same bytes, idle or busy`(
        on backend: Backend, others: Int
    ) async throws {
        let idle = try await trace(on: backend, sending: [], others: others)
        let acts = (0..<40).map { number -> DarkAct in
            number % 3 == 0 ? .ask(String(repeating: "w", count: number * 90), by: number) : .act(.letGo, by: number)
        }
        let busy = try await trace(on: backend, sending: acts, others: others)
        expect(busy, is: idle)
        expect(idle.sizes, is: [DarkCell.size])
        expect(idle.changed.allSatisfy { $0.count == 1 }, is: true)
        // It would be seen if it were otherwise.
        expect(idle.statements.first?.flatMap { $0 }.contains { $0.hasPrefix("UPDATE dark_pool") } ?? false, is: true)
    }
}
