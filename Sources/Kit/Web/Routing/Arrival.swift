import Hummingbird
import Markup
import NIOCore
import Storage

/// A request on its way to a page: what its header fields say, and the checked reading of the rest.
struct Arrival: Sendable {
    let site: Site
    let request: Request
    let context: SiteContext
    let cookies: CookieHeader.Received
    let language: Language
    let now: Instant

    init(site: Site, request: Request, context: SiteContext) {
        self.site = site
        self.request = request
        self.context = context
        cookies = site.cookies.received(request.headers)
        language = site.texts.languages.chosen(
            cookie: cookies.language, acceptLanguage: request.headers[.acceptLanguage])
        now = site.clock.now()
    }

    func session() async throws -> Session? {
        guard let token = cookies.token else { return nil }
        return try await site.authenticate(token)
    }

    func visit(session: Session?, route: Route?) -> Visit {
        Visit(
            viewer: session?.viewer ?? .anonymous, session: session,
            language: language, path: request.uri.path, now: now, query: .empty, fields: .empty, site: site,
            request: request, route: route, parameters: context.parameters,
            client: .resolve(
                socket: context.remoteAddress, forwarded: request.headers[.forwardedFor],
                trustedProxies: site.settings.trustedProxies),
            cookies: cookies, state: ResponseState())
    }

    func query() throws(Refusal) -> FormFields {
        guard let query = request.uri.query, !query.isEmpty else { return .empty }
        do { return try FormParser.parse(query.utf8) } catch { throw .unreadable }
    }

    /// A form, after all that must hold for it: same site, a plain form of known and allowed size, and a token of ours.
    /// Nothing is kept of a form that fails. `limit`: bytes, nil for what the site takes.
    func form(_ visit: Visit, limit: Int?) async throws -> FormFields {
        let fields = try await unsignedForm(limit: limit)
        guard isOurs(fields.raw("csrf"), visit) else { throw Refusal.foreignForm }
        return fields
    }

    /// The same without a look at its token, which was that of a session that has ended: nothing is done by it. Nothing where
    /// it cannot be read.
    func formAtDoor(limit: Int?) async -> FormFields {
        do { return try await unsignedForm(limit: limit) } catch { return .empty }
    }

    private func unsignedForm(limit: Int?) async throws -> FormFields {
        guard OriginRule.allows(request.headers, authority: request.head.authority) else {
            throw Refusal.foreignForm
        }
        let type = (request.headers[.contentType] ?? "").utf8.prefix { $0 != UInt8(ascii: ";") && $0 != 32 }
        let ours = "application/x-www-form-urlencoded"
        guard type.elementsEqual(ours.utf8) else { throw Refusal.wrongType(takes: [ours]) }
        let most = limit ?? site.settings.limits.formBytes
        let body = try await body(atMost: most)
        do { return try FormParser.parse(body.readableBytesView, limits: .init(bytes: most)) } catch {
            throw Refusal.unreadable
        }
    }

    /// All bytes of a body that says how long it is.
    func body(atMost most: Int) async throws -> ByteBuffer {
        guard let length = request.headers[.contentLength].flatMap({ Int($0) }) else { throw Refusal.lengthRequired }
        guard length <= most else { throw Refusal.tooLarge }
        let body: ByteBuffer
        do { body = try await request.body.collect(upTo: most) } catch { throw Refusal.unreadable }
        // A connection that broke off must not pass for a short form.
        guard body.readableBytes == length else { throw Refusal.unreadable }
        return body
    }

    /// Whether a form's token is of this session. Where anyone may send the form, one of this browser does too: since it
    /// was opened somebody may have been let in, by an answer that they never saw.
    func isOurs(_ token: String?, _ visit: Visit) -> Bool {
        if let session = visit.session {
            if site.formToken.accepts(token, from: .session(session.csrf)) { return true }
            guard visit.route?.access == .anyone else { return false }
        } else if visit.route?.token == .whileSignedIn {
            return true
        }
        // Without the cookie nothing can match: the value is made up on the spot.
        return site.formToken.accepts(token, from: .visitor(cookies.form ?? FormToken.newVisitor()))
    }

    /// Forgets the cookie of a session that has ended and renews one that has grown old, unless the page set another.
    func finished(_ response: Response, session: Session?) -> Response {
        guard cookies.token != nil else { return response }
        let name = site.cookies.names.session
        let value: String
        if let session {
            guard let renewed = session.renewedCookie else { return response }
            value = site.cookies.session(renewed, isKept: session.isKept)
        } else {
            value = site.cookies.clearing(name)
        }
        guard !response.headers[values: .setCookie].contains(where: { $0.utf8.starts(with: (name + "=").utf8) }) else {
            return response
        }
        var response = response
        response.headers.append(.init(name: .setCookie, value: value))
        return response
    }
}
