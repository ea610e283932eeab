/// Why a list of routes cannot be served; said at start.
package enum RouteError: Error, Sendable, Equatable, CustomStringConvertible {
    case twice(String)

    package var description: String {
        switch self {
        case .twice(let route): "Two rooms or pages hand in \(route): take one of them out."
        }
    }
}

/// One page or action: method, path, who may, how often, and what it does.
package struct Route: Sendable {
    package enum Method: String, Sendable, Hashable {
        /// Also answers HEAD. Changes nothing.
        case get = "GET"
        /// A form; CSRF token, origin and size are checked before the handler runs.
        case post = "POST"
    }

    /// When a form has to bring its token.
    package enum TokenRule: Sendable, Hashable {
        case always
        /// Not from a visitor, for whom the action does nothing that another site could want: signing out, on a page that
        /// was left open until the session was over. The origin is checked all the same.
        case whileSignedIn
    }

    package typealias Handler = @Sendable (Visit) async throws -> Reply

    package let method: Method
    /// `/treatments/:slug`; a segment with a colon is a parameter.
    package let path: String
    package let access: Access
    package let limit: RateLimit?
    let token: TokenRule
    let handle: Handler

    /// A page.
    package static func get(
        _ path: String, _ access: Access, limit: RateLimit? = nil, _ handle: @escaping Handler
    ) -> Route {
        Route(method: .get, path: path, access: access, limit: limit, token: .always, handle: handle)
    }

    /// An action.
    package static func post(
        _ path: String, _ access: Access, limit: RateLimit? = nil, token: TokenRule = .always,
        _ handle: @escaping Handler
    ) -> Route {
        Route(method: .post, path: path, access: access, limit: limit, token: token, handle: handle)
    }

    /// Whether the route takes an address of these parts.
    func matches(_ segments: [Substring.UTF8View]) -> Bool {
        let pattern = path.utf8.split(separator: UInt8(ascii: "/"))
        guard pattern.count == segments.count else { return false }
        return zip(pattern, segments).allSatisfy { $0.first == UInt8(ascii: ":") || $0.elementsEqual($1) }
    }
}
