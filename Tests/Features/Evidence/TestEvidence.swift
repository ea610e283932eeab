import Foundation
import Jobs
import Markup
import Safety
import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Evidence
@testable import Journal
@testable import Vocabulary

/// A small catalogue, 140 people who agree to be counted, a clock that the test moves, and a site to walk through.
/// Person 0 is the administrator.
struct TestEvidence: Sendable {
    let world: World
    let evidence: EvidenceFeature
    let people: [ID<Person>]

    var database: Database { world.database }
    /// What the feature asks the database.
    var log: StatementLog { world.statements }
    var site: Site { world.site }
    var time: WorldTime { world.time }
    var now: Instant { world.now }
    var catalogue: Catalogue { evidence.vocabulary.catalogue }

    static func treatment(_ slug: String) -> ID<Treatment> { Treatment.id(slug: slug) }
    static func purpose(_ slug: String) -> ID<Purpose> {
        let id = Condition.id(slug: slug)
        return ID(high: id.high, low: id.low)
    }
    static func pair(_ treatment: String, _ purpose: String) -> Pair {
        Pair(treatment: self.treatment(treatment), purpose: self.purpose(purpose))
    }

    func viewer(_ number: Int) -> Viewer {
        .person(people[number], roles: number == 0 ? [HeldRole(.administrator, in: .site)] : [])
    }
}

// MARK: - What people recorded

extension TestEvidence {
    /// A course and its evaluation as it lies in the journal.
    struct Record {
        var step: Int?
        var side: [String] = []
        var severity: Int?
        var advice: String?
        var stop: String?
        var lastSeen: Instant?
        var at: Instant?
        /// Nil for one from an imported source.
        var person: ID<Person>?
        /// Where it was imported from.
        var source = "reviews"
        /// Of the course, as a `PartialDate` is stored.
        var started: String?
    }

    /// One person each, from number `first` on, with these steps.
    func record(_ treatment: String, for purpose: String, steps: [Int], from first: Int = 1) async throws {
        try await record(
            treatment, for: purpose,
            steps.enumerated().map { Record(step: $0.element, person: people[first + $0.offset]) })
    }

    func record(_ treatment: String, for purpose: String, _ records: [Record]) async throws {
        let pair = Self.pair(treatment, purpose)
        let now = now
        try await database.write { tx in
            for (number, record) in records.enumerated() { try Self.insert(record, number, pair, now, tx) }
        }
    }

    private static func insert(_ record: Record, _ number: Int, _ pair: Pair, _ now: Instant, _ tx: Transaction) throws
    {
        let course = ID<Course>.new(at: now - .days(30))
        let source = record.person == nil ? try source(named: record.source, tx, now) : nil
        let row: String? = source == nil ? nil : "\(course)"
        let seen = record.lastSeen ?? now
        try tx.execute(
            """
            INSERT INTO courses (id, member_id, source_id, source_row, treatment_id, purpose_id, purpose_kind, started,
                ended, dose, stop_reason, created_at, last_seen_at)
            VALUES (\(course), \(record.person), \(source), \(row), \(pair.treatment), \(pair.purpose), 'condition',
                \(record.started), NULL, NULL, \(record.stop), \(now), \(seen))
            """)
        guard let step = record.step else { return }
        let evaluation = ID<Evaluation>.new(at: now - .days(30))
        let at = record.at ?? now - .days(number % 20)
        try tx.execute(
            """
            INSERT INTO evaluations (id, course_id, treatment_id, purpose_id, evaluated_at, effectiveness, side_effects,
                advice, is_current)
            VALUES (\(evaluation), \(course), \(pair.treatment), \(pair.purpose), \(at), \(step), \(record.severity),
                \(record.advice), TRUE)
            """)
        for slug in record.side {
            try tx.execute(
                """
                INSERT INTO evaluation_side_effects (evaluation_id, symptom_id)
                VALUES (\(evaluation), \(Symptom.id(slug: slug)))
                """)
        }
    }

    private static func source(named name: String, _ tx: Transaction, _ now: Instant) throws -> ID<Pair> {
        let id = ID<Pair>(named: "source:\(name)")
        try tx.execute(
            """
            INSERT INTO sources (id, name, licence, imported_at, rows) VALUES (\(id), \(name), 'none', \(now), 0)
            ON CONFLICT (id) DO NOTHING
            """)
        return id
    }

    /// A member takes back their consent, or gives it again.
    func setConsent(_ isGranted: Bool, of number: Int) async throws {
        let (accounts, member, now) = (evidence.accounts, people[number], now)
        try await database.write { tx in
            try AccountsFeature.decide(
                .healthData, isGranted, by: member, language: .en, audit: accounts.audit, at: now, in: tx)
        }
    }

    /// A member says something newer, as the journal would write it.
    func say(_ step: Int, _ number: Int, of treatment: String, for purpose: String) async throws {
        let viewer = viewer(number)
        let now = now
        let course = try await database.read { tx in
            try CourseStore.course(
                of: Self.treatment(treatment), for: .condition(Condition.id(slug: purpose)), as: viewer, in: tx)
        }
        guard let course, let effectiveness = Effectiveness(rawValue: step) else { return }
        let entry = EvaluationStore.Entry(
            id: .new(at: now), course: course.id, answers: EvaluationAnswers(effectiveness: effectiveness),
            remembered: nil, isOver: nil, ended: nil)
        _ = try await database.write { try EvaluationStore.save(entry, as: viewer, now: now, in: $0) }
    }

    /// What the newest release says of a pair.
    func figure(_ treatment: String, for purpose: String) async throws -> Figure? {
        let release = try await evidence.currentRelease.value()
        let pair = Self.pair(treatment, purpose)
        return try await database.read {
            try FigureStore.figures(of: [.pair(pair)], of: release?.number ?? 0, in: $0)[.pair(pair)]
        }
    }

    /// All figures of the newest release.
    func figures() async throws -> [Figure] {
        guard let release = try await evidence.currentRelease.value() else { return [] }
        return try await database.read { try FigureStore.all(of: release.number, in: $0) }
    }
}

// MARK: - Walking through the site

extension TestEvidence {
    func get(_ target: String, as number: Int? = nil, _ language: Language = .en) async -> Exchange {
        await world.get(target, as: number.map(viewer) ?? .anonymous, language)
    }

    func post(_ target: String, on page: String, as number: Int, _ fields: [(String, String)]) async -> Exchange {
        await world.post(target, on: page, as: viewer(number), fields)
    }
}

/// Runs a body with a world of its own.
func withEvidence(
    on backend: Backend = .sqlite, mail: MailTerms? = nil, files: [String: [UInt8]] = Fixture.files,
    noise: @escaping @Sendable () -> Chance = { Chance(NoNoise()) }, talk: Talk? = nil,
    _ body: (TestEvidence) async throws -> Void
) async throws {
    var settings = SiteSettings()
    settings.mail = mail
    try await withWorld(on: backend, settings: settings, rooms: { try evidenceRooms($0, $1, files, noise, talk) }) {
        world in
        // Long enough ago for their answers to be counted.
        let joined = world.now - .days(60)
        let people = try await world.accounts.createSynthetic(count: 140, seed: 1, joined: { _ in joined })
        try await world.grant(.administrator, to: people[0])
        guard let evidence: EvidenceFeature = world.room() else { return }
        try await body(TestEvidence(world: world, evidence: evidence, people: people))
    }
}

private func evidenceRooms(
    _ dependencies: Dependencies, _ accounts: AccountsFeature, _ files: [String: [UInt8]],
    _ noise: @escaping @Sendable () -> Chance, _ talk: Talk?
) throws -> [any Room] {
    let vocabulary = try VocabularyFeature(
        dependencies, accounts: accounts, files: CatalogueFiles.rows(of: files))
    let safety = try SafetyFeature(dependencies, reader: try CrisisReader(), house: accounts.forSafety)
    let journal = JournalFeature(
        dependencies, accounts: accounts, vocabulary: vocabulary, safety: safety,
        sideEffects: try CommonSideEffects(bytes: Fixture.bytes(Fixture.sideEffects)))
    return [
        vocabulary, talk.map { TalkingSafety(safety: safety, talk: $0) } ?? safety, journal,
        EvidenceFeature(
            dependencies, accounts: accounts, vocabulary: vocabulary, journal: journal,
            safety: safety, releaseAt: (hour: 9, minute: 0), noise: noise),
    ]
}

/// A room that takes open questions, or does not.
struct Talk: Sendable {
    let openAsk: OpenAsk
    let routes: [Route]
}

/// Safety, which here hands in such a room's parts besides its own: a test has no folder for a room.
private struct TalkingSafety: Room {
    let safety: SafetyFeature
    let talk: Talk

    var feature: Feature {
        var feature = safety.feature
        let routes = feature.routes
        feature.routes = { routes($0) + talk.routes }
        feature.openAsk = talk.openAsk
        return feature
    }
}

/// Bits with which every draw is 0, so that tests of everything else can count.
struct NoNoise: RandomNumberGenerator {
    mutating func next() -> UInt64 { .max }
}
