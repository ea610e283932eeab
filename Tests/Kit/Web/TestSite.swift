import Foundation
import Logging
import Markup
import Storage
import Synchronization
import Testing

@testable import Web

/// A small site with a route of each kind, a clock that stands where the test puts it, and two people.
struct TestSite: Sendable {
    static let ana = String(repeating: "aa", count: 32)
    static let director = String(repeating: "dd", count: 32)

    let site: Site
    let journal = Journal()

    /// What the site did, and its time.
    final class Journal: Sendable {
        private let state = Mutex((now: Instant(milliseconds: 1_793_664_000_000), forms: [FormFields](), made: 0))
        var now: Instant { state.withLock { $0.now } }
        var forms: [FormFields] { state.withLock { $0.forms } }
        /// How often a kept page was made.
        var made: Int { state.withLock { $0.made } }
        func pass(milliseconds: Int64) { state.withLock { $0.now = $0.now + milliseconds } }
        func wrote(_ form: FormFields) { state.withLock { $0.forms.append(form) } }
        func madePage() { state.withLock { $0.made += 1 } }
        private let log = Mutex<[String]>([])
        /// What was logged.
        var lines: [String] { log.withLock { $0 } }
        func logged(_ line: String) { log.withLock { $0.append(line) } }
    }

    init(
        extra: [Route] = [], publicFolder: String? = nil,
        _ change: (inout SiteSettings) -> Void = { _ in },
        session: @escaping @Sendable (String) async throws -> Session? = Self.session,
        key: @escaping @Sendable (String) async throws -> KeyHolder? = { _ in nil }
    ) throws {
        var settings = SiteSettings()
        change(&settings)
        let journal = journal
        site = try Site(
            routes: Self.routes(journal) + extra, texts: Self.texts(), settings: settings,
            clock: Storage.Clock { journal.now }, authenticate: session, authenticateKey: key,
            publicFolder: publicFolder,
            logger: Logger(label: "test") { _ in LineHandler(journal: journal) })
    }

    static func routes(_ journal: Journal) -> [Route] {
        [
            .get("/", .anyone) { visit in
                try await visit.published("Welcome", version: "1") {
                    journal.madePage()
                    return "<h1>Welcome</h1><p>\(String(repeating: "Warm paper, deep green. ", count: 100))</p>"
                }
            },
            .get("/echo/:word", .anyone) { visit in
                visit.page("Echo", "<h1>\(try visit.parameter("word"))</h1><p>\(visit.query["q"] ?? "-")</p>")
            },
            .get("/form", .anyone) { visit in visit.page("Form", Self.form(visit)) },
            .post("/form", .anyone) { visit in
                journal.wrote(visit.fields)
                return visit.redirect("/", flash: "web.error.home")
            },
            .get("/me", .member) { visit in visit.page("Mine", "<h1>Mine</h1>\(Self.form(visit))") },
            .post("/me", .member) { visit in
                journal.wrote(visit.fields)
                return visit.redirect("/me")
            },
            .get("/board", .role(.director, in: .site)) { visit in visit.page("Board", "<h1>Board</h1>") },
            .get("/workshop", .development) { visit in visit.page("Workshop", "<h1>Workshop</h1>") },
            .get("/limited", .anyone, limit: RateLimit(per: .address, count: 2, within: 60)) { _ in .plain("ok\n") },
            .get("/broken", .anyone) { _ in throw Secret(word: "the database password is swordfish") },
            .get("/items/:id", .anyone) { visit in
                let id: ID<Secret> = try visit.id("id")
                return .plain(id.description)
            },
            .get("/leave", .anyone) { visit in .signedOut(visit.redirect("/")) },
            .get("/enter", .anyone) { visit in .signedIn(Self.ana, visit.redirect(visit.destination)) },
        ]
    }

    struct Secret: Error { let word: String }

    static func form(_ visit: Visit) -> HTML {
        "<form method=\"post\"><input type=\"hidden\" name=\"csrf\" value=\"\(visit.csrf)\"></form>"
    }

    static let session: @Sendable (String) async throws -> Session? = { token in
        guard token == ana || token == director else { return nil }
        var session = Session(person: ID(named: token), pseudonym: token == ana ? "Ana" : "Dora", csrf: token)
        if token == director { session.appointments = [HeldRole(.director, in: .site)] }
        return session
    }

    static func texts() throws -> Texts {
        try Texts([(MarkupTexts.feature, MarkupTexts.bundle), (WebTexts.feature, WebTexts.bundle)])
    }

    static func cookie(_ token: String, _ more: String = "") -> String {
        "__Host-wayfellow=\(token)\(more.isEmpty ? "" : "; " + more)"
    }

    /// The masked token in a page's form.
    static func token(in page: Exchange) throws -> String {
        let found = try #require(page.text.firstMatch(of: /name="csrf" value="([0-9a-f]{128})"/))
        return String(found.1)
    }

    func get(_ target: String, as token: String? = nil, headers: [String: String] = [:]) async -> Exchange {
        var headers = headers
        if let token { headers["Cookie"] = Self.cookie(token) }
        return await site.respond("GET", target, headers: headers)
    }
}

/// Keeps the log's lines.
struct LineHandler: LogHandler {
    let journal: TestSite.Journal
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(journal: TestSite.Journal) {
        self.journal = journal
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = "\(event.level) \(event.message) \(event.metadata ?? [:])"
        journal.logged(line)
    }
}

/// The one place where statuses are compared.
func expect(
    _ exchange: Exchange, _ status: Int, location: String? = nil, _ about: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(exchange.status == status, "\(about)\n\(exchange.text.prefix(600))", sourceLocation: sourceLocation)
    if let location { #expect(exchange.header("location") == location, "\(about)", sourceLocation: sourceLocation) }
}

// The languages that tests speak of by name.
extension Language {
    static let en = Language(rawValue: "en")
    static let es = Language(rawValue: "es")
    static var allCases: [Language] { (try? Languages.shipped().all) ?? [] }
}
