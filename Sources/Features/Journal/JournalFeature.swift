package import Accounts
import Foundation
import Logging
import Markup
package import Storage
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
    /// The folder with our content files.
    let folder: String
    let commonSideEffects: CommonSideEffects

    /// - Parameter folder: the path of the folder `Vocabulary/`.
    /// - Throws: when a content file of this feature is missing or broken.
    package init(
        _ dependencies: Dependencies, accounts: AccountsFeature, vocabulary: VocabularyFeature, folder: String
    ) throws {
        database = dependencies.database
        clock = dependencies.clock
        logger = dependencies.logger
        self.accounts = accounts
        self.vocabulary = vocabulary
        self.folder = folder
        commonSideEffects = try CommonSideEffects(bytes: ContentTable.bytes("side-effects.csv", in: folder))
    }

    init(
        _ dependencies: Dependencies, accounts: AccountsFeature, vocabulary: VocabularyFeature,
        sideEffects: CommonSideEffects
    ) {
        database = dependencies.database
        clock = dependencies.clock
        logger = dependencies.logger
        self.accounts = accounts
        self.vocabulary = vocabulary
        folder = ""
        commonSideEffects = sideEffects
    }

    package var feature: Feature {
        var feature = Feature(name: "Journal", bundle: .module)
        feature.routes = { _ in routes }
        feature.background = [{ await keepMovingMergedWords() }]
        feature.commands = commands
        feature.exporter = exporter
        feature.menu = [
            MenuEntry(.own, "journal.menu", to: "/me", for: .members, covers: ["/me/treatments", "/me/conditions"])
        ]
        feature.door = RecordPage.door
        feature.people = Fixture { owner, _ in try await demonstrateRoutes(owner) }
        return feature
    }

    /// The pages under `/me` that record.
    private var routes: [Route] {
        RecordPage(journal: self).routes + ConditionsPage(journal: self).routes + NewCoursePage(journal: self).routes
            + EvaluatePage(journal: self).routes + CoursePage(journal: self).routes + DeletePage(journal: self).routes
    }

    /// Everything recorded by a member, for the file they download. Erasing needs nothing: the member's row takes all
    /// of it along.
    var exporter: Exporter {
        Exporter("journal") { member in try await JournalExport.make(of: member, journal: self) }
    }
}

// MARK: - One's own, for the evidence pages

extension JournalFeature {
    /// The viewer's course of a treatment for a purpose, and what they said last; nil where they have none.
    package func ownCourse(
        of treatment: ID<Treatment>, for purpose: Purpose, as viewer: Viewer
    ) async throws -> OwnCourse? {
        guard let course = try await courses.course(of: treatment, for: purpose, as: viewer) else { return nil }
        let history = try await evaluations.history(of: course.id, as: viewer)
        return OwnCourse(course: course, last: history.first(where: \.isCurrent))
    }

    /// All of the viewer's courses, ongoing ones first, each with what they said last (without side effects by name).
    package func ownCourses(as viewer: Viewer) async throws -> [OwnCourse] {
        try await courses.record(as: viewer).map { OwnCourse(course: $0.course, last: $0.last) }
    }

    /// What the viewer lives with, in the order they said it.
    package func ownConditions(as viewer: Viewer) async throws -> [ID<Condition>] {
        try await conditions.conditions(as: viewer).map(\.condition)
    }

    /// Moves records under merged words for as long as the server runs.
    func keepMovingMergedWords() async {
        // A day back at first, so that words merged while no server ran are moved, too; twice does no harm.
        var since = clock.now() - .days(1)
        while !Task.isCancelled {
            let now = clock.now()
            do {
                try await moveMergedWords(since: since)
                since = now
            } catch {
                logger.warning("merged words were not moved", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(10))
        }
    }

    /// Moves records under words that stewards found to mean an entry of the catalogue. Twice does no harm.
    /// - Parameter start: decisions from then on.
    package func moveMergedWords(since start: Instant) async throws {
        let vocabulary = self.vocabulary
        let merged = try await database.read { tx in
            try vocabulary.resolvedWords(since: start, in: tx).filter { $0.status == .merged }
        }
        guard !merged.isEmpty else { return }
        try await database.write { tx in
            for word in merged {
                if let concept = word.concept { try MergedWordStore.move(word.id, to: concept, in: tx) }
            }
        }
    }
}

/// One of the viewer's courses and what they said of it last.
package struct OwnCourse: Sendable, Hashable {
    package let course: Course
    package let last: Evaluation?
}

// MARK: - For the pages of this feature

extension JournalFeature {
    var conditions: MemberConditionStore { MemberConditionStore(database: database) }
    var courses: CourseStore { CourseStore(database: database) }
    var evaluations: EvaluationStore { EvaluationStore(database: database) }

    /// The names of what this visit's records hold.
    func names(for visit: Visit) async throws -> Names {
        let vocabulary = self.vocabulary
        let own = try await database.read { try vocabulary.ownWords(as: visit.viewer, in: $0) }
        return Names(catalogue: vocabulary.catalogue, language: visit.language, own: own)
    }

    /// Tells Vocabulary of a word a member uses; answers how forms refer to what it means.
    /// Throws `WordRefusal` when it is no word.
    func propose(_ word: String, _ kind: ConceptKind, _ visit: Visit) async throws -> WordReference {
        let vocabulary = self.vocabulary
        let proposal = try await database.write { tx in
            try vocabulary.propose(word, kind: kind, language: visit.language, by: visit.viewer, in: tx)
        }
        return WordReference(proposal)
    }

    /// A page that only members see who agreed that their health data are kept; others are asked first, and come back.
    func page(_ path: String, _ handle: @escaping Route.Handler) -> Route {
        .get(path, .member) { visit in
            if let question = Self.question(visit) { return question }
            return try await handle(visit)
        }
    }

    /// An action with the same condition.
    func action(_ path: String, _ handle: @escaping Route.Handler) -> Route {
        .post(path, .member, limit: RateLimit(per: .person, count: 120, within: 600)) {
            visit in
            if let question = Self.question(visit) { return question }
            return try await handle(visit)
        }
    }

    private static func question(_ visit: Visit) -> Reply? {
        guard !visit.hasHealthConsent else { return nil }
        // With the query, so that a treatment chosen on an evidence page is not lost on the way.
        var back = Link(local: visit.path) ?? "/me"
        for name in visit.query.names { back = back.adding(name, visit.query[name] ?? "") }
        return visit.redirect(Link("/consent").adding("to", back.text))
    }
}
