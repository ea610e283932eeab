import Accounts
import Evidence
import Foundation
import Jobs
import Journal
import Logging
import Markup
import Storage
import Vocabulary
import Web

/// The whole house, wired by hand: the kit below, the features in order, each given those it may ask.
///
/// To add a feature: a property, a line in `open`, and its place in the three lists at the end.
struct Features: Sendable {
    let settings: Settings
    let folder: DataFolder
    let dependencies: Dependencies
    let queue: Queue
    let accounts: AccountsFeature
    let vocabulary: VocabularyFeature
    let journal: JournalFeature
    let evidence: EvidenceFeature

    /// Opens the database, brings it up to date, and builds every feature.
    ///
    /// - Parameter synthetic: true where the people are made up and every page must say so.
    static func open(
        _ settings: Settings, synthetic: Bool = false, isServer: Bool = false
    ) async throws -> Features {
        let folder = try DataFolder.open(settings.data, exclusively: settings.databaseIsSQLite, isServer: isServer)
        let logger = Logger(label: "wayfellow")
        let database = try await openDatabase(settings, logger: logger)
        try await database.migrate(migrations)
        let keys = try AccountKeys.load(setting: settings.key, folder: settings.data.path())
        var site = settings.site
        site.formKey = keys.form
        if synthetic { site.syntheticNotice = true }
        let dependencies = Dependencies(database: database, clock: .system, settings: site, logger: logger)
        let queue = Queue(database, clock: dependencies.clock)
        let content = settings.content.appending(path: "Vocabulary").path()
        let accounts = try AccountsFeature(dependencies, keys: keys)
        let vocabulary = try await VocabularyFeature.open(dependencies, accounts: accounts, folder: content)
        let journal = try JournalFeature(dependencies, accounts: accounts, vocabulary: vocabulary, folder: content)
        let evidence = EvidenceFeature(
            dependencies, accounts: accounts, vocabulary: vocabulary, journal: journal, queue: queue)
        return Features(
            settings: settings, folder: folder, dependencies: dependencies, queue: queue, accounts: accounts,
            vocabulary: vocabulary, journal: journal, evidence: evidence)
    }

    private static func openDatabase(_ settings: Settings, logger: Logger) async throws -> Database {
        guard settings.databaseIsSQLite else {
            return try await .postgres(url: settings.databaseURL ?? "", logger: logger)
        }
        if !settings.sqliteIsDurable {
            logger.warning("SQLite runs without syncing each commit: a power cut will lose acknowledged records")
        }
        return try await .sqlite(path: settings.sqlitePath, synchronous: settings.sqliteIsDurable ? .full : .normal)
    }

    static let migrations = [
        Queue.migrations, AccountsFeature.migrations, VocabularyFeature.migrations, JournalFeature.migrations,
        EvidenceFeature.migrations,
    ]

    static func texts(pseudo: Bool = false) throws -> Texts {
        let bundles = [
            AccountsFeature.texts, VocabularyFeature.texts, JournalFeature.texts, EvidenceFeature.texts,
        ]
        let kit = [
            (feature: MarkupTexts.feature, bundle: MarkupTexts.bundle),
            (feature: WebTexts.feature, bundle: WebTexts.bundle),
        ]
        return try Texts(kit + bundles, pseudo: pseudo)
    }

    var routes: [Route] {
        evidence.routes + vocabulary.routes + journal.routes
            + accounts.routes(
                exporters: [vocabulary.exporter, journal.exporter, evidence.exporter], erasers: [vocabulary.eraser])
    }
}
