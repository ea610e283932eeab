package import Accounts
package import Foundation
package import Jobs
package import Journal
import Logging
import Markup
package import Storage
package import Vocabulary
package import Web

/// Evidence: what all records add up to: the pages of conditions and treatments, and the releases behind them. Read this
/// first.
///
/// A release (`makeRelease`, nightly) reads the journal once, puts every pair of treatment and purpose into one group of
/// enough people (`Model/Grouping`), takes the groups' answers through the gate (`Model/Counting`), estimates
/// (`Model/Estimating`) and writes figures that stay as they are. Pages show figures of the newest release and nothing
/// else; what a member said meanwhile is added for their own eyes (`Pages/OwnCard`). How and why:
/// docs/decisions/0003-evidence.md.
package struct EvidenceFeature: Sendable {
    package static let migrations = Migrations(feature: "Evidence", bundle: .module)
    /// Where the sentences `evidence.…` are.
    package static let texts: (feature: String, bundle: Bundle) = ("evidence", .module)

    let database: Database
    let clock: Storage.Clock
    let logger: Logger
    let accounts: AccountsFeature
    let vocabulary: VocabularyFeature
    let journal: JournalFeature
    let queue: Queue
    let newest: NewestRelease
    private let remembered = RememberedFigures()

    package init(
        _ dependencies: Dependencies, accounts: AccountsFeature, vocabulary: VocabularyFeature, journal: JournalFeature,
        queue: Queue
    ) {
        database = dependencies.database
        clock = dependencies.clock
        logger = dependencies.logger
        self.accounts = accounts
        self.vocabulary = vocabulary
        self.journal = journal
        self.queue = queue
        newest = NewestRelease(database: dependencies.database, clock: dependencies.clock)
    }

    package var routes: [Route] {
        LandingPage(evidence: self).routes + ConditionIndexPage(evidence: self).routes
            + TreatmentIndexPage(evidence: self).routes + ConditionPage(evidence: self).routes
            + TreatmentPage(evidence: self).routes + HowWeKnowPage(evidence: self).routes
            + AskPage(evidence: self).routes
            + AsksPage(evidence: self).routes + AdminPage(evidence: self).routes
    }

    /// What this feature keeps of a member: their questions, their answers, and whether they may be asked. Erasing needs
    /// nothing: the member's row takes all of it along.
    package var exporter: Exporter {
        Exporter("asks") { member in
            let catalogue = vocabulary.catalogue
            return try await database.read { try AskExport(of: .person(member, roles: []), catalogue, in: $0) }
        }
    }

    /// How many questions wait for the member whom a column of a query names.
    package static func waitingAsks(of member: SQL) -> SQL { AskStore.countWaiting(for: member) }

    /// For a demonstration: one member may be asked, and another has asked them. Both have recorded the treatment.
    package func demonstrateAsk(by asker: ID<Person>, of answerer: ID<Person>) async throws {
        let catalogue = vocabulary.catalogue
        guard let treatment = catalogue.treatment(slug: "sertraline"),
            let purpose = catalogue.purpose(slug: "depression")?.purpose
        else { return }
        let now = clock.now()
        let ask = Ask(
            id: .random(), treatment: treatment.id, purpose: purpose.id,
            question: "Did the tired mornings get better by themselves?", askedAt: now)
        try await database.write { tx in
            try AskStore.setOpen(true, by: .person(answerer, roles: []), at: now, in: tx)
            _ = try AskStore.send(ask, by: .person(asker, roles: []), in: tx)
        }
    }

    var figures: FigureStore { FigureStore(database: database) }

    /// What a release says of a pair, for members' cards.
    func figure(of pair: Pair, in release: Int, as viewer: Viewer) async throws -> Figure? {
        try await remembered.figure(of: pair, in: release) {
            try await figures.figure(of: pair, in: release, as: viewer)
        }
    }

    /// The release that pages show; nil before the first.
    func currentRelease() async throws -> Release? { try await newest.release() }

    /// Published releases, the newest first.
    func releases(limit: Int) async throws -> [Release] {
        try await database.read { try ReleaseStore.list(limit: limit, in: $0) }
    }
}
