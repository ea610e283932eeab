package import Accounts
import Foundation
import Logging
import Markup
import Storage
package import Web

/// Vocabulary: the conditions, treatments and symptoms that members speak of, and how they are found by ordinary words.
/// Read this first.
///
/// Other features take `catalogue` once for what they are doing and look things up in it without waiting; they call
/// `propose` when a member uses a word that it does not know, `noteRecord` when they keep something under an identifier,
/// and `unmovedWords` to move records that lie under a word which turned out to mean an entry that there was.
package struct VocabularyFeature: Room {
    let database: Database
    let clock: Storage.Clock
    let logger: Logger
    let accounts: AccountsFeature
    let catalogues: Catalogues

    /// Reads the files; the members' words are taken in at start.
    /// - Parameter folder: the path of the folder with `conditions.csv` and its like.
    /// - Throws: `CatalogueError` with everything that is wrong with the files.
    package init(_ dependencies: Dependencies, accounts: AccountsFeature, folder: String) throws {
        self.init(dependencies, accounts: accounts, try Catalogues(folder: folder))
    }

    init(_ dependencies: Dependencies, accounts: AccountsFeature, files: CatalogueRows) throws {
        self.init(dependencies, accounts: accounts, try Catalogues(files: files))
    }

    private init(_ dependencies: Dependencies, accounts: AccountsFeature, _ catalogues: Catalogues) {
        database = dependencies.database
        clock = dependencies.clock
        logger = dependencies.logger
        self.accounts = accounts
        self.catalogues = catalogues
        accounts.name { id, language in
            catalogues.current.condition(ID(high: id.high, low: id.low)).map {
                ConditionName($0.name(language), "/conditions/\($0.slug)")
            }
        }
    }

    package var feature: Feature {
        var feature = Feature(name: "Vocabulary", bundle: .module)
        feature.start = { try await refresh() }
        feature.background = [{ await refreshPeriodically() }]
        feature.routes = { house in
            SearchPage(vocabulary: self, finders: house.compactMap(\.found)).routes
                + ProposePage(vocabulary: self).routes + WordsPage(vocabulary: self).routes
                + WordPage(vocabulary: self).routes
        }
        feature.safetyTexts = safetyTexts
        feature.records = records
        feature.menu = [
            MenuEntry(.account, "vocabulary.words.title", to: "/steward/words", for: .holders(.steward, in: .site))
        ]
        feature.auditEvents = [.vocabularyChanged]
        feature.people = Fixture { owner, _ in ["/steward/words/:id": try await demonstrateWord(of: owner)] }
        return feature
    }

    /// Words that are looked for, words that are proposed, and the names that stewards give them.
    private var safetyTexts: [WrittenText] {
        [
            WrittenText("vocabulary.search", at: "/search", field: "q"),
            WrittenText("vocabulary.word", at: "/words", field: "word"),
            WrittenText("vocabulary.entry", at: "/steward/words/:id", field: "q"),
        ]
            + catalogue.languages.map {
                WrittenText("vocabulary.name", at: "/steward/words/:id/accept", field: WordPage.nameField($0))
            }
    }

    /// The catalogue as it is now.
    package var catalogue: Catalogue { catalogues.current }

    /// A new word that waits for a steward.
    private func demonstrateWord(of member: ID<Person>) async throws -> String {
        let viewer = Viewer.person(member, roles: [])
        let word = String("Leaf tea \(ID<ProposedWord>.random())".unicodeScalars.prefix(40))
        let language = catalogue.languages.first ?? Language(rawValue: "und")
        return try await database.write { tx in
            try ProposedWordStore.propose(word, .treatment, language, by: viewer, at: self.clock.now(), in: tx).id
                .description
        }
    }
}

extension AuditEvent {
    static let vocabularyChanged = AuditEvent("vocabulary-changed")
}
