import Foundation
import Web

/// The page of the docs that is made from the routes' declarations.
struct RouteTable: Sendable {
    let rooms: [(room: String, routes: [Route])]

    private static let introduction = """
        # Every address

        Made from the declarations of the routes; do not edit. When it is out of date a test says so, and
        `WAYFELLOW_WRITE_PERMISSIONS=1 swift test --filter RouteTableTests` writes it anew.

        - **Who**: what opens it. A session's cookie, a key (`Authorization: Bearer`, made under `/me/account/keys`), a
          signature (a webhook's, by the Standard Webhooks scheme), or nothing. Cookies count only where a session does, and
          only there are token and origin asked for.
        - **Takes**: the body, and its most bytes. Answers refuse larger ones with 413 and other types with 415.
        - **Within**: seconds for the body, and from there to the first byte of the answer.
        - **Often**: calls within seconds, of one person (without a session or key: one address) or one address; then 429.
          What says "reading" or "changing" shares one bucket with all others that say so.
        - What answers `json`, `events`, or a `file` under `/api/` tells its failures as problem documents (RFC 9457). For
          programs there is also [OpenAPI](../Sources/Kit/Web/OpenAPI), at `/api/openapi.json`, and [examples](programs.md).

        Not listed is what the house has beside its rooms: `/api/openapi.json`, `/health` (for whoever watches the server),
        `/language/:code`, the public files (styles, scripts, fonts, icons), `/styleguide` in development, and `/demo/mail` in a
        demonstration. `HEAD` is answered wherever `GET` is.
        """

    var text: String {
        let header = """
            | method | address | who | takes | answers | within | often |
            |---|---|---|---|---|---|---|
            """
        let parts = rooms.filter { !$0.1.isEmpty }.map { room, routes in
            let lines = routes.sorted { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }.map(line)
            return "## \(room)\n\n" + ([header] + lines).joined(separator: "\n")
        }
        return ([Self.introduction] + parts).joined(separator: "\n\n") + "\n"
    }

    private func line(_ route: Route) -> String {
        let cells = [
            route.method.rawValue, "`\(route.path)`", route.access.words, route.body.words, route.answer.words,
            route.deadline.words, route.limit.words,
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }
}

extension Route.Body {
    fileprivate var words: String {
        switch self {
        case .none: "nothing"
        case .form(let limit): "a form, \(Self.size(limit ?? Limits().formBytes))"
        case .json(let limit): "JSON, \(Self.size(limit))"
        case .upload(let limit): "a form with a file, \(Self.size(limit))"
        case .raw(let limit, let types): "\(types.joined(separator: ", ")), \(Self.size(limit))"
        }
    }

    private static func size(_ bytes: Int) -> String {
        switch bytes {
        case let bytes where bytes % 1_048_576 == 0: "\(bytes / 1_048_576) MiB"
        case let bytes where bytes > 1_048_576: String(format: "%.1f MiB", Double(bytes) / 1_048_576)
        case let bytes where bytes % 1_024 == 0: "\(bytes / 1_024) KiB"
        default: "\(bytes) bytes"
        }
    }
}

extension Route.Answer {
    fileprivate var words: String {
        switch self {
        case .page: "page"
        case .json: "json"
        case .stream: "file"
        case .events: "events"
        }
    }
}

extension Route.Deadline {
    fileprivate var words: String {
        let limits = Limits()
        switch self {
        case .site: return "\(limits.bodyTime / 1_000) + \(limits.handlerTime / 1_000)"
        case .own(let body, let answer): return "\(body / 1_000) + \(answer / 1_000)"
        }
    }
}

extension RateLimit {
    fileprivate var words: String {
        let pool =
            switch pool {
            case .route: ""
            case .reading: ", reading"
            case .changing: ", changing"
            case .wrongKeys: ", wrong keys"
            }
        return "\(count) in \(seconds) \(subject == .person ? "a person" : "an address")\(pool)"
    }
}
