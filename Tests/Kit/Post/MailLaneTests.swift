import Databases
import Jobs
import Logging
import ServiceLifecycle
import Storage
import Testing

@testable import Post

/// What one mail, or a slow server, does to the others.
@Suite struct MailLaneTests {
    /// Held by nobody, with all its tries.
    private static let isFree: SQL = "state = 'waiting' AND lease IS NULL AND attempts = 0"

    @Test(arguments: Backend.available)
    func `a mail that the server breaks off for keeps nobody waiting for long`(on backend: Backend) async throws {
        try await withOutbox(on: backend) { world in
            world.server.answers { $0.to.text.hasPrefix("m0@") ? .failure(.brokenOff) : .success(.taken) }
            try await world.add(0..<5)
            try await world.pass(minutes: 3)
            // One that was put back meanwhile may come behind the next.
            #expect(world.order.sorted() == ["m1", "m2", "m3", "m4"])
            // Nor for those that come later.
            for hour in 1...100 {
                try await world.add(hour * 10..<hour * 10 + 1)
                world.time.pass(.minutes(50))
                try await world.pass(minutes: 10)
                #expect(world.order.last == "m\(hour * 10)")
            }
            let dead = try await world.queue.deadLetters()
            #expect(dead.map(\.reason) == ["the mail server broke off"] && dead[0].attempts < 120)
        }
    }

    @Test(arguments: Backend.available)
    func `a server that breaks off for every mail gets all when it is well, and each once`(
        on backend: Backend
    ) async throws {
        for trouble in [MailError.brokenOff, .refused(permanent: false, code: 421, reason: "no")] {
            try await withOutbox(on: backend) { world in
                world.server.answers { _ in .failure(trouble) }
                try await world.add(0..<10)
                try await world.pass(minutes: 180)
                #expect(world.server.tried < 60, "\(world.server.tried)")
                world.server.answers(nil)
                try await world.pass(minutes: 121)
                #expect(world.order.count == 10 && Set(world.order).count == 10)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `several mails that are never taken keep no later one waiting for long`(on backend: Backend) async throws {
        for trouble in [
            MailError.brokenOff, .refused(permanent: false, code: 421, reason: "no"),
            .refused(permanent: false, code: 451, reason: "later"),
        ] {
            try await withOutbox(on: backend) { world in
                world.server.answers { $0.to.text.hasPrefix("m1") ? .success(.taken) : .failure(trouble) }
                try await world.add(200..<206)
                for number in 0..<6 {
                    try await world.pass(minutes: 60)
                    try await world.add(100 + number..<101 + number)
                    try await world.pass(minutes: 25)
                    #expect(world.order.last == "m\(100 + number)", "\(trouble), \(number)")
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a mail that was refused again and again is one refusal`(on backend: Backend) async throws {
        try await withOutbox(on: backend) { world in
            world.server.answers { mail in
                mail.to.text.hasPrefix("m0@")
                    ? .failure(.refused(permanent: false, code: 451, reason: "later")) : .success(.taken)
            }
            try await world.add(0..<1)
            for _ in 0..<20 {
                world.time.pass(.hours(4))
                try await world.worker.runDue(now: world.time.now)
            }
            try await world.add(1..<2)
            try await world.worker.runDue(now: world.time.now)
            #expect(world.order == ["m1"])
        }
    }

    @Test(arguments: Backend.available)
    func `what may have been taken twice is not sent a third time, whatever came between`(
        on backend: Backend
    ) async throws {
        try await withOutbox(on: backend) { world in
            try await world.add(0..<1)
            for answer in [MailError.uncertain, .brokenOff, .refused(permanent: false, code: 451, reason: "later")] {
                world.server.answers { _ in .failure(answer) }
                try await world.worker.runDue(now: world.time.now)
                world.time.pass(.hours(1))
            }
            // Trouble on this side does not wipe it away either.
            world.addresses.damage(member(0))
            try await world.pass(minutes: 600)
            world.addresses.mend(member(0))
            world.server.answers { _ in .failure(.uncertain) }
            try await world.pass(minutes: 600)
            #expect(world.order == ["m0", "m0"])
            #expect(try await world.queue.deadLetters().count == 1)
        }
    }

    @Test(arguments: Backend.available)
    func `an address that cannot be opened is its own trouble`(on backend: Backend) async throws {
        try await withOutbox(on: backend) { world in
            world.addresses.damage(member(1))
            try await world.add(0..<4)
            try await world.worker.runDue(now: world.time.now)
            #expect(world.order == ["m0", "m2", "m3"])
            let failed = try await world.database.read {
                try $0.rows("SELECT last_error FROM jobs WHERE state = 'waiting'") { try $0.get(0) as String? }
            }
            #expect(failed == ["Damaged"])
        }
    }

    /// Runs the worker as a server does, until `body` has ended it.
    private func serving(
        _ world: OutboxWorld, _ body: (ServiceGroup) async throws -> Void
    ) async throws {
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(services: [world.worker], logger: quiet)
        let run = Task { try await group.run() }
        try await body(group)
        await group.triggerGracefulShutdown()
        try await run.value
    }

    private func until(_ isSo: () async throws -> Bool) async throws {
        while try await !isSo() { try await Task.sleep(for: .milliseconds(2)) }
    }

    @Test(.timeLimit(.minutes(1)), arguments: Backend.available)
    func `behind a slow server, what is changed or taken back meanwhile holds`(on backend: Backend) async throws {
        let server = SlowServer()
        try await withOutbox(on: backend, through: server) { world in
            try await world.add(0..<20)
            try await serving(world) { _ in
                try await until { server.seen.count == 2 }
                world.addresses.change(member(5), to: "new@example.org")
                world.addresses.remove(member(6))
                try await until {
                    _ = server.takeNext()
                    return server.seen.count == 19 && !server.takeNext()
                }
            }
            let wanted = (0..<20).filter { $0 != 6 }.map { $0 == 5 ? "new" : "m\($0)" }
            #expect(server.seen == wanted)
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: Backend.available)
    func `who waits behind a slow server goes back before the lease ends, and is no crash`(
        on backend: Backend
    ) async throws {
        let server = SlowServer()
        try await withOutbox(on: backend, through: server) { world in
            try await world.add(0..<10)
            try await serving(world) { _ in
                for round in 1...4 {
                    try await until { server.seen.count == round * 2 }
                    // All others have been taken in hand again, and time does not leap in the middle of that.
                    try await until { try await count(world, "lease IS NOT NULL") == 12 - round * 2 }
                    try await Task.sleep(for: .milliseconds(50))
                    world.time.pass(.minutes(6))
                    _ = (server.takeNext(), server.takeNext())
                    try await until { try await count(world, "state = 'waiting'") == 10 - round * 2 }
                }
                try await until {
                    _ = server.takeNext()
                    return server.seen.count == 10 && !server.takeNext()
                }
            }
            // They go back one by one, and may be taken again in between.
            #expect(server.seen.sorted() == (0..<10).map { "m\($0)" })
            #expect(try await count(world, "crashes > 0 OR attempts > 1") == 0)
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: Backend.available)
    func `when the server ends, what was not begun is there for the next`(on backend: Backend) async throws {
        let server = SlowServer()
        try await withOutbox(on: backend, through: server) { world in
            try await world.add(0..<10)
            try await serving(world) { group in
                try await until { server.seen.count == 2 }
                await group.triggerGracefulShutdown()
                try await until { try await count(world, Self.isFree) == 8 }
                _ = (server.takeNext(), server.takeNext())
            }
            #expect(server.seen == ["m0", "m1"])
            #expect(try await count(world, Self.isFree) == 8)
        }
    }

    private func count(_ world: OutboxWorld, _ which: SQL) async throws -> Int {
        try await world.database.read {
            try $0.first("SELECT COUNT(*) FROM jobs WHERE \(which)") { try $0.get(0) } ?? 0
        }
    }

    @Test func `a pause ends when the clock is set back`() {
        let (pause, mail) = (ServerPause(), ID<Job>.random())
        #expect(pause.note(failureOf: mail, isAway: true, at: morning).until == morning + .minutes(1))
        #expect(!pause.isOpen(at: morning + .seconds(59)) && pause.isOpen(at: morning + .minutes(1)))
        #expect(pause.limit(at: morning - .days(1)) == 1)
    }
}
