import Journal
import Markup
import Safety
import Statistics
import Storage
import Vocabulary
import Web

/// The parts of a treatment's page that are the same for everybody.
struct TreatmentParts: Sendable {
    let evidence: EvidenceFeature
    let visit: Visit
    let subject: TreatmentPage.Subject

    private var text: Text { visit.text }
    private var language: Language { visit.language }
    private var treatment: Treatment { subject.treatment }

    /// What the release says of the treatment, and for the purpose of the page.
    struct Found: Sendable {
        /// Pairs, rest and sum of the treatment.
        let figures: [Figure]
        /// The purpose that the page shows; nil where nothing is known of any.
        let purpose: Concept?
        /// The pair's own figure.
        let figure: Figure?
        /// Where there is none: its family's for the purpose, or the treatment's own for a wider condition.
        var nearby: Figure?
        /// All of the release for the purpose.
        let others: [Figure]
        let advice: [FigureStore.Advice]
    }

    /// Reads what the parts are made of, once and from one snapshot.
    func found() async throws -> Found {
        guard let release = subject.release else {
            return Found(figures: [], purpose: subject.purpose, figure: nil, others: [], advice: [])
        }
        return try await evidence.database.read { try found(in: release.number, $0) }
    }

    private func found(in release: Int, _ tx: Transaction) throws -> Found {
        let figures = try FigureStore.figures(about: treatment.id, of: release, in: tx)
        let first = figures.first { $0.kind == .pair }
        let purpose = subject.purpose ?? first?.purpose.flatMap { subject.catalogue.purpose($0) }
        guard let id = purpose?.purpose?.id else {
            return Found(figures: figures, purpose: nil, figure: nil, others: [], advice: [])
        }
        let others = try FigureStore.figures(for: id, of: release, in: tx)
        guard let figure = figures.first(where: { $0.kind == .pair && $0.purpose == id }) else {
            return Found(
                figures: figures, purpose: purpose, figure: nil, nearby: nearby(purpose, figures, others),
                others: others, advice: [])
        }
        return Found(
            figures: figures, purpose: purpose, figure: figure, others: others,
            advice: try FigureStore.advice(for: figure.number, of: release, in: tx))
    }

    /// A family as a whole says more than what is left of it.
    private func nearby(_ purpose: Concept?, _ figures: [Figure], _ others: [Figure]) -> Figure? {
        for kind in [FigureKind.family, .familyRest] {
            if let found = others.first(where: { $0.kind == kind && $0.family == treatment.family?.id }) {
                return found
            }
        }
        guard case .condition(let condition) = purpose else { return nil }
        let wider = subject.catalogue.ancestors(of: condition).map { Purpose.condition($0.id).id }
        return wider.lazy.compactMap { id in figures.first { $0.kind == .pair && $0.purpose == id } }.first
    }

    // MARK: The wide column

    private var view: FigureView? {
        subject.release.map { FigureView(text: text, catalogue: subject.catalogue, release: $0) }
    }

    /// What is known, first of all on the page.
    func answer(_ found: Found) -> HTML {
        guard let view else {
            return HTML.emptyState(title: text("evidence.none.title"), body: text("evidence.none.body"))
        }
        return notices(view, found)
            + AnswerCard(view: view, treatment: treatment, found: found, ask: askLink(found)).html()
    }

    private func notices(_ view: FigureView, _ found: Found) -> HTML {
        let choices = view.choices(found.others, likely: evidence.likely(for: found.purpose), for: found.purpose)
        return NoticeCard(view: view, choices: choices, purpose: found.purpose).html(
            subject.catalogue.notices(about: treatment))
    }

    /// Other choices, and what people wrote.
    func below(_ found: Found) -> HTML {
        guard let view else { return .empty }
        return OtherChoices(view: view, treatment: treatment, found: found).html() + advice(found)
    }

    func header(_ found: Found) -> HTML {
        let concept = Concept.treatment(treatment)
        let names =
            (treatment.brands
            + subject.catalogue.synonyms(of: concept)
            .filter { $0.source == .synonym && $0.language == language }.map(\.text)).prefix(6)
        let kind = text("evidence.kind.\(treatment.kind.rawValue)")
        let also = names.isEmpty ? "" : text("evidence.also", ["names": .text(names.joined(separator: ", "))])
        var steps: [(String, Link)] = [(text("evidence.index.treatments"), "/treatments")]
        let place = [treatment.kind.rawValue, treatment.family?.slug].compactMap(\.self).joined(separator: "-")
        steps.append((treatment.family?.name(language) ?? kind, "/treatments#\(place)"))
        return HTML.pageHeader(
            treatment.name(language), lead: also.isEmpty ? nil : HTML(text: also),
            breadcrumb: HTML.breadcrumb(steps, label: text("evidence.breadcrumb")), tags: tabs(found))
    }

    private static let chips = 5

    /// A chip for each purpose with a figure, the most evaluated first, and the one of this page; many are folded away.
    private func tabs(_ found: Found) -> HTML {
        let all = found.figures.compactMap { figure -> Tab? in
            guard figure.kind == .pair, let purpose = figure.purpose.flatMap({ subject.catalogue.purpose($0) })
            else { return nil }
            return tab(purpose, count: figure.content.evaluations, found)
        }
        var shown = Array(all.prefix(Self.chips))
        if let purpose = found.purpose, !shown.contains(where: \.current) {
            shown.append(all.first(where: \.current) ?? tab(purpose, count: nil, found))
        }
        guard shown.count > 1 else { return .empty }
        let rest = all.filter { !shown.contains($0) }
        let label = text("evidence.tabs")
        guard rest.count > 1 else { return HTML.chips(shown + rest, label: label) }
        let more = text("evidence.tabs.more", ["n": .count(rest.count)])
        return HTML.chips(shown, label: label) + HTML.disclosure(more, HTML.chips(rest, label: more))
    }

    private func tab(_ purpose: Concept, count: Int?, _ found: Found) -> Tab {
        let name = text("evidence.tabs.for", ["purpose": .text(purpose.name.inSentence(language))])
        return Tab(
            count.map { "\(name) · \(text.number($0))" } ?? name,
            "/treatments/\(treatment.slug)/for/\(purpose.slug)", current: purpose == found.purpose)
    }

    private func advice(_ found: Found) -> HTML {
        guard !found.advice.isEmpty else { return .empty }
        return HTML.card(
            HTML.each(found.advice) { advice -> HTML in
                let writer =
                    switch advice.writer {
                    case .member: text("evidence.words.member")
                    case .formerMember: text("evidence.words.former")
                    case .elsewhere: text("evidence.words.imported")
                    }
                let subject = SubjectReference(kind: "journal.advice", record: advice.record)
                return HTML.quote(advice.text, by: "\(writer) · \(SafetyFeature.reportLink(subject, text))")
            }, title: text("evidence.words.title"))
    }

    /// Nil where nobody is to be led to try it: what a notice warns against, and a purpose that speaks of danger by itself.
    private func askLink(_ found: Found) -> Link? {
        guard !isHeldBack(found) else { return nil }
        return found.purpose.map { "/ask/\(treatment.slug)/\($0.slug)" }
    }

    private func isHeldBack(_ found: Found) -> Bool {
        evidence.isHeldBack(treatment, for: found.purpose, in: subject.catalogue)
    }

    // MARK: The narrow column

    /// What a visitor is offered in the place of the own card.
    func visitor(_ found: Found) -> HTML {
        guard !isHeldBack(found) else { return .empty }
        var link = Link("/me/treatments/new").adding("treatment", treatment.slug)
        if let purpose = found.purpose { link = link.adding("purpose", purpose.slug) }
        return HTML.card(
            "<p>\(text("evidence.visitor.body"))</p>\(HTML.actions([HTML.buttonLink(text("evidence.visitor.record"), to: link)]))",
            title: text("evidence.visitor.title"))
    }

    func beside(_ found: Found) -> HTML {
        let concepts = [Concept.treatment(treatment), found.purpose].compactMap(\.self)
        let pages = PublicPages(text: text, catalogue: subject.catalogue).card(concepts)
        // Where too few have told, the way to ask stands in the first card.
        guard let figure = found.figure else { return pages }
        return DetailCards(text: text, catalogue: subject.catalogue, details: figure.content.details).html() + pages
            + HTML.with(askLink(found)) { AskSubject.card(to: $0, text) }
    }
}
