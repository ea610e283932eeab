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
        _ text: String, kind: ConceptKind, language: Language, by viewer: Viewer,
        atMost most: Int = ProposedWord.mostPending, in tx: Transaction
    ) throws -> Proposal {
        if let concept = catalogue.concept(named: text, kind: kind) { return .known(concept) }
        return .proposed(
            try ProposedWordStore.propose(text, kind, language, by: viewer, at: clock.now(), atMost: most, in: tx))
    }

    /// The words of whoever is looking that the catalogue does not have, waiting or declined: for naming what their
    /// records hold under identifiers that the catalogue does not know.
    package func ownWords(as viewer: Viewer, in tx: Transaction) throws -> [ProposedWord] {
        try ProposedWordStore.own(as: viewer, in: tx)
    }

    /// Merged words under whose identifiers records may still lie, with the entries that the records belong to.
    ///
    /// Whoever moves a word's records calls `noteMoved` in the same transaction. A word stays here until then, whatever
    /// any clock says and however long no server ran; one whose entry this process does not know yet waits.
    package func unmovedWords(in tx: Transaction) throws -> [MergedWord] {
        let catalogue = self.catalogue
        return try UnmovedWordStore.all(in: tx).compactMap { word in
            guard let kind = ConceptKind(rawValue: word.kind) else { return nil }
            return catalogue.concept(kind, slug: word.slug).map { MergedWord(id: word.id, concept: $0) }
        }
    }

    /// Says that all records under a merged word were moved, in the transaction that moved them.
    package func noteMoved(_ word: ID<ProposedWord>, in tx: Transaction) throws {
        try UnmovedWordStore.remove(word, in: tx)
    }

    /// Says in a record's transaction which identifiers stand in it. Those of merged words are moved (again): a page that
    /// was opened before the decision may be sent after it.
    package static func noteRecord(under words: [ID<ProposedWord>], in tx: Transaction) throws {
        if !words.isEmpty { try UnmovedWordStore.add(words, in: tx) }
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
    package func refreshPeriodically(every pause: Duration = .seconds(3)) async {
        await logger.repeating(every: pause, "the vocabulary was not refreshed") { try await refresh() }
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
