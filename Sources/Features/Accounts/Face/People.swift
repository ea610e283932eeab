package import Storage

/// How a member is called, for whoever looks.
package struct NamedMember: Sendable, Equatable {
    package let pseudonym: String
    /// Whether the viewer may see the member's page. To anybody else it is none.
    package let hasPage: Bool
}

extension AccountsFeature {
    /// The names of members, for showing; whoever erased their account is missing.
    package func pseudonyms(of ids: [ID<Person>]) async throws -> [ID<Person>: String] {
        try await database.read { try MemberStore.pseudonyms(of: ids, in: $0) }
    }

    /// The same inside a transaction of another feature.
    package static func pseudonyms(of ids: [ID<Person>], in tx: Transaction) throws -> [ID<Person>: String] {
        try MemberStore.pseudonyms(of: ids, in: tx)
    }

    /// The same for a page that leads to members: a name is a link only where its viewer may see what it leads to.
    package static func named(
        _ ids: [ID<Person>], to viewer: Viewer, in tx: Transaction
    ) throws -> [ID<Person>: NamedMember] {
        try MemberStore.named(ids, to: viewer, in: tx)
    }

    /// The member who has exactly this name; nil where there is none, also where somebody's name only reads like it. For
    /// rooms whose answer is the same in both cases.
    package static func member(exactly name: String, in tx: Transaction) throws -> ID<Person>? {
        let tidied = Pseudonym.tidied(name)
        guard let found = try MemberStore.named(PseudonymKey(of: tidied), in: tx),
            found.pseudonym.utf8.elementsEqual(tidied.utf8)
        else { return nil }
        return found.id
    }

    /// The member who has exactly this name, for whoever runs the server: nothing is ever given to a look-alike.
    /// Throws `AccountNameError`.
    package func member(named name: String) async throws -> ID<Person> {
        let tidied = Pseudonym.tidied(name)
        guard let found = try await database.read({ try MemberStore.named(PseudonymKey(of: tidied), in: $0) }) else {
            throw AccountNameError.unknown(tidied)
        }
        guard found.pseudonym.utf8.elementsEqual(tidied.utf8) else {
            throw AccountNameError.lookAlike(tidied, of: found.pseudonym)
        }
        return found.id
    }
}
