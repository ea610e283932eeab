import Markup
import Safety
import Storage
import Synchronization
import Testing
import Web
import World

@testable import Accounts

/// Accounts and Safety, with three conditions of which two have names, and what members recorded of them.
struct ProfileWorld: Sendable {
    let world: World
    let safety: SafetyFeature
    /// What each member says that they live with, as another room keeps it.
    let recorded: Recorded

    var accounts: AccountsFeature { world.accounts }

    /// A member who joined long ago, by their name.
    func member(_ name: String, consent: Bool = true) async throws -> ID<Person> {
        let account = NewAccount(
            pseudonym: try Pseudonym(name, reserved: ReservedNames([])),
            passphrase: try #require(Passphrase(given: TestAccounts.passphrase)), language: .en, contact: Contact(),
            recovery: .random(), roles: [], hasHealthConsent: consent)
        return try await accounts.make(account, by: nil)
    }

    /// Shows the page, and perhaps a line, as far as it says.
    func show(_ member: ID<Person>, to visibility: Visibility, line: String? = nil) async throws {
        var profile = OwnProfile()
        profile.pseudonymVisibility = visibility
        (profile.about, profile.aboutVisibility) = (line, visibility)
        try await accounts.setProfile(profile, as: member.asViewer)
    }

    func page(of member: ID<Person>, as viewer: Viewer = .anonymous, _ language: Language = .en) async -> Exchange {
        await world.get("/people/\(member)", as: viewer, language)
    }

    /// Sends a form that stands on a page.
    func send(
        _ path: String, on page: String, as member: ID<Person>, _ fields: [(String, String)] = []
    ) async -> Exchange {
        await world.post(path, on: page, as: member.asViewer, fields)
    }

    final class Recorded: Sendable {
        private let lists = Mutex<[ID<Person>: [LivedWith]]>([:])
        func list(of viewer: Viewer) -> [LivedWith] {
            viewer.personID.flatMap { id in lists.withLock { $0[id] } } ?? []
        }
        func set(_ list: [LivedWith], of member: ID<Person>) { lists.withLock { $0[member] = list } }
    }
}

func withProfiles(on backend: Backend = .sqlite, _ body: (ProfileWorld) async throws -> Void) async throws {
    var settings = SiteSettings()
    settings.limits.slowAnswer = .max
    try await withWorld(
        on: backend, settings: settings,
        rooms: { [try SafetyFeature($0, reader: try CrisisReader(), house: $1.forSafety)] },
        accounts: { dependencies, keys in
            try AccountsFeature(
                dependencies, keys: keys, passphrases: PassphraseHashing(pepper: keys.pepper, cost: cheap))
        }
    ) { world in
        guard let safety: SafetyFeature = world.room() else { return }
        let recorded = ProfileWorld.Recorded()
        let names: [ID<LivedWith.Condition>: (en: String, es: String, link: Link)] = [
            .sample(1): ("Back pain", "Dolor de espalda", "/conditions/back-pain"),
            .sample(2): ("Depression", "Depresión", "/conditions/depression"),
        ]
        world.accounts.name { id, language in
            names[id].map { ConditionName(language == .en ? $0.en : $0.es, $0.link) }
        }
        world.accounts.offer { viewer, _ in recorded.list(of: viewer) }
        try await body(ProfileWorld(world: world, safety: safety, recorded: recorded))
    }
}

extension Exchange {
    /// The page without what is drawn anew for each answer.
    func steady(without id: String) -> String {
        text.replacing(/[0-9a-f]{128}/, with: "token").replacing(id, with: "someone")
    }
}
