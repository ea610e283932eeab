/// What a person may do beyond being a member. A role belongs to a space, the administrator's aside.
package enum Role: String, Sendable, Hashable, CaseIterable {
    case leader, coordinator, moderator, steward, director, administrator
}

/// Whoever looks. An argument of every read that a page may call, never ambient.
package enum Viewer: Sendable {
    case anonymous
    case person(ID<Person>, roles: Set<Role>)
    /// The program itself, with its reason, e.g. `"nightly release"`.
    case system(reason: String)

    /// The person who looks, if it is a person.
    package var personID: ID<Person>? {
        if case .person(let id, _) = self { id } else { nil }
    }

    /// Whether it is a person in that role.
    package func has(_ role: Role) -> Bool {
        if case .person(_, let roles) = self { roles.contains(role) } else { false }
    }
}
