package import Storage

/// One use of a member's data, as the member sees it under "Where your data went".
package struct Receipt: Sendable, Equatable {
    /// Who used it.
    package enum User: Sendable, Equatable {
        /// This server itself, by its own rules.
        case site
        /// The member.
        case yourself
        /// Somebody in a role; which person stays in the audit log.
        case role(Role)
    }

    /// What was used and what for.
    package enum Use: String, Sendable, CaseIterable {
        /// Counted, without a name, in the figures everybody sees.
        case figures
        /// Downloaded by the member.
        case export
        /// A question was passed on to the member because of what they record.
        case question
        /// Opened to answer a request or to solve a problem.
        case support
    }

    package let user: User
    package let use: Use
    package let at: Instant
    /// An identifier of what it was used in, such as a release's; never content. At most 100 bytes are kept.
    package let reference: String?

    package init(user: User, use: Use, at: Instant, reference: String? = nil) {
        self.user = user
        self.use = use
        self.at = at
        self.reference = reference
    }
}

extension Receipt.User {
    /// As it is kept: `site`, `yourself`, `role:steward`.
    var code: String {
        switch self {
        case .site: "site"
        case .yourself: "yourself"
        case .role(let role): "role:" + role.rawValue
        }
    }

    init?(code: String) {
        switch code {
        case "site": self = .site
        case "yourself": self = .yourself
        default:
            guard code.utf8.starts(with: "role:".utf8),
                let role = Role(rawValue: String(code.unicodeScalars.dropFirst(5)))
            else { return nil }
            self = .role(role)
        }
    }
}
