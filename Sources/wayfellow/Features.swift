import Accounts
import Branding
import Communities
import Evidence
import Files
import Foundation
import Groups
import Jobs
import Journal
import Logging
import Markup
import Post
import Safety
import Storage
import Vocabulary
import Web

/// The rooms, in order, each given those that it may ask. A new room is one line in `init`.
struct Rooms: Sendable {
    /// What each hands in.
    var features: [Feature]
    /// Those that the demonstration speaks to.
    let accounts: AccountsFeature
    let safety: SafetyFeature
    let vocabulary: VocabularyFeature
    let journal: JournalFeature
    let evidence: EvidenceFeature
    let communities: CommunitiesFeature
    let groups: GroupsFeature

    /// Builds them; reads files, but nothing of the database.
    /// - Parameter content: the folder `Vocabulary` with the content files.
    init(
        _ dependencies: Dependencies, keys: AccountKeys, content: String, releaseAt: (hour: Int, minute: Int),
        dark: DarkSetting
    ) throws {
        var features: [Feature] = []
        @discardableResult func add<Member: Room>(_ room: Member) -> Member {
            features.append(room.feature)
            return room
        }
        let accounts = add(try AccountsFeature(dependencies, keys: keys))
        self.accounts = accounts
        safety = add(try SafetyFeature(dependencies, reader: try CrisisReader(), house: accounts.forSafety))
        vocabulary = add(try VocabularyFeature(dependencies, accounts: accounts, folder: content))
        try safety.know(medicines: vocabulary.catalogue.namesOfMedicines)
        journal = add(
            try JournalFeature(
                dependencies, accounts: accounts, vocabulary: vocabulary, safety: safety, folder: content))
        evidence = add(
            EvidenceFeature(
                dependencies, accounts: accounts, vocabulary: vocabulary, journal: journal, safety: safety,
                releaseAt: releaseAt))
        communities = add(
            CommunitiesFeature(
                dependencies, accounts: accounts, vocabulary: vocabulary, evidence: evidence, safety: safety, dark: dark
            ))
        groups = add(
            GroupsFeature(dependencies, accounts: accounts, vocabulary: vocabulary, safety: safety))
        add(BrandingFeature(dependencies, accounts: accounts))
        accounts.know(features.flatMap(\.records))
        self.features = features
    }
}

/// The whole house: the kit below, the rooms, and where they keep what they keep.
struct House: Sendable {
    let settings: Settings
    let folder: DataFolder
    let dependencies: Dependencies
    let rooms: Rooms
    /// Who takes mail; nil where none is sent.
    let transport: (any MailTransport)?

    var features: [Feature] { rooms.features }

    /// Opens the database, brings it up to date, and lets every room read what it begins with.
    ///
    /// - Parameters:
    ///   - synthetic: true where the people are made up and every page must say so.
    ///   - guests: rooms besides those of this house; tests bring one that fills every part of a `Feature`.
    static func open(
        _ settings: Settings, synthetic: Bool = false, isServer: Bool = false, guests: [any Room] = []
    ) async throws -> House {
        let folder = try await DataFolder.open(
            settings.data, exclusively: settings.databaseIsSQLite, isServer: isServer)
        if isServer {
            try ListeningPort.check(
                settings.host, settings.port, command: synthetic ? "bin/demo" : "wayfellow serve")
        }
        let logger = Logger(label: "wayfellow")
        let database = try await openDatabase(settings, logger: logger)
        var site = try site(settings, synthetic: synthetic)
        func rooms(_ keys: AccountKeys) throws -> (Dependencies, Rooms) {
            site.formKey = keys.form
            site.webhooks.root = keys.webhooks
            let dependencies = Dependencies(
                database: database, clock: .system, settings: site, logger: logger,
                folder: settings.data.path(percentEncoded: false))
            var rooms = try Rooms(
                dependencies, keys: keys,
                content: settings.content.appending(path: "Vocabulary").path(percentEncoded: false),
                releaseAt: settings.releaseAt, dark: settings.dark)
            rooms.features += guests.map(\.feature)
            try rooms.features.checkNames()
            return (dependencies, rooms)
        }
        // The key is checked against the migrated database, and which migrations there are only the rooms know.
        let ofRooms = try rooms(.ephemeral()).1.features.map(\.migrations)
        try await database.migrate(kitMigrations + ofRooms)
        let keys = try await AccountKeys.load(
            setting: settings.key, folder: settings.data.path(percentEncoded: false), for: database,
            at: Clock.system.now())
        let (dependencies, opened) = try rooms(keys)
        for feature in opened.features { try await feature.start() }
        let house = House(
            settings: settings, folder: folder, dependencies: dependencies, rooms: opened,
            transport: try transport(settings.post))
        try house.checkMailNames()
        return house
    }

    /// Of the tables that are no room's.
    static let kitMigrations = [Queue.migrations, FileStore.migrations]

    private static func site(_ settings: Settings, synthetic: Bool) throws -> SiteSettings {
        var site = settings.site
        if synthetic { site.syntheticNotice = true }
        site.crisisWords = try CrisisReader.messages(to: site.crisisNumber)
        return site
    }

    private static func openDatabase(_ settings: Settings, logger: Logger) async throws -> Database {
        guard settings.databaseIsSQLite else {
            return try await .postgres(url: settings.databaseURL ?? "", logger: logger)
        }
        if !settings.sqliteIsDurable {
            logger.warning("SQLite runs without syncing each commit: a power cut will lose acknowledged records")
        }
        return try await .sqlite(
            path: settings.sqlitePath, synchronous: settings.sqliteIsDurable ? .full : .normal, logger: logger)
    }

    static func texts(_ features: [Feature], pseudo: Bool = false) throws -> Texts {
        let kit = [
            (feature: MarkupTexts.feature, bundle: MarkupTexts.bundle),
            (feature: WebTexts.feature, bundle: WebTexts.bundle),
        ]
        return try Texts(kit + features.map(\.texts), pseudo: pseudo)
    }
}
