import NIOHTTP1

/// The routes that take more or longer than a page's form. A connection has to know before a router is asked: it is the
/// connection that waits for the body.
struct UncommonRoutes: Sendable {
    private let routes: [String: [Route]]

    init(_ all: [Route]) {
        routes = Dictionary(grouping: all.filter { $0.deadline != .site || $0.bodyBytes != nil }, by: \.method.rawValue)
    }

    /// The route of a request, if it is one of these.
    func route(of head: HTTPRequestHead) -> Route? {
        guard let routes = routes[head.method.rawValue] else { return nil }
        let segments = head.uri.utf8.prefix { $0 != UInt8(ascii: "?") }.split(separator: UInt8(ascii: "/"))
        return routes.first { $0.matches(segments) }
    }
}

extension Route {
    /// Bytes of a body at most, where that is not the site's limit for forms.
    var bodyBytes: Int? {
        switch body {
        case .none, .form(nil): nil
        case .form(let limit?), .json(let limit), .upload(let limit), .raw(let limit, _): limit
        }
    }
}
