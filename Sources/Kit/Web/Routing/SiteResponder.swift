package import Hummingbird
import NIOCore
import Synchronization

/// The outermost door: what every request passes, socket or not. Never throws.
package struct SiteResponder: HTTPResponder {
    let site: Site
    let hosts: HostRule

    init(site: Site, listening: String?) {
        self.site = site
        hosts = HostRule(hosts: site.settings.hosts, listening: listening)
    }

    /// What finds the route of an address.
    static func router(of routes: [Route]) -> RouterResponder<SiteContext> {
        let router = Router(context: SiteContext.self)
        for (index, route) in routes.enumerated() {
            let page = PageResponder(route: route, index: index)
            router.on(RouterPath(route.path), method: route.method.http, responder: page)
            if route.method == .get { router.on(RouterPath(route.path), method: .head, responder: page) }
        }
        // Added after the routes, it stands before none of them but before the library's own 404.
        router.add(middleware: NotFoundMiddleware())
        return router.buildResponder()
    }

    package func respond(to request: Request, context: SiteContext) async throws -> Response {
        let response = await admitted(request, context)
        guard request.method == .head else { return response }
        var head = response.createHeadResponse()
        // What GET would send; the library would say 0.
        if let length = response.body.contentLength { head.headers[.contentLength] = String(length) }
        return head
    }

    private func admitted(_ request: Request, _ context: SiteContext) async -> Response {
        let path = request.uri.path
        if path != "/health", !hosts.allows(request.head.authority ?? "") {
            return refused(request, context, .wrongHost)
        }
        if request.method == .get || request.method == .head {
            let query = request.uri.query
            if let file = site.publicFiles.response(path: path, query: query, headers: request.headers) { return file }
        }
        let others = site.inFlight.wrappingAdd(1, ordering: .relaxed).oldValue
        defer { site.inFlight.wrappingSubtract(1, ordering: .relaxed) }
        guard others < site.settings.limits.requestsInFlight else { return overloaded(request, context) }
        do {
            return try await site.router.respond(to: request, context: context.admitted(to: site))
        } catch {
            // Pages never throw; this is for what a later version of the library may do.
            return bare(.internalServerError, "Something broke on our side.\n")
        }
    }

    /// A page of ours, but without asking who it is.
    private func refused(_ request: Request, _ context: SiteContext, _ refusal: Refusal) -> Response {
        Arrival(site: site, request: request, context: context).visit(session: nil, route: nil).response(to: refusal)
    }

    /// Early and cheap: under overload nothing is rendered.
    private func overloaded(_ request: Request, _ context: SiteContext) -> Response {
        if Site.isForPrograms(request.uri.path) {
            let visit = Arrival(site: site, request: request, context: context).visit(session: nil, route: nil)
            return visit.problem(Failure(Problem.unavailable), id: nil)
        }
        var response = bare(.serviceUnavailable, "Too many people at once. Please try again in a few seconds.\n")
        response.headers[.retryAfter] = "5"
        return response
    }

    private func bare(_ status: HTTPResponse.Status, _ words: String) -> Response {
        var fields = site.headers.always
        fields[.contentType] = "text/plain; charset=utf-8"
        fields[.cacheControl] = "no-store"
        return Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(string: words)))
    }
}
