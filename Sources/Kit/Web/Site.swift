import Hummingbird
package import Logging
package import Markup
package import Storage
import Synchronization

/// The site: its routes and everything that stands between a request and a page's code.
///
/// A final class because there is one, shared by every request; all of it is constant or guards itself.
package final class Site: Sendable {
    /// Every route, those of this module included (health, choice of language); a test walks them.
    package let routes: [Route]
    let router: RouterResponder<SiteContext>
    package let settings: SiteSettings
    let texts: Texts
    let clock: Storage.Clock
    let menu: [MenuEntry]
    let authenticate: @Sendable (_ cookie: String) async throws -> Session?
    let authenticateKey: @Sendable (_ key: String) async throws -> KeyHolder?
    let logger: Logger
    let headers: SecurityHeaders
    let cookies: Cookies
    let signer: TextSigner
    let formToken: FormToken
    /// How often words were taken from sight, as of now.
    let takedowns: @Sendable () async throws -> Int
    let publicFiles: PublicFiles
    let publishedPages: SharedCache<PublishedKey, PublishedPage>
    let rateLimiter: RateLimiter
    let eventStreams: EventStreams
    let uploads: UploadSlots
    let fragments: SharedCache<PublishedKey, [SharedPiece]>
    /// What all pages of a language have alike, by language.
    let frames: [Language: PageFrame]
    let inFlight = Atomic<Int>(0)

    /// - Parameters:
    ///   - menu: where the menu leads, in order.
    ///   - authenticate: finds the session of a cookie's value; nil when there is none or it has ended. Called once a
    ///     request that carries one, and once more behind the body of a form.
    ///   - authenticateKey: finds whose key this is; nil when it is nobody's or has ended. Called in the same way, on
    ///     routes that a key opens.
    ///   - publicFolder: static files, read at once; nil for none. Throws when it cannot be read.
    ///   - takedowns: `Database.takedowns`, asked with each page that is kept for many.
    ///   - health: a ping of what the site cannot live without; throws when it is away.
    package init(
        routes: [Route], menu: [MenuEntry] = [], texts: Texts, settings: SiteSettings, clock: Storage.Clock,
        authenticate: @escaping @Sendable (_ cookie: String) async throws -> Session?,
        authenticateKey: @escaping @Sendable (_ key: String) async throws -> KeyHolder? = { _ in nil },
        publicFolder: String?, logger: Logger, takedowns: @escaping @Sendable () async throws -> Int = { 0 },
        health: @escaping @Sendable () async throws -> Void = {}
    ) throws {
        self.routes = routes + Self.ownRoutes(health: health)
        try Self.checkRoutes(self.routes)
        router = SiteResponder.router(of: self.routes)
        self.menu = menu
        self.settings = settings
        self.texts = texts
        self.clock = clock
        self.authenticate = authenticate
        self.authenticateKey = authenticateKey
        self.logger = logger
        self.takedowns = takedowns
        headers = SecurityHeaders(secure: settings.secureCookies)
        signer = TextSigner(key: settings.formKey)
        cookies = Cookies(isSecure: settings.secureCookies, sessionDays: settings.sessionDays, signer: signer)
        formToken = FormToken(key: settings.formKey)
        rateLimiter = RateLimiter(processes: settings.processes)
        eventStreams = EventStreams(
            each: settings.limits.eventStreamsPerPerson, total: settings.limits.eventStreams)
        uploads = UploadSlots(each: settings.limits.uploadsPerPerson, total: settings.limits.uploads)
        let always = headers.always
        publicFiles = try publicFolder.map { try PublicFiles(folder: $0, headers: always) } ?? .none
        frames = PageFrame.ofLanguages(texts, settings, assetsVersion: publicFiles.version)
        publishedPages = SharedCache(capacity: settings.limits.cacheBytes / 2)
        fragments = SharedCache(capacity: settings.limits.cacheBytes / 2)
    }

    /// The nearest page at or above the address of an action, to come back to: an action's own address may have none.
    func page(above path: String) -> String {
        var segments = path.utf8.split(separator: UInt8(ascii: "/"))
        while !segments.isEmpty {
            if routes.contains(where: { $0.method == .get && $0.answer == .page && $0.matches(segments) }) { break }
            segments.removeLast()
        }
        return "/" + segments.map { Substring($0) }.joined(separator: "/")
    }

    /// Two routes of one method and pattern would leave it to chance which of them answers.
    private static func checkRoutes(_ routes: [Route]) throws {
        var seen: Set<String> = []
        for route in routes {
            let shape = route.path.split(separator: "/").map { $0.hasPrefix(":") ? ":" : String($0) }
            let name = "\(route.method.rawValue) /\(shape.joined(separator: "/"))"
            guard seen.insert(name).inserted else { throw RouteError.twice("\(route.method.rawValue) \(route.path)") }
            guard route.method != .get || route.body == .none else { throw RouteError.readingWithBody(route.path) }
            try checkProgram(route)
        }
    }

    /// What must hold where a key or a signature opens.
    private static func checkProgram(_ route: Route) throws {
        guard !route.isOpenedByCookie else { return }
        guard route.isForPrograms else { throw RouteError.pageByKey(route.path) }
        let takesBytes: Bool
        switch route.body {
        case .form, .upload: throw RouteError.formByKey(route.path)
        case .none: takesBytes = false
        case .json, .raw: takesBytes = true
        }
        guard route.access.authentication == .signature else { return }
        guard takesBytes else { throw RouteError.signedNothing(route.path) }
        guard !route.path.utf8.contains(UInt8(ascii: ":")) else { throw RouteError.signedAnywhere(route.path) }
    }

    private static func ownRoutes(health: @escaping @Sendable () async throws -> Void) -> [Route] {
        [
            .get("/health", .anyone) { _ in
                do { try await health() } catch { throw Problem.unavailable }
                return .plain("ok\n")
            },
            Route.json(.get, "/api/openapi.json", .anyone, OpenAPIDocument.answer)
                .documented(OpenAPIDocument.documentation),
            .get("/language/:code", .anyone) { visit in
                guard let language = visit.text.languages.named(try visit.parameter("code")) else {
                    throw Problem.notFound
                }
                let back = visit.query["back"].flatMap { Link(local: $0) } ?? "/"
                return .rememberingLanguage(language, visit.redirect(back))
            },
        ]
    }
}
