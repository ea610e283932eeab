package import Storage

/// Who may call a route. Checked in one place, before the page's code runs; a person who may not know of a page gets
/// the same 404 as for a page that does not exist.
package enum Access: Sendable, Hashable {
    case anyone
    /// Signed in.
    case member
    /// Signed in and holding the role.
    case role(Role)
    /// Only on a server in development.
    case development
}

/// How often one address or one person may call a route: a bucket of `count` calls that fills up again within so many
/// seconds.
package struct RateLimit: Sendable, Hashable {
    package enum Subject: Sendable, Hashable {
        /// The client's address; an IPv6 network of 64 bits counts as one.
        case address
        /// The person signed in, else the address.
        case person
    }

    package let subject: Subject
    package let count: Int
    package let seconds: Int

    package init(per subject: Subject, count: Int, within seconds: Int) {
        self.subject = subject
        self.count = max(count, 1)
        self.seconds = max(seconds, 1)
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

    package typealias Handler = @Sendable (Visit) async throws -> Reply

    package let method: Method
    /// `/treatments/:slug`; a segment with a colon is a parameter.
    package let path: String
    package let access: Access
    package let limit: RateLimit?
    let handle: Handler

    /// A page.
    package static func get(
        _ path: String, _ access: Access, limit: RateLimit? = nil, _ handle: @escaping Handler
    ) -> Route {
        Route(method: .get, path: path, access: access, limit: limit, handle: handle)
    }

    /// An action.
    package static func post(
        _ path: String, _ access: Access, limit: RateLimit? = nil, _ handle: @escaping Handler
    ) -> Route {
        Route(method: .post, path: path, access: access, limit: limit, handle: handle)
    }
}
