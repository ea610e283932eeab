package import Storage

/// Who may call a route. Checked in one place, before the page's code runs; a person who may not know of a page gets
/// the same 404 as for a page that does not exist.
package enum Access: Sendable, Hashable {
    case anyone
    /// Signed in, also while the account is held: what is every person's by right, such as taking their data along.
    case account
    /// Signed in.
    case member
    /// Signed in and holding the role in the space that the route speaks of.
    case role(Role, in: RouteSpace)
    /// Only on a server in development.
    case development
}

/// In which space a route asks for a role.
package enum RouteSpace: Sendable, Hashable {
    case site, county
    /// The community or organization whose identifier stands in a parameter of the path.
    case community(parameter: String)
    case organization(parameter: String)
}

extension Visit {
    /// The space that a route speaks of in this request. Throws `.notFound` where the parameter names none.
    package func space(_ rule: RouteSpace) throws(Problem) -> Space {
        switch rule {
        case .site: .site
        case .county: .county
        case .community(let parameter): .community(try id(parameter))
        case .organization(let parameter): .organization(try id(parameter))
        }
    }
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
