/// Why a list of routes cannot be served; said at start.
package enum RouteError: Error, Sendable, Equatable, CustomStringConvertible {
    case twice(String)
    case readingWithBody(String)
    case pageByKey(String)
    case formByKey(String)
    case signedNothing(String)
    case signedAnywhere(String)

    package var description: String {
        switch self {
        case .readingWithBody(let route): "\(route) declares a body: what only reads has none."
        case .pageByKey(let route): "\(route) is a page: keys and signatures open doors for programs only."
        case .formByKey(let route): "\(route) takes a form: its token is a cookie's, and no cookie counts there."
        case .signedNothing(let route): "\(route) asks for a signature and takes no JSON or bytes that could be signed."
        case .signedAnywhere(let route): "\(route) asks for a signature: its address has no parameters."
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
        /// A file or another long answer, written as it is read; a failure is a page, or on a route for programs
        /// (`/api/`) a problem document.
        case stream
        /// Server-sent events; a failure is a problem document.
        case events
    }

    /// What is sent to it, checked before the handler runs.
    package enum Body: Sendable, Hashable {
        case none
        /// A form of at most so many bytes, nil for the site's limit; its token and origin are checked besides.
        case form(limit: Int?)
        /// JSON of at most so many bytes; read with `Visit.json`.
        case json(limit: Int)
        /// A form with one file, of at most so many bytes in all; its token comes before the file.
        case upload(limit: Int)
        /// Bytes as they come, of at most so many and of one of these media types.
        case raw(limit: Int, types: [String])

        /// A form in which somebody writes: it takes far more than its fields do, so that who pastes too much gets it back
        /// with a word on it, and with help where it speaks of danger.
        package static let words = Body.form(limit: 400_000)
    }

    /// How long a call may take.
    package enum Deadline: Sendable, Hashable {
        /// What the site allows: `Limits.bodyTime` and `Limits.handlerTime`.
        case site
        /// Milliseconds from the head to the end of the body, and from there to the first byte of the answer.
        case own(body: Int64, answer: Int64)
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
    package let limit: RateLimit
    package let answer: Answer
    package let body: Body
    package private(set) var deadline: Deadline
    /// It answers only when something else has come to pass, and that takes a second or more as a rule. So nothing is logged of
    /// how long it took: the line would say when somebody was here, and of nothing that was wrong.
    package private(set) var waits = false
    /// What programs are told besides; every route for programs has it.
    package internal(set) var documentation: RouteDocumentation?
    let token: TokenRule
    private(set) var handle: Handler

    init(
        _ method: Method, _ path: String, _ access: Access, body: Body, answer: Answer, limit: RateLimit?,
        deadline: Deadline, token: TokenRule = .always, _ handle: @escaping Handler
    ) {
        (self.method, self.path, self.access, self.body) = (method, path, access, body)
        self.limit = limit ?? (method == .get ? .reading : .changing)
        (self.answer, self.deadline, self.token, self.handle) = (answer, deadline, token, handle)
    }

    /// A page, or what else is read: a long file, events.
    package static func get(
        _ path: String, _ access: Access, answer: Answer = .page, limit: RateLimit? = nil, _ handle: @escaping Handler
    ) -> Route {
        Route(.get, path, access, body: .none, answer: answer, limit: limit, deadline: .site, handle)
    }

    /// An action, answered with a page, another page's address, or a file.
    package static func post(
        _ path: String, _ access: Access, body: Body = .form(limit: nil), answer: Answer = .page,
        limit: RateLimit? = nil, deadline: Deadline = .site, token: TokenRule = .always, _ handle: @escaping Handler
    ) -> Route {
        Route(
            .post, path, access, body: body, answer: answer, limit: limit, deadline: deadline, token: token, handle)
    }

    /// A form with one file, of at most so many bytes in all. Its body may take as long as a slow line needs for so much:
    /// 32 KiB a second over the whole, and never less than `Limits.bodyRate`.
    /// - Parameter answer: milliseconds from the end of the file to the first byte of the answer.
    package static func upload(
        _ path: String, _ access: Access, limit bytes: Int, rate: RateLimit, answer: Int64 = 5_000,
        _ handle: @escaping Handler
    ) -> Route {
        Route(
            .post, path, access, body: .upload(limit: bytes), answer: .page, limit: rate,
            deadline: .own(body: 30_000 + Int64(bytes) / 32, answer: answer), handle)
    }

    /// A door for programs. One that changes something and is opened by the session's cookie asks the browser's word
    /// that it was called from this site; a form has its token besides.
    package static func json(
        _ method: Method, _ path: String, _ access: Access, body: Body = .none, answer: Answer = .json,
        limit: RateLimit? = nil, deadline: Deadline = .site, _ handle: @escaping Handler
    ) -> Route {
        Route(method, path, access, body: body, answer: answer, limit: limit, deadline: deadline, handle)
    }

    /// Whether programs call it: what it refuses is told in problem documents.
    package var isForPrograms: Bool {
        switch answer {
        case .json, .events: true
        case .stream: Site.isForPrograms(path)
        case .page: false
        }
    }

    /// The same route with something before and behind what it does.
    package func around(_ wrap: @escaping @Sendable (Visit, Handler) async throws -> Reply) -> Route {
        var route = self
        let inner = handle
        route.handle = { try await wrap($0, inner) }
        return route
    }

    /// The same route as one that waits: it may take 20 s from the body to the first byte of the answer, and is slow for
    /// nobody's log.
    package func waiting() -> Route {
        var route = self
        route.waits = true
        switch deadline {
        case .site: route.deadline = .own(body: Limits().bodyTime, answer: Self.longestWait)
        case .own(let body, let answer): route.deadline = .own(body: body, answer: max(answer, Self.longestWait))
        }
        return route
    }

    /// Milliseconds.
    private static let longestWait: Int64 = 20_000

    /// Whether a session's cookie counts here, and with it all that keeps other sites from using it. Where a key or a
    /// signature opens, a cookie is not looked at.
    var isOpenedByCookie: Bool {
        switch access.authentication {
        case .none, .session: true
        case .key, .signature: false
        }
    }

    /// Whether the route takes an address of these parts.
    func matches(_ segments: [Substring.UTF8View]) -> Bool {
        let pattern = path.utf8.split(separator: UInt8(ascii: "/"))
        guard pattern.count == segments.count else { return false }
        return zip(pattern, segments).allSatisfy { $0.first == UInt8(ascii: ":") || $0.elementsEqual($1) }
    }
}
