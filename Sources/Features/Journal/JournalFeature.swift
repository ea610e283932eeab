package import Accounts
import Foundation
import Logging
import Markup
package import Safety
import Storage
package import Vocabulary
package import Web

/// Journal: what a member records: what they live with, what they take and do, and how it goes. Read this first.
///
/// A course is one person's one treatment for one purpose; evaluations of it are dated, repeated and kept, and the
/// newest is current. Evidence reads the tables in its own stores to make releases, and asks here for what only the
/// viewer may see of themselves. Evaluations from elsewhere (`importReviews`) hang on a source instead of a member;
/// simulated people (`simulate`) are members marked as such.
package struct JournalFeature: Room {
    let database: Database
    let clock: Storage.Clock
    let logger: Logger
    let accounts: AccountsFeature
    let vocabulary: VocabularyFeature
    let safety: SafetyFeature
    let intake: ReviewIntake
    /// Where files lie on their way.
    let spool: String
    /// The folder with our content files.
    let folder: String
    package let commonSideEffects: CommonSideEffects
    package let likelyTreatments: LikelyTreatments

    /// - Parameter folder: the path of the folder `Vocabulary/`.
    /// - Throws: when a content file of this feature is missing or broken.
    package init(
        _ dependencies: Dependencies, accounts: AccountsFeature, vocabulary: VocabularyFeature, safety: SafetyFeature,
        folder: String
    ) throws {
        database = dependencies.database
        clock = dependencies.clock
        logger = dependencies.logger
        self.accounts = accounts
        self.vocabulary = vocabulary
        self.safety = safety
        self.folder = folder
        (intake, spool) = (ReviewIntake(database: database, clock: clock), dependencies.spool)
        commonSideEffects = try CommonSideEffects(bytes: ContentTable.bytes("side-effects.csv", in: folder))
        likelyTreatments = try LikelyTreatments(
            bytes: ContentTable.bytes("plausible.csv", in: folder), catalogue: vocabulary.catalogue)
        offerConditions()
    }

    init(
        _ dependencies: Dependencies, accounts: AccountsFeature, vocabulary: VocabularyFeature, safety: SafetyFeature,
        sideEffects: CommonSideEffects, likely: LikelyTreatments = LikelyTreatments()
    ) {
        database = dependencies.database
        clock = dependencies.clock
        logger = dependencies.logger
        self.accounts = accounts
        self.vocabulary = vocabulary
        self.safety = safety
        folder = ""
        (intake, spool) = (ReviewIntake(database: database, clock: clock), dependencies.spool)
        (commonSideEffects, likelyTreatments) = (sideEffects, likely)
        offerConditions()
    }

    package var feature: Feature {
        var feature = Feature(name: "Journal", bundle: .module)
        feature.routes = { _ in routes }
        feature.background = [
            { await keepMovingMergedWords() }, { await keepImportingReviews() }, { await keepReadingAdvice() },
        ]
        feature.administration = AdministrationCard { visit in
            HTML.card(
                HTML.linkList([
                    (visit.text("journal.import.title"), "/admin/reviews", visit.text("journal.import.note"))
                ]), title: visit.text("journal.import.card"))
        }
        feature.auditEvents = [.reviewsSent]
        feature.commands = commands
        feature.records = records
        feature.menu = [
            MenuEntry(.own, "journal.menu", to: "/me", for: .members, covers: ["/me/treatments", "/me/conditions"])
        ]
        feature.safetyTexts = Self.safetyTexts
        feature.door = RecordPage.door
        feature.people = Fixture { owner, _ in try await demonstrateRoutes(owner) }
        return feature
    }

    /// What members write about what they live with and take. All of it is theirs alone but for the advice.
    private static let safetyTexts = [
        WrittenText(
            adviceKind, at: "/me/treatments/:id/evaluate", AdvicePage.path, field: "advice",
            decideHeld: { record, isAllowed, _, tx in
                guard let evaluation = ID<Evaluation>(record) else { return false }
                return try AdviceReviewStore.decide(evaluation, isAllowed: isAllowed, in: tx)
            }),
        WrittenText("journal.symptom", at: "/me/treatments/:id/evaluate", field: "other"),
        WrittenText("journal.condition", at: "/me/conditions", field: "word"),
        WrittenText("journal.condition.search", at: "/me/conditions", field: "q"),
        WrittenText("journal.treatment", at: "/me/treatments/new", field: "word"),
        WrittenText("journal.treatment.search", at: "/me/treatments/new", field: "q"),
        WrittenText("journal.purpose", at: "/me/treatments/new", field: "other"),
        WrittenText("journal.dose", at: "/me/treatments/new", "/me/treatments/:id", field: "dose"),
    ]

    /// The pages under `/me` that record, and the administrator's for reviews from elsewhere.
    private var routes: [Route] {
        RecordPage(journal: self).routes + ConditionsPage(journal: self).routes + NewCoursePage(journal: self).routes
            + EvaluatePage(journal: self).routes + CoursePage(journal: self).routes + DeletePage(journal: self).routes
            + AdvicePage(journal: self).routes + ImportPage(journal: self).routes
    }
}

// MARK: - For the front door

extension JournalFeature {
    /// Moves records under merged words for as long as the server runs.
    func keepMovingMergedWords() async {
        await logger.repeating(every: .seconds(10), "merged words were not moved") { try await moveMergedWords() }
    }

    /// Moves the records under words that stewards found to mean an entry of the catalogue, word by word: a word counts
    /// as moved with the same commit, so none is missed and none is moved twice.
    package func moveMergedWords() async throws {
        let vocabulary = self.vocabulary
        for word in try await database.read({ try vocabulary.unmovedWords(in: $0) }) {
            try await database.write { tx in
                try MergedWordStore.move(word.id, to: word.concept, in: tx)
                try vocabulary.noteMoved(word.id, in: tx)
            }
        }
    }
}

// MARK: - For the pages of this feature

extension JournalFeature {
    /// The names of what this visit's records hold.
    func names(for visit: Visit, in tx: Transaction) throws -> Names {
        Names(
            catalogue: vocabulary.catalogue, language: visit.language,
            own: try vocabulary.ownWords(as: visit.viewer, in: tx))
    }

    /// Tells Vocabulary of a word a member uses; answers how forms refer to what it means.
    /// Throws `WordRefusal` when it is no word.
    func propose(_ word: String, _ kind: ConceptKind, _ visit: Visit, in tx: Transaction) throws -> WordReference {
        WordReference(
            try vocabulary.propose(word, kind: kind, language: visit.language, by: visit.viewer, in: tx))
    }

    /// A page that only members see who agreed that their health data are kept; others are asked first, and come back.
    func getWithConsent(_ path: String, _ handle: @escaping Route.Handler) -> Route {
        .get(path, .member) { visit in
            if let question = visit.healthConsentQuestion { return question }
            return try await handle(visit)
        }
    }

    /// A page on which a member sees what they recorded and can take it out: theirs too once they took their consent back.
    /// Who has nothing there is asked.
    func getOwn(_ path: String, _ handle: @escaping Route.Handler) -> Route {
        .get(path, .member) { visit in
            if let question = visit.healthConsentQuestion, try await !hasRecord(visit) { return question }
            return try await handle(visit)
        }
    }

    /// What takes something of theirs out: with consent or without.
    func postOwn(_ path: String, _ handle: @escaping Route.Handler) -> Route {
        .post(path, .member, body: .words, limit: RateLimit(per: .person, count: 120, within: 600), handle)
    }

    private func hasRecord(_ visit: Visit) async throws -> Bool {
        let viewer = visit.viewer
        return try await database.read { tx in
            let conditions = try MemberConditionStore.conditions(as: viewer, in: tx)
            return try !conditions.isEmpty || CourseStore.hasAny(as: viewer, in: tx)
        }
    }

    /// What a form of theirs does, with the same condition.
    func postWithConsent(_ path: String, _ handle: @escaping Route.Handler) -> Route {
        .post(path, .member, body: .words, limit: RateLimit(per: .person, count: 120, within: 600)) { visit in
            if let question = visit.healthConsentQuestion { return question }
            return try await handle(visit)
        }
    }
}
