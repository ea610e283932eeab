import Databases
import Foundation
import Jobs
import Logging
import Storage
import Synchronization
import Testing

@testable import Post

/// The outbox before a real server that encrypts, and after a process that died.
@Suite(.enabled(if: MailServer.isThere, "the Python tools are missing: run bin/setup test"))
struct OutboxServerTests {
    private let quiet = Logger(label: "post") { _ in SwiftLogNoOpLogHandler() }

    private func readers(_ server: MailServer) throws -> [String] {
        try server.delivered.map { String((try ReadMail($0.bytes)["to"] ?? "").prefix { $0 != "@" }) }
    }

    @Test(arguments: Backend.available)
    func `mail is read back in order, after an hour without a server, each once`(on backend: Backend) async throws {
        try await MailServer.with { server in
            let way = try Way(SMTPTransport(server.settings(connections: 1), logger: quiet))
            try await withOutbox(on: backend, through: way) { world in
                try await world.add(0..<20)
                try await world.pass(minutes: 1)
                way.isBroken = true
                try await world.add(20..<40)
                try await world.pass(minutes: 30)
                try await world.add(40..<60)
                try await world.pass(minutes: 30)
                #expect(try readers(server).count == 20)
                way.isBroken = false
                try await world.pass(minutes: 31)
                #expect(try readers(server) == (0..<60).map { "m\($0)" })
                let ids = try server.delivered.map { try ReadMail($0.bytes)["message-id"] ?? "" }
                #expect(Set(ids).count == 60)
                for id in ids { #expect(testSeal.open(id.dropFirst().prefix { $0 != "@" }, for: .message) != nil) }
            }
        }
    }

    @Test func `a server's finer word about an address is heard`() async throws {
        try await MailServer.with { server in
            try await withOutbox(on: .sqlite, through: SMTPTransport(server.settings(), logger: quiet)) { world in
                world.addresses.change(member(1), to: "nobody@example.org")
                world.addresses.change(member(2), to: "spam@example.org")
                world.addresses.change(member(3), to: "later@example.org")
                try await world.add(0..<5)
                try await world.pass(minutes: 1)
                #expect(world.addresses.bad == [member(1)])
                #expect(
                    try await world.queue.deadLetters().map(\.reason) == [
                        "the mail server refused the mail for good (554, 5.7.1)"
                    ])
                #expect(try readers(server).sorted() == ["m0", "m4"])
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a process that dies in the middle loses nothing, and sends twice only what was under way`(
        on backend: Backend
    ) async throws {
        let dying = Dying(after: 10)
        try await withOutbox(on: backend, through: dying) { world in
            try await world.add(0..<30)
            let service = Task { try await world.worker.run() }
            while !dying.isDead { try await Task.sleep(for: .milliseconds(5)) }
            // What was answered for is on the disk.
            let waiting: SQL = "SELECT COUNT(*) FROM jobs WHERE state = 'waiting'"
            while try await world.database.read({ try $0.first(waiting) { try $0.get(0) as Int } }) != 20 {
                try await Task.sleep(for: .milliseconds(5))
            }
            // As good as killed: nothing it still has in hand is ever ended.
            service.cancel()
            let before = dying.taken
            let next = ScriptedServer()
            let worker = Worker(
                world.queue,
                handlers: [
                    MailSender(
                        through: next, to: world.addresses.book, clock: world.time.clock, logger: quiet,
                        write: writeTestMail
                    ).job
                ], logger: quiet)
            world.time.pass(.minutes(11))
            try await worker.runDue(now: world.time.now)
            let all = before + next.taken.map { String($0.to.text.prefix { $0 != "@" }) }
            #expect(Set(all) == Set((0..<30).map { "m\($0)" }))
            #expect(all.count - 30 <= dying.width, "\(all.count - 30) twice")
        }
    }
}

/// A server that can be switched off.
private final class Way: MailTransport {
    private let server: any MailTransport
    private let broken = Mutex(false)
    var isBroken: Bool {
        get { broken.withLock { $0 } }
        set { broken.withLock { $0 = newValue } }
    }
    var width: Int { server.width }

    init(_ server: any MailTransport) { self.server = server }

    func handOver(_ mail: Mail, then: @escaping @Sendable (Result<Handover, MailError>) -> Void) {
        if isBroken { then(.failure(.unreachable)) } else { server.handOver(mail, then: then) }
    }
}

/// Takes some mails and answers for all but the last few, as when the process is killed before it hears.
private final class Dying: MailTransport {
    private let state = Mutex((taken: [String](), handed: 0))
    private let after: Int
    let width = 2

    init(after: Int) { self.after = after }

    var taken: [String] { state.withLock { $0.taken } }
    /// It has all that fits, and answers nothing: from here on nothing moves.
    var isDead: Bool { state.withLock { $0.handed == after + width * 2 } }

    func handOver(_ mail: Mail, then: @escaping @Sendable (Result<Handover, MailError>) -> Void) {
        let answers = state.withLock { state in
            state.handed += 1
            if state.handed <= after + width { state.taken.append(String(mail.to.text.prefix { $0 != "@" })) }
            return state.handed <= after
        }
        if answers { then(.success(.taken)) }
    }
}
