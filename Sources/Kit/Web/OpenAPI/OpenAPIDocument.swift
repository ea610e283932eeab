/// All doors for programs as OpenAPI 3.1, made from the routes' declarations.
struct OpenAPIDocument: Sendable {
    let routes: [Route]
    /// The name of the session's cookie.
    let cookie: String

    init(_ site: Site) {
        // What exists only in development is nobody's to call.
        routes = site.routes.filter { $0.isForPrograms && $0.access != .development }
        cookie = site.cookies.names.session
    }

    /// Published: the same for everybody, for as long as the server runs.
    static func answer(_ visit: Visit) async throws -> Reply {
        try await visit.publishedJSON("openapi", version: "1") {
            try JSONBytes.of(OpenAPIDocument(visit.site).json)
        }
    }

    static let documentation = RouteDocumentation(
        "This description", about: "All doors for programs as OpenAPI 3.1, made from their declarations.",
        answers: .anyObject)

    var json: JSONValue {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Wayfellow", "version": "1",
                "description": """
                What programs can read and do here. Failures are problem documents (RFC 9457) in the language of \
                Accept-Language; their type is the same in all languages.
                """,
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": "/"]],
            "paths": .object(paths),
            "components": [
                "schemas": ["Problem": Self.problem.json],
                "responses": .object(OpenAPIOperation.responses(to: routes)),
                "securitySchemes": .object(securitySchemes),
            ],
        ]
    }

    private var paths: [String: JSONValue] {
        Dictionary(grouping: routes) { Self.template($0.path) }.mapValues { routes in
            let operations = routes.map { route in
                (route.method.rawValue.lowercased(), OpenAPIOperation(route: route).json)
            }
            return .object(Dictionary(operations) { $1 })
        }
    }

    /// `/releases/{number}`.
    static func template(_ path: String) -> String {
        "/"
            + path.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
            .joined(separator: "/")
    }

    /// Only those that some route asks for.
    private var securitySchemes: [String: JSONValue] {
        let all: [Authentication: JSONValue] = [
            .session: [
                "type": "apiKey", "in": "cookie", "name": .text(cookie),
                "description": """
                A session, opened by signing in on a page. What changes something must also come from a page of this \
                site, as the browser says in Sec-Fetch-Site or Origin.
                """,
            ],
            .key: [
                "type": "http", "scheme": "bearer", "bearerFormat": "wfk_…",
                "description": "A key of a member's, made under /me/account/keys, with the scopes named.",
            ],
            .signature: [
                "type": "apiKey", "in": "header", "name": "webhook-signature",
                "description": "A signature of webhook-id, webhook-timestamp and the body (standardwebhooks.com, v1).",
            ],
        ]
        let asked = Set(routes.map(\.access.authentication))
        let schemes = all.filter { asked.contains($0.key) }.map { ($0.key.rawValue, $0.value) }
        return Dictionary(schemes) { $1 }
    }

    /// `ProblemDocument`.
    static let problem = Schema.object([
        .init("type", .text, "urn:wayfellow:problem:…, the same in all languages"),
        .init("title", .text), .init("status", .integer(400...599)),
        .init("detail", .text, "What to do next."),
        .init("instance", .text, isRequired: false, "The number under which a fault of ours is in the log."),
        .init(
            "errors", .list(.object([.init("field", .text), .init("message", .text)])), isRequired: false,
            "What is wrong, by field."),
    ])
}
