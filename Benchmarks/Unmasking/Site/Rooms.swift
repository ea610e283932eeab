import Accounts
import Communities
import Evidence
import Files
import Foundation
import Jobs
import Journal
import Logging
import Markup
import Safety
import Storage
import Synchronization
import Vocabulary
import Web

/// Time as the bench says: 3 September 2026 at first.
final class Time: Sendable {
    private let milliseconds = Mutex<Int64>(1_788_393_600_000)

    var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }
    var clock: Storage.Clock { Storage.Clock { self.now } }

    /// Never back.
    func be(_ instant: Instant) { milliseconds.withLock { $0 = max($0, instant.milliseconds) } }
}

/// The product's rooms over a database, with a clock of the bench's and every log kept.
struct Rooms: Sendable {
    let time: Time
    let database: Database
    let accounts: AccountsFeature
    let communities: CommunitiesFeature
    let features: [Feature]
    let site: Site
    /// Of the rooms and of the leaks.
    let migrations: [Migrations]
    let lines: Lines
    let worker: Worker

    static let community = "stigma"

    /// - Parameters:
    ///   - content: the folder `Vocabulary`.
    ///   - key: of the server, 32 bytes: the same for a copy of a database.
    init(_ address: String, content: String, key: [UInt8], time: Time) async throws {
        self.time = time
        database = try await Database.open(address)
        let (lines, keys) = (Lines(), try AccountKeys(secret: key))
        self.lines = lines
        var logger = Logger(label: "bench") { _ in Lines.Handler(lines: lines) }
        logger.logLevel = .trace
        var settings = SiteSettings()
        settings.formKey = keys.form
        settings.rateLimits = false
        let dependencies = Dependencies(database: database, clock: time.clock, settings: settings, logger: logger)
        let accounts = try AccountsFeature(dependencies, keys: keys)
        self.accounts = accounts
        let vocabulary = try VocabularyFeature(dependencies, accounts: accounts, folder: content)
        let safety = try SafetyFeature(dependencies, reader: try CrisisReader(), house: accounts.forSafety)
        let journal = try JournalFeature(
            dependencies, accounts: accounts, vocabulary: vocabulary, safety: safety, folder: content)
        let evidence = EvidenceFeature(
            dependencies, accounts: accounts, vocabulary: vocabulary, journal: journal, safety: safety,
            releaseAt: (hour: 9, minute: 0))
        communities = CommunitiesFeature(
            dependencies, accounts: accounts, vocabulary: vocabulary, evidence: evidence, safety: safety)
        let rooms: [any Room] = [accounts, safety, vocabulary, journal, evidence, communities]
        let features = rooms.map(\.feature)
        self.features = features
        accounts.know(features.flatMap(\.records))
        migrations = [Queue.migrations, FileStore.migrations, Leaks.tables] + features.map(\.migrations)
        try await database.migrate(migrations)
        for feature in features { try await feature.start() }
        site = try Self.site(features, accounts, database, settings, time, logger)
        worker = Worker(
            dependencies.queue, handlers: features.flatMap(\.jobs), schedules: features.flatMap(\.schedules),
            logger: logger)
    }

    private static func site(
        _ features: [Feature], _ accounts: AccountsFeature, _ database: Database, _ settings: SiteSettings,
        _ time: Time, _ logger: Logger
    ) throws -> Site {
        let facts = features.flatMap(\.facts)
        let kit = [
            (feature: MarkupTexts.feature, bundle: MarkupTexts.bundle),
            (feature: WebTexts.feature, bundle: WebTexts.bundle),
        ]
        return try Site(
            routes: features.flatMap { $0.routes(features) }, menu: features.flatMap(\.menu),
            texts: try Texts(kit + features.map(\.texts)), settings: settings, clock: time.clock,
            authenticate: { try await accounts.authenticate($0, facts: facts) }, publicFolder: nil, logger: logger,
            takedowns: { try await database.takedowns() })
    }

    /// Runs a body while what goes on behind the pages goes on.
    func running(_ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for one in features.flatMap(\.background) { group.addTask { await one() } }
            for one in features.flatMap(\.backgroundOfHouse) { group.addTask { await one(features) } }
            try await body()
            group.cancelAll()
        }
    }
}

/// What was logged, at full verbosity.
final class Lines: Sendable {
    private let kept = Mutex<[String]>([])

    /// The lines since the last time.
    func take() -> [String] {
        kept.withLock { lines in
            defer { lines = [] }
            return lines
        }
    }

    func add(_ line: String) { kept.withLock { $0.append(line) } }

    struct Handler: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        init(lines: Lines) { self.lines = lines }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let told = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            lines.add(([event.message.description] + told).joined(separator: "\u{1F}"))
        }
    }
}
