import Accounts
import Foundation
import Markup
import Recurrence
import Storage
import Testing
import Web
import World

@testable import Groups
@testable import Safety
@testable import Vocabulary

/// A clinic and a hospital with nothing in them, a coordinator for each, somebody who leads at the clinic, and members.
/// The clock stands at the beginning of 3 November 2026.
struct TestStaff: Sendable {
    let world: World
    let groups: GroupsFeature
    let people: [ID<Person>]

    static let clinic = Organization(
        id: Organization.id(slug: "clinic"), slug: "clinic", name: "River Clinic", zone: "America/New_York")
    static let hospital = Organization(
        id: Organization.id(slug: "hospital"), slug: "hospital", name: "Hill Hospital", zone: "America/New_York")
    static let home = "/staff/groups/\(clinic.id)"
    static let elsewhere = "/staff/groups/\(hospital.id)"

    /// By their places among the people; members come behind.
    static let coordinator = 0
    static let coordinatorElsewhere = 1
    static let leader = 2
    static let member = 3

    var database: Database { world.database }

    func viewer(_ number: Int) -> Viewer { .person(people[number], roles: []) }

    func name(_ number: Int) async throws -> String {
        try #require(try await world.accounts.pseudonyms(of: [people[number]])[people[number]])
    }

    func get(_ path: String, as number: Int = TestStaff.coordinator, _ language: Language = .en) async -> Exchange {
        await world.get(path, as: viewer(number), language)
    }

    func post(
        _ path: String, on page: String? = nil, as number: Int = TestStaff.coordinator,
        _ fields: [(String, String)] = [], _ language: Language = .en
    ) async -> Exchange {
        await world.post(path, on: page, as: viewer(number), fields, language)
    }

    func count(_ query: SQL) async throws -> Int {
        try await database.read { tx in try tx.first(query) { try $0.get(0, as: Int.self) } } ?? 0
    }
}

// MARK: - Groups, made as a coordinator makes them

extension TestStaff {
    /// What is typed for a new group where nothing else is said: twelve Thursdays from February 18 on, across the night
    /// in March in which the clock is set forward.
    static func twelve(_ changes: [(String, String)] = []) -> [(String, String)] {
        let usual = [
            ("program", "new"), ("title", "Living with pain"), ("summary", "Ten people and a nurse."), ("day", "TH"),
            ("first-year", "2027"), ("first-month", "2"), ("first-day", "18"), ("first-hour", "18"),
            ("first-minute", "30"), ("every", "week"), ("ends", "count"), ("count", "12"), ("minutes", "90"),
            ("kind", "cohort"), ("mode", "room"), ("place", "new"), ("placeName", "Room 3"), ("street", "1 Main"),
            ("city", "Dover"), ("region", "nh"), ("zip", "03820"), ("capacity", "12"), ("minimum", "4"),
            ("language", "en"), ("allowsSingle", "yes"), ("shownAs", "Dana, nurse"),
        ]
        var changed = Set(changes.map(\.0))
        // Whoever chooses a place writes no other.
        if changes.contains(where: { $0.0 == "place" && $0.1 != "new" }) { changed.formUnion(PlaceFields.names) }
        return usual.filter { !changed.contains($0.0) } + changes.filter { !$0.1.isEmpty }
    }

    /// An open group; answers its name in addresses.
    func open(_ changes: [(String, String)] = []) async throws -> String {
        let page = "\(Self.home)/series/new"
        let made = await post(page, Self.twelve(changes) + [("seen", "yes"), ("open", "yes")])
        #expect(made.status == 303, "\(made.text.suffix(2_000))")
        let link = made.header("location") ?? ""
        return try #require(link.split(separator: "/").last.map(String.init))
    }

    func series(_ slug: String) async throws -> Series {
        try #require(
            try await database.read { try SeriesStore.find(slug: slug, as: .system(reason: "test"), in: $0) })
    }

    func sessions(_ slug: String) async throws -> [Groups.Session] {
        let id = try await series(slug).id
        return try await database.read {
            try SessionStore.all(of: id, from: nil, as: .system(reason: "test"), in: $0)
        }
    }

    func page(_ slug: String, _ rest: String = "") -> String { "\(Self.home)/series/\(slug)\(rest)" }

    /// Puts somebody in who has no account.
    @discardableResult
    func put(
        _ name: String, in slug: String, _ fields: [(String, String)] = [], _ language: Language = .en
    ) async -> Exchange {
        await post(page(slug, "/enrol"), [("whom", "called"), ("person", name)] + fields, language)
    }

    /// An enrolment by what somebody is called.
    func enrolment(of name: String) async throws -> ID<Enrolment> {
        try #require(
            try await database.read { tx in
                try tx.first("SELECT id FROM enrolments WHERE called = \(name)") { try $0.get(0) }
            })
    }

    /// What the form of a date holds, with changes.
    static func change(_ session: Groups.Session, _ changes: [(String, String)] = []) -> [(String, String)] {
        let changed = Set(changes.map(\.0))
        let leftOut: Set<String> = ["every", "ends", "day"]
        return ChangeFields.known(session).filter { !changed.contains($0.key) && !leftOut.contains($0.key) }
            .map { ($0.key, $0.value) } + [("wish", "change")].filter { !changed.contains($0.0) } + changes
    }
}

/// Runs a body with a site of its own.
func withStaff(
    on backend: Backend = .sqlite, rateLimits: Bool = false, _ body: (TestStaff) async throws -> Void
) async throws {
    var settings = SiteSettings()
    settings.rateLimits = rateLimits
    try await withWorld(on: backend, settings: settings, rooms: staffRooms) { world in
        let now = world.now
        let people = try await world.accounts.createSynthetic(
            count: 7, seed: 1, joined: { _ in now }, language: { _ in .en })
        let groups: GroupsFeature = try #require(world.room())
        try await world.database.write { tx in
            for one in [TestStaff.clinic, TestStaff.hospital] { _ = try OrganizationStore.open(one, at: now, in: tx) }
        }
        try await world.grant(.coordinator, in: TestStaff.clinic.space, to: people[TestStaff.coordinator])
        try await world.grant(.coordinator, in: TestStaff.hospital.space, to: people[TestStaff.coordinatorElsewhere])
        try await world.grant(.leader, in: TestStaff.clinic.space, to: people[TestStaff.leader])
        try await body(TestStaff(world: world, groups: groups, people: people))
    }
}

private func staffRooms(_ dependencies: Dependencies, _ accounts: AccountsFeature) throws -> [any Room] {
    try groupRooms(staffCatalogue, dependencies, accounts)
}

/// One condition.
private let staffCatalogue: [String: [UInt8]] = [
    "families.csv": Array("slug,name_en,name_es,parent\nmovement,Movement,Movimiento,\n".utf8),
    "conditions.csv": Array(
        "slug,name_en,name_es,synonyms_en,synonyms_es,parent,icd10cm\nback-pain,Back pain,Dolor de espalda,,,,M54.9\n"
            .utf8),
    "treatments.csv": Array(
        """
        slug,name_en,name_es,kind,family,synonyms_en,synonyms_es,brands,ingredients
        walking,Walking,Caminar,exercise,movement,a walk,caminata,,

        """.utf8),
    "symptoms.csv": Array(
        "slug,hpo_id,name_en,name_es,synonyms_en,synonyms_es\nnausea,HP:0002018,Nausea,Náusea,,\n".utf8),
]
