/// One route as an operation of OpenAPI.
struct OpenAPIOperation: Sendable {
    let route: Route
    private var told: RouteDocumentation? { route.documentation }

    var json: JSONValue {
        var members: [String: JSONValue] = [
            "operationId": .text(operationID), "summary": .text(told?.summary ?? route.path),
            "responses": .object(responses), "security": security,
        ]
        if let about = told?.about { members["description"] = .text(about) }
        let parameters = pathParameters + queryParameters + signatureParameters
        if !parameters.isEmpty { members["parameters"] = .list(parameters) }
        if let body { members["requestBody"] = body }
        return .object(members)
    }

    /// `get_releases_number_figures`.
    private var operationID: String {
        let parts = route.path.utf8.split { !$0.isLetterOrDigit }
        return ([route.method.rawValue.lowercased()] + parts.dropFirst().map { String(Substring($0)) })
            .joined(separator: "_")
    }

    private var security: JSONValue {
        switch route.access {
        case .anyone, .development: []
        case .account, .member, .role: [["session": []]]
        case .key(let scope): [["key": [.text(scope.name)]]]
        case .signature: [["signature": []]]
        }
    }

    // MARK: What it takes

    private var pathParameters: [JSONValue] {
        route.path.split(separator: "/").filter { $0.hasPrefix(":") }.map { segment in
            let name = String(segment.dropFirst())
            let parameter = told?.path.first { $0.name == name } ?? .init(name, .text, "")
            return Self.parameter(parameter, in: "path", isRequired: true)
        }
    }

    private var queryParameters: [JSONValue] {
        (told?.query ?? []).map { Self.parameter($0, in: "query", isRequired: false) }
    }

    private var signatureParameters: [JSONValue] {
        guard case .signature = route.access else { return [] }
        let fields: [RouteDocumentation.Parameter] = [
            .init("webhook-id", .text, "The sender's name of the message, the same when it is sent again."),
            .init("webhook-timestamp", .text, "Seconds since 1970; at most five minutes from now."),
        ]
        return fields.map { Self.parameter($0, in: "header", isRequired: true) }
    }

    private static func parameter(
        _ parameter: RouteDocumentation.Parameter, in place: String, isRequired: Bool
    ) -> JSONValue {
        [
            "name": .text(parameter.name), "in": .text(place), "required": .bool(isRequired),
            "description": .text(parameter.about), "schema": parameter.schema.json,
        ]
    }

    private var body: JSONValue? {
        let types: [String]
        switch route.body {
        case .none: return nil
        case .form: types = ["application/x-www-form-urlencoded"]
        case .json: types = ["application/json"]
        case .upload: types = ["multipart/form-data"]
        case .raw(_, let taken): types = taken
        }
        var schema = told?.takes?.json ?? [:]
        // Bytes as they come; what they mean their media type says.
        if case .raw = route.body, told?.takes == nil { schema = Schema.text.json }
        let content = types.map { ($0, ["schema": schema] as JSONValue) }
        return ["required": true, "content": .object(Dictionary(content) { $1 })]
    }

    // MARK: What it answers

    private var responses: [String: JSONValue] {
        let type: String
        switch route.answer {
        case .json, .stream, .page: type = "application/json"
        case .events: type = "text/event-stream"
        }
        let schema = told?.answers?.json ?? [:]
        var all: [String: JSONValue] = [
            "200": ["description": "Done.", "content": .object([type: ["schema": schema]])]
        ]
        for status in Self.refusals(of: route).keys { all[String(status)] = Self.reference(status) }
        for (status, about) in told?.refusals ?? [:] { all[String(status)] = Self.refusal(about) }
        return all
    }

    private static func reference(_ status: Int) -> JSONValue { ["$ref": .text("#/components/responses/\(status)")] }

    private static func refusal(_ about: String) -> JSONValue {
        [
            "description": .text(about),
            "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
        ]
    }

    /// The refusals that any of these routes may give, each once.
    static func responses(to routes: [Route]) -> [String: JSONValue] {
        let all = routes.flatMap { Self.refusals(of: $0).map { (String($0.key), Self.refusal($0.value)) } }
        return Dictionary(all) { $1 }
    }

    /// What follows from the declaration.
    private static func refusals(of route: Route) -> [Int: String] {
        var all = [
            400: "The request could not be read.", 404: "There is no such thing, or it is not open to you.",
            405: "The address takes other methods; Allow names them.",
            414: "The address is too long.", 421: "The host is not this site.",
            429: "Too often; Retry-After says for how long to wait.",
            431: "The head is too long.", 500: "A fault of ours.",
            503: "Not now; Retry-After says for how long to wait.",
        ]
        switch route.access.authentication {
        case .none: break
        case .session:
            all.merge([401: "No session.", 403: "The session does not open this, or it did not call."]) { $1 }
        case .key: all.merge([401: "No key that works.", 403: "The key was made for other things."]) { $1 }
        case .signature: all[403] = "The signature does not hold."
        }
        if route.body != .none {
            let bodies = [
                409: "It was changed before, or sent twice.", 411: "The size of the body was not said.",
                413: "The body is too large.", 415: "The body is of another type.",
                422: "What was sent cannot be taken; errors names the fields.",
            ]
            all.merge(bodies) { $1 }
        }
        return all
    }
}
