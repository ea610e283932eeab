package import Markup
import Web

/// `/search?q=`: what the catalogue has under ordinary words. With `fragment=1` only the list, for showing while a
/// person types.
struct SearchPage: Sendable {
    /// Answers of each kind, at most.
    static let limit = 12

    let vocabulary: VocabularyFeature
    /// What other rooms find for the same words.
    let finders: [Finder]

    var routes: [Route] {
        [.get("/search", .anyone) { visit in try await show(visit) }]
    }

    private func show(_ visit: Visit) async throws -> Reply {
        var search = Found(visit.query, in: vocabulary.catalogue, visit.language)
        if visit.query["fragment"] == "1" {
            return .page(status: 200, html: SearchView(found: search, text: visit.text).list())
        }
        var others: [HTML] = []
        if !search.query.isEmpty {
            for finder in finders where search.error == nil {
                if let found = try await finder.find(search.query, visit) { others.append(found) }
            }
        }
        let card = visit.card
        if let card { search.keepWhatIsMeant(subject: card.subject, in: vocabulary.catalogue, visit.language) }
        let view = SearchView(found: search, text: visit.text, isUnderCard: card != nil)
        let title =
            search.query.isEmpty
            ? visit.text("vocabulary.search.title")
            : visit.text("vocabulary.search.title.query", ["query": .text(search.query)])
        let asking = search.isUnknown && visit.opened == nil ? ProposeForm(visit, word: search.query).html() : .empty
        return visit.page(
            title, status: search.error == nil ? 200 : 422, view.page(asking: HTML.joined(others, by: "") + asking))
    }

    /// What was asked and what was found.
    struct Found {
        /// As it was typed, to be shown again.
        let query: String
        private(set) var error: FormErrors?
        private(set) var groups: [(kind: ConceptKind, matches: [Match])] = []
        /// Where nothing was found: what is spelt nearly so.
        private(set) var nearest: [Match] = []

        init(_ fields: FormFields, in catalogue: Catalogue, _ language: Language) {
            query = CatalogueTable.trimmed(fields["q"] ?? "")
            var reader = FormReader(fields)
            let words = reader.text("q", max: SearchQuery.scalarLimit)
            guard reader.errors.isEmpty else {
                error = reader.errors
                return
            }
            guard !words.isEmpty else { return }
            var found = catalogue.search(words, language: language, limitOfEachKind: SearchPage.limit)
            // A symptom that is a condition too has that condition's page: one of the two is enough.
            let conditions = Set((found[.condition] ?? []).map(\.slug))
            found[.symptom] = found[.symptom]?.filter { !conditions.contains($0.slug) }
            groups = ConceptKind.allCases.map { ($0, found[$0] ?? []) }.filter { !$0.1.isEmpty }
                .sorted { Self.best($0.1) < Self.best($1.1) }
            if groups.isEmpty { nearest = catalogue.suggestions(words, language: language, limit: 5) }
        }

        /// Under a card nothing stands that only looks like the words.
        mutating func keepWhatIsMeant(subject: String?, in catalogue: Catalogue, _ language: Language) {
            groups = groups.map { ($0.kind, $0.matches.filter { $0.quality < .spread }) }.filter { !$0.1.isEmpty }
            nearest = []
            guard groups.isEmpty, let condition = subject.flatMap({ catalogue.condition(slug: $0) }) else { return }
            let match = Match(
                concept: .condition(condition), name: condition.name(language), alsoCalled: nil, quality: .exact)
            groups = [(.condition, [match])]
        }

        /// Words were asked for, and nothing has them.
        var isUnknown: Bool { !query.isEmpty && error == nil && groups.isEmpty }

        /// A kind that fits better comes first; misspelt answers behind all that is spelt so.
        private static func best(_ matches: [Match]) -> Int {
            matches.first.map { $0.quality == .exact ? 0 : $0.quality < .misspelt ? 1 : 2 } ?? 3
        }
    }
}

extension Concept {
    /// Its page. A condition's and a symptom's are of one sort: what people take for it.
    package var link: Link {
        switch self {
        case .condition(let condition): "/conditions/\(condition.slug)"
        case .symptom(let symptom): "/conditions/\(symptom.slug)"
        case .treatment(let treatment): "/treatments/\(treatment.slug)"
        }
    }
}
