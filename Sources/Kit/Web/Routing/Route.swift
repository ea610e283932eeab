/// Why a list of routes cannot be served; said at start.
package enum RouteError: Error, Sendable, Equatable, CustomStringConvertible {
    case twice(String)
    case readingWithBody(String)

    package var description: String {
        switch self {
        case .readingWithBody(let route): "\(route) declares a body: what only reads has none."
        case .twice(let route): "Two rooms or pages hand in \(route): take one of them out."
        }
    }
}

/// One page, action or door for programs: method, path, who may, how often, what is sent and answered, and what it
/// does.
package struct Route: Sendable {
    package enum Method: String, Sendable, Hashable, CaseIterable {
        /// Also answers HEAD. Changes nothing.
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// What it answers, also where it fails.
    package enum Answer: Sendable, Hashable {
        /// A page for people; a failure is a page too.
        case page
        /// JSON for programs; a failure is a problem document (RFC 9457).
        case json
    }

    /// What is sent to it, checked before the handler runs.
    package enum Body: Sendable, Hashable {
        case none
        /// A form of at most so many bytes, nil for the site's limit; its token and origin are checked besides.
        case form(limit: Int?)
        /// JSON of at most so many bytes; read with `Visit.json`.
        case json(limit: Int)
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
    package let answer: Answer
    package let body: Body
    let token: TokenRule
    let handle: Handler

    /// A page.
    package static func get(
        _ path: String, _ access: Access, limit: RateLimit? = nil, _ handle: @escaping Handler
    ) -> Route {
        Route(
            method: .get, path: path, access: access, limit: limit, answer: .page, body: .none, token: .always,
            handle: handle)
    }

    /// An action.
    package static func post(
        _ path: String, _ access: Access, limit: RateLimit? = nil, token: TokenRule = .always,
        _ handle: @escaping Handler
    ) -> Route {
        Route(
            method: .post, path: path, access: access, limit: limit, answer: .page, body: .form(limit: nil),
            token: token, handle: handle)
    }

    /// A door for programs. One that changes something and is opened by the session's cookie asks the browser's word
    /// that it was called from this site; a form has its token besides.
    package static func json(
        _ method: Method, _ path: String, _ access: Access, body: Body = .none, limit: RateLimit? = nil,
        _ handle: @escaping Handler
    ) -> Route {
        Route(
            method: method, path: path, access: access, limit: limit, answer: .json, body: body, token: .always,
            handle: handle)
    }

    /// Whether the route takes an address of these parts.
    func matches(_ segments: [Substring.UTF8View]) -> Bool {
        let pattern = path.utf8.split(separator: UInt8(ascii: "/"))
        guard pattern.count == segments.count else { return false }
        return zip(pattern, segments).allSatisfy { $0.first == UInt8(ascii: ":") || $0.elementsEqual($1) }
    }
}
