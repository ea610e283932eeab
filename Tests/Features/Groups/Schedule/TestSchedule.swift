import Accounts
import Markup
import Recurrence
import Storage
import Testing
import Web
import World

@testable import Groups
@testable import Safety
@testable import Vocabulary

/// A site with two organizations: a clinic in New Hampshire with a coordinator, a room and a program about pain, and a
/// hospital with a coordinator of its own. It is 3 November 2026, midnight UTC.
struct TestSchedule: Sendable {
    let world: World
    let groups: GroupsFeature
    /// Four members; the first coordinates the clinic, the second the hospital.
    let people: [ID<Person>]

    static let clinic = Organization.id(slug: "clinic")
    static let hospital = Organization.id(slug: "hospital")
    static let room = ID<Place>(named: "room")
    static let pain = ID<Program>(named: "pain")
    static let rule = "FREQ=WEEKLY;BYDAY=TH;COUNT=5"

    var database: Database { world.database }
    var now: Instant { world.now }
    var coordinator: Viewer { .person(people[0], roles: [HeldRole(.coordinator, in: .organization(Self.clinic))]) }
    var stranger: Viewer { .person(people[1], roles: [HeldRole(.coordinator, in: .organization(Self.hospital))]) }
    func member(_ number: Int) -> Viewer { .person(people[number], roles: []) }
    let system = Viewer.system(reason: "test")

    // MARK: - What a coordinator does

    /// Five Thursdays from December 3, half past six, with twelve seats.
    func draft(
        _ starts: String = "20261203T183000", _ rule: String? = TestSchedule.rule, _ kind: Series.Kind = .cohort,
        capacity: Int? = 12, minutes: Int = 90
    ) -> SeriesDraft {
        SeriesDraft(
            program: Self.pain, kind: kind, zone: "America/New_York", starts: time(starts), rule: rule,
            minutes: minutes, meeting: Meeting(mode: .room, place: Self.room, capacity: capacity), languages: [.en])
    }

    /// Made and open.
    func open(_ draft: SeriesDraft? = nil, yes: Bool = true) async throws -> ID<Series> {
        let draft = draft ?? self.draft()
        expect(try await groups.make(draft, yes: yes, as: coordinator), is: .done(draft.id))
        try await groups.set(.open, of: draft.id, as: coordinator)
        return draft.id
    }

    @discardableResult
    func change(
        _ series: ID<Series>, _ name: String, _ scope: EditScope, _ change: SessionChange, yes: Bool = true
    ) async throws -> ScheduleAnswer {
        try await groups.change(SessionID(series, time(name).id), scope, change, yes: yes, as: coordinator)
    }

    // MARK: - What stands in the tables

    /// In the order of time.
    func dates(_ series: ID<Series>) async throws -> [Groups.Session] {
        try await database.read { [system] in try SessionStore.all(of: series, from: nil, as: system, in: $0) }
    }

    /// By name, where each is now, and a mark where it is cancelled: "20261203T183000 20261203T190000 x".
    func lines(_ series: ID<Series>) async throws -> [String] {
        try await dates(series).sorted { $0.id.recurrence < $1.id.recurrence }.map {
            "\($0.id.recurrence) \($0.starts)" + ($0.isCancelled ? " x" : "")
        }
    }

    func rules(_ series: ID<Series>) async throws -> [SeriesRule] {
        try await database.read { try SeriesStore.rules(of: series, in: $0) }
    }

    func count(_ query: SQL) async throws -> Int {
        try await database.read { tx in try tx.first(query) { try $0.get(0, as: Int.self) } } ?? 0
    }

    // MARK: - People, put into the tables past all pages

    /// Somebody without an account, or a member.
    @discardableResult
    func enrol(
        _ series: ID<Series>, _ date: String = "", _ state: Enrolment.State = .seated, member: Int? = nil,
        offerUntil: Instant? = nil, line: Int = 1
    ) async throws -> ID<Enrolment> {
        let (id, person) = (ID<Enrolment>.random(), member.map { people[$0] })
        try await database.write { tx in
            try tx.execute(
                """
                INSERT INTO enrolments (id, series_id, recurrence_id, member_id, called, way, state, line, offer_until)
                VALUES (\(id), \(series), \(date), \(person), \(person == nil ? "Ana P." : nil), 'staff',
                    \(state.rawValue), \(line), \(offerUntil))
                """)
        }
        return id
    }

    func attend(
        _ enrolment: ID<Enrolment>, _ series: ID<Series>, _ date: String, answer: String? = nil,
        presence: String? = nil
    ) async throws {
        try await database.write { tx in
            try tx.execute(
                """
                INSERT INTO attendance (series_id, recurrence_id, enrolment_id, answer, presence)
                VALUES (\(series), \(date), \(enrolment), \(answer), \(presence))
                """)
        }
    }

    func seats(_ series: ID<Series>, _ date: String, as viewer: Viewer = .anonymous) async throws -> SeatCount {
        let (id, now) = (SessionID(series, time(date).id), now)
        let counts = try await database.read { try SeatBook().counts(of: [id], at: now, as: viewer, in: $0) }
        return try #require(counts[id])
    }
}

/// Runs a body with a site of its own; its catalogue knows back pain, and what else a test says.
func withSchedule(
    on backend: Backend = .sqlite, conditions: [String] = [], _ body: (TestSchedule) async throws -> Void
) async throws {
    try await withWorld(on: backend, rooms: { try scheduleRooms($0, $1, conditions) }) { world in
        let now = world.now
        let people = try await world.accounts.createSynthetic(count: 4, seed: 1) { _ in now - .days(30) }
        let groups: GroupsFeature = try #require(world.room())
        try await groups.open("clinic", "The clinic", zone: "America/New_York")
        try await groups.open("hospital", "The hospital", zone: "America/Los_Angeles")
        let zip = try #require(ZIPCode("03820"))
        try await world.database.write { tx in
            try PlaceStore.add(
                Place(
                    id: TestSchedule.room, organization: TestSchedule.clinic, name: "Room 2", street: "1 Main Street",
                    city: "Dover", region: "NH", zip: zip, point: ZIPCentroids.point(of: zip), access: [.lift]),
                in: tx)
            try ProgramStore.add(.ofTests, at: now, in: tx)
        }
        try await body(TestSchedule(world: world, groups: groups, people: people))
    }
}

extension Program {
    static let ofTests = Program(
        id: TestSchedule.pain, organization: TestSchedule.clinic, slug: "pain-program", ledBy: .clinician,
        texts: [
            .en: ProgramText(title: "Living with pain", summary: "Ten evenings."),
            .es: ProgramText(title: "Vivir con dolor", summary: "Diez tardes."),
        ], topics: ["back-pain"])
}

private func scheduleRooms(
    _ dependencies: Dependencies, _ accounts: AccountsFeature, _ conditions: [String]
) throws -> [any Room] {
    let more = conditions.map { "\($0),\($0),\($0) es,,,,\n" }.joined()
    let rows = [
        "families.csv": "slug,name_en,name_es,parent\nmovement,Movement,Movimiento,\n",
        "conditions.csv": """
        slug,name_en,name_es,synonyms_en,synonyms_es,parent,icd10cm
        back-pain,Back pain,Dolor de espalda,bad back,lumbalgia,,M54.9
        \(more)
        """,
        "treatments.csv": """
        slug,name_en,name_es,kind,family,synonyms_en,synonyms_es,brands,ingredients
        walking,Walking,Caminar,exercise,movement,a walk,caminata,,

        """,
        "symptoms.csv": """
        slug,hpo_id,name_en,name_es,synonyms_en,synonyms_es
        nausea,HP:0002018,Nausea,Náusea,feeling sick,ganas de vomitar

        """,
    ].mapValues { Array($0.utf8) }
    let vocabulary = try VocabularyFeature(dependencies, accounts: accounts, files: CatalogueFiles.rows(of: rows))
    let safety = try SafetyFeature(dependencies, reader: try CrisisReader(), house: accounts.forSafety)
    return [
        vocabulary, safety,
        GroupsFeature(dependencies, accounts: accounts, vocabulary: vocabulary, safety: safety),
    ]
}
