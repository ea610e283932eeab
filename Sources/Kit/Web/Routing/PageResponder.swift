import Hummingbird
import NIOCore
import Storage

/// Runs one route: who may, how often, what was sent, then the page's code. Never throws.
struct PageResponder: HTTPResponder {
    typealias Context = SiteContext

    let route: Route
    /// Place of the route in the list, its name for the rate limiter.
    let index: Int

    func respond(to request: Request, context: SiteContext) async throws -> Response {
        let site = try context.site
        let began = NIODeadline.now()
        let response = await answer(request, Arrival(site: site, request: request, context: context))
        let milliseconds = (NIODeadline.now() - began).nanoseconds / 1_000_000
        if milliseconds >= site.settings.limits.slowAnswer, !route.waits {
            site.logSlow(milliseconds: milliseconds, route: route, status: response.status.code)
        }
        return response
    }

    private func answer(_ request: Request, _ arrival: Arrival) async -> Response {
        let session: Session?
        do {
            session = route.isOpenedByCookie ? try await arrival.session() : nil
        } catch {
            // Nobody knows now whether the session is good: its cookie stays.
            return arrival.visit(session: nil, route: route).response(to: error)
        }
        var visit = arrival.visit(session: session, route: route)
        do {
            let reply = try await reply(&visit, arrival)
            let response = visit.response(reply)
            // What is everybody's, and may be kept on its way as such, goes out without anybody's cookie.
            if isEverybodys(reply) { return response }
            return finished(response, visit, arrival)
        } catch {
            return finished(visit.response(to: error), visit, arrival)
        }
    }

    private func isEverybodys(_ reply: Reply) -> Bool {
        switch reply {
        case .published: route.answer == .json
        case .file: true
        default: false
        }
    }

    /// A cookie that was not asked for stays as it is.
    private func finished(_ response: Response, _ visit: Visit, _ arrival: Arrival) -> Response {
        route.isOpenedByCookie ? arrival.finished(response, session: visit.session) : response
    }

    private func reply(_ visit: inout Visit, _ arrival: Arrival) async throws -> Reply {
        try await admit(&visit, arrival)
        visit = visit.with(query: try arrival.query())
        switch route.body {
        case .none: try arrival.checkSender(visit)
        case .form(let limit): visit = visit.with(fields: try await arrival.form(visit, limit: limit))
        case .json(let limit):
            try arrival.checkSender(visit)
            visit = visit.with(body: try await arrival.json(limit: limit))
        case .raw(let limit, let types):
            try arrival.checkSender(visit)
            visit = visit.with(body: try await arrival.raw(limit: limit, types: types))
        case .upload(let limit):
            let boundary = try arrival.uploadBoundary(limit: limit)
            return try await visit.site.uploads.run(for: subject(of: visit)) {
                try await replyToUpload(&visit, arrival, boundary)
            }
        }
        // Behind origin and token: another site's page must not use up what somebody may do here.
        try checkRate(visit)
        if route.body != .none { try await renew(&visit, arrival) }
        if case .signature(let sender) = route.access {
            visit = visit.with(delivery: try arrival.delivery(visit, from: sender))
        }
        return try await route.handle(visit)
    }

    /// A form with a file: everything is checked before the file, and who may once more behind it.
    private func replyToUpload(_ visit: inout Visit, _ arrival: Arrival, _ boundary: [UInt8]) async throws -> Reply {
        let form = try await arrival.uploadForm(visit, boundary: boundary)
        try checkRate(visit)
        try await renew(&visit, arrival)
        let before = visit
        visit = visit.with(form) {
            var visit = before
            try await renew(&visit, arrival)
            guard visit.personID == before.personID else { throw Problem.signInNeeded }
        }
        return try await route.handle(visit)
    }

    /// The visit as it is now: a body may take half a minute, and a session or a role can end in that time.
    private func renew(_ visit: inout Visit, _ arrival: Arrival) async throws {
        if route.isOpenedByCookie { visit = visit.with(session: try await arrival.session()) }
        try await admit(&visit, arrival)
    }

    /// Lets in whom this route is open to; with the holder of the key that was brought. In place, for a copy of a visit
    /// costs more than most checks.
    private func admit(_ visit: inout Visit, _ arrival: Arrival) async throws {
        if case .key(let scope) = route.access {
            visit = visit.with(key: try await arrival.key(visit, opening: scope))
        } else {
            try checkAccess(visit)
        }
    }

    private func checkAccess(_ visit: Visit) throws(Problem) { try visit.checkAccess(to: route) }

    /// Whose calls are counted.
    private func subject(of visit: Visit) -> RateLimiter.Subject {
        if let key = visit.key { return .programs(of: key.person) }
        return switch (route.limit.subject, visit.personID) {
        case (.person, let person?): .person(person)
        case (.person, nil), (.address, _): .network(visit.client.network)
        }
    }

    private func checkRate(_ visit: Visit) throws(Problem) {
        // Of a long file HEAD reads nothing: it is a reading like others, and no download.
        let limit = visit.isHead && route.answer == .stream ? .reading : route.limit
        let key = RateLimiter.Key(pool: limit.pool, route: index, subject: subject(of: visit))
        let site = visit.site
        if let seconds = site.rateLimiter.take(key, limit, at: visit.now), site.settings.rateLimits {
            throw .tooMany(after: seconds)
        }
    }
}

/// The answer to what no route takes; a page of it is in the person's own shell.
struct NotFoundMiddleware: RouterMiddleware {
    typealias Context = SiteContext

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        let site = try context.site
        let arrival = Arrival(site: site, request: request, context: context)
        let session = try? await arrival.session()
        return arrival.visit(session: session, route: nil).response(to: site.refusal(of: request))
    }
}
