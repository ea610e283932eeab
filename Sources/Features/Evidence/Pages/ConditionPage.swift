import Journal
import Markup
import Storage
import Vocabulary
import Web

/// `/conditions/:slug`: what people tried for something they live with or feel, side by side.
struct ConditionPage: Sendable {
    let evidence: EvidenceFeature
    /// What other rooms have to add.
    let others: [Beside]

    /// Rows on one page of the table.
    static let rows = 25

    var routes: [Route] {
        [.get("/conditions/:slug", .anyone) { try await show($0) }]
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let catalogue = evidence.vocabulary.catalogue
        guard let concept = catalogue.purpose(slug: try visit.parameter("slug")), let purpose = concept.purpose else {
            throw Problem.notFound
        }
        let release = try await evidence.currentRelease.value()
        let page = min(max(visit.query["page"].flatMap(Int.init) ?? 1, 1), 1_000)
        let version = evidence.version(release, catalogue)
        let title = visit.text("evidence.condition.title", ["name": .text(concept.name(visit.language))])
        let main: @Sendable () async throws -> HTML = {
            try await self.main(visit, concept, purpose, release, catalogue, page)
        }
        let topic = Topic(
            kind: concept.kind.rawValue, slug: concept.slug, name: concept.name(visit.language))
        guard visit.session != nil else {
            let kept = version + (try await others.version([topic]))
            return try await visit.published(title, version: kept) {
                let beside = self.beside(visit, concept, catalogue) + (try await others.html(topic, visit))
                return HTML.columns(try await main(), beside: beside, header: header(visit, concept, catalogue))
            }
        }
        let shared = try await visit.fragments("condition:\(concept.slug):\(page)", version: version) {
            let (before, after) = HTML.columnsAround(
                try await main(), beside: self.beside(visit, concept, catalogue),
                header: header(visit, concept, catalogue))
            return [before, after]
        }
        let cards = OwnCards(
            evidence: evidence, visit: visit, release: release, catalogue: catalogue, version: version)
        let own =
            try await cards.card(for: purpose, named: concept.name.inSentence(visit.language))
            + others.html(topic, visit)
        return visit.page(title, (shared.first ?? .empty) + own + (shared.last ?? .empty))
    }

    private func main(
        _ visit: Visit, _ concept: Concept, _ purpose: Purpose, _ release: Release?, _ catalogue: Catalogue, _ page: Int
    ) async throws -> HTML {
        guard let release else {
            return HTML.emptyState(title: visit.text("evidence.none.title"), body: visit.text("evidence.none.body"))
        }
        let figures = try await evidence.database.read { tx in
            try FigureStore.figures(for: purpose.id, of: release.number, in: tx)
        }
        let view = FigureView(text: visit.text, catalogue: catalogue, release: release)
        let likely = evidence.journal.likelyTreatments.of(purpose.id)
        return ConditionList(
            view: view, concept: concept, figures: figures, likely: likely,
            isDanger: evidence.speaksOfDanger(concept), page: page
        ).html()
    }

    private func header(_ visit: Visit, _ concept: Concept, _ catalogue: Catalogue) -> HTML {
        let (text, language) = (visit.text, visit.language)
        let synonyms = catalogue.synonyms(of: concept).filter { $0.language == nil || $0.language == language }
            .filter { $0.source == .synonym }.prefix(6).map(\.text)
        let also =
            synonyms.isEmpty
            ? nil : HTML(text: text("evidence.also", ["names": .text(synonyms.joined(separator: ", "))]))
        var steps: [(String, Link)] = [(text("evidence.index.conditions"), "/conditions")]
        var children: [Condition] = []
        if case .condition(let condition) = concept {
            steps += catalogue.ancestors(of: condition).reversed().map { ($0.name(language), "/conditions/\($0.slug)") }
            children = catalogue.children(of: condition)
        }
        return HTML.pageHeader(
            concept.name(language), lead: also,
            breadcrumb: HTML.breadcrumb(steps, label: text("evidence.breadcrumb")),
            tags: HTML.tags(children.prefix(12).map { HTML.tagLink($0.name(language), to: "/conditions/\($0.slug)") }))
    }

    /// What one can do from here; the same for everybody, since both doors ask to sign in.
    private func beside(_ visit: Visit, _ concept: Concept, _ catalogue: Catalogue) -> HTML {
        let text = visit.text
        guard !evidence.speaksOfDanger(concept) else {
            return PublicPages(text: text, catalogue: catalogue).card([concept])
        }
        let record = Link("/me/treatments/new").adding("purpose", concept.slug)
        var actions = [HTML.buttonLink(text("evidence.condition.record"), to: record)]
        if case .condition = concept {
            let live = Link("/me/conditions").adding("q", concept.name(visit.language))
            actions.append(HTML.buttonLink(text("evidence.condition.live"), to: live, kind: .secondary))
        }
        return HTML.card(
            "<p>\(text("evidence.condition.beside"))</p>\(HTML.actions(actions))",
            title: text("evidence.condition.beside.title"))
            + AskSubject.card(to: "/conditions/\(concept.slug)/ask", text)
            + PublicPages(text: text, catalogue: catalogue).card([concept])
    }
}
