import Databases
import Foundation
import Logging
import Markup
import Storage
import Synchronization
import Testing
import Web

@testable import Accounts
@testable import Journal
@testable import Vocabulary

/// The room on a fresh database: a small catalogue, three people, a clock that the test moves, a site to walk through.
struct TestJournal: Sendable {
    let journal: JournalFeature
    let database: Database
    let site: Site
    let time: Time
    let ana: ID<Person>
    let ben: ID<Person>
    /// Has not agreed that health data are kept.
    let cho: ID<Person>

    var asAna: Viewer { .person(ana, roles: []) }
    var asBen: Viewer { .person(ben, roles: []) }
    var asCho: Viewer { .person(cho, roles: []) }
    var now: Instant { time.now }
    var catalogue: Catalogue { journal.vocabulary.catalogue }

    /// A clock in the test's hand.
    final class Time: Sendable {
        private let milliseconds = Mutex<Int64>(1_793_664_000_000)  // 3 November 2026
        var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }
        func pass(_ duration: Duration) { milliseconds.withLock { $0 += duration.wholeMilliseconds } }
    }

    static let duloxetine = Treatment.id(slug: "duloxetine")
    static let walking = Treatment.id(slug: "walking")
    static let backPain = Purpose.condition(Condition.id(slug: "back-pain"))
    static let depression = Purpose.condition(Condition.id(slug: "depression"))

    /// Records a course as a member would.
    func course(
        _ treatment: ID<Treatment> = duloxetine, for purpose: Purpose = backPain, started: String? = "2026-03",
        by viewer: Viewer
    ) async throws -> ID<Course> {
        let course = Course(
            id: .new(at: now), treatment: treatment, purpose: purpose, started: started.flatMap { PartialDate($0) })
        switch try await journal.courses.add(course, as: viewer, now: now) {
        case .new(let id), .known(let id): return id
        }
    }

    /// Evaluates it.
    func evaluate(
        _ course: ID<Course>, _ effectiveness: Effectiveness, id: ID<Evaluation>? = nil, remembered: String? = nil,
        by viewer: Viewer, _ change: (inout EvaluationAnswers) -> Void = { _ in }
    ) async throws -> Course? {
        var answers = EvaluationAnswers(effectiveness: effectiveness)
        change(&answers)
        let entry = EvaluationStore.Entry(
            id: id ?? .new(at: now), course: course, answers: answers,
            remembered: remembered.flatMap { PartialDate($0) }, isOver: answers.stopReason.map { _ in true }, ended: nil
        )
        return try await journal.evaluations.save(entry, as: viewer, now: now)
    }

    /// How many rows a table of this room has.
    func count(_ table: CountedTable) async throws -> Int {
        try await database.read { tx in
            let sql: SQL =
                switch table {
                case .courses: "SELECT COUNT(*) FROM courses"
                case .evaluations: "SELECT COUNT(*) FROM evaluations"
                case .current: "SELECT COUNT(*) FROM evaluations WHERE is_current = TRUE"
                case .sideEffects: "SELECT COUNT(*) FROM evaluation_side_effects"
                case .conditions: "SELECT COUNT(*) FROM member_conditions"
                case .sources: "SELECT COUNT(*) FROM sources"
                }
            return try tx.first(sql) { try $0.get(0) } ?? 0
        }
    }

    enum CountedTable { case courses, evaluations, current, sideEffects, conditions, sources }
}

// MARK: - Walking through the site

extension TestJournal {
    func get(_ target: String, as person: Viewer = .anonymous, _ language: Language = .en) async -> Exchange {
        await site.respond("GET", target, headers: ["Cookie": cookies(person, language)])
    }

    /// Sends a form with the token of the page it stands on.
    func post(
        _ target: String, on page: String? = nil, as person: Viewer, _ fields: [(String, String)],
        _ language: Language = .en
    ) async -> Exchange {
        let shown = await get(page ?? target, as: person, language)
        let token = shown.text.firstMatch(of: /name="csrf" value="([0-9a-f]{128})"/).map { String($0.1) } ?? ""
        let body = (fields + [("csrf", token)])
            .map { PercentEncoding.encode($0.0) + "=" + PercentEncoding.encode($0.1) }.joined(separator: "&")
        return await site.respond(
            "POST", target, headers: ["Cookie": cookies(person, language), "Sec-Fetch-Site": "same-origin"], body: body)
    }

    private func cookies(_ person: Viewer, _ language: Language) -> String {
        let token = person.personID.map { "; __Host-wayfellow=\(Self.token($0))" } ?? ""
        return "language=\(language.rawValue)\(token)"
    }

    static func token(_ person: ID<Person>) -> String {
        let digits = person.description.filter { $0 != "-" }
        return digits + digits
    }
}

/// Runs a body with a world of its own.
func withJournal(on backend: Backend = .sqlite, _ body: (TestJournal) async throws -> Void) async throws {
    let migrations = [AccountsFeature.migrations, VocabularyFeature.migrations, JournalFeature.migrations]
    try await withDatabase(on: backend, migrations: migrations) { database in
        let time = TestJournal.Time()
        let dependencies = Dependencies(
            database: database, clock: Storage.Clock { time.now }, settings: SiteSettings(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let accounts = try AccountsFeature(dependencies, keys: .ephemeral())
        let joined = time.now
        let people = try await accounts.createSynthetic(count: 3, seed: 1, joined: { _ in joined })
        let vocabulary = try await VocabularyFeature.open(
            dependencies, accounts: accounts, files: CatalogueFiles.rows(of: Fixture.files))
        let journal = JournalFeature(
            dependencies, accounts: accounts, vocabulary: vocabulary,
            sideEffects: try CommonSideEffects(bytes: Fixture.bytes(Fixture.sideEffects)))
        let site = try Site(
            routes: journal.routes, texts: try testTexts(), settings: SiteSettings(), clock: dependencies.clock,
            authenticate: { token in
                guard let index = people.firstIndex(where: { TestJournal.token($0) == token }) else { return nil }
                return Session(
                    person: people[index], pseudonym: "Person \(index)", roles: [], csrf: token,
                    hasHealthConsent: index < 2)
            }, publicFolder: nil, logger: dependencies.logger)
        try await body(
            TestJournal(
                journal: journal, database: database, site: site, time: time, ana: people[0], ben: people[1],
                cho: people[2]))
    }
}

private func testTexts() throws -> Texts {
    let sources = [
        (MarkupTexts.feature, MarkupTexts.bundle), (WebTexts.feature, WebTexts.bundle),
        (AccountsFeature.texts.feature, AccountsFeature.texts.bundle),
        (VocabularyFeature.texts.feature, VocabularyFeature.texts.bundle),
        (JournalFeature.texts.feature, JournalFeature.texts.bundle),
    ]
    return try Texts(sources)
}

/// The one place where pages are compared.
func expect(
    _ exchange: Exchange, _ status: Int, to location: String? = nil, holds words: [String] = [],
    lacks absent: [String] = [], _ about: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    let text = exchange.text
    #expect(exchange.status == status, "\(about)\n\(text.suffix(3_000))", sourceLocation: sourceLocation)
    if let location { #expect(exchange.header("location") == location, "\(about)", sourceLocation: sourceLocation) }
    let missing = words.filter { !text.contains($0) }
    let shown = absent.filter { text.contains($0) }
    #expect(missing.isEmpty, "\(about)\n\(text.suffix(4_000))", sourceLocation: sourceLocation)
    #expect(shown.isEmpty, "\(about)\n\(text.suffix(4_000))", sourceLocation: sourceLocation)
}

/// One helper for values, so that tables compile quickly.
func expect<Value: Equatable>(
    _ value: Value, is wanted: Value, _ about: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(value == wanted, "\(about)", sourceLocation: sourceLocation)
}

// The languages that tests speak of by name.
extension Language {
    static let en = Language(rawValue: "en")
    static let es = Language(rawValue: "es")
    static var allCases: [Language] { (try? Languages.shipped().all) ?? [] }
}
