package import Accounts
package import Foundation
import Logging
import Markup
package import Storage
package import Web

/// Vocabulary: the conditions, treatments and symptoms that members speak of, and how they are found by ordinary words.
/// Read this first.
///
/// Other features take `catalogue` once for what they are doing and look things up in it without waiting; they call
/// `propose` when a member uses a word that it does not know, `noteRecord` when they keep something under an identifier,
/// and `unmovedWords` to move records that lie under a word which turned out to mean an entry that there was.
package struct VocabularyFeature: Sendable {
    package static let migrations = Migrations(feature: "Vocabulary", bundle: .module)
    /// Where the sentences `vocabulary.…` are.
    package static let texts: (feature: String, bundle: Bundle) = ("vocabulary", .module)

    let database: Database
    let clock: Storage.Clock
    let logger: Logger
    let accounts: AccountsFeature
    let catalogues: Catalogues

    /// Reads the files and takes in the members' words. The database must be migrated.
    /// - Parameter folder: the path of the folder with `conditions.csv` and its like.
    /// - Throws: `CatalogueError` with everything that is wrong with the files; `StorageError`.
    package static func open(
        _ dependencies: Dependencies, accounts: AccountsFeature, folder: String
    ) async throws -> VocabularyFeature {
        let files = try CatalogueFiles.read(folder: folder)
        return try await open(dependencies, accounts: accounts, files: files)
    }

    static func open(
        _ dependencies: Dependencies, accounts: AccountsFeature, files: CatalogueRows
    ) async throws -> VocabularyFeature {
        let feature = VocabularyFeature(
            database: dependencies.database, clock: dependencies.clock, logger: dependencies.logger,
            accounts: accounts, catalogues: try Catalogues(files: files))
        try await feature.refresh()
        return feature
    }

    /// The catalogue as it is now.
    package var catalogue: Catalogue { catalogues.current }

    /// The pages: search, the form for a word that nobody knows, the stewards' queue.
    package var routes: [Route] {
        SearchPage(vocabulary: self).routes + ProposePage(vocabulary: self).routes + WordsPage(vocabulary: self).routes
            + WordPage(vocabulary: self).routes
    }

    /// What this feature keeps of a member, for the file they download.
    package var exporter: Exporter {
        Exporter("vocabulary") { member in
            try await database.read { tx in
                try ProposedWordStore.said(as: .person(member, roles: []), in: tx).map(ExportedWord.init)
            }
        }
    }

    /// Takes out the words that only this member says.
    package var eraser: Eraser {
        Eraser { member, tx in try ProposedWordStore.forget(member, in: tx) }
    }
}

/// A proposed word in a member's download.
private struct ExportedWord: Encodable, Sendable {
    let word: String
    let kind: String
    let language: String
    let status: String
    let proposedAt: String

    init(_ word: ProposedWord) {
        (self.word, kind) = (word.text, word.kind.rawValue)
        (language, status) = (word.language.rawValue, word.status.rawValue)
        proposedAt = word.proposedAt.description
    }
}
