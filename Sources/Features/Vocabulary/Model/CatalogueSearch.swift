package import Markup

extension Catalogue {
    /// What somebody may mean by a few ordinary words, best first. Reads names, synonyms, brands and ingredients in all
    /// languages; the last word may be only begun; slips of the finger are forgiven where nothing fits otherwise.
    /// - Parameters:
    ///   - query: what was typed; 100 scalars and 8 words of it are read.
    ///   - language: of the names in the answers; its words come first among equals.
    ///   - kinds: of the entries wanted.
    ///   - limit: how many answers at most.
    package func search(
        _ query: String, language: Language, kinds: Set<ConceptKind> = Set(ConceptKind.allCases), limit: Int
    ) -> [Match] {
        guard limit > 0 else { return [] }
        return matches(best(query, language, kinds), limit: limit, language: language)
    }

    /// The same for all kinds at once: at most so many answers of each. Slips are forgiven only where nothing of any
    /// kind fits.
    package func search(_ query: String, language: Language, limitOfEachKind limit: Int) -> [ConceptKind: [Match]] {
        guard limit > 0 else { return [:] }
        let best = best(query, language, Set(ConceptKind.allCases))
        var found: [ConceptKind: [Match]] = [:]
        for (kind, range) in index.kinds {
            let own = best.filter { range.contains($0.key) }
            if !own.isEmpty { found[kind] = matches(own, limit: limit, language: language) }
        }
        return found
    }

    /// The nearest entries to words that found nothing: those that share the most of the words, spelt freely.
    package func suggestions(_ query: String, language: Language, limit: Int) -> [Match] {
        guard limit > 0, let query = SearchQuery(query, smallWords) else { return [] }
        var search = Search(index, query, language: spoken(language), kinds: Set(ConceptKind.allCases))
        search.findPartial()
        return matches(search.best, limit: limit, language: language)
    }

    /// The entry of a kind that has exactly this name or synonym, whatever its case and accents.
    package func concept(named text: String, kind: ConceptKind) -> Concept? {
        guard Folding.words(text, limit: SearchQuery.scalarLimit).count <= SearchQuery.wordLimit,
            let best = search(text, language: languages.first ?? Language(rawValue: ""), kinds: [kind], limit: 1).first,
            best.quality == .exact
        else { return nil }
        return best.concept
    }

    /// The language whose names somebody sees.
    func spoken(_ language: Language) -> Language {
        languages.contains(language) ? language : languages.first ?? language
    }

    private func best(_ query: String, _ language: Language, _ kinds: Set<ConceptKind>) -> [Int: Search.Answer] {
        guard let query = SearchQuery(query, smallWords) else { return [:] }
        var search = Search(index, query, language: spoken(language), kinds: kinds)
        search.findSpelt()
        if !search.isSatisfied { search.findMisspelt() }
        return search.best
    }

    private func matches(_ best: [Int: Search.Answer], limit: Int, language: Language) -> [Match] {
        best.map { (concept: $0.key, answer: $0.value) }
            .sorted { a, b in
                if a.answer.rank < b.answer.rank { return true }
                if b.answer.rank < a.answer.rank { return false }
                return a.concept < b.concept
            }
            .prefix(limit)
            .compactMap { match($0.concept, $0.answer, language) }
    }

    private func match(_ number: Int, _ answer: Search.Answer, _ language: Language) -> Match? {
        guard let concept = concept(number: number) else { return nil }
        let name = concept.name(language)
        let phrase = index.phrases[answer.phrase]
        let isName = phrase.source == .name || phrase.key == Folding.key(name)
        return Match(
            concept: concept, name: name, alsoCalled: isName ? nil : phrase.text, quality: answer.rank.quality)
    }

    /// The entry with this number among conditions, treatments and symptoms together.
    private func concept(number: Int) -> Concept? {
        guard let (kind, range) = index.kinds.first(where: { $0.range.contains(number) }) else { return nil }
        let place = number - range.lowerBound
        return switch kind {
        case .condition: .condition(conditions[place])
        case .treatment: .treatment(treatments[place])
        case .symptom: .symptom(symptoms[place])
        }
    }
}
