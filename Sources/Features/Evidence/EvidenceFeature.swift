package import Accounts
import Foundation
import Jobs
package import Journal
package import Safety
import Logging
import Markup
import Storage
package import Vocabulary
package import Web

/// Evidence: what all records add up to: the pages of conditions and treatments, and the releases behind them. Read this
/// first.
///
/// A release (`makeRelease`, nightly) reads the journal once, puts every pair of treatment and purpose into one group of
/// enough people (`Model/Placement`), draws the answers that wait with noise, once, in blocks (`Model/Closing`, `Drawing`),
/// estimates from blocks alone (`Model/Estimating`) and writes figures that stay as they are. Pages show figures of the newest
/// release and nothing else; what a member said meanwhile is added for their own eyes (`Pages/OwnCards`). How and why:
/// docs/decisions/0003-evidence.md.
package struct EvidenceFeature: Room {
    let database: Database
    let clock: Storage.Clock
    let logger: Logger
    let accounts: AccountsFeature
    let vocabulary: VocabularyFeature
    let journal: JournalFeature
    let safety: SafetyFeature
    let queue: Queue
    /// When the nightly release is made, UTC.
    let releaseAt: (hour: Int, minute: Int)
    /// Where chance comes from. A seed would let whoever knows it take the noise off again: only tests have one.
    let noise: @Sendable () -> Chance
    let currentRelease: CurrentReleaseCache
    private let figureCache = FigureCache()
    let estimates = EstimateCache()

    package init(
        _ dependencies: Dependencies, accounts: AccountsFeature, vocabulary: VocabularyFeature, journal: JournalFeature,
        safety: SafetyFeature, releaseAt: (hour: Int, minute: Int),
        noise: @escaping @Sendable () -> Chance = { Chance() }
    ) {
        self.noise = noise
        database = dependencies.database
        clock = dependencies.clock
        logger = dependencies.logger
        self.accounts = accounts
        self.vocabulary = vocabulary
        self.journal = journal
        self.safety = safety
        self.releaseAt = releaseAt
        queue = dependencies.queue
        currentRelease = CurrentReleaseCache(database: dependencies.database, clock: dependencies.clock)
    }

    package var feature: Feature {
        var feature = Feature(name: "Evidence", bundle: .module)
        feature.routes = { routes(of: $0) }
        feature.jobs = jobs + [asksHandler]
        feature.background = [{ await keepPlacingAsks() }]
        feature.schedules = [schedule(hour: releaseAt.hour, minute: releaseAt.minute)]
        feature.commands = commands
        feature.records = records
        feature.menu = [
            MenuEntry(
                .door, "evidence.menu.learn", to: "/learn",
                covers: ["/conditions", "/treatments", "/how-we-know", "/search", "/ask"]),
            MenuEntry(.own, "evidence.menu.asks", to: "/me/asks", for: .members, badge: Self.waitingAsks),
            MenuEntry(.own, "evidence.menu.questions", to: "/me/questions", for: .members, badge: Self.newAnswers),
        ]
        feature.facts = [Self.waitingAsks, Self.newAnswers]
        feature.door = LearnDoor().door
        feature.administration = AdministrationCard { try await ReleasesPanel(evidence: self).html($0) }
        feature.auditEvents = [.released, .releaseAsked]
        feature.receiptUses = [.figures, .drawnFigures, .question, .ownQuestion, .answer]
        feature.safetyTexts = heldTexts + [Self.search, quotes]
        feature.people = Fixture { owner, other in try await demonstrateRoutes(owner, other) }
        return feature
    }

    private static let search = WrittenText("evidence.question.search", at: "/conditions/:slug/ask", field: "q")

    private func routes(of house: [Feature]) -> [Route] {
        let beside = house.compactMap(\.beside)
        let doors = house.compactMap(\.door)
        return [
            LandingPage(
                evidence: self, doors: doors.filter { !$0.isOwn } + doors.filter(\.isOwn),
                emblems: house.compactMap(\.emblem)
            ).routes,
            LearnPage(evidence: self).routes,
            ConditionIndexPage(evidence: self).routes, TreatmentIndexPage(evidence: self).routes,
            ConditionPage(evidence: self, others: beside).routes, TreatmentPage(evidence: self, others: beside).routes,
            HowWeKnowPage(evidence: self).routes, AskPage(evidence: self).routes, AsksPage(evidence: self).routes,
            GivenAnswerPage(evidence: self).routes,
            QuestionsPage(evidence: self, openAsk: house.lazy.compactMap(\.openAsk).first).routes,
            ConditionAskPage(evidence: self).routes,
            ReleasesPanel(evidence: self).routes, ReleasesJSON(evidence: self).routes,
        ].flatMap { $0 }
    }

    /// Whether a condition or symptom speaks of danger by itself: nobody is asked there to try or to tell of anything.
    func speaksOfDanger(_ concept: Concept?) -> Bool {
        concept.flatMap { safety.reader.topics[$0.kind.rawValue, $0.slug] }.map { $0 != .emergency } ?? false
    }

    /// What is often taken for a condition or symptom.
    func likely(for purpose: Concept?) -> [Treatment] {
        purpose?.purpose.map { journal.likelyTreatments.of($0.id) } ?? []
    }

    /// Whether nobody is to be led to try it: where a notice warns against it or the purpose speaks of danger by itself.
    func isHeldBack(_ treatment: Treatment, for purpose: Concept?, in catalogue: Catalogue) -> Bool {
        guard !speaksOfDanger(purpose) else { return true }
        // It may be good for something else.
        return catalogue.notices(about: treatment).contains { $0.kind == .notForUse }
            && !likely(for: purpose).contains(treatment)
    }

    /// What a release says of groups, for members' cards.
    func figures(of keys: [GroupKey], of release: Int) async throws -> [GroupKey: Figure] {
        // A read of its own, which is almost never needed: beside the member's answers in one transaction it would cost
        // every reader of PostgreSQL a BEGIN and a COMMIT, and a release does not change in between.
        try await figureCache.figures(of: keys, of: release) { missing in
            try await database.read { try FigureStore.figures(of: missing, of: release, in: $0) }
        }
    }

    /// Published releases, the newest first.
    func releases(limit: Int) async throws -> [Release] {
        try await database.read { try ReleaseStore.list(limit: limit, in: $0) }
    }
}
