import Logging
package import Markup
package import Storage
package import Web

// Words that members use and the catalogue does not know: for other features.
extension VocabularyFeature {
    /// Says for a member that they use a word. In a transaction, so that a record with the word's identifier is written
    /// together with it.
    /// - Returns: the entry, where the catalogue or a steward's decision knows the word; else the proposed word.
    /// - Throws: `WordRefusal`; `Problem.signInNeeded` for a visitor.
    package func propose(
        _ text: String, kind: ConceptKind, language: Language, by viewer: Viewer, in tx: Transaction
    ) throws -> Proposal {
        if let concept = catalogue.concept(named: text, kind: kind) { return .known(concept) }
        return .proposed(
            try ProposedWordStore.propose(text, kind, language, by: viewer, at: clock.now(), in: tx))
    }

    /// The words of whoever is looking that the catalogue does not have, waiting or declined: for naming what their
    /// records hold under identifiers that the catalogue does not know.
    package func ownWords(as viewer: Viewer, in tx: Transaction) throws -> [ProposedWord] {
        try ProposedWordStore.own(as: viewer, in: tx)
    }

    /// What stewards decided from a moment on, in the order of time. Records under a merged word's identifier belong to
    /// its entry; moving them twice must do no harm, for the moment itself is included.
    package func resolvedWords(since start: Instant, in tx: Transaction) throws -> [ResolvedWord] {
        let catalogue = self.catalogue
        return try ProposedWordStore.resolved(since: start, in: tx).map { word, slug, at in
            ResolvedWord(
                id: word.id, kind: word.kind, status: word.status,
                concept: slug.flatMap { catalogue.concept(word.kind, slug: $0) }, resolvedAt: at)
        }
    }

    /// Takes in the members' words, if they changed since.
    package func refresh() async throws {
        let known = catalogue.version
        let news = try await database.read { tx in
            let version = try MemberWordStore.version(in: tx)
            return (version: version, words: version > known ? try MemberWordStore.all(in: tx) : [])
        }
        if news.version > known { try catalogues.replace(words: news.words, version: news.version) }
    }

    /// Refreshes for as long as the process runs, since another process may have changed the words. Ends when its task
    /// is cancelled.
    package func keepCurrent(every pause: Duration = .seconds(3)) async {
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: pause)
                try await refresh()
            } catch is CancellationError {
                return
            } catch {
                logger.warning("the vocabulary was not refreshed", metadata: ["error": "\(type(of: error))"])
            }
        }
    }
}

extension WordRefusal {
    /// The same at a field of a form.
    package func errors(field: String) -> FormErrors {
        switch self {
        case .empty: FormErrors(field: field, "vocabulary.word.empty")
        case .long: FormErrors(field: field, "vocabulary.word.long", ["max": .count(ProposedWord.longest)])
        case .tooMany: FormErrors(field: field, "vocabulary.word.tooMany")
        }
    }
}
