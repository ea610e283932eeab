import Databases
import Jobs
import Storage
import Testing

@testable import Post

@Suite struct OutboxTests {
    private let names = { (numbers: Range<Int>) in numbers.map { "m\($0)" } }

    @Test(arguments: Backend.available)
    func `what is put down comes once, in order, to the address of the moment`(on backend: Backend) async throws {
        try await withOutbox(on: backend) { world in
            try await world.add(0..<20)
            try await world.add(10..<30)
            world.addresses.change(member(3), to: "new@example.org")
            world.addresses.remove(member(4))
            try await world.worker.runDue(now: world.time.now)
            var wanted = names(0..<30)
            wanted[3] = "new"
            wanted.remove(at: 4)
            #expect(world.order == wanted)
            #expect(Set(world.server.taken.map(\.messageID)).count == 29)
        }
    }

    @Test(arguments: Backend.available)
    func `no cause, no mail, and no row where nothing is sent`(on backend: Backend) async throws {
        struct Undone: Error {}
        try await withOutbox(on: backend) { world in
            try? await world.database.write { tx in
                try world.outbox.add("test", to: member(1), key: "1", in: tx)
                throw Undone()
            }
            let shut = Outbox(world.queue, isOpen: false)
            let isNew = try await world.database.write { try shut.add("test", to: member(2), key: "2", in: $0) }
            let done = try await world.worker.runDue(now: world.time.now)
            #expect(!isNew && done == 0 && world.server.tried == 0)
        }
    }

    @Test(arguments: Backend.available)
    func `a row holds identifiers and numbers and is gone when the mail is`(on backend: Backend) async throws {
        try await withOutbox(on: backend) { world in
            try await world.database.write { tx in
                try world.outbox.add("test", to: member(5), numbers: ["n": 12, "a": 1], key: "k", in: tx)
            }
            func payloads() async throws -> [String] {
                try await world.database.read { try $0.rows("SELECT payload FROM jobs") { try $0.get(0) as String } }
            }
            #expect(try await payloads() == ["\(member(5)) test a=1 n=12"])
            try await world.worker.runDue(now: world.time.now)
            #expect(try await payloads() == [""])
            #expect(world.server.taken.map(\.text) == ["Number 12\n"])
            try await world.database.write { try world.outbox.forget(key: "k", in: $0) }
            #expect(try await payloads() == [])
        }
    }

    @Test(arguments: Backend.available)
    func `a key holds as long as was said, and no longer`(on backend: Backend) async throws {
        try await withOutbox(on: backend) { world in
            func add() async throws -> Bool {
                try await world.database.write {
                    try world.outbox.add("test", to: member(1), key: "waiting", keyHolds: .days(1), in: $0)
                }
            }
            var new = [try await add(), try await add()]
            try await world.pass(minutes: 1)
            for _ in 0..<2 {
                world.time.pass(.hours(12))
                new.append(try await add())
                try await world.worker.runDue(now: world.time.now)
            }
            #expect(new == [true, false, false, true] && world.server.taken.count == 2)
        }
    }

    @Test(arguments: Backend.available)
    func `a server that is dead for an hour, then for a day, gets all, in order, each once`(
        on backend: Backend
    ) async throws {
        try await withOutbox(on: backend) { world in
            var all = 0
            for minutes in [60, 24 * 60] {
                world.server.answers { _ in .failure(.unreachable) }
                let before = world.server.tried
                for part in 0..<3 {
                    try await world.add(all..<all + 10)
                    all += 10
                    try await world.pass(minutes: minutes / 3)
                    #expect(part > 0 || world.server.tried > before)
                }
                // One goes to see, and less and less often.
                #expect(world.server.tried - before < 40, "\(world.server.tried - before) tries in \(minutes) minutes")
                world.server.answers(nil)
                try await world.pass(minutes: 61)
                #expect(world.order == names(0..<all))
            }
            #expect(try await world.queue.deadLetters().isEmpty)
        }
    }

    @Test(arguments: Backend.available)
    func `who refuses everything for now is a dead server, whatever it says`(on backend: Backend) async throws {
        for code in [0, 454, 535] {
            try await withOutbox(on: backend) { world in
                world.server.answers { _ in .failure(.refused(permanent: false, code: code, reason: "no")) }
                try await world.add(0..<10)
                try await world.pass(minutes: 30)
                #expect(world.server.tried < 10, "\(code)")
                world.server.answers(nil)
                try await world.pass(minutes: 20)
                #expect(world.order == names(0..<10), "\(code)")
            }
        }
    }

    @Test(arguments: Backend.available)
    func `what is put off for one address keeps nobody else waiting`(on backend: Backend) async throws {
        try await withOutbox(on: backend) { world in
            world.server.answers { mail in
                mail.to.text.hasPrefix("m1@")
                    ? .failure(.refused(permanent: false, code: 451, reason: "later"))
                    : .success(.taken)
            }
            try await world.add(0..<4)
            try await world.worker.runDue(now: world.time.now)
            #expect(world.order == ["m0", "m2", "m3"])
            world.server.answers(nil)
            try await world.pass(minutes: 6)
            #expect(world.order == ["m0", "m2", "m3", "m1"])
        }
    }
}
