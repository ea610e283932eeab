package import Foundation
import Markup
package import Storage
package import Web

/// Accounts: who a member is, what they agreed to, and where their data went. Read this first.
///
/// Other features ask here who is signed in (`Visit.session`, made by `authenticate`), whether a member agrees to the
/// use of health data (`hasHealthConsent`, `requireHealthConsent`), how a member is called (`pseudonyms`), and leave
/// receipts and audit lines. They hand in what they keep of a member, so that export and erase reach all of it.
package struct AccountsFeature: Sendable {
    package static let migrations = Migrations(feature: "Accounts", bundle: .module)
    /// Where the sentences `accounts.…` are.
    package static let texts: (feature: String, bundle: Bundle) = ("accounts", .module)

    let database: Database
    let clock: Storage.Clock
    let settings: SiteSettings
    let keys: AccountKeys
    let words: WordLists
    let passphrases: PassphraseHashing
    let activity: SessionActivity
    /// The audit log.
    package let audit: Audit

    /// Throws when a word list is missing.
    package init(_ dependencies: Dependencies, keys: AccountKeys) throws {
        try self.init(dependencies, keys: keys, passphrases: PassphraseHashing(pepper: keys.pepper))
    }

    init(_ dependencies: Dependencies, keys: AccountKeys, passphrases: PassphraseHashing) throws {
        database = dependencies.database
        clock = dependencies.clock
        settings = dependencies.settings
        self.keys = keys
        self.passphrases = passphrases
        words = try WordLists.read.get()
        activity = SessionActivity(database: dependencies.database, logger: dependencies.logger)
        audit = Audit(key: keys.audit)
    }

    /// Who a session's token belongs to; nil for one that is unknown, ended or idle too long.
    /// One query; that the session is in use is noted later and together with others. `waiting` counts what waits for
    /// the member in the column it names, in the same query.
    package func authenticate(_ token: String, waiting: SQL? = nil) async throws -> Session? {
        let hash = SessionTerms.hash(ofToken: token)
        // Asked before the database: a note that is written in between is in one of the two, never in neither.
        let noted = activity.lastNoted(hash)
        guard let found = try await database.read({ try SessionStore.find(hash, waiting: waiting, in: $0) }) else {
            return nil
        }
        let now = clock.now()
        guard found.record.isLive(at: now, lastSeen: noted ?? found.record.seenAt) else { return nil }
        activity.note(found.record, at: now)
        return found.session
    }

    /// The pages. `exporters` and `erasers`: what other features keep of a member.
    package func routes(exporters: [Exporter] = [], erasers: [Eraser] = []) -> [Route] {
        [
            SignUpPage(accounts: self).routes, SignInPage(accounts: self).routes, SignOutPage(accounts: self).routes,
            RecoverPage(accounts: self).routes, ConsentPage(accounts: self).routes, AccountPage(accounts: self).routes,
            ChangePassphrasePage(accounts: self).routes, ContactPage(accounts: self).routes,
            RecoveryCodePage(accounts: self).routes, secondFactorRoutes, ReceiptsPage(accounts: self).routes,
            ExportPage(accounts: self, exporters: [exporter] + exporters).routes,
            ErasePage(accounts: self, erasers: erasers).routes,
        ].flatMap { $0 }
    }
}
