import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

/// Accounts alone, with a site to walk through and a clock that stands where the test puts it.
struct TestAccounts: Sendable {
    let world: World

    var accounts: AccountsFeature { world.accounts }
    var database: Database { world.database }
    var site: Site { world.site }
    var time: WorldTime { world.time }

    static let passphrase = "heron willow candle stone river"

    /// A member with the passphrase above.
    func member(
        _ name: String, passphrase: String = Self.passphrase, language: Language = .en, contact: Contact = Contact(),
        recovery: RecoveryCode = .random(), roles: [HeldRole] = [], consent: Bool = false
    ) async throws -> ID<Person> {
        let account = NewAccount(
            pseudonym: try Pseudonym(name, reserved: ReservedNames([])),
            passphrase: try #require(Passphrase(given: passphrase)), language: language, contact: contact,
            recovery: recovery, roles: roles, hasHealthConsent: consent)
        return try await accounts.make(account, by: nil)
    }

    /// A browser in which a member is signed in.
    func browser(of member: ID<Person>, language: Language = .en) async throws -> Browser {
        try await world.browser(of: member, language: language)
    }

    func browser(_ language: Language = .en) -> Browser { Browser(site: site, language: language) }

    /// Signs in as the page does; nil for a name and a passphrase that do not go together.
    func signIn(
        _ name: String, _ passphrase: String = Self.passphrase, isShared: Bool = false
    ) async throws -> SignedInNow? {
        let checked = try await accounts.checkPassphrase(name: name, passphrase: passphrase, at: time.now)
        guard let checked else { return nil }
        return try await accounts.signIn(checked, isShared: isShared)
    }
}

/// Cheap hashing: what is tested here is not the cost.
let cheap = Argon2id(memory: 64, passes: 1, lanes: 1)

func withAccounts(
    on backend: Backend = .sqlite, rooms: [Feature] = [], _ body: (TestAccounts) async throws -> Void
) async throws {
    try await withWorld(
        on: backend, rooms: { _, _ in rooms.map(GivenRoom.init) },
        accounts: { dependencies, keys in
            try AccountsFeature(
                dependencies, keys: keys, passphrases: PassphraseHashing(pepper: keys.pepper, cost: cheap))
        }
    ) { try await body(TestAccounts(world: $0)) }
}

/// A room of a test, as what it hands in.
struct GivenRoom: Room {
    let feature: Feature
}

/// The one place where statuses and addresses are compared.
func expect(
    _ exchange: Exchange, _ status: Int, to location: String? = nil, holds words: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    expect(
        exchange, status, to: location, holds: words.map { [$0] } ?? [], lacks: [], sourceLocation: sourceLocation)
}
