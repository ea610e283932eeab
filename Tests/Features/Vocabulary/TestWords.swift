import Databases
import Foundation
import Logging
import Markup
import Storage
import Synchronization
import Testing
import Web

@testable import Accounts
@testable import Vocabulary

/// The small catalogue on a fresh database, three people, and a site to walk through.
struct TestWords: Sendable {
    let vocabulary: VocabularyFeature
    let database: Database
    let dependencies: Dependencies
    let site: Site
    let ana: ID<Person>
    let ben: ID<Person>
    let steward: ID<Person>

    var asAna: Viewer { .person(ana, roles: []) }
    var asBen: Viewer { .person(ben, roles: []) }
    var asSteward: Viewer { .person(steward, roles: [.steward]) }

    /// The same server's second process.
    func secondProcess() async throws -> VocabularyFeature {
        try await .open(
            dependencies, accounts: vocabulary.accounts, files: CatalogueFiles.rows(of: Fixture.files()))
    }

    func propose(
        _ text: String, _ kind: ConceptKind = .treatment, _ language: Language = .en, by viewer: Viewer
    ) async throws -> Proposal {
        try await database.write { try vocabulary.propose(text, kind: kind, language: language, by: viewer, in: $0) }
    }

    /// A word that waits.
    func word(_ text: String, _ kind: ConceptKind = .treatment, by viewer: Viewer) async throws -> ProposedWord {
        let proposal = try await propose(text, kind, by: viewer)
        guard case .proposed(let word) = proposal else { throw Unexpected(proposal: proposal) }
        return word
    }

    func ownWords(of viewer: Viewer) async throws -> [ProposedWord] {
        try await database.read { try vocabulary.ownWords(as: viewer, in: $0) }
    }

    func resolved(since start: Instant = Instant(milliseconds: 0)) async throws -> [ResolvedWord] {
        try await database.read { try vocabulary.resolvedWords(since: start, in: $0) }
    }

    func get(_ target: String, as person: Viewer = .anonymous, _ language: Language = .en) async -> Exchange {
        await site.respond("GET", target, headers: ["Cookie": cookies(person, language)])
    }

    /// Sends a form with the token of the page it stands on.
    func post(
        _ target: String, on page: String, as person: Viewer, _ fields: [(String, String)], _ language: Language = .en
    ) async throws -> Exchange {
        let shown = await get(page, as: person, language)
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

    struct Unexpected: Error { let proposal: Proposal }
}

/// Runs a body with a world of its own.
func withWords(on backend: Backend = .sqlite, _ body: (TestWords) async throws -> Void) async throws {
    let migrations = [AccountsFeature.migrations, VocabularyFeature.migrations]
    try await withDatabase(on: backend, migrations: migrations) { database in
        let now = Instant(milliseconds: 1_793_664_000_000)
        let dependencies = Dependencies(
            database: database, clock: Storage.Clock { now }, settings: SiteSettings(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let accounts = try AccountsFeature(dependencies, keys: .ephemeral())
        let people = try await accounts.createSynthetic(count: 3, seed: 1, joined: { _ in now })
        let vocabulary = try await VocabularyFeature.open(
            dependencies, accounts: accounts, files: CatalogueFiles.rows(of: Fixture.files()))
        let site = try Site(
            routes: vocabulary.routes, texts: try testTexts(), settings: SiteSettings(), clock: dependencies.clock,
            authenticate: { token in
                guard let index = people.firstIndex(where: { TestWords.token($0) == token }) else { return nil }
                return Session(
                    person: people[index], pseudonym: "Person \(index)", roles: index == 2 ? [.steward] : [],
                    csrf: token,
                    hasHealthConsent: true)
            }, publicFolder: nil, logger: dependencies.logger)
        try await body(
            TestWords(
                vocabulary: vocabulary, database: database, dependencies: dependencies, site: site, ana: people[0],
                ben: people[1], steward: people[2]))
    }
}

private func testTexts() throws -> Texts {
    let sources = [
        (MarkupTexts.feature, MarkupTexts.bundle), (WebTexts.feature, WebTexts.bundle),
        (AccountsFeature.texts.feature, AccountsFeature.texts.bundle),
        (VocabularyFeature.texts.feature, VocabularyFeature.texts.bundle),
    ]
    return try Texts(sources)
}

/// The one place where pages are compared.
func expect(
    _ exchange: Exchange, _ status: Int, to location: String? = nil, holds words: [String] = [],
    lacks absent: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(exchange.status == status, "\(exchange.text.suffix(3_000))", sourceLocation: sourceLocation)
    if let location { #expect(exchange.header("location") == location, sourceLocation: sourceLocation) }
    let text = exchange.text
    let missing = words.filter { !text.contains($0) }
    let shown = absent.filter { text.contains($0) }
    #expect(missing.isEmpty, "\(text.suffix(4_000))", sourceLocation: sourceLocation)
    #expect(shown.isEmpty, "\(text.suffix(4_000))", sourceLocation: sourceLocation)
}

// The languages that tests speak of by name.
extension Language {
    static let en = Language(rawValue: "en")
    static let es = Language(rawValue: "es")
    static var allCases: [Language] { (try? Languages.shipped().all) ?? [] }
}
