import Accounts
import Markup
import Post
import Storage
import Testing
import Web
import World

@testable import Communities
@testable import Evidence
@testable import Journal
@testable import Safety
@testable import Vocabulary

/// A site on which two communities are open: eight members who joined two days apart, the youngest 20 days ago, and a
/// moderator.
struct TestTalk: Sendable {
    let world: World
    let talk: CommunitiesFeature
    let safety: SafetyFeature
    let people: [ID<Person>]
    let keeper: ID<Person>

    var database: Database { world.database }
    var time: WorldTime { world.time }
    var now: Instant { world.now }

    static let slug = "stigma"
    static let page = "/communities/stigma"
    static let stigma = Community.id(slug: slug)

    func viewer(_ number: Int) -> Viewer { .person(people[number], roles: []) }
    var moderator: Viewer { .person(keeper, roles: [HeldRole(.moderator, in: .site)]) }

    func name(_ number: Int) async throws -> String {
        try #require(try await world.accounts.pseudonyms(of: [people[number]])[people[number]])
    }

    func path(_ thread: ID<CommunityThread>, in slug: String = TestTalk.slug) -> String {
        "/communities/\(slug)/threads/\(thread)"
    }

    func path(_ place: PostPlace, _ what: String) -> String { "\(path(place.thread))/posts/\(place.number)/\(what)" }

    func join(_ number: Int, _ slug: String = TestTalk.slug) async throws {
        let viewer = viewer(number)
        try await database.write {
            try CommunityStore.join(Community.id(slug: slug), mayBeAsked: false, as: viewer, in: $0)
        }
    }
}

// MARK: - What stands there, put into the tables past every look and limit

extension TestTalk {
    /// Something about a month, of which the rules find nothing.
    static let words = "Does it get easier after a month?"

    /// A thread and its first post, in any state.
    func start(
        _ title: String = TestTalk.words, _ words: String = TestTalk.words, by number: Int = 1,
        _ readers: ThreadVisibility = .members, _ kind: ThreadKind = .question, state: PostState = .shown,
        in slug: String = TestTalk.slug, source: String? = nil
    ) async throws -> ID<CommunityThread> {
        let thread = NewThread(
            id: .random(), community: Community.id(slug: slug), kind: kind, title: title, language: "en",
            source: source, visibility: readers)
        let (author, now) = (people[number], now)
        try await database.write { tx in
            try ThreadStore.add(thread, by: author, state: state, at: now, in: tx)
            try put(words, titled: title, in: thread.id, by: author, state, at: now, tx)
        }
        return thread.id
    }

    /// A post, in any state, rendered as the product does it.
    @discardableResult
    func put(
        _ words: String = TestTalk.words, in thread: ID<CommunityThread>, by number: Int, _ state: PostState = .shown
    ) async throws -> PostPlace {
        let (author, now) = (people[number], now)
        return try await database.write { try put(words, in: thread, by: author, state, at: now, $0) }
    }

    @discardableResult
    private func put(
        _ words: String, titled title: String? = nil, in thread: ID<CommunityThread>, by author: ID<Person>,
        _ state: PostState, at now: Instant, _ tx: Transaction
    ) throws -> PostPlace {
        guard let number = try ThreadStore.takeNumber(thread, in: tx) else { throw Problem.notFound }
        let place = PostPlace(thread, number)
        let all = title.map { "\($0)\n\n\(words)" }
        let post = try talk.written(PostInput(words: words), saying: all, state, in: thread, by: author, tx)
        try PostStore.add(post, at: place, by: author, at: now, in: tx)
        try WatchStore.setWatching(true, thread, as: .person(author, roles: []), in: tx)
        try ThreadStore.recount(thread, in: tx)
        return place
    }

    /// A thread as the program itself reads it.
    func thread(_ id: ID<CommunityThread>) async throws -> CommunityThread? {
        try await database.read { try ThreadStore.find(id, as: .system(reason: "test"), in: $0) }
    }

    func state(_ place: PostPlace) async throws -> PostState? {
        try await database.read { try PostStore.state(of: place, in: $0) }
    }

    func count(_ query: SQL) async throws -> Int {
        try await database.read { tx in try tx.first(query) { try $0.get(0, as: Int.self) } } ?? 0
    }
}

// MARK: - What people do

extension TestTalk {
    func press(_ kind: Reaction, _ isPressed: Bool = true, at place: PostPlace, by number: Int) async throws {
        let viewer = viewer(number)
        try await database.write { try ReactionStore.set(kind, isPressed, at: place, as: viewer, in: $0) }
    }

    func choose(_ number: Int?, of thread: ID<CommunityThread>, by person: Int) async throws -> Bool {
        let viewer = viewer(person)
        return try await database.write { try ThreadStore.setBest(number, of: thread, by: viewer, in: $0) }
    }

    func remove(_ place: PostPlace, by number: Int) async throws -> Bool {
        try await talk.remove(place, as: viewer(number))
    }

    func report(_ place: PostPlace, by number: Int, _ reason: ReportReason = .contact) async throws {
        _ = try await safety.report(
            CommunitiesFeature.subject(place), reason, words: "", in: PublishedTexts(of: world.features),
            as: viewer(number), at: now)
    }

    /// The author of what was decided last asks for another look.
    func appeal(by number: Int) async throws {
        let last = try await database.read { tx in
            try tx.first("SELECT id FROM safety_decisions ORDER BY decided_at DESC, id DESC LIMIT 1") {
                try $0.get(0, as: ID<Decision>.self)
            }
        }
        try await safety.appeal(try #require(last), words: "Look again.", as: viewer(number), at: now)
    }

    /// The moderator decides what waits longest, a reported or a held text, or one that is looked at again.
    func rule(_ outcome: Ruling.Outcome) async throws {
        let waiting = try await database.read { tx in
            try tx.first(
                "SELECT id FROM safety_cases WHERE state IN ('open', 'appealed') ORDER BY opened_at, id LIMIT 1"
            ) { try $0.get(0, as: ID<SafetyCase>.self) }
        }
        let one = try #require(waiting)
        try await safety.take(one, as: moderator, at: now)
        try await safety.decide(
            one, Ruling(outcome: outcome, category: .contact, explanation: "No numbers, please."),
            in: PublishedTexts(of: world.features), as: moderator, at: now)
    }

    /// Hides a post or brings it back, as Safety has it done.
    func setHidden(_ isHidden: Bool, _ place: PostPlace) async throws {
        let (text, now) = (try postText(), now)
        try await database.write { try text.published?.setHidden(place.record, isHidden, now, $0) }
    }

    /// What waited goes on, or not, as Safety has it done.
    @discardableResult
    func decide(_ place: PostPlace, isAllowed: Bool) async throws -> Bool {
        let (text, now) = (try postText(), now)
        return try await database.write { try text.decideHeld?(place.record, isAllowed, now, $0) } ?? false
    }

    private func postText() throws -> WrittenText {
        try #require(talk.safetyTexts.first { $0.kind == CommunitiesFeature.postKind })
    }

    func get(_ target: String, as number: Int? = nil, _ language: Language = .en) async -> Exchange {
        await world.get(target, as: number.map(viewer) ?? .anonymous, language)
    }

    /// Sends a form; its token is that of the community's page, which has one for every member.
    func post(
        _ target: String, on page: String = TestTalk.page, as number: Int, _ fields: [(String, String)] = []
    ) async -> Exchange {
        await world.post(target, on: page, as: viewer(number), fields)
    }
}

/// Runs a body with a site of its own.
func withTalk(
    on backend: Backend = .sqlite, mail: MailTerms? = nil, _ body: (TestTalk) async throws -> Void
) async throws {
    var settings = SiteSettings()
    (settings.mail, settings.rateLimits) = (mail, false)
    settings.webhooks.address = "https://wayfellow.test"
    try await withWorld(on: backend, settings: settings, rooms: talkRooms) { world in
        let now = world.now
        let people = try await world.accounts.createSynthetic(count: 8, seed: 1) { now - .days(20 + 2 * $0) }
        let keeper = try await world.accounts.createSynthetic(count: 1, seed: 2) { _ in now - .days(100) }[0]
        try await world.grant(.moderator, to: keeper)
        let talk: CommunitiesFeature = try #require(world.room())
        let safety: SafetyFeature = try #require(world.room())
        for slug in [TestTalk.slug, "epilepsy"] { try await talk.open(slug) }
        try await body(TestTalk(world: world, talk: talk, safety: safety, people: people, keeper: keeper))
    }
}

func talkRooms(_ dependencies: Dependencies, _ accounts: AccountsFeature) throws -> [any Room] {
    let vocabulary = try VocabularyFeature(
        dependencies, accounts: accounts, files: CatalogueFiles.rows(of: Fixture.files))
    let safety = try SafetyFeature(dependencies, reader: try CrisisReader(), house: accounts.forSafety)
    let journal = JournalFeature(
        dependencies, accounts: accounts, vocabulary: vocabulary, safety: safety,
        sideEffects: try CommonSideEffects(bytes: Array(Fixture.sideEffects.utf8)))
    let evidence = EvidenceFeature(
        dependencies, accounts: accounts, vocabulary: vocabulary, journal: journal, safety: safety,
        releaseAt: (hour: 3, minute: 0))
    return [
        vocabulary, safety, journal, evidence,
        CommunitiesFeature(
            dependencies, accounts: accounts, vocabulary: vocabulary, evidence: evidence, safety: safety),
    ]
}

extension PostInput {
    /// English words.
    init(words: String) { self.init(words: words, language: .en) }
}
