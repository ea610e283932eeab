import Crypto
import Databases
import Foundation
import Jobs
import Logging
import Storage
import Synchronization
import Testing

@testable import Post

/// A mail server in memory that behaves as a test says.
final class ScriptedServer: MailTransport {
    private struct State {
        var taken: [Mail] = []
        var tried = 0
        var answer: (@Sendable (Mail) -> Result<Handover, MailError>)?
    }

    private let state = Mutex(State())
    let width = 1

    var taken: [Mail] { state.withLock { $0.taken } }
    var tried: Int { state.withLock { $0.tried } }

    /// From now on; nil: takes everything.
    func answers(_ answer: (@Sendable (Mail) -> Result<Handover, MailError>)?) {
        state.withLock { $0.answer = answer }
    }

    func handOver(_ mail: Mail, then: @escaping @Sendable (Result<Handover, MailError>) -> Void) {
        let answer = state.withLock { state in
            state.tried += 1
            let answer = state.answer?(mail) ?? .success(.taken)
            // One that broke off after the mail may have it.
            if answer == .success(.taken) || answer == .failure(.uncertain) { state.taken.append(mail) }
            return answer
        }
        then(answer)
    }
}

/// A mail server that answers when the test says.
final class SlowServer: MailTransport {
    private typealias Pending = (mail: Mail, then: @Sendable (Result<Handover, MailError>) -> Void)

    private let state = Mutex((pending: [Pending](), seen: [String]()))
    let width = 1

    /// To whom it was to bring mail, in the order in which that came.
    var seen: [String] { state.withLock { $0.seen } }

    func handOver(_ mail: Mail, then: @escaping @Sendable (Result<Handover, MailError>) -> Void) {
        state.withLock { state in
            state.pending.append((mail, then))
            state.seen.append(String(mail.to.text.prefix { $0 != "@" }))
        }
    }

    /// Takes the mail that has waited longest; false when none has come.
    func takeNext() -> Bool {
        let next = state.withLock { $0.pending.isEmpty ? nil : $0.pending.removeFirst() }
        next?.then(.success(.taken))
        return next != nil
    }
}

/// Members `0`, `1`, … with an address each, until a test changes that.
final class ScriptedAddresses: Sendable {
    struct Damaged: Error {}

    private struct State {
        var gone: Set<ID<Person>> = []
        var damaged: Set<ID<Person>> = []
        var changed: [ID<Person>: String] = [:]
        var bad: [ID<Person>] = []
    }

    private let state = Mutex(State())

    var bad: [ID<Person>] { state.withLock { $0.bad } }
    func remove(_ member: ID<Person>) { state.withLock { _ = $0.gone.insert(member) } }
    func damage(_ member: ID<Person>) { state.withLock { _ = $0.damaged.insert(member) } }
    func mend(_ member: ID<Person>) { state.withLock { _ = $0.damaged.remove(member) } }
    func change(_ member: ID<Person>, to address: String) { state.withLock { $0.changed[member] = address } }

    var book: AddressBook {
        AddressBook { [self] member in
            try state.withLock { state in
                if state.damaged.contains(member) { throw Damaged() }
                let text = state.changed[member] ?? "m\(member.low & 0xFFFF)@example.org"
                guard !state.gone.contains(member), let address = MailAddress(text) else { return nil }
                return Recipient(address: address, language: "en", addressSince: morning)
            }
        } noteBadAddress: { [self] member, _ in
            state.withLock { $0.bad.append(member) }
        }
    }
}

func member(_ number: Int) -> ID<Person> { ID(high: 0x7000, low: 0x8000_0000_0000_0000 | UInt64(number)) }

/// An outbox, and a worker that sends what is in it when the test says.
struct OutboxWorld {
    let database: Database
    let time = TestTime()
    let queue: Queue
    let outbox: Outbox
    let server = ScriptedServer()
    let addresses = ScriptedAddresses()
    let worker: Worker

    init(_ database: Database, through transport: (any MailTransport)? = nil) {
        self.database = database
        queue = Queue(database, clock: time.clock)
        outbox = Outbox(queue, isOpen: true)
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let sender = MailSender(
            through: transport ?? server, to: addresses.book, clock: time.clock, logger: quiet, write: writeTestMail)
        worker = Worker(queue, handlers: [sender.job], logger: quiet)
    }

    func add(_ numbers: Range<Int>) async throws {
        try await database.write { tx in
            for number in numbers { try outbox.add("test", to: member(number), key: "\(number)", in: tx) }
        }
    }

    /// Looks for what is due, once a minute.
    func pass(minutes: Int) async throws {
        for _ in 0..<minutes {
            time.pass(.minutes(1))
            try await worker.runDue(now: time.now, atOnce: 64)
        }
    }

    /// Whom the server has mail for, in the order in which it came.
    var order: [String] { server.taken.map { String($0.to.text.prefix { $0 != "@" }) } }
}

final class TestTime: Sendable {
    private let milliseconds = Mutex(morning.milliseconds)
    var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }
    var clock: Storage.Clock { Storage.Clock { self.now } }
    func pass(_ duration: Duration) { milliseconds.withLock { $0 += duration.wholeMilliseconds } }
}

let testSeal = MailSeal(key: SymmetricKey(data: [UInt8](repeating: 7, count: 32)))

@Sendable func writeTestMail(_ queued: QueuedMail, _ recipient: Recipient) throws -> Mail {
    guard queued.template == "test" else { throw JobFailure("there is no such template", retry: .never) }
    return try Mail(
        id: queued.id, from: try #require(MailAddress("post@wayfellow.test")), to: recipient.address,
        subject: "Something is new", text: "Number \(queued.numbers["n"] ?? 0)\n", language: recipient.language,
        token: try testSeal.token(
            .init(member: queued.member, addressSince: recipient.addressSince), for: .message, of: queued.id),
        written: queued.written)
}

func withOutbox(
    on backend: Backend, through transport: (any MailTransport)? = nil, _ body: (OutboxWorld) async throws -> Void
) async throws {
    try await withDatabase(on: backend, migrations: [Queue.migrations]) { database in
        try await body(OutboxWorld(database, through: transport))
    }
}
