// What a test of a feature needs in one import.
package import Accounts
import Files
@_exported public import Databases
package import Jobs
package import Logging
package import Markup
package import Storage
package import Post
import Synchronization
package import Web

/// A small server without a socket: a fresh database, a clock in the test's hand, the rooms a test asks for, their site,
/// and people who are signed in as the product signs them in.
package struct World: Sendable {
    package let database: Database
    package let dependencies: Dependencies
    package let time: WorldTime
    /// What the rooms asked the database; Accounts, which opens the sessions, is not in it.
    package let statements: StatementLog
    /// What was logged.
    package let log: WorldLog
    package let accounts: AccountsFeature
    /// Every room but Accounts, and what all of them hand in.
    package let rooms: [any Room]
    package let features: [Feature]
    package let site: Site
    private let sessions = Sessions()

    package var now: Instant { time.now }

    /// A room by its type.
    package func room<Kind: Room>() -> Kind? { rooms.lazy.compactMap { $0 as? Kind }.first }

    /// A request of somebody, or of a visitor; answers as a browser would see it.
    package func get(_ target: String, as viewer: Viewer = .anonymous, _ language: Language = .en) async -> Exchange {
        await site.respond("GET", target, headers: ["Cookie": await cookies(viewer, language)])
    }

    /// Opens the page that a form stands on and sends the form, with the page's token.
    package func post(
        _ target: String, on page: String? = nil, as viewer: Viewer = .anonymous, _ fields: [(String, String)] = [],
        _ language: Language = .en
    ) async -> Exchange {
        let shown = await get(page ?? target, as: viewer, language)
        let body = Browser.body(fields, token: Browser.token(in: shown) ?? "")
        let cookies = ([await cookies(viewer, language)] + shown.cookies).joined(separator: "; ")
        return await site.respond(
            "POST", target, headers: ["Cookie": cookies, "Sec-Fetch-Site": "same-origin"], body: body)
    }

    /// A browser that keeps its cookies; signed in where a person is named.
    package func browser(of person: ID<Person>? = nil, language: Language = .en) async throws -> Browser {
        var browser = Browser(site: site, language: language)
        if let person { browser.cookies["__Host-wayfellow"] = try await accounts.openSession(of: person) }
        return browser
    }

    /// Gives a role and has the person take the second step of signing in.
    package func grant(_ role: Role, in space: Space = .site, to person: ID<Person>) async throws {
        try await accounts.grant(HeldRole(role, in: space), to: person, by: .system(reason: "test"))
        await sessions.set(
            try await accounts.openSession(of: person, hasSecondStep: true), of: person)
    }

    /// Whoever looks, with the roles they hold.
    package func viewer(_ person: ID<Person>) async throws -> Viewer {
        let session = try await accounts.authenticate(cookie(of: person))
        return .person(person, roles: session?.appointments ?? [])
    }

    /// Does every job that is due; mail goes through the transport, if there is one.
    package func runJobs(mailingThrough transport: (any MailTransport)? = nil) async throws {
        let worker = Worker(
            Queue(database, clock: dependencies.clock),
            handlers: features.flatMap(\.jobs)
                + [try transport.flatMap { try mailSender(through: $0)?.job }].compactMap { $0 },
            schedules: features.flatMap(\.schedules), logger: dependencies.logger)
        try await worker.runDue(now: now)
    }

    /// What sends the outbox, in a world whose settings have mail.
    package func mailSender(through transport: any MailTransport) throws -> MailSender? {
        try MailWriter(
            features.flatMap(\.mails), texts: worldTexts(features), settings: dependencies.settings,
            seal: accounts.mailSeal
        ).map { writer in
            MailSender(
                through: transport, to: accounts.addressBook, clock: dependencies.clock, logger: dependencies.logger
            ) { [clock = dependencies.clock] in try await writer.compose($0, to: $1, at: clock.now()) }
        }
    }

    /// Somebody for whom no session can be opened comes as a visitor, which no test takes for the other.
    func cookies(_ viewer: Viewer, _ language: Language) async -> String {
        guard let person = viewer.personID, let cookie = try? await cookie(of: person) else {
            return "language=\(language.rawValue)"
        }
        return "language=\(language.rawValue); __Host-wayfellow=\(cookie)"
    }

    private func cookie(of person: ID<Person>) async throws -> String {
        if let cookie = await sessions.cookies[person], try await accounts.authenticate(cookie) != nil { return cookie }
        let cookie = try await accounts.openSession(of: person)
        await sessions.set(cookie, of: person)
        return cookie
    }

    private actor Sessions {
        var cookies: [ID<Person>: String] = [:]
        func set(_ cookie: String, of person: ID<Person>) { cookies[person] = cookie }
    }
}

/// Runs a body in a world of its own.
///
/// - Parameter rooms: those besides Accounts, in order, each given the dependencies and Accounts.
package func withWorld(
    on backend: Backend = .sqlite, settings: SiteSettings = SiteSettings(),
    rooms: (Dependencies, AccountsFeature) throws -> [any Room] = { _, _ in [] },
    accounts make: (Dependencies, AccountKeys) throws -> AccountsFeature = { try AccountsFeature($0, keys: $1) },
    _ body: (World) async throws -> Void
) async throws {
    let (time, log) = (WorldTime(), WorldLog())
    // PostgreSQL copies a migrated database for each test; which migrations those are, the rooms say.
    var migrations: [Migrations] = []
    try await withDatabase { database in
        let dependencies = Dependencies(
            database: database, clock: time.clock, settings: settings, logger: Logger(label: "test"))
        let accounts = try make(dependencies, .ephemeral())
        migrations =
            [Queue.migrations, FileStore.migrations, accounts.feature.migrations]
            + (try rooms(dependencies, accounts)).map(\.feature.migrations)
    }
    try await withDatabase(on: backend, migrations: migrations) { database in
        let logger = Logger(label: "test") { _ in WorldLog.Handler(log: log) }
        let dependencies = Dependencies(database: database, clock: time.clock, settings: settings, logger: logger)
        let accounts = try make(dependencies, .ephemeral())
        let statements = StatementLog()
        let noted = Dependencies(
            database: database.noting(in: statements), clock: time.clock, settings: settings, logger: logger)
        let rooms = try rooms(noted, accounts)
        let features = [accounts.feature] + rooms.map(\.feature)
        for feature in features { try await feature.start() }
        let facts = features.flatMap(\.facts)
        let site = try Site(
            routes: features.flatMap { $0.routes(features) }, menu: features.flatMap(\.menu),
            texts: try worldTexts(features), settings: settings, clock: time.clock,
            authenticate: { try await accounts.authenticate($0, facts: facts) },
            authenticateKey: { try await accounts.authenticateKey($0) }, publicFolder: nil, logger: logger,
            takedowns: { try await database.takedowns() })
        try await body(
            World(
                database: database, dependencies: dependencies, time: time, statements: statements, log: log,
                accounts: accounts,
                rooms: rooms, features: features, site: site))
    }
}
