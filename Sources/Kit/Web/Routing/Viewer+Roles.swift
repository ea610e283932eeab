package import Storage

extension Viewer {
    /// Whether it is a person who looks after what is written in a space: its own moderators do, and those of the site
    /// everywhere.
    package func moderates(_ space: Space) -> Bool { has(.moderator, in: space) || has(.moderator, in: .site) }

    /// The spaces in which it is a person who holds that role.
    package func spaces(of role: Role) -> [Space] {
        guard case .person(_, let roles) = self else { return [] }
        return roles.filter { $0.role == role }.map(\.space)
    }
}
