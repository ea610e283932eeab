package import Storage

extension AccountsFeature {
    /// The names of members, for showing; whoever erased their account is missing.
    package func pseudonyms(of ids: [ID<Person>]) async throws -> [ID<Person>: String] {
        try await database.read { try MemberStore.pseudonyms(of: ids, in: $0) }
    }

    /// The same inside a transaction of another feature.
    package static func pseudonyms(of ids: [ID<Person>], in tx: Transaction) throws -> [ID<Person>: String] {
        try MemberStore.pseudonyms(of: ids, in: tx)
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
