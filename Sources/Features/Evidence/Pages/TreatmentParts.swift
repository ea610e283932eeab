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
        /// The pair's own figure or the group in which it is counted, with a figure.
        let figure: Figure?
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
            let rest = figures.first { $0.kind == .treatmentRest }
            return Found(figures: figures, purpose: nil, figure: rest, others: [], advice: [])
        }
        let others = try FigureStore.figures(for: id, of: release, in: tx)
        var figure = figures.first { $0.kind == .pair && $0.purpose == id }
        if figure == nil {
            // Where people of so few are counted, whether there are any or not.
            figure = try FigureStore.home(
                of: Pair(treatment: treatment.id, purpose: id), of: release, subject.catalogue, in: tx)
        }
        // A family as a whole says more than what is left of it.
        let shown = figure.flatMap { rest in
            rest.kind == .familyRest ? others.first { $0.kind == .family && $0.family == rest.family } ?? rest : rest
        }
        let advice =
            figure?.kind == .pair ? try FigureStore.advice(for: figure?.number ?? -1, of: release, in: tx) : []
        return Found(
            figures: figures, purpose: purpose, figure: shown, others: others,
            advice: advice)
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
        return AnswerCard(view: view, treatment: treatment, found: found, ask: askLink(found)).html()
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

    private func askLink(_ found: Found) -> Link? {
        found.purpose.map { "/ask/\(treatment.slug)/\($0.slug)" }
    }

    // MARK: The narrow column

    /// What a visitor is offered in the place of the own card.
    func visitor(_ found: Found) -> HTML {
        var link = Link("/me/treatments/new").adding("treatment", treatment.slug)
        if let purpose = found.purpose { link = link.adding("purpose", purpose.slug) }
        return HTML.card(
            "<p>\(text("evidence.visitor.body"))</p>\(HTML.actions([HTML.buttonLink(text("evidence.visitor.record"), to: link)]))",
            title: text("evidence.visitor.title"))
    }

    func beside(_ found: Found) -> HTML {
        // Where too few have told, the way to ask stands in the first card.
        let ask = found.figure?.kind == .pair ? HTML.with(askLink(found)) { AskSubject.card(to: $0, text) } : .empty
        guard let figure = found.figure, figure.kind.isGroup else { return ask }
        return DetailCards(text: text, catalogue: subject.catalogue, details: figure.content.details).html() + ask
    }
}
