import Databases
import Jobs
import Storage
import Testing

@testable import Post

@Suite struct OutboxTroubleTests {
    @Test(arguments: Backend.available)
    func `nobody knows: it is tried once more with the same message, and not a third time`(
        on backend: Backend
    ) async throws {
        try await withOutbox(on: backend) { world in
            world.server.answers { mail in mail.to.text.hasPrefix("m1@") ? .failure(.uncertain) : .success(.taken) }
            try await world.add(0..<3)
            try await world.pass(minutes: 60)
            #expect(world.order.sorted() == ["m0", "m1", "m1", "m2"])
            let twice = world.server.taken.filter { $0.to.text.hasPrefix("m1@") }
            #expect(twice.count == 2 && twice[0] == twice[1])
            let dead = try await world.queue.deadLetters()
            #expect(dead.map(\.reason) == ["nobody knows whether the mail server took the mail"])
        }
    }

    @Test(arguments: Backend.available)
    func `an address that is none is noted, and nothing is left to do`(on backend: Backend) async throws {
        let verdicts: [MailStatus?] = [MailStatus(5, 1, 1), MailStatus(5, 2, 1), MailStatus(5, 1, 10)]
        try await withOutbox(on: backend) { world in
            world.server.answers { mail in
                let number = Int(mail.to.text.dropFirst().prefix { $0 != "@" }) ?? 0
                guard number < 3 else { return .success(.taken) }
                return .failure(.refused(permanent: true, code: 550, reason: "no", status: verdicts[number]))
            }
            try await world.add(0..<5)
            try await world.pass(minutes: 1)
            #expect(world.addresses.bad == (0..<3).map(member) && world.order == ["m3", "m4"])
            #expect(try await world.queue.deadLetters().isEmpty)
        }
    }

    @Test(arguments: Backend.available)
    func `what is refused for another reason marks nobody and waits for a person`(on backend: Backend) async throws {
        try await withOutbox(on: backend) { world in
            world.server.answers { mail in
                switch mail.to.text.prefix(3) {
                case "m0@": .failure(.refused(permanent: true, code: 554, reason: "no", status: MailStatus(5, 7, 1)))
                // Without a finer word it may be the sender or the content that is meant.
                case "m1@": .failure(.refused(permanent: true, code: 550, reason: "no", status: nil))
                case "m2@": .failure(.refused(permanent: true, code: 550, reason: "no", status: MailStatus(5, 1, 0)))
                default: .success(.taken)
                }
            }
            try await world.add(0..<5)
            try await world.pass(minutes: 1)
            let dead = try await world.queue.deadLetters()
            #expect(world.addresses.bad.isEmpty)
            #expect(Set(dead.map(\.reason)) == ["no (554, 5.7.1)", "no (550)", "no (550, 5.1.0)"])
            #expect(world.order == ["m3", "m4"])
        }
    }

    @Test(arguments: Backend.available)
    func `a server that refuses everybody for good costs few their mail`(on backend: Backend) async throws {
        for status in [MailStatus(5, 1, 1), MailStatus(5, 7, 1)] {
            try await withOutbox(on: backend) { world in
                world.server.answers { _ in
                    .failure(.refused(permanent: true, code: 550, reason: "no", status: status))
                }
                try await world.add(0..<50)
                try await world.pass(minutes: 60)
                world.server.answers(nil)
                try await world.pass(minutes: 300)
                let lost = world.addresses.bad.count + (try await world.queue.deadLetters().count)
                #expect(lost == 4, "\(status): \(lost)")
                #expect(world.server.taken.count == 46, "\(status)")
            }
        }
    }

    @Test(arguments: Backend.available)
    func `what is no mail of ours is set aside`(on backend: Backend) async throws {
        try await withOutbox(on: backend) { world in
            try await world.database.write { tx in
                for payload in ["", "x", "\(member(1))", "\(member(1)) test n", "\(member(1)) test n=x", "x test"] {
                    try world.queue.enqueue(Outbox.kind, payload: payload, in: tx)
                }
                try world.outbox.add("none", to: member(2), key: "2", in: tx)
            }
            try await world.pass(minutes: 1)
            #expect(try await world.queue.deadLetters().count == 7 && world.server.tried == 0)
        }
    }

    @Test func `a worker of its own begins mail in order`() async throws {
        try await withOutbox(on: .sqlite) { world in
            try await world.add(0..<500)
            let service = Task { try await world.worker.run() }
            while world.server.taken.count < 500 { await Task.yield() }
            service.cancel()
            _ = try? await service.value
            #expect(world.order == (0..<500).map { "m\($0)" })
        }
    }
}
