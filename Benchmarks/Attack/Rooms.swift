import Accounts
import Evidence
import Foundation
import Jobs
import Journal
import Logging
import Markup
import Safety
import Storage
import Synchronization
import Vocabulary
import Web

let quiet = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }

/// Time as the bench says: 3 November 2026 at first.
final class Time: Sendable {
    private let milliseconds: Mutex<Int64>

    init(_ milliseconds: Int64 = 1_793_664_000_000) { self.milliseconds = Mutex(milliseconds) }

    var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }
    var clock: Storage.Clock { Storage.Clock { self.now } }

    /// Also back, where it is less than nothing.
    func pass(_ duration: Duration) { milliseconds.withLock { $0 += duration.wholeMilliseconds } }
}

/// Bits with which every draw is 0: the control without noise.
struct NoNoise: RandomNumberGenerator {
    mutating func next() -> UInt64 { .max }
}

enum Noise: Sendable {
    case real, none

    var chance: Chance { self == .real ? Chance() : Chance(NoNoise()) }
}

/// The product's rooms over a database, with a clock and a generator of the bench's.
struct Rooms: Sendable {
    let time: Time
    let database: Database
    let accounts: AccountsFeature
    let journal: JournalFeature
    let evidence: EvidenceFeature
    let features: [Feature]
    let site: Site

    /// - Parameters:
    ///   - words: a folder that `Words.write` has filled.
    ///   - open: an SQLite file that these rooms share with others: it is one process's.
    init(_ address: String, words: String, noise: Noise = .real, time: Time = Time(), sharing open: Database? = nil)
        async throws
    {
        self.time = time
        if let open { database = open } else { database = try await Database.open(address) }
        var settings = SiteSettings()
        settings.formKey = [UInt8](repeating: 7, count: 32)
        let dependencies = Dependencies(database: database, clock: time.clock, settings: settings, logger: quiet)
        let accounts = try AccountsFeature(dependencies, keys: .ephemeral())
        let vocabulary = try VocabularyFeature(dependencies, accounts: accounts, folder: words)
        let safety = try SafetyFeature(dependencies, reader: try CrisisReader(), house: accounts.forSafety)
        journal = try JournalFeature(
            dependencies, accounts: accounts, vocabulary: vocabulary, safety: safety, folder: words)
        evidence = EvidenceFeature(
            dependencies, accounts: accounts, vocabulary: vocabulary, journal: journal, safety: safety,
            releaseAt: (hour: 9, minute: 0), noise: { noise.chance })
        let rooms: [any Room] = [accounts, vocabulary, safety, journal, evidence]
        features = rooms.map(\.feature)
        self.accounts = accounts
        try await database.migrate([Queue.migrations] + features.map(\.migrations))
        for feature in features { try await feature.start() }
        site = try Self.site(features, accounts, database, settings, time)
    }

    private static func site(
        _ features: [Feature], _ accounts: AccountsFeature, _ database: Database, _ settings: SiteSettings, _ time: Time
    ) throws -> Site {
        let facts = features.flatMap(\.facts)
        let kit = [
            (feature: MarkupTexts.feature, bundle: MarkupTexts.bundle),
            (feature: WebTexts.feature, bundle: WebTexts.bundle),
        ]
        return try Site(
            routes: features.flatMap { $0.routes(features) }, menu: features.flatMap(\.menu),
            texts: try Texts(kit + features.map(\.texts)), settings: settings, clock: time.clock,
            authenticate: { try await accounts.authenticate($0, facts: facts) }, publicFolder: nil, logger: quiet,
            takedowns: { try await database.takedowns() })
    }

    /// A day later.
    func night() async throws {
        time.pass(.days(1))
        try await evidence.makeRelease()
    }

    /// Members whose accounts are old enough.
    func people(_ count: Int, seed: UInt64) async throws -> [ID<Person>] {
        let joined = time.now - .days(60)
        return try await accounts.createSynthetic(count: count, seed: seed, joined: { _ in joined })
    }

    /// Takes members out with all that is theirs, or leaves their ratings without their name.
    func leave(_ members: [ID<Person>], withoutName: Bool = false) async throws {
        let ties = withoutName ? features.flatMap(\.records).compactMap(\.staying?.cutTies) : []
        for member in members {
            try await database.write { tx in
                for cut in ties.reversed() { while try cut(member, 2_000, tx) {} }
                try tx.execute("DELETE FROM members WHERE id = \(member)")
            }
        }
    }
}
