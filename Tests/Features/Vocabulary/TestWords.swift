import Foundation
import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Vocabulary

/// The small catalogue, three people, and a site to walk through.
struct TestWords: Sendable {
    let world: World
    let vocabulary: VocabularyFeature
    let ana: ID<Person>
    let ben: ID<Person>
    let steward: ID<Person>

    var database: Database { world.database }
    /// What the feature asks the database.
    var log: StatementLog { world.statements }
    var dependencies: Dependencies { world.dependencies }
    var site: Site { world.site }
    var asAna: Viewer { .person(ana, roles: []) }
    var asBen: Viewer { .person(ben, roles: []) }
    var asSteward: Viewer { .person(steward, roles: [HeldRole(.steward, in: .site)]) }

    /// The same server's second process.
    func secondProcess() async throws -> VocabularyFeature {
        let second = try VocabularyFeature(
            dependencies, accounts: vocabulary.accounts, files: CatalogueFiles.rows(of: Fixture.files()))
        try await second.refresh()
        return second
    }

    func propose(
        _ text: String, _ kind: ConceptKind = .treatment, _ language: Language = .en, by viewer: Viewer
    ) async throws -> Proposal {
        try await database.write { try vocabulary.propose(text, kind: kind, language: language, by: viewer, in: $0) }
    }

    /// A word that waits.
    func word(_ text: String, _ kind: ConceptKind = .treatment, by viewer: Viewer) async throws -> ProposedWord {
        let proposal = try await propose(text, kind, by: viewer)
        guard case .proposed(let word) = proposal else { throw Unexpected(proposal: proposal) }
        return word
    }

    func ownWords(of viewer: Viewer) async throws -> [ProposedWord] {
        try await database.read { try vocabulary.ownWords(as: viewer, in: $0) }
    }

    func unmoved(_ process: VocabularyFeature? = nil) async throws -> [MergedWord] {
        let vocabulary = process ?? self.vocabulary
        return try await database.read { try vocabulary.unmovedWords(in: $0) }
    }

    func status(of word: ProposedWord) async throws -> ProposedWord.Status? {
        let viewer = asSteward
        return try await database.read { try ProposedWordStore.find(word.id, as: viewer, in: $0)?.status }
    }

    func get(_ target: String, as person: Viewer = .anonymous, _ language: Language = .en) async -> Exchange {
        await world.get(target, as: person, language)
    }

    /// Sends a form with the token of the page it stands on.
    func post(
        _ target: String, on page: String, as person: Viewer, _ fields: [(String, String)], _ language: Language = .en
    ) async throws -> Exchange {
        await world.post(target, on: page, as: person, fields, language)
    }

    struct Unexpected: Error { let proposal: Proposal }
}

/// Runs a body with a world of its own.
func withWords(on backend: Backend = .sqlite, _ body: (TestWords) async throws -> Void) async throws {
    try await withWorld(
        on: backend,
        rooms: { [try VocabularyFeature($0, accounts: $1, files: CatalogueFiles.rows(of: Fixture.files()))] }
    ) { world in
        let now = world.now
        let people = try await world.accounts.createSynthetic(count: 3, seed: 1, joined: { _ in now })
        try await world.grant(.steward, to: people[2])
        guard let vocabulary: VocabularyFeature = world.room() else { return }
        try await body(
            TestWords(world: world, vocabulary: vocabulary, ana: people[0], ben: people[1], steward: people[2]))
    }
}
