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
    /// A program with a key of a member's that has this scope; never a session.
    case key(KeyScope)
    /// A service that signs what it sends, by the name under which its secret is configured; never a session.
    case signature(String)
    /// Only on a server in development.
    case development
}

/// What a key opens. Its owner chooses the scopes of a key when it is made.
package struct KeyScope: Sendable, Hashable {
    /// `export`; part of a text key and of what programs read.
    package let name: String

    package init(_ name: String) { self.name = name }
}

/// How a caller shows who they are.
package enum Authentication: String, Sendable, Hashable, CaseIterable {
    case none, session, key, signature
}

extension Access {
    package var authentication: Authentication {
        switch self {
        case .anyone, .development: .none
        case .account, .member, .role: .session
        case .key: .key
        case .signature: .signature
        }
    }
}

/// In which space a route asks for a role.
package enum RouteSpace: Sendable, Hashable {
    case site, county
    /// Any: what the page shows belongs to the spaces in which its viewer holds the role.
    case anywhere
    /// The community or organization whose identifier stands in a parameter of the path.
    case community(parameter: String)
    case organization(parameter: String)
}

extension Visit {
    /// The space that a route speaks of in this request; nil where any will do. Throws `.notFound` where the parameter names
    /// none.
    package func space(_ rule: RouteSpace) throws(Problem) -> Space? {
        switch rule {
        case .anywhere: nil
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

    /// What shares a bucket.
    package enum Pool: Sendable, Hashable {
        /// The route alone.
        case route
        /// All routes that declare nothing narrower and only read; all that change something.
        case reading, changing
        /// Keys that were none.
        case wrongKeys
    }

    package let subject: Subject
    package let count: Int
    package let seconds: Int
    package let pool: Pool

    package init(per subject: Subject, count: Int, within seconds: Int) {
        self.init(per: subject, count: count, within: seconds, pool: .route)
    }

    private init(per subject: Subject, count: Int, within seconds: Int, pool: Pool) {
        self.subject = subject
        self.count = max(count, 1)
        self.seconds = max(seconds, 1)
        self.pool = pool
    }

    /// For pages: more than a waiting room behind one address reads, less than a machine that copies the place.
    package static let reading = RateLimit(per: .person, count: 1_200, within: 60, pool: .reading)
    /// Keys that open nothing, before the next one is looked at.
    static let wrongKeys = RateLimit(per: .address, count: 600, within: 600, pool: .wrongKeys)
    /// For actions that need nothing narrower: more than the quickest hand sends.
    package static let changing = RateLimit(per: .person, count: 120, within: 60, pool: .changing)
}
