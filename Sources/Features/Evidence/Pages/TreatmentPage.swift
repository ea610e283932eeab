import Markup
import Storage
import Vocabulary
import Web

/// `/treatments/:slug` and `/treatments/:slug/for/:purpose`: how it went for people, one purpose at a time.
struct TreatmentPage: Sendable {
    let evidence: EvidenceFeature
    /// What other rooms have to add.
    let others: [Beside]

    var routes: [Route] {
        [
            .get("/treatments/:slug", .anyone) { try await show($0, purpose: nil) },
            .get("/treatments/:slug/for/:purpose", .anyone) { visit in
                let slug = try visit.parameter("purpose")
                guard let purpose = evidence.vocabulary.catalogue.purpose(slug: slug) else { throw Problem.notFound }
                return try await show(visit, purpose: purpose)
            },
        ]
    }

    /// What a page is about, found once.
    struct Subject: Sendable {
        let treatment: Treatment
        /// Nil on the treatment's own page, until the most evaluated purpose is found.
        let purpose: Concept?
        let release: Release?
        let catalogue: Catalogue
    }

    private func show(_ visit: Visit, purpose: Concept?) async throws -> Reply {
        let catalogue = evidence.vocabulary.catalogue
        guard let treatment = catalogue.treatment(slug: try visit.parameter("slug")) else { throw Problem.notFound }
        let release = try await evidence.currentRelease.value()
        let subject = Subject(treatment: treatment, purpose: purpose, release: release, catalogue: catalogue)
        let version = evidence.version(release, catalogue)
        let language = visit.language
        let title =
            purpose.map {
                visit.text(
                    "evidence.subject.pair",
                    ["treatment": .text(treatment.name(language)), "purpose": .text($0.name.inSentence(language))])
            } ?? treatment.name(language)
        // A purpose that speaks of danger brings its card here, too.
        let concepts =
            [Concept.treatment(treatment)] + (evidence.speaksOfDanger(purpose) ? [purpose] : []).compactMap(\.self)
        let topics = concepts.map { Topic(kind: $0.kind.rawValue, slug: $0.slug, name: $0.name(language)) }
        let parts = TreatmentParts(evidence: evidence, visit: visit, subject: subject)
        guard visit.session != nil else {
            let kept = version + (try await others.version(topics))
            return try await visit.published(title, version: kept) {
                let found = try await parts.found()
                return HTML.columns(
                    parts.answer(found),
                    beside: parts.visitor(found) + parts.beside(found) + (try await beside(topics, visit)),
                    below: parts.below(found),
                    header: parts.header(found))
            }
        }
        let key = "treatment:\(treatment.slug):\(purpose?.slug ?? "")"
        let shared = try await visit.fragments(key, version: version) {
            let found = try await parts.found()
            let (before, after) = HTML.columnsAround(
                parts.answer(found), beside: parts.beside(found), below: parts.below(found),
                header: parts.header(found))
            return [before, after]
        }
        let own = try await own(visit, subject, version: version) + beside(topics, visit)
        return visit.page(title, (shared.first ?? .empty) + own + (shared.last ?? .empty))
    }

    private func beside(_ topics: [Topic], _ visit: Visit) async throws -> HTML {
        var all: HTML = .empty
        for topic in topics { all += try await others.html(topic, visit) }
        return all
    }

    private func own(_ visit: Visit, _ subject: Subject, version: String) async throws -> HTML {
        let cards = OwnCards(
            evidence: evidence, visit: visit, release: subject.release, catalogue: subject.catalogue,
            version: version)
        if let purpose = subject.purpose { return try await cards.card(of: subject.treatment, for: purpose) }
        return try await cards.card(of: subject.treatment)
    }
}
