import Markup
import Storage
import Vocabulary
import Web

/// `/conditions/:slug/ask?q=`: about which treatment somebody wants to ask, from the page of what they live with.
struct ConditionAskPage: Sendable {
    let evidence: EvidenceFeature

    /// Scalars of a name that is looked for.
    private static let longest = 200
    /// Treatments on the list, at most.
    private static let most = 24

    var routes: [Route] {
        [.get("/conditions/:slug/ask", .anyone) { try await show($0) }]
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let catalogue = evidence.vocabulary.catalogue
        guard let concept = catalogue.purpose(slug: try visit.parameter("slug")), let purpose = concept.purpose else {
            throw Problem.notFound
        }
        var reader = FormReader(visit.query)
        let query = reader.text("q", max: Self.longest)
        let list =
            query.isEmpty
            ? try await evaluated(purpose, concept, catalogue, visit)
            : Self.list(found(query, catalogue, visit), for: concept, visit)
        let (text, name) = (visit.text, concept.name.inSentence(visit.language))
        let title = text("evidence.ask.title")
        return visit.page(
            title,
            HTML.narrow(
                """
                \(HTML.pageHeader(
                    title, lead: HTML(text: text("evidence.ask.which", ["purpose": .text(name)])),
                    breadcrumb: HTML.breadcrumb([(concept.name(visit.language), "/conditions/\(concept.slug)")])))\
                \(HTML.searchForm(
                    action: "/conditions/\(concept.slug)/ask", label: text("evidence.ask.which.label"), value: query,
                    button: text("evidence.landing.search"), id: "which"))\
                \(list)
                """))
    }

    /// Treatments that the release has anything to say of for this purpose, by name; kept, for it is everybody's.
    private func evaluated(
        _ purpose: Purpose, _ concept: Concept, _ catalogue: Catalogue, _ visit: Visit
    ) async throws -> HTML {
        guard let release = try await evidence.currentRelease.value() else { return .empty }
        let version = evidence.version(release, catalogue)
        return try await visit.fragment("ask:\(concept.slug)", version: version) {
            let figures = try await evidence.database.read {
                try FigureStore.figures(for: purpose.id, of: release.number, in: $0)
            }
            let treatments = Set(figures.compactMap(\.treatment)).compactMap { catalogue.treatment($0) }
            let sorted = visit.text.sorted(treatments) { $0.name(visit.language) }
            return sorted.isEmpty ? .empty : Self.links(Array(sorted.prefix(Self.most)), for: concept, visit)
        }
    }

    private static func list(_ treatments: [Treatment], for concept: Concept, _ visit: Visit) -> HTML {
        treatments.isEmpty
            ? "<p>\(visit.text("evidence.ask.which.none"))</p>" : links(treatments, for: concept, visit)
    }

    private static func links(_ treatments: [Treatment], for concept: Concept, _ visit: Visit) -> HTML {
        HTML.linkList(treatments.map { ($0.name(visit.language), "/ask/\($0.slug)/\(concept.slug)", nil) })
    }

    private func found(_ query: String, _ catalogue: Catalogue, _ visit: Visit) -> [Treatment] {
        let (language, kinds) = (visit.language, Set([ConceptKind.treatment]))
        let matches = catalogue.search(query, language: language, kinds: kinds, limit: Self.most)
        let nearest = matches.isEmpty ? catalogue.suggestions(query, language: language, limit: 20) : []
        return (matches + nearest).compactMap { catalogue.treatment(slug: $0.slug) }
    }
}
