import Accounts
import Journal
import Markup
import Statistics
import Storage
import Vocabulary
import Web

/// The lichen card: what this member said, and the figure with theirs in it, for their eyes alone. It is made from the
/// release's published figure and the member's own answer, so nothing hidden can show through it.
struct OwnCards: Sendable {
    let evidence: EvidenceFeature
    let visit: Visit
    let release: Release?
    let catalogue: Catalogue
    /// Of what all members see alike.
    let version: String

    private var text: Text { visit.text }
    private var language: Language { visit.language }

    /// Of one treatment for one purpose.
    func card(of treatment: Treatment, for purpose: Concept) async throws -> HTML {
        guard let id = purpose.purpose?.id else { return .empty }
        let pair = Pair(treatment: treatment.id, purpose: id)
        let own = try await answers { try OwnAnswerStore.answers(of: pair, as: visit.viewer, in: $0) }
        guard let answer = own.first else {
            return try await nothing(treatment, purpose)
        }
        return frame(part(answer, isNamed: false), about: treatment.name.inSentence(language))
    }

    /// Of one treatment, for whatever the member takes it.
    func card(of treatment: Treatment) async throws -> HTML {
        let own = try await answers { try OwnAnswerStore.answers(of: treatment.id, as: visit.viewer, in: $0) }
        guard !own.isEmpty else { return try await nothing(treatment, nil) }
        return frame(parts(own) { self.purposeName($0.pair) }, about: treatment.name.inSentence(language))
    }

    /// Of all that the member tried for one purpose.
    func card(for purpose: Purpose, named name: String) async throws -> HTML {
        let own = try await answers { try OwnAnswerStore.answers(for: purpose.id, as: visit.viewer, in: $0) }
        guard !own.isEmpty else { return .empty }
        return frame(parts(own) { catalogue.treatment($0.pair.treatment)?.name(language) ?? "" }, about: name)
    }

    private func parts(_ own: [OwnAnswer], _ name: (OwnAnswer) -> String) -> HTML {
        HTML.each(own) { "<h3>\(name($0))</h3>\(part($0, isNamed: true))" }
    }

    /// Answers shown on one card.
    private static let most = 6

    /// The viewer's latest few answers, each beside what the release says of its pair.
    private func answers(_ read: @escaping @Sendable (Transaction) throws -> [OwnAnswer]) async throws -> [OwnAnswer] {
        var answers = try await evidence.database.read { Array(try read($0).prefix(Self.most)) }
        let told = answers.filter { $0.current != nil }.map(\.pair)
        guard let release, !told.isEmpty else { return answers }
        // A pair's own figure, else that of the group whose block has it.
        let keys = told.map(GroupKey.pair) + answers.compactMap(\.drawn?.key)
        let figures = try await evidence.figures(of: keys, of: release.number)
        for index in answers.indices {
            answers[index].figure =
                figures[.pair(answers[index].pair)] ?? answers[index].drawn.flatMap { figures[$0.key] }
        }
        return answers
    }

    private func frame(_ body: HTML, about name: String) -> HTML {
        HTML.card(
            body + HTML.note(HTML(text: text("evidence.own.only"))),
            title: text("evidence.own.title", ["name": .text(name)]),
            kind: .yours, id: "yours")
    }

    /// The card of whoever has recorded nothing: the same for all of them.
    private func nothing(_ treatment: Treatment, _ purpose: Concept?) async throws -> HTML {
        try await visit.fragment("own-nothing:\(treatment.slug):\(purpose?.slug ?? "")", version: version) {
            var link = Link("/me/treatments/new").adding("treatment", treatment.slug)
            if let purpose { link = link.adding("purpose", purpose.slug) }
            let body: HTML = """
                <p>\(text("evidence.own.none"))</p>\
                \(HTML.actions([HTML.buttonLink(text("evidence.own.record"), to: link)]))
                """
            return frame(body, about: treatment.name.inSentence(language))
        }
    }

    private func part(_ answer: OwnAnswer, isNamed: Bool) -> HTML {
        let link: Link = "/me/treatments/\(answer.course)/evaluate"
        guard let current = answer.current else {
            return """
                <p>\(text("evidence.own.recorded"))</p>\
                \(HTML.actions([HTML.buttonLink(text("evidence.own.evaluate"), to: link)]))
                """
        }
        let step =
            current.gotWorse
            ? text("journal.effectiveness.worse") : Effectiveness(rawValue: current.step)?.label(text) ?? ""
        let said = text.html(
            "evidence.own.said",
            ["step": "<strong>\(step.lowercased())</strong>", "date": HTML(text: text.date(current.at))])
        return """
            <p>\(said)</p>\(steps(current))\(together(answer))\
            \(HTML.actions([HTML.buttonLink(text("evidence.own.update"), to: link, kind: isNamed ? .secondary : .primary)]))
            """
    }

    /// The five steps with the member's own marked; "worse" where they said so.
    private func steps(_ own: OwnAnswer.Entry) -> HTML {
        let steps = Effectiveness.allCases.reversed().map { step in
            tag(step.label(text), isOwn: step.rawValue == own.step && !own.gotWorse)
        }
        return HTML.tags(steps + (own.gotWorse ? [tag(text("journal.effectiveness.worse"), isOwn: true)] : []))
    }

    private func tag(_ label: String, isOwn: Bool) -> HTML {
        isOwn
            ? "<strong aria-current=\"true\">\(HTML.tag(label, kind: .yours))</strong>"
            : HTML.tag(label, kind: .quiet)
    }

    /// The published figure with the member's answer in it. A pair that is too few stays so, theirs included.
    private func together(_ answer: OwnAnswer) -> HTML {
        guard visit.hasFiguresConsent else {
            let words = visit.hasHealthConsent ? text("evidence.own.newWords") : text("evidence.own.consent")
            return "<p><a href=\"/consent\">\(words)</a></p>"
        }
        let when = HTML.note(HTML(text: answer.next(at: visit.now, text)))
        guard let release, let figure = answer.figure else { return "<p>\(text("evidence.own.few"))</p>\(when)" }
        // By the rules before nothing was drawn, and nothing can be put on top.
        guard let counted = figure.content.counted else { return when }
        let (content, change) = (figure.content, answer.change(in: figure, through: release.dataThrough))
        let view = FigureView(text: text, catalogue: catalogue, release: release)
        let about =
            figure.kind == .pair
            ? HTML.empty : "<p>\(text("evidence.own.wider", ["group": .text(view.subject(figure))]))</p>"
        let shown =
            change.map { change in
                evidence.estimates.value(for: .init(figure: figure.number, change: change), of: release.number) {
                    ShareEstimate(
                        counted.including(change),
                        prior: SharePrior(
                            content.prior.parent, weight: content.prior.weight, doubt: release.weights.doubt))
                }
            } ?? EstimateCache.Value(content)
        let values: [String: TextValue] = [
            "low": .text(FigureView.low(shown.range)), "high": .text(FigureView.high(shown.range)),
            "share": .text(FigureView.ofHundred(shown.mean)), "release": .text(text.number(release.number)),
        ]
        return """
            \(about)<p>\(text(change == nil ? "evidence.own.inside" : "evidence.own.with", values))</p>\
            \(FigureView.rangeBar(shown.range, shown.mean, label: text("evidence.range.label", values)))\
            \(HTML.when(change != nil, when))
            """
    }

    private func purposeName(_ pair: Pair) -> String { catalogue.purpose(pair.purpose)?.name(language) ?? "" }
}

extension OwnAnswer {
    /// When the newest answer enters figures, in words.
    fileprivate func next(at now: Instant, _ text: Text) -> String {
        guard let drawn, drawn.evaluation != current?.id else {
            guard times < Closings.most || drawn != nil else { return text("evidence.own.next.never") }
            let day = joined + TallyStore.wait
            return day > now
                ? text("evidence.own.next.from", ["date": .text(text.date(day))]) : text("evidence.own.next")
        }
        guard times < Closings.most else { return text("evidence.own.next.never") }
        let day = max(drawn.at + Closings.until, now)
        return text("evidence.own.next.changed", ["date": .text(text.date(day))])
    }
}
