import Foundation
import Jobs
import Markup
import Post
import Storage
package import Web

/// Accounts: who a member is, what they agreed to, and where their data went. Read this first.
///
/// Other features ask here who is signed in (`Visit.session`, made by `authenticate`), whether a member agrees to the
/// use of health data (`Visit.hasHealthConsent`), how a member is called (`pseudonyms`), who holds
/// a role in a space (`holders`), and leave receipts and audit lines.
package struct AccountsFeature: Room {
    /// One object: rooms hold this one and each other, pages hold rooms, and each part would be counted each time one is
    /// handed on.
    private final class Parts: Sendable {
        let database: Database
        let clock: Storage.Clock
        let settings: SiteSettings
        let queue: Queue
        let outbox: Outbox
        let keys: AccountKeys
        let words: WordLists
        let passphrases: PassphraseHashing
        let pendingTries = PendingTries()
        let audit: Audit

        init(_ dependencies: Dependencies, _ keys: AccountKeys, _ passphrases: PassphraseHashing) throws {
            database = dependencies.database
            clock = dependencies.clock
            settings = dependencies.settings
            queue = dependencies.queue
            outbox = dependencies.outbox
            self.keys = keys
            self.passphrases = passphrases
            words = try WordLists.read.get()
            audit = Audit(key: keys.audit, chain: keys.auditChain)
        }
    }

    private let parts: Parts

    var database: Database { parts.database }
    var clock: Storage.Clock { parts.clock }
    var settings: SiteSettings { parts.settings }
    var queue: Queue { parts.queue }
    var outbox: Outbox { parts.outbox }
    var keys: AccountKeys { parts.keys }
    var words: WordLists { parts.words }
    var passphrases: PassphraseHashing { parts.passphrases }
    var pendingTries: PendingTries { parts.pendingTries }
    var sessionSeal: SessionCookieSeal { SessionCookieSeal(key: parts.keys.session) }
    /// The audit log.
    package var audit: Audit { parts.audit }

    /// Throws when a word list is missing.
    package init(_ dependencies: Dependencies, keys: AccountKeys) throws {
        try self.init(dependencies, keys: keys, passphrases: PassphraseHashing(pepper: keys.pepper))
    }

    init(_ dependencies: Dependencies, keys: AccountKeys, passphrases: PassphraseHashing) throws {
        parts = try Parts(dependencies, keys, passphrases)
    }

    package var feature: Feature {
        var feature = Feature(name: "Accounts", bundle: .module)
        feature.routes = { routes(of: $0) }
        feature.jobs = [
            .init("accounts.sessions") { _ in
                try await sweepSessions()
                try await forgetUsedSecondFactors()
                try await sweepKeys()
            }
        ]
        feature.schedules = [.init(nightly: "accounts.sessions", hour: 4, minute: 10)]
        feature.commands = commands
        feature.mails = [Self.newsMail]
        feature.exporter = exporter
        feature.keyScopes = AccountForPrograms.scopes
        feature.eraser = eraser
        feature.menu = [
            MenuEntry(.account, "accounts.account.title", to: "/me/account", for: .members),
            MenuEntry(.account, "accounts.server.title", to: "/admin", for: .holders(.administrator, in: .site)),
        ]
        feature.facts = [Self.healthConsent]
        feature.auditEvents = AuditEvent.ofAccounts
        feature.receiptUses = [.export]
        feature.people = Fixture { owner, other in try await demonstrateRoutes(owner, other) }
        return feature
    }

    private func routes(of house: [Feature]) -> [Route] {
        [
            SignUpPage(accounts: self).routes, SignInPage(accounts: self).routes, SignOutPage(accounts: self).routes,
            RecoverPage(accounts: self).routes, ConsentPage(accounts: self).routes, AccountPage(accounts: self).routes,
            ChangePassphrasePage(accounts: self).routes, ContactPage(accounts: self).routes,
            StopMailPage(accounts: self).routes, bounceRoutes,
            RecoveryCodePage(accounts: self).routes, secondFactorRoutes, HeldPage(accounts: self).routes,
            ReceiptsPage(accounts: self, uses: house.flatMap(\.receiptUses)).routes,
            ExportPage(accounts: self, exporters: house.compactMap(\.exporter)).routes,
            AccessKeysPage(accounts: self, scopes: house.flatMap(\.keyScopes)).routes,
            AccountForPrograms(accounts: self, exporters: house.compactMap(\.exporter)).routes,
            ErasePage(accounts: self, erasers: house.compactMap(\.eraser)).routes,
            ServerPage(accounts: self, cards: house.compactMap(\.administration)).routes,
            PeoplePage(accounts: self).routes, PersonPage(accounts: self).routes,
        ].flatMap { $0 }
    }

    /// A passkey and a key for programs of the owner's, and the other member for the administrator's pages.
    private func demonstrateRoutes(_ owner: ID<Person>, _ other: ID<Person>) async throws -> [String: String] {
        let key = AuthenticatorData.Credential(id: RandomBytes.make(16), publicKey: RandomBytes.make(64))
        let seal = keys.secondFactor.seal
        let passkey = try await database.write { tx in
            try PasskeyStore.removeAll(of: owner, in: tx)
            try PasskeyStore.add(key, named: "Phone", of: owner, seal: seal, in: tx)
            return try PasskeyStore.all(of: owner, seal: seal, in: tx).first?.id
        }
        let accessKey = try await demonstrateKey(of: owner)
        return [
            "/admin/people/:member": other.description, "/admin/jobs/:job": ID<Job>.random().description,
            "/erased/:reference": "0123456789abcdef",
            "/me/account/second-factor/passkeys/:passkey": passkey?.description ?? "",
            "/me/account/keys/:key": accessKey.description,
            "/mail/stop/:token": try mailSeal.token(
                .init(member: other, addressSince: clock.now()), for: .unsubscribe, of: .random()),
        ]
    }

    /// A key in the place of those before.
    private func demonstrateKey(of owner: ID<Person>) async throws -> ID<AccessKeyRow> {
        try await database.write { try AccessKeyStore.removeAll(of: owner, in: $0) }
        return try await newKey(of: owner, named: "Phone", scopes: [.profile], lasting: .days(1)).id
    }

    /// Takes out the sessions that ended with a day.
    func sweepSessions() async throws {
        let today = SessionTerms.day(of: clock.now())
        try await database.write { try SessionStore.sweep(today: today, in: $0) }
    }
}
