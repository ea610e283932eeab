import Foundation
import Jobs
import Logging
import Markup
package import Post
import Safety
import Storage
import Synchronization
package import Web

/// Accounts: who a member is, what they agreed to, and where their data went. Read this first.
///
/// Other features ask here who is signed in (`Visit.session`, made by `authenticate`), whether a member agrees to the
/// use of health data (`Visit.hasHealthConsent`) and who enters figures (`forEachConsenting`), how a member is called
/// (`pseudonyms`), who holds a role in a space (`holders`), and leave receipts and audit lines.
package struct AccountsFeature: Room {
    /// One object: rooms hold this one and each other, pages hold rooms, and each part would be counted each time one is
    /// handed on.
    private final class Parts: Sendable {
        let database: Database
        let clock: Storage.Clock
        let settings: SiteSettings
        let logger: Logger
        let queue: Queue
        let outbox: Outbox
        let keys: AccountKeys
        let words: WordLists
        let passphrases: PassphraseHashing
        let failedTries: FailedTries
        let audit: Audit
        let erasures: Erasures
        let mailedReplies: MailedReplies?
        let handedIn = Mutex(HandedIn())
        let rewrittenFile = RewrittenFile()

        init(_ dependencies: Dependencies, _ keys: AccountKeys, _ passphrases: PassphraseHashing) throws {
            database = dependencies.database
            clock = dependencies.clock
            settings = dependencies.settings
            logger = dependencies.logger
            queue = dependencies.queue
            outbox = dependencies.outbox
            self.keys = keys
            failedTries = FailedTries(processes: dependencies.settings.processes)
            self.passphrases = passphrases
            words = try WordLists.read.get()
            mailedReplies = try Parts.mailedReplies(dependencies.settings.mail, MailSeal(key: keys.mail))
            audit = Audit(key: keys.audit, chain: keys.auditChain)
            erasures = Erasures(
                database: dependencies.database, key: keys.erasures, folder: dependencies.folder,
                logger: dependencies.logger)
        }

        private static func mailedReplies(_ terms: MailTerms?, _ seal: MailSeal) throws -> MailedReplies? {
            guard let terms, let base = terms.replies else { return nil }
            return try MailedReplies(
                base: base, from: terms.from, links: [terms.address + MailWriter.stopPage("").text], seal: seal)
        }
    }

    private let parts: Parts

    var database: Database { parts.database }
    var clock: Storage.Clock { parts.clock }
    var settings: SiteSettings { parts.settings }
    var logger: Logger { parts.logger }
    var queue: Queue { parts.queue }
    var outbox: Outbox { parts.outbox }
    var keys: AccountKeys { parts.keys }
    var words: WordLists { parts.words }
    var passphrases: PassphraseHashing { parts.passphrases }
    var failedTries: FailedTries { parts.failedTries }
    var handedIn: HandedIn { parts.handedIn.withLock { $0 } }
    func handIn(_ change: @Sendable (inout HandedIn) -> Void) { parts.handedIn.withLock { change(&$0) } }
    var sessionSeal: SessionCookieSeal { SessionCookieSeal(key: parts.keys.session) }
    /// The audit log.
    package var audit: Audit { parts.audit }

    /// Reads replies by mail; nil where none come in.
    package var mailedReplies: MailedReplies? { parts.mailedReplies }

    /// What stands of erasures and of consent taken back, for a restored copy to do again.
    var erasures: Erasures { parts.erasures }

    /// What takes removed words out of the engine's files.
    var wordBytes: WordBytes {
        WordBytes(database: database, logger: logger, file: parts.rewrittenFile) { [parts] in
            parts.handedIn.withLock { $0.tables }
        }
    }

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
                try await liftEndedHolds()
                try await forgetUsedSecondFactors()
                try await sweepKeys()
                await erasures.writeDown()
                try await sweepSentRecords()
            },
            .init("accounts.bytes", lease: .minutes(60), attempts: 30, concurrency: 1) { _ in
                try await wordBytes.rewrite()
            },
        ]
        feature.schedules = [
            .init(nightly: "accounts.sessions", hour: 4, minute: 10),
            // Readers of a large table wait for it.
            .init(nightly: "accounts.bytes", hour: 4, minute: 40, madeUpWithin: .hours(2)),
        ]
        feature.checks = [Check("accounts.doctor.bytes") { try await wordBytes.findings() }]
        feature.start = {
            await erasures.writeDown()
            await wordBytes.stopSampling()
        }
        feature.background = [{ await keepLiftingEndedHolds() }]
        feature.backgroundOfHouse = [{ await keepErasing($0) }]
        feature.commands = commands
        feature.mails = [Self.newsMail]
        feature.records = records
        feature.keyScopes = AccountForPrograms.scopes
        feature.menu = [
            MenuEntry(.account, "accounts.profile.title", to: "/me/profile", for: .members),
            MenuEntry(
                .account, "accounts.follow.title", to: "/me/following", for: .members,
                covers: ["/me/blocked", "/people"]),
            MenuEntry(.account, "accounts.account.title", to: "/me/account", for: .members),
            MenuEntry(.account, "accounts.server.title", to: "/admin", for: .holders(.administrator, in: .site)),
        ]
        feature.facts = [Self.healthConsent, Self.figuresConsent]
        feature.auditEvents = AuditEvent.ofAccounts
        feature.receiptUses = [.export, .wish, .deathNotice, .handedOver, .restored]
        feature.safetyTexts = Self.safetyTexts
        feature.people = Fixture { owner, other in try await demonstrateRoutes(owner, other) }
        return feature
    }

    /// Names that members choose, and what they tell of themselves.
    private static let safetyTexts = [
        profileLine,
        WrittenText("accounts.pseudonym", at: "/sign-up", field: "pseudonym"),
        WrittenText(
            "accounts.name", field: "pseudonym",
            published: PublishedText(
                find: { try MemberStore.foundName($0, as: $1, in: $2) },
                setHidden: { try MemberStore.setNameHidden($1, of: $0, in: $3) })),
        WrittenText("accounts.key", at: "/me/account/keys", field: "name"),
        WrittenText("accounts.wish", at: WishesPage.path, field: "words"),
        WrittenText("accounts.wish.outside", at: WishesPage.path, field: "outside"),
        WrittenText("accounts.passkey", at: "/me/account/second-factor/passkey", field: "name"),
    ]

    private func routes(of house: [Feature]) -> [Route] {
        [
            SignUpPage(accounts: self).routes, SignInPage(accounts: self).routes, SignOutPage(accounts: self).routes,
            RecoverPage(accounts: self).routes,
            ConsentPage(accounts: self).routes,
            AccountPage(accounts: self).routes,
            ChangePassphrasePage(accounts: self).routes, ContactPage(accounts: self).routes,
            MailHabitsPage(accounts: self, paced: house.flatMap(\.mails).map(\.name)).routes,
            StopMailPage(accounts: self).routes, bounceRoutes,
            ProfilePage(accounts: self).routes, ProfileLinePage(accounts: self).routes,
            MemberPage(accounts: self, beside: house.compactMap(\.besidePerson)).routes,
            TiesPage(accounts: self).routes,
            RecoveryCodePage(accounts: self).routes, OwnKeyPage(accounts: self).routes, secondFactorRoutes,
            HeldPage(accounts: self).routes,
            ReceiptsPage(accounts: self, uses: house.flatMap(\.receiptUses)).routes,
            ExportPage(accounts: self, house: house).routes,
            AccessKeysPage(accounts: self, scopes: house.flatMap(\.keyScopes)).routes,
            AccountForPrograms(accounts: self, records: house.flatMap(\.records)).routes,
            TakeInPage(accounts: self, house: house).routes,
            LeavePage(accounts: self, house: house).routes, WishesPage(accounts: self).routes,
            ServerPage(
                accounts: self, cards: house.compactMap(\.administration), checks: house.flatMap(\.checks)
            ).routes,
            PeoplePage(accounts: self).routes, PersonPage(accounts: self).routes,
            DeathNoticePage(accounts: self, house: house).routes,
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
        try await demonstrateDeath(of: other)
        try await demonstrateProfile(of: other)
        return [
            "/people/:member": other.description, "/me/profile/as/:viewer": SeenAs.member.rawValue,
            "/admin/people/:member": other.description, "/admin/jobs/:job": ID<Job>.random().description,
            "/erased/:reference": "0123456789abcdef", "/me/account/leave/:way": LeavingWay.anonymise.rawValue,
            "/me/account/second-factor/passkeys/:passkey": passkey?.description ?? "",
            "/me/account/keys/:key": accessKey.description,
            "/me/account/export/:file": "accounts-account.csv",
            "/mail/stop/:token": try mailSeal.token(
                .init(member: other, addressSince: clock.now()), for: .unsubscribe, of: .random()),
        ]
    }

    /// A wish, and an administrator who was told of a death.
    private func demonstrateDeath(of member: ID<Person>) async throws {
        let (now, seal) = (clock.now(), wishSeal)
        try await database.write { tx in
            let wish = Wish(what: .erase, delegate: .nobody, outside: "", words: "", changedAt: now)
            try WishStore.set(wish, of: member, seal: seal, in: tx)
            let notice = DeathNotice(why: "A sister called.", notedAt: now)
            _ = try WishStore.note(notice, of: member, seal: seal, in: tx)
        }
    }

    /// A page that members may open, and nobody else.
    private func demonstrateProfile(of member: ID<Person>) async throws {
        var profile = OwnProfile()
        profile.pseudonymVisibility = .members
        try await setProfile(profile, as: .person(member, roles: []))
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
