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

/// A site with one group: three Thursdays at half past six in the evening in New York, and members who read English.
/// The clock stands at the beginning of 3 November 2026, the first Thursday is the 12th.
struct TestSeats: Sendable {
    let world: World
    let groups: GroupsFeature
    let people: [ID<Person>]
    let coordinator: Viewer
    let series: Series
    let program: Program

    static let organization = Organization(
        id: Organization.id(slug: "garrison"), slug: "garrison", name: "Garrison Clinic", zone: "America/New_York",
        phone: "+16035550100")
    static let title = "Living with epilepsy"
    static let titleInSpanish = "Vivir con epilepsia"
    static let dates = ["20261112T183000", "20261119T183000", "20261126T183000"]

    var database: Database { world.database }
    var clock: WorldTime { world.time }
    var now: Instant { world.now }

    func viewer(_ number: Int) -> Viewer { .person(people[number], roles: []) }
    func date(_ number: Int) -> RecurrenceID { time(Self.dates[number]).id }
    func session(_ number: Int) -> SessionID { SessionID(series.id, date(number)) }
    var path: String { "/groups/\(series.slug)" }
}

/// What a test's group is like, besides what is usual.
struct SeatTerms: Sendable {
    var capacity: Int? = 2
    var eligibility = Program.Eligibility.anyone
    var allowsSingle = true
    var agreement: String?
    var mail: MailTerms?
    var people = 6
}

func withSeats(
    on backend: Backend = .sqlite, _ terms: SeatTerms = SeatTerms(), _ body: (TestSeats) async throws -> Void
) async throws {
    var settings = SiteSettings()
    (settings.mail, settings.rateLimits) = (terms.mail, false)
    try await withWorld(on: backend, settings: settings, rooms: seatRooms) { world in
        let now = world.now
        let people = try await world.accounts.createSynthetic(
            count: terms.people, seed: 1, joined: { _ in now }, language: { _ in .en })
        let staff = try await world.accounts.createSynthetic(
            count: 1, seed: 2, joined: { _ in now }, language: { _ in .en })[0]
        let groups: GroupsFeature = try #require(world.room())
        let (series, program) = try await world.database.write { try putGroup(terms, at: now, $0) }
        try await world.grant(.coordinator, in: TestSeats.organization.space, to: staff)
        try await body(
            TestSeats(
                world: world, groups: groups, people: people, coordinator: try await world.viewer(staff),
                series: series, program: program))
    }
}

func seatRooms(_ dependencies: Dependencies, _ accounts: AccountsFeature) throws -> [any Room] {
    try groupRooms(seatCatalogue, dependencies, accounts)
}

/// One condition.
private let seatCatalogue: [String: [UInt8]] = [
    "families.csv": Array("slug,name_en,name_es,parent\nmovement,Movement,Movimiento,\n".utf8),
    "conditions.csv": Array(
        "slug,name_en,name_es,synonyms_en,synonyms_es,parent,icd10cm\nepilepsy,Epilepsy,Epilepsia,seizures,,,G40.909\n"
            .utf8),
    "treatments.csv": Array(
        """
        slug,name_en,name_es,kind,family,synonyms_en,synonyms_es,brands,ingredients
        walking,Walking,Caminar,exercise,movement,a walk,caminata,,

        """.utf8),
    "symptoms.csv": Array(
        "slug,hpo_id,name_en,name_es,synonyms_en,synonyms_es\nnausea,HP:0002018,Nausea,Náusea,,\n".utf8),
]

/// The group, put into the tables as its coordinator would make it.
func putGroup(_ terms: SeatTerms, at now: Instant, _ tx: Transaction) throws -> (Series, Program) {
    _ = try OrganizationStore.open(TestSeats.organization, at: now, in: tx)
    let place = Place(
        id: .random(), organization: TestSeats.organization.id, name: "Garrison library", street: "1 Main Street",
        city: "Dover", region: "NH", zip: try #require(ZIPCode("03820")), point: nil)
    try PlaceStore.add(place, in: tx)
    var program = Program(
        id: .random(), organization: TestSeats.organization.id, slug: "living", ledBy: .staff,
        eligibility: terms.eligibility,
        texts: [
            .en: ProgramText(title: TestSeats.title, summary: "Ten people and two who lead."),
            .es: ProgramText(title: TestSeats.titleInSpanish, summary: "Diez personas y dos que guían."),
        ], topics: ["epilepsy"])
    try ProgramStore.add(program, at: now, in: tx)
    if let words = terms.agreement {
        program.agreementVersion = try ProgramStore.setAgreement([.en: words], of: program.id, in: tx)
    }
    let meeting = Meeting(mode: .hybrid, place: place.id, capacity: terms.capacity)
    let series = Series(
        id: .random(), program: program.id, organization: TestSeats.organization.id, slug: "living-thursdays",
        kind: .cohort, state: .open, zone: "America/New_York", meeting: meeting,
        onlineURL: "https://meet.example.org/room-7", languages: [.en], allowsSingle: terms.allowsSingle)
    let rule = SeriesRule(number: 1, starts: time(TestSeats.dates[0]), rule: "FREQ=WEEKLY;COUNT=3", minutes: 90)
    try SeriesStore.add(series, [rule], at: now, in: tx)
    let zone = try Zone(series.zone)
    try SessionStore.add(
        TestSeats.dates.map { text in
            let starts = time(text)
            let startsAt = Instant(milliseconds: zone.milliseconds(of: starts))
            return Groups.Session(
                id: SessionID(series.id, starts.id), rule: 1, slot: starts, starts: starts, startsAt: startsAt,
                endsAt: startsAt + .minutes(90), meeting: meeting)
        }, in: tx)
    return (series, program)
}

// MARK: - What people do, and what stands there

extension TestSeats {
    @discardableResult
    func join(_ number: Int, _ scope: SeatScope = .all, agreed: Int = 0, needs: [AccessNeed] = []) async throws
        -> JoinAnswer
    {
        try await groups.join(series.id, scope, agreed: agreed, needs: needs, as: viewer(number))
    }

    /// What a member has in the group; nil where they have nothing.
    func own(_ number: Int, _ scope: SeatScope = .all) async throws -> Enrolment? {
        let viewer = viewer(number)
        return try await database.read {
            try EnrolmentStore.own(of: series.id, as: viewer, in: $0).first { $0.scope == scope }
        }
    }

    func state(_ number: Int, _ scope: SeatScope = .all) async throws -> Enrolment.State? {
        try await own(number, scope)?.state
    }

    /// What all members have on all dates, in their order; nil where they have nothing.
    func states() async throws -> [Enrolment.State?] {
        var states: [Enrolment.State?] = []
        for number in people.indices { states.append(try await state(number)) }
        return states
    }

    func leave(_ number: Int, _ scope: SeatScope = .all) async throws {
        try await groups.leave(try #require(try await own(number, scope)).id, as: viewer(number))
    }

    /// Why something is refused; nil where it is not.
    func refusal(_ body: () async throws -> Void) async -> SeatRefusal? {
        do {
            try await body()
            return nil
        } catch let refusal as SeatRefusal {
            return refusal
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }

    /// Changes a date as its coordinator would, and has what follows from it done.
    func change(_ numbers: Int..., by change: @escaping @Sendable (inout Groups.Session) -> Void) async throws {
        let ids = numbers.map(session)
        try await database.write { tx in
            var sessions = try SessionStore.find(ids, as: .system(reason: "test"), in: tx)
            for index in sessions.indices { change(&sessions[index]) }
            try SessionStore.update(sessions, in: tx)
            try SeriesStore.touch(series.id, in: tx)
            try groups.tellOfDates(ids, in: tx)
            try groups.giveSeats(of: series.id, in: tx)
        }
    }

    func set(_ state: Series.State) async throws {
        var changed = series
        changed.state = state
        try await database.write { [changed] in try SeriesStore.update(changed, in: $0) }
    }

    func count(_ query: SQL) async throws -> Int {
        try await database.read { tx in try tx.first(query) { try $0.get(0, as: Int.self) } } ?? 0
    }

    /// Members have an address and wish for mail.
    func wish(_ numbers: Int...) async throws {
        for number in numbers {
            try await world.accounts.demonstrateMail(to: "p\(number)@example.org", of: people[number])
        }
    }

    func get(_ path: String, as number: Int, _ language: Language = .en) async -> Exchange {
        await world.get(path, as: viewer(number), language)
    }

    func post(
        _ path: String, on page: String? = nil, as number: Int, _ fields: [(String, String)] = [],
        _ language: Language = .en
    ) async -> Exchange {
        await world.post(path, on: page, as: viewer(number), fields, language)
    }
}

extension Groups.Session {
    /// Later by days and minutes, where no clock is changed between.
    mutating func move(days: Int, minutes: Int = 0) {
        let seconds = days * 86_400 + minutes * 60
        starts = starts.adding(seconds: seconds)
        (startsAt, endsAt) = (startsAt + .seconds(seconds), endsAt + .seconds(seconds))
    }
}
