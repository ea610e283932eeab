import Foundation
import Jobs
import Logging
import Markup
import Storage
import Synchronization
import Testing
import Web
import World

@testable import Accounts
@testable import Evidence
@testable import Journal
@testable import Vocabulary

/// The room on a fresh database: a small catalogue, 140 people who agree to be counted, a clock that the test moves, and
/// a site to walk through. Person 0 is the administrator.
struct TestEvidence: Sendable {
    let evidence: EvidenceFeature
    let database: Database
    let site: Site
    let time: Time
    let people: [ID<Person>]

    /// A clock in the test's hand.
    final class Time: Sendable {
        private let milliseconds = Mutex<Int64>(1_793_664_000_000)  // 3 November 2026
        var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }
        func pass(_ duration: Duration) { milliseconds.withLock { $0 += duration.wholeMilliseconds } }
    }

    var now: Instant { time.now }
    var catalogue: Catalogue { evidence.vocabulary.catalogue }

    static func treatment(_ slug: String) -> ID<Treatment> { Treatment.id(slug: slug) }
    static func purpose(_ slug: String) -> ID<Purpose> {
        let id = Condition.id(slug: slug)
        return ID(high: id.high, low: id.low)
    }
    static func pair(_ treatment: String, _ purpose: String) -> Pair {
        Pair(treatment: self.treatment(treatment), purpose: self.purpose(purpose))
    }

    func viewer(_ number: Int) -> Viewer { .person(people[number], roles: number == 0 ? [.administrator] : []) }
}

// MARK: - What people recorded

extension TestEvidence {
    /// A course and its evaluation as it lies in the journal.
    struct Record {
        var step: Int?
        var side: [String] = []
        var severity: Int?
        var advice: String?
        var stop: String?
        var lastSeen: Instant?
        var at: Instant?
        /// Nil for one from an imported source.
        var person: ID<Person>?
    }

    /// One person each, from number `first` on, with these steps.
    func record(_ treatment: String, for purpose: String, steps: [Int], from first: Int = 1) async throws {
        try await record(
            treatment, for: purpose,
            steps.enumerated().map { Record(step: $0.element, person: people[first + $0.offset]) })
    }

    func record(_ treatment: String, for purpose: String, _ records: [Record]) async throws {
        let pair = Self.pair(treatment, purpose)
        let now = now
        try await database.write { tx in
            for (number, record) in records.enumerated() { try Self.insert(record, number, pair, now, tx) }
        }
    }

    private static func insert(_ record: Record, _ number: Int, _ pair: Pair, _ now: Instant, _ tx: Transaction) throws
    {
        let course = ID<Course>.new(at: now - .days(30))
        let source = record.person == nil ? try self.source(tx, now) : nil
        let row: String? = source == nil ? nil : "\(course)"
        let seen = record.lastSeen ?? now
        try tx.execute(
            """
            INSERT INTO courses (id, member_id, source_id, source_row, treatment_id, purpose_id, purpose_kind, started,
                ended, dose, stop_reason, created_at, last_seen_at)
            VALUES (\(course), \(record.person), \(source), \(row), \(pair.treatment), \(pair.purpose), 'condition', NULL,
                NULL, NULL, \(record.stop), \(now), \(seen))
            """)
        guard let step = record.step else { return }
        let evaluation = ID<Evaluation>.new(at: now - .days(30))
        let at = record.at ?? now - .days(number % 20)
        try tx.execute(
            """
            INSERT INTO evaluations (id, course_id, treatment_id, purpose_id, evaluated_at, effectiveness, side_effects,
                advice, is_current)
            VALUES (\(evaluation), \(course), \(pair.treatment), \(pair.purpose), \(at), \(step), \(record.severity),
                \(record.advice), TRUE)
            """)
        for slug in record.side {
            try tx.execute(
                """
                INSERT INTO evaluation_side_effects (evaluation_id, symptom_id)
                VALUES (\(evaluation), \(Symptom.id(slug: slug)))
                """)
        }
    }

    private static func source(_ tx: Transaction, _ now: Instant) throws -> ID<Pair> {
        let id = ID<Pair>(named: "source")
        try tx.execute(
            """
            INSERT INTO sources (id, name, licence, imported_at, rows) VALUES (\(id), 'reviews', 'none', \(now), 0)
            ON CONFLICT (id) DO NOTHING
            """)
        return id
    }

    /// A member takes back their consent, or gives it again.
    func setConsent(_ isGranted: Bool, of number: Int) async throws {
        let (accounts, member, now) = (evidence.accounts, people[number], now)
        try await database.write { tx in
            try AccountsFeature.decide(
                .healthData, isGranted, by: member, language: .en, audit: accounts.audit, at: now, in: tx)
        }
    }

    /// A member says something newer, as the journal would write it.
    func say(_ step: Int, _ number: Int, of treatment: String, for purpose: String) async throws {
        let viewer = viewer(number)
        let (journal, now) = (evidence.journal, now)
        let course = try await journal.courses.course(
            of: Self.treatment(treatment), for: .condition(Condition.id(slug: purpose)), as: viewer)
        guard let course, let effectiveness = Effectiveness(rawValue: step) else { return }
        let entry = EvaluationStore.Entry(
            id: .new(at: now), course: course.id, answers: EvaluationAnswers(effectiveness: effectiveness),
            remembered: nil, isOver: nil, ended: nil)
        _ = try await journal.evaluations.save(entry, as: viewer, now: now)
    }

    /// What the newest release says of a pair.
    func figure(_ treatment: String, for purpose: String) async throws -> Figure? {
        let release = try await evidence.currentRelease()
        return try await evidence.figures.figure(
            of: Self.pair(treatment, purpose), in: release?.number ?? 0, as: .anonymous)
    }

    /// All figures of the newest release.
    func figures() async throws -> [Figure] {
        guard let release = try await evidence.currentRelease() else { return [] }
        return try await database.read { try FigureStore.all(of: release.number, in: $0) }
    }
}

// MARK: - Walking through the site

extension TestEvidence {
    func get(_ target: String, as number: Int? = nil, _ language: Language = .en) async -> Exchange {
        await site.respond("GET", target, headers: ["Cookie": cookies(number, language)])
    }

    func post(_ target: String, on page: String, as number: Int, _ fields: [(String, String)]) async -> Exchange {
        let shown = await get(page, as: number)
        let token = shown.text.firstMatch(of: /name="csrf" value="([0-9a-f]{128})"/).map { String($0.1) } ?? ""
        let body = (fields + [("csrf", token)])
            .map { PercentEncoding.encode($0.0) + "=" + PercentEncoding.encode($0.1) }.joined(separator: "&")
        return await site.respond(
            "POST", target, headers: ["Cookie": cookies(number, .en), "Sec-Fetch-Site": "same-origin"], body: body)
    }

    private func cookies(_ number: Int?, _ language: Language) -> String {
        let token = number.map { "; __Host-wayfellow=\(Self.token(people[$0]))" } ?? ""
        return "language=\(language.rawValue)\(token)"
    }

    static func token(_ person: ID<Person>) -> String {
        let digits = person.description.filter { $0 != "-" }
        return digits + digits
    }
}

/// Runs a body with a world of its own.
func withEvidence(on backend: Backend = .sqlite, _ body: (TestEvidence) async throws -> Void) async throws {
    let migrations = [
        Queue.migrations, AccountsFeature.migrations, VocabularyFeature.migrations, JournalFeature.migrations,
        EvidenceFeature.migrations,
    ]
    try await withDatabase(on: backend, migrations: migrations) { database in
        let time = TestEvidence.Time()
        let dependencies = Dependencies(
            database: database, clock: Storage.Clock { time.now }, settings: SiteSettings(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let accounts = try AccountsFeature(dependencies, keys: .ephemeral())
        let joined = time.now
        let people = try await accounts.createSynthetic(count: 140, seed: 1, joined: { _ in joined })
        let vocabulary = try await VocabularyFeature.open(
            dependencies, accounts: accounts, files: CatalogueFiles.rows(of: Fixture.files))
        let journal = JournalFeature(
            dependencies, accounts: accounts, vocabulary: vocabulary,
            sideEffects: try CommonSideEffects(bytes: Fixture.bytes(Fixture.sideEffects)))
        let evidence = EvidenceFeature(
            dependencies, accounts: accounts, vocabulary: vocabulary, journal: journal,
            queue: Queue(database, clock: dependencies.clock))
        let site = try Site(
            routes: evidence.routes, texts: try testTexts(), settings: SiteSettings(), clock: dependencies.clock,
            authenticate: { token in
                guard let index = people.firstIndex(where: { TestEvidence.token($0) == token }) else { return nil }
                return Session(
                    person: people[index], pseudonym: "Person \(index)", roles: index == 0 ? [.administrator] : [],
                    csrf: token, hasHealthConsent: true)
            }, publicFolder: nil, logger: dependencies.logger)
        try await body(
            TestEvidence(evidence: evidence, database: database, site: site, time: time, people: people))
    }
}

private func testTexts() throws -> Texts {
    let sources = [
        (MarkupTexts.feature, MarkupTexts.bundle), (WebTexts.feature, WebTexts.bundle),
        (VocabularyFeature.texts.feature, VocabularyFeature.texts.bundle),
        (JournalFeature.texts.feature, JournalFeature.texts.bundle),
        (EvidenceFeature.texts.feature, EvidenceFeature.texts.bundle),
    ]
    return try Texts(sources)
}

// The languages that tests speak of by name.
extension Language {
    static let en = Language(rawValue: "en")
    static let es = Language(rawValue: "es")
    static var allCases: [Language] { (try? Languages.shipped().all) ?? [] }
}
