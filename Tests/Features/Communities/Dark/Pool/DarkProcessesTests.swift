import Databases
import Storage
import Testing
import World

@testable import Communities

/// Several processes on one database: each seals its own cells, all know all, and what one leaves another takes over.
@Suite struct DarkProcessesTests {
    @Test(arguments: Backend.available)
    func `each has a stripe of its own, and knows what the other's hold`(on backend: Backend) async throws {
        try await withDarkWorld(on: backend) { world in
            let one = try await world.process(isAlone: false)
            let two = try await world.process(isAlone: false)
            try await world.beat(one, two, times: 9)
            expect(try await world.stripes().map(\.holder), is: [one.holder])
            try await world.beat(one, two, times: 3)
            expect(try await world.stripes().map(\.holder), is: [one.holder, two.holder])
            let acts = [DarkAct.ask(by: 1), .ask(by: 2)]
            for (act, pool) in zip(acts, [one, two]) {
                let sending = try await world.sending(act, to: pool)
                try await world.beat(one, two)
                try await sending.task.value
            }
            try await world.beat(one, two)
            for pool in [one, two] {
                expect(Set(await pool.due(at: acts[0].due).map(\.id)), is: Set(acts.map(\.id)))
            }
            // Sent to the other once more, it is the same.
            try await two.submit(acts[0])
            // One that changes what the other took.
            let back = DarkAct.act(.nothing, by: 1, replacing: acts[0].id)
            let sending = try await world.sending(back, to: two)
            try await world.beat(one, two, times: 2)
            try await sending.task.value
            for pool in [one, two] { expect(await pool.waiting([.some(1)]), is: []) }
            try await world.beat(one, two, times: 140)
            for pool in [one, two] { expect(await pool.cells.acts, is: [acts[1]]) }
        }
    }

    @Test(arguments: Backend.available)
    func `a stripe whose beat stands still for 30 s is taken over, whatever the clocks say`(on backend: Backend)
        async throws
    {
        try await withDarkWorld(on: backend) { world in
            let one = try await world.process(isAlone: false)
            let act = DarkAct.ask()
            try await world.send(act, to: one)
            // A day ahead: nobody compares.
            let ahead = Storage.Clock { world.now + .days(1) }
            let two = try await world.process(isAlone: false, clock: ahead)
            try await world.beat(two, times: 10)
            expect(try await world.stripes().map(\.holder), is: [one.holder])
            try await world.beat(two, times: 2)
            expect(try await world.stripes().map(\.holder), is: [two.holder])
            expect(await two.waiting([act.mark]), is: [act])
            // The first was only asleep: it writes nothing into what is another's, and begins a stripe of its own.
            let before = try await world.sealed()
            let late = DarkAct.ask(by: 2)
            let sending = try await world.sending(late, to: one)
            try await world.beat(one)
            try await sending.task.value
            expect(try await world.sealed().filter { $0.place.stripe == 0 }, is: before)
            expect(try await world.stripes().map(\.holder), is: [two.holder, one.holder])
            try await world.beat(one, two)
            for pool in [one, two] { expect(Set(await pool.waiting([.some(1), .some(2)]).map(\.mark)).count, is: 2) }
        }
    }

    @Test(arguments: Backend.available)
    func `what a process puts down when it ends the next takes at once`(on backend: Backend) async throws {
        try await withDarkWorld(on: backend) { world in
            let one = try await world.process(isAlone: false)
            let act = DarkAct.ask()
            try await world.send(act, to: one)
            try await one.putDown()
            let two = try await world.process(isAlone: false)
            try await world.beat(two)
            expect(try await world.stripes().map(\.holder), is: [two.holder])
            expect(await two.waiting([act.mark]), is: [act])
            try await world.send(.ask(by: 2), to: two)
        }
    }

    @Test func `who has several stripes gives one to who has none, so that restarts make no more of them`() async throws
    {
        try await withDarkWorld { world in
            var (one, two) = (try await world.process(isAlone: false), try await world.process(isAlone: false))
            try await world.beat(one, two, times: 13)
            // One by one they are exchanged, the new one up before the old one goes.
            for _ in 0..<4 {
                let next = try await world.process(isAlone: false)
                try await one.putDown()
                try await world.beat(two, next, times: 30)
                expect(try await world.stripes().count, is: 2)
                (one, two) = (two, next)
            }
            // One ends without a word, and the other has both, until a third comes.
            try await world.beat(one, times: 30)
            expect(try await world.stripes().map(\.holder), is: [one.holder, one.holder])
            let third = try await world.process(isAlone: false)
            try await world.beat(third, one, times: 2)
            expect(Set(try await world.stripes().map(\.holder)), is: [one.holder, third.holder])
        }
    }

    @Test func `whoever has another key seals nothing and destroys nothing, for an hour`() async throws {
        try await withDarkWorld { world in
            let one = try await world.process(isAlone: false)
            let act = DarkAct.ask()
            try await world.send(act, to: one)
            // Another machine, to which nobody has copied the key.
            let stranger = try await world.process(on: "other", isAlone: false)
            try await world.beat(one, stranger, times: 40)
            expect(await stranger.lock, is: "dark.key is missing")
            await expectRefusal(.locked) { try await stranger.submit(.ask(by: 2)) }
            // The first restarts, which takes some minutes.
            try await one.putDown()
            try await world.beat(stranger, times: 200)
            let again = try await world.process(isAlone: false)
            try await world.beat(again, stranger)
            expect(await again.waiting([act.mark]), is: [act])
            expect(await again.losses, is: [])
            // It does not come back: after an hour the other begins anew, and says so.
            try await world.beat(stranger, times: 1_205)
            expect(await stranger.lock, is: nil)
            expect(await stranger.losses, is: [PartialDate(world.now)])
            try await world.send(.ask(by: 2), to: stranger)
        }
    }

    /// A wrong key that lies there is as good as none.
    @Test func `a key of another site is noticed, and put right by the right one`() async throws {
        try await withDarkWorld { world in
            let one = try await world.process(isAlone: false)
            try await world.send(.ask(), to: one)
            let wrong = DarkKeyFile(folder: world.keyFolder("other"), isNamed: false)
            _ = try wrong.keep(.new(day: 20_000))
            let stranger = try await world.process(on: "other", isAlone: false)
            try await world.beat(one, stranger, times: 20)
            expect(await stranger.lock, is: "dark.key is not the one that the cells were sealed with")
            expect(try await world.stripes().count, is: 1)
        }
    }
}
