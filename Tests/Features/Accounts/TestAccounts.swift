import Databases
import Foundation
import Logging
import Markup
import Storage
import Synchronization
import Testing
import Web

@testable import Accounts

/// Accounts on a fresh database, with a site to walk through and a clock that stands where the test puts it.
struct TestAccounts: Sendable {
    let accounts: AccountsFeature
    let database: Database
    let site: Site
    let time: TestTime

    static let passphrase = "heron willow candle stone river"

    /// A member with the passphrase above.
    func member(
        _ name: String, passphrase: String = Self.passphrase, language: Language = .en, contact: Contact = Contact(),
        recovery: RecoveryCode? = nil, roles: [(space: String, role: Role)] = [], consent: Bool = false
    ) async throws -> ID<Person> {
        let account = NewAccount(
            pseudonym: try Pseudonym(name, reserved: ReservedNames([])),
            passphrase: try #require(Passphrase(given: passphrase)), language: language, contact: contact,
            recovery: recovery, roles: roles, hasHealthConsent: consent)
        return try await accounts.make(account, by: nil)
    }

    /// A browser in which a member is signed in.
    func browser(of member: ID<Person>, language: Language = .en) async throws -> Browser {
        var browser = Browser(site: site, language: language)
        browser.cookies["__Host-wayfellow"] = try await accounts.openSession(of: member)
        return browser
    }

    func browser(_ language: Language = .en) -> Browser { Browser(site: site, language: language) }
}

/// Time as the test says.
final class TestTime: Sendable {
    private let state = Mutex(Instant(milliseconds: 1_793_664_000_000))
    var now: Instant { state.withLock { $0 } }
    func pass(_ duration: Duration) { state.withLock { $0 = $0 + duration } }
    var clock: Storage.Clock { Storage.Clock { self.now } }
}

/// Cheap hashing: what is tested here is not the cost.
let cheap = Argon2id(memory: 64, passes: 1, lanes: 1)

func withAccounts(
    on backend: Backend = .sqlite, exporters: [Exporter] = [], erasers: [Eraser] = [],
    _ body: (TestAccounts) async throws -> Void
) async throws {
    try await withDatabase(on: backend, migrations: [AccountsFeature.migrations]) { database in
        let time = TestTime()
        let dependencies = Dependencies(
            database: database, clock: time.clock, settings: SiteSettings(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let keys = try AccountKeys.ephemeral()
        let accounts = try AccountsFeature(
            dependencies, keys: keys, passphrases: PassphraseHashing(pepper: keys.pepper, cost: cheap))
        let site = try Site(
            routes: accounts.routes(exporters: exporters, erasers: erasers), texts: try allTexts(),
            settings: SiteSettings(), clock: time.clock, authenticate: { try await accounts.authenticate($0) },
            publicFolder: nil, logger: dependencies.logger)
        try await body(TestAccounts(accounts: accounts, database: database, site: site, time: time))
    }
}

func allTexts() throws -> Texts {
    let sources = [
        (MarkupTexts.feature, MarkupTexts.bundle), (WebTexts.feature, WebTexts.bundle),
        (AccountsFeature.texts.feature, AccountsFeature.texts.bundle),
    ]
    return try Texts(sources)
}

/// A browser without script: keeps cookies, sends the form of the page it was shown.
struct Browser {
    let site: Site
    var cookies: [String: String] = [:]

    init(site: Site, language: Language) {
        self.site = site
        cookies["language"] = language.rawValue
    }

    @discardableResult
    mutating func get(_ path: String) async -> Exchange {
        keep(await site.respond("GET", path, headers: ["Cookie": cookieHeader]))
    }

    /// Opens the page of a form and sends it. `page`: where the form stands, if elsewhere than it is sent to.
    mutating func post(_ path: String, on page: String? = nil, _ fields: [(String, String)]) async -> Exchange {
        let shown = await get(page ?? path)
        return await send(path, fields, token: Self.token(in: shown) ?? "")
    }

    mutating func send(_ path: String, _ fields: [(String, String)], token: String) async -> Exchange {
        let body = (fields + [("csrf", token)])
            .map { PercentEncoding.encode($0.0) + "=" + PercentEncoding.encode($0.1) }.joined(separator: "&")
        return keep(
            await site.respond(
                "POST", path, headers: ["Cookie": cookieHeader, "Sec-Fetch-Site": "same-origin"], body: body))
    }

    static func token(in page: Exchange) -> String? {
        page.text.firstMatch(of: /name="csrf" value="([0-9a-f]{128})"/).map { String($0.1) }
    }

    var isSignedIn: Bool { !(cookies["__Host-wayfellow"] ?? "").isEmpty }

    private var cookieHeader: String {
        cookies.filter { !$0.value.isEmpty }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    }

    private mutating func keep(_ exchange: Exchange) -> Exchange {
        for cookie in exchange.cookies {
            let parts = cookie.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if parts.count == 2 { cookies[parts[0]] = parts[1] }
        }
        return exchange
    }
}

/// The one place where statuses and addresses are compared.
func expect(
    _ exchange: Exchange, _ status: Int, to location: String? = nil, holds words: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(exchange.status == status, "\(exchange.text.suffix(2_500))", sourceLocation: sourceLocation)
    if let location { #expect(exchange.header("location") == location, sourceLocation: sourceLocation) }
    if let words {
        let isThere = exchange.text.contains(words)
        #expect(isThere, "\(words)\n\(exchange.text.suffix(4_000))", sourceLocation: sourceLocation)
    }
}

// The languages that tests speak of by name.
extension Language {
    static let en = Language(rawValue: "en")
    static let es = Language(rawValue: "es")
    static var allCases: [Language] { (try? Languages.shipped().all) ?? [] }
}
