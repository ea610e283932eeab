import Databases
import Files
import Foundation
import Jobs
import Logging
import Storage
import Synchronization
import Testing
import World

@testable import Communities

/// A database with the pool's tables, a folder for the key, and time in the test's hand: the wall's and a steady one.
final class DarkWorld: Sendable {
    let database: Database
    let folder: URL
    private let milliseconds = Mutex<Int64>(1_793_664_000_000)
    private let logged = Mutex<[String]>([])
    private let passed = Mutex(Duration.zero)

    init(_ database: Database, _ folder: URL) { (self.database, self.folder) = (database, folder) }

    var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }
    var clock: Storage.Clock { Storage.Clock { self.now } }
    /// The lines that were logged.
    var lines: [String] { logged.withLock { $0 } }

    /// A process that starts. Of several none may believe that it is alone.
    /// - Parameters:
    ///   - machine: whose folder it has: processes of one machine share the key's file.
    ///   - clock: nil for the one that all share.
    func process(
        on machine: String = "one", isAlone: Bool = true, clock: Storage.Clock? = nil, asking database: Database? = nil
    ) async throws -> DarkPool {
        let pool = DarkPool(
            database ?? self.database, setting: DarkSetting(isOffered: true),
            file: DarkKeyFile(folder: keyFolder(machine), isNamed: false), clock: clock ?? self.clock,
            logger: Logger(label: "test") { _ in Handler { line in self.logged.withLock { $0.append(line) } } },
            patience: DarkPatience(isAlone: isAlone), steady: { self.passed.withLock { $0 } })
        try await pool.checkServer()
        return pool
    }

    func keyFolder(_ machine: String = "one") -> String {
        folder.appending(path: machine).path(percentEncoded: false)
    }

    /// Both clocks go on.
    func pass(_ duration: Duration) {
        passSteadily(duration)
        milliseconds.withLock { $0 += duration.wholeMilliseconds }
    }

    func passSteadily(_ duration: Duration) { passed.withLock { $0 += duration } }

    /// Beats of processes in turn, 3 s apart.
    func beat(_ pools: DarkPool..., times: Int = 1) async throws {
        for _ in 0..<times {
            pass(.seconds(3))
            for pool in pools { try await pool.beat() }
        }
    }

    /// Sends and beats until the answer is there; what is refused is thrown.
    func send(_ act: DarkAct, to pool: DarkPool, of writer: Set<DarkMark> = []) async throws {
        let sending = try await sending(act, to: pool, of: writer)
        while !sending.isOver.withLock({ $0 }) {
            try await beat(pool)
            await Task.yield()
        }
        try await sending.task.value
    }

    /// Sends, and comes back when the act waits for a cell or has its answer.
    func sending(_ act: DarkAct, to pool: DarkPool, of writer: Set<DarkMark> = []) async throws -> Sending {
        let sending = Sending()
        sending.start { try await pool.submit(act, of: writer) }
        while await !pool.pending.contains(where: { $0.act.id == act.id }), !sending.isOver.withLock({ $0 }) {
            await Task.yield()
        }
        return sending
    }

    private struct Handler: LogHandler {
        let note: @Sendable (String) -> Void
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .info

        init(note: @escaping @Sendable (String) -> Void) { self.note = note }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { note("\(event.message)") }
    }

    final class Sending: Sendable {
        let isOver = Mutex(false)
        private let running = Mutex<Task<Void, any Error>?>(nil)

        func start(_ body: @escaping @Sendable () async throws -> Void) {
            running.withLock { running in
                running = Task {
                    defer { isOver.withLock { $0 = true } }
                    try await body()
                }
            }
        }

        var task: Task<Void, any Error> { running.withLock { $0 } ?? Task {} }
    }

    /// Every sealed cell as it stands in the database.
    func sealed() async throws -> [SealedCell] {
        try await database.read { tx in
            try DarkPoolStore.stripes(in: tx).flatMap {
                try DarkPoolStore.cells($0.number, from: 0, through: $0.slots - 1, in: tx)
            }
        }
    }

    /// Puts cells back as they were.
    func restore(_ cells: [SealedCell]) async throws {
        try await database.write { tx in
            for cell in cells {
                try tx.execute(
                    """
                    UPDATE dark_pool SET cell = \(cell.bytes)
                    WHERE stripe = \(cell.place.stripe) AND slot = \(cell.place.slot)
                    """)
            }
        }
    }

    func stripes() async throws -> [DarkStripe] { try await database.read { try DarkPoolStore.stripes(in: $0) } }

    /// Has an act happen, as the release does it.
    @discardableResult
    func finish(_ act: DarkAct) async throws -> Bool {
        let today = PartialDate(now)
        return try await database.write { try DarkPoolStore.finish(act.id, on: today, in: $0) }
    }
}

func withDarkWorld(on backend: Backend = .sqlite, _ body: (DarkWorld) async throws -> Void) async throws {
    let migrations =
        [Queue.migrations, FileStore.migrations] + (try Project.migrations(of: ["Accounts", "Communities"]))
    try await withDatabase(on: backend, migrations: migrations) { database in
        try await withFolder { try await body(DarkWorld(database, $0)) }
    }
}

extension DarkMark {
    /// One of many.
    static func some(_ number: Int) -> DarkMark {
        DarkMark([UInt8](repeating: 0, count: 24) + withUnsafeBytes(of: Int64(number).bigEndian) { Array($0) })
            ?? some(number)
    }
}

extension DarkAct {
    /// A question that is due at midnight three days on.
    static func ask(
        _ words: String = "Does it get easier?", by mark: Int = 1, replacing replaced: ID<DarkAct>? = nil,
        due: Instant? = nil
    ) -> DarkAct {
        DarkAct(
            id: .random(), replaces: replaced, mark: .some(mark), due: due ?? Instant(milliseconds: 1_793_923_200_000),
            deed: .ask(
                DarkQuestion(
                    thread: .random(), community: .random(), title: "A question", words: words, warning: nil,
                    language: "en", visibility: .members, isToBeWorded: false, isDanger: false)))
    }

    static func act(
        _ deed: DarkDeed, by mark: Int = 1, replacing replaced: ID<DarkAct>? = nil, due: Instant? = nil
    ) -> DarkAct {
        DarkAct(
            id: .random(), replaces: replaced, mark: .some(mark), due: due ?? Instant(milliseconds: 1_793_923_200_000),
            deed: deed)
    }
}

/// Whether a refusal of this kind was thrown.
func expectRefusal(
    _ wanted: DarkPool.Refusal, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
    await #expect(throws: wanted, sourceLocation: sourceLocation) { try await body() }
}
