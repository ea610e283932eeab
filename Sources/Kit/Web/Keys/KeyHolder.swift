package import Storage

/// Whose key a program brought, and what it opens.
package struct KeyHolder: Sendable, Hashable {
    /// How the room that keeps the keys calls it; never the key.
    package let id: String
    package let person: ID<Person>
    package let scopes: Set<KeyScope>
    package let expiresAt: Instant

    package init(id: String, person: ID<Person>, scopes: Set<KeyScope>, expiresAt: Instant) {
        (self.id, self.person, self.scopes, self.expiresAt) = (id, person, scopes, expiresAt)
    }
}

/// A scope as it is offered to whoever makes a key.
package struct OfferedScope: Sendable, Hashable {
    package let scope: KeyScope
    /// Text keys: what a program may do with it, and what that comes to.
    package let label: String
    package let hint: String

    package init(_ scope: KeyScope, label: String, hint: String) {
        (self.scope, self.label, self.hint) = (scope, label, hint)
    }
}
