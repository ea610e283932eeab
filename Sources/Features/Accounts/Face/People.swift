import Markup
package import Storage
import Web

extension AccountsFeature {
    /// The names of members, for showing; whoever erased their account is missing.
    package func pseudonyms(of ids: [ID<Person>]) async throws -> [ID<Person>: String] {
        try await database.read { try MemberStore.pseudonyms(of: ids, in: $0) }
    }

    /// The same inside a transaction of another feature.
    package static func pseudonyms(of ids: [ID<Person>], in tx: Transaction) throws -> [ID<Person>: String] {
        try MemberStore.pseudonyms(of: ids, in: tx)
    }

    /// Gives a member a role in a space (a community's or organization's identifier); the administrator's space is
    /// the whole server, `""`. Leaves an audit line.
    package func grant(_ role: Role, in space: String, to member: ID<Person>, by actor: Viewer) async throws {
        let (audit, now) = (audit, clock.now())
        try await database.write { tx in
            try RoleStore.grant(role, in: space, to: member, at: now, in: tx)
            try audit.record(.roleGranted, about: member, by: actor, detail: role.rawValue, at: now, in: tx)
        }
    }

    /// Takes a role away; at the member's next request it is gone.
    package func take(_ role: Role, in space: String, from member: ID<Person>, by actor: Viewer) async throws {
        let (audit, now) = (audit, clock.now())
        try await database.write { tx in
            try RoleStore.take(role, in: space, from: member, in: tx)
            try audit.record(.roleTaken, about: member, by: actor, detail: role.rawValue, at: now, in: tx)
        }
    }

    /// Who holds a role in a space, longest first.
    package static func holders(of role: Role, in space: String, in tx: Transaction) throws -> [ID<Person>] {
        try RoleStore.holders(of: role, in: space, in: tx)
    }
}
