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

/// A site with one clinic in Dover and its library, on 3 November 2026 (a Tuesday, seven in the evening before in New
/// York). Tests put into the tables what they need.
struct TestFinding: Sendable {
    let world: World
    let groups: GroupsFeature
    let place: Place

    static let organization = Organization(
        id: Organization.id(slug: "garrison"), slug: "garrison", name: "Garrison Clinic", zone: "America/New_York",
        phone: "+16035550100")

    func get(_ path: String, _ language: Language = .en, as viewer: Viewer = .anonymous) async -> Exchange {
        await world.get(path, as: viewer, language)
    }
}

/// What a test's group is like, besides what is usual: Thursdays at half past six, of 12 seats.
struct FoundTerms: Sendable {
    var slug = "living-with-pain"
    var title = "Living with pain"
    var titleInSpanish: String? = "Vivir con dolor"
    var summary = "Ten people who hurt, and two who lead."
    var topics = ["pain"]
    var kind = Series.Kind.cohort
    var state = Series.State.open
    var listing = Program.Listing.open
    var eligibility = Program.Eligibility.anyone
    var mode = Meeting.Mode.room
    var capacity: Int? = 12
    var zone = "America/New_York"
    var rule: String? = "FREQ=WEEKLY;COUNT=3"
    var languages: [Language] = [.en]
    var cents = 0
    var showsOnline = false
    /// Local times, by slot.
    var slots = ["20261105T183000", "20261112T183000", "20261119T183000"]
    var minutes = 90
}

extension TestFinding {
    static func time(_ text: String) throws -> LocalDateTime { try #require(LocalDateTime(basicText: text)) }

    /// A group with its dates, each called by its slot.
    @discardableResult
    func put(_ terms: FoundTerms = FoundTerms()) async throws -> Series {
        let (now, place) = (world.now, place)
        let program = Program(
            id: .random(), organization: Self.organization.id, slug: "p-\(terms.slug)", ledBy: .mixed,
            listing: terms.listing, eligibility: terms.eligibility, cost: Cost(cents: terms.cents),
            texts: texts(terms), topics: terms.topics)
        let meeting = Meeting(
            mode: terms.mode, place: terms.mode.needsPlace ? place.id : nil, capacity: terms.capacity)
        let series = Series(
            id: .random(), program: program.id, organization: Self.organization.id, slug: terms.slug,
            kind: terms.kind, state: terms.state, zone: terms.zone, meeting: meeting,
            onlineURL: "https://meet.example.org/room-7", onlinePhone: "+16035550111",
            showsOnline: terms.showsOnline, languages: terms.languages)
        let sessions = try terms.slots.map { try session($0, of: series, terms) }
        let rule = SeriesRule(
            number: 1, starts: try #require(sessions.first?.slot), rule: terms.rule, minutes: terms.minutes)
        let leader = SeriesLeader(id: .random(), scope: .all, member: nil, part: .leader, shownAs: "Dana, nurse")
        try await world.database.write { tx in
            try ProgramStore.add(program, at: now, in: tx)
            try SeriesStore.add(series, [rule], at: now, in: tx)
            try SessionStore.add(sessions, in: tx)
            try LeaderStore.add(leader, to: series.id, in: tx)
            try SeriesStore.touch(series.id, in: tx)
        }
        return series
    }

    private func texts(_ terms: FoundTerms) -> [Language: ProgramText] {
        let meeting = "10 min: Tea. Say your first name, or nothing.\n20 min: One good thing, one hard thing."
        var texts = [Language.en: ProgramText(title: terms.title, summary: terms.summary, meeting: meeting)]
        texts[.es] = terms.titleInSpanish.map { ProgramText(title: $0, summary: "Diez personas con dolor.") }
        return texts
    }

    private func session(_ slot: String, of series: Series, _ terms: FoundTerms) throws -> Groups.Session {
        let (time, zone) = (try Self.time(slot), try Zone(terms.zone))
        let start = Instant(milliseconds: zone.milliseconds(of: time))
        return Session(
            id: SessionID(series.id, RecurrenceID(time)), rule: 1, slot: time, starts: time, startsAt: start,
            endsAt: start + .minutes(terms.minutes), meeting: series.meeting)
    }

    /// Another fact about a date, as a coordinator's change leaves it.
    func change(_ slot: String, of series: Series, _ change: @escaping @Sendable (inout Groups.Session) -> Void)
        async throws
    {
        let id = SessionID(series.id, try #require(RecurrenceID(slot)))
        try await world.database.write { tx in
            var session = try #require(try SessionStore.find(id, as: .system(reason: "test"), in: tx))
            change(&session)
            try SessionStore.update([session], in: tx)
            try SeriesStore.touch(series.id, in: tx)
        }
    }

    /// Moves a date of New York.
    func move(_ slot: String, of series: Series, to text: String) async throws {
        let (time, zone) = (try Self.time(text), try Zone(series.zone))
        let start = Instant(milliseconds: zone.milliseconds(of: time))
        try await change(slot, of: series) { session in
            let length = session.endsAt - session.startsAt
            (session.starts, session.startsAt, session.endsAt) = (time, start, start + length)
        }
    }
}

/// - Parameter real: with the catalogue that is shipped.
func withFinding(on backend: Backend = .sqlite, real: Bool = false, _ body: (TestFinding) async throws -> Void)
    async throws
{
    var settings = SiteSettings()
    settings.rateLimits = false
    try await withWorld(on: backend, settings: settings, rooms: real ? realRooms : findingRooms) { world in
        let now = world.now
        let place = Place(
            id: .random(), organization: TestFinding.organization.id, name: "Dover library", street: "73 Locust Street",
            city: "Dover", region: "NH", zip: try #require(ZIPCode("03820")),
            point: GeoPoint(latitude: 43.19, longitude: -70.88), access: [.stepFree, .lift])
        try await world.database.write { tx in
            _ = try OrganizationStore.open(TestFinding.organization, at: now, in: tx)
            try PlaceStore.add(place, in: tx)
        }
        let groups: GroupsFeature = try #require(world.room())
        try await body(TestFinding(world: world, groups: groups, place: place))
    }
}

private func findingRooms(_ dependencies: Dependencies, _ accounts: AccountsFeature) throws -> [any Room] {
    let rooms = try groupRooms(findingCatalogue, dependencies, accounts)
    let beside = rooms.lazy.compactMap { $0 as? GroupsFeature }.first?.beside
    return [TopicPages(room: rooms[0], beside: beside)] + rooms[1...]
}

/// A room with a page for a topic, on which stands what others say beside it.
private struct TopicPages: Room {
    let room: any Room
    let beside: Beside?

    var feature: Feature {
        var feature = room.feature
        let (routes, beside) = (feature.routes, beside)
        feature.routes = { house in
            routes(house) + [
                .get("/beside/:topic", .anyone) { visit in
                    let slug = try visit.parameter("topic")
                    let topic = Topic(kind: "condition", slug: slug, name: slug)
                    return visit.page(slug, try await beside?.make(topic, visit) ?? .empty)
                }
            ]
        }
        return feature
    }
}

private func realRooms(_ dependencies: Dependencies, _ accounts: AccountsFeature) throws -> [any Room] {
    let folder = Project.root.appending(path: "Vocabulary").path(percentEncoded: false)
    let vocabulary = try VocabularyFeature(dependencies, accounts: accounts, folder: folder)
    return try groupRooms(vocabulary, dependencies, accounts)
}

/// Pain, a narrower one, and something else.
private let findingCatalogue: [String: [UInt8]] = [
    "families.csv": Array("slug,name_en,name_es,parent\nmovement,Movement,Movimiento,\n".utf8),
    "conditions.csv": Array(
        """
        slug,name_en,name_es,synonyms_en,synonyms_es,parent,icd10cm
        pain,Pain,Dolor,hurting,,,R52
        back-pain,Back pain,Dolor de espalda,bad back,lumbalgia,pain,M54.9
        epilepsy,Epilepsy,Epilepsia,seizures,convulsiones,,G40.909

        """.utf8),
    "treatments.csv": Array(
        """
        slug,name_en,name_es,kind,family,synonyms_en,synonyms_es,brands,ingredients
        walking,Walking,Caminar,exercise,movement,a walk,caminata,,

        """.utf8),
    "symptoms.csv": Array(
        "slug,hpo_id,name_en,name_es,synonyms_en,synonyms_es\nnausea,HP:0002018,Nausea,Náusea,,\n".utf8),
]
