import Foundation
import Markup
import Safety
import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Journal
@testable import Vocabulary

/// A small catalogue, three people, a clock that the test moves, a site to walk through.
struct TestJournal: Sendable {
    let world: World
    let journal: JournalFeature
    let ana: ID<Person>
    let ben: ID<Person>
    /// Has not agreed that health data are kept.
    let cho: ID<Person>

    var database: Database { world.database }
    /// What the feature asks the database.
    var log: StatementLog { world.statements }
    var site: Site { world.site }
    var time: WorldTime { world.time }
    var asAna: Viewer { .person(ana, roles: []) }
    var asBen: Viewer { .person(ben, roles: []) }
    var asCho: Viewer { .person(cho, roles: []) }
    var now: Instant { world.now }
    var catalogue: Catalogue { journal.vocabulary.catalogue }

    static let duloxetine = Treatment.id(slug: "duloxetine")
    static let walking = Treatment.id(slug: "walking")
    static let backPain = Purpose.condition(Condition.id(slug: "back-pain"))
    static let depression = Purpose.condition(Condition.id(slug: "depression"))

    /// Records a course as a member would.
    func course(
        _ treatment: ID<Treatment> = duloxetine, for purpose: Purpose = backPain, started: String? = "2026-03",
        by viewer: Viewer
    ) async throws -> ID<Course> {
        let course = Course(
            id: .new(at: now), treatment: treatment, purpose: purpose, started: started.flatMap { PartialDate($0) })
        switch try await add(course, as: viewer) {
        case .new(let id), .known(let id): return id
        }
    }

    /// Evaluates it.
    func evaluate(
        _ course: ID<Course>, _ effectiveness: Effectiveness, id: ID<Evaluation>? = nil, remembered: String? = nil,
        by viewer: Viewer, _ change: (inout EvaluationAnswers) -> Void = { _ in }
    ) async throws -> Course? {
        var answers = EvaluationAnswers(effectiveness: effectiveness)
        change(&answers)
        let entry = EvaluationStore.Entry(
            id: id ?? .new(at: now), course: course, answers: answers,
            remembered: remembered.flatMap { PartialDate($0) }, isOver: answers.stopReason.map { _ in true }, ended: nil
        )
        return try await save(entry, as: viewer)
    }

    /// How many rows a table of this room has.
    func count(_ table: CountedTable) async throws -> Int {
        try await database.read { tx in
            let sql: SQL =
                switch table {
                case .courses: "SELECT COUNT(*) FROM courses"
                case .evaluations: "SELECT COUNT(*) FROM evaluations"
                case .current: "SELECT COUNT(*) FROM evaluations WHERE is_current = TRUE"
                case .sideEffects: "SELECT COUNT(*) FROM evaluation_side_effects"
                case .conditions: "SELECT COUNT(*) FROM member_conditions"
                case .sources: "SELECT COUNT(*) FROM sources"
                }
            return try tx.first(sql) { try $0.get(0) } ?? 0
        }
    }

    enum CountedTable { case courses, evaluations, current, sideEffects, conditions, sources }
}

// MARK: - Walking through the site

extension TestJournal {
    func get(_ target: String, as person: Viewer = .anonymous, _ language: Language = .en) async -> Exchange {
        await world.get(target, as: person, language)
    }

    /// Sends a form with the token of the page it stands on.
    func post(
        _ target: String, on page: String? = nil, as person: Viewer, _ fields: [(String, String)],
        _ language: Language = .en
    ) async -> Exchange {
        await world.post(target, on: page, as: person, fields, language)
    }
}

/// Runs a body with a world of its own.
func withJournal(on backend: Backend = .sqlite, _ body: (TestJournal) async throws -> Void) async throws {
    try await withWorld(on: backend, rooms: journalRooms) { world in
        let joined = world.now
        let people = try await world.accounts.createSynthetic(count: 3, seed: 1, joined: { _ in joined })
        let (audit, cho) = (world.accounts.audit, people[2])
        try await world.database.write { tx in
            try AccountsFeature.decide(.healthData, false, by: cho, language: .en, audit: audit, at: joined, in: tx)
        }
        guard let journal: JournalFeature = world.room() else { return }
        try await body(TestJournal(world: world, journal: journal, ana: people[0], ben: people[1], cho: cho))
    }
}

private func journalRooms(_ dependencies: Dependencies, _ accounts: AccountsFeature) throws -> [any Room] {
    let vocabulary = try VocabularyFeature(
        dependencies, accounts: accounts, files: CatalogueFiles.rows(of: Fixture.files))
    let safety = try SafetyFeature(dependencies, reader: try CrisisReader(), house: accounts.forSafety)
    return [
        vocabulary, safety,
        JournalFeature(
            dependencies, accounts: accounts, vocabulary: vocabulary, safety: safety,
            sideEffects: try CommonSideEffects(bytes: Fixture.bytes(Fixture.sideEffects))),
    ]
}
