/// Whoever looks. An argument of every read that a page may call, never ambient.
package enum Viewer: Sendable {
    case anonymous
    case person(ID<Person>, roles: Set<HeldRole>)
    /// The program itself, with its reason, e.g. `"nightly release"`.
    case system(reason: String)

    /// The person who looks, if it is a person.
    package var personID: ID<Person>? {
        if case .person(let id, _) = self { id } else { nil }
    }

    /// Whether it is a person who holds that role in that space; a role held elsewhere counts for nothing.
    package func has(_ role: Role, in space: Space) -> Bool {
        if case .person(_, let roles) = self { roles.contains(HeldRole(role, in: space)) } else { false }
    }
}
