package import Markup
import Statistics
package import Storage
package import Vocabulary

/// What is known of treatments that a talk names, as pieces for its page. A narrow page has `lines` under the post that
/// names them, a wide one `card` in the column beside; each is hidden where the other stands, so that a page holds both.
package struct Mentions: Sendable {
    struct Named: Sendable {
        let treatment: Treatment
        /// The pair's own.
        let figure: Figure?
        /// Where somebody who tried it can be asked; nil where nobody is to be led to try it.
        let ask: Link?
    }

    let text: Text
    let catalogue: Catalogue
    let release: Release?
    let purpose: Concept?
    let named: [Named]
    /// By every identifier that was asked for.
    let places: [ID<Treatment>: Int]

    /// Treatments of a card that stand open; the others are folded away.
    private static let open = 6

    /// One box under a post with a line for each of these that were asked for; nothing where none was.
    package func lines(of treatments: [ID<Treatment>]) -> HTML {
        var seen: Set<Int> = []
        let lines = treatments.compactMap { places[$0] }.filter { seen.insert($0).inserted }.map { named[$0] }
        guard !lines.isEmpty else { return .empty }
        let tier =
            [text("evidence.mention.here")] + (lines.contains { $0.figure != nil } ? [text("evidence.tier")] : [])
        return """
            <div class="mentions mention-lines"><p class="tier">\(tier.joined(separator: " · "))</p>\
            \(HTML.each(lines) { "<div class=\"mention\">\(line($0))</div>" })</div>
            """
    }

    /// Everything that was asked for, with its range on a scale; nothing where that is nothing.
    package func card() -> HTML {
        guard !named.isEmpty else { return .empty }
        let (first, others) = (named.prefix(Self.open), named.dropFirst(Self.open))
        func items(_ named: ArraySlice<Named>) -> HTML {
            HTML.each(named) { "<div class=\"mention\">\(item($0))</div>" }
        }
        let more = HTML.when(
            !others.isEmpty,
            HTML.disclosure(text("evidence.mention.more", ["n": .count(others.count)]), items(others)))
        return """
            <div class="mentions mention-card">\
            \(HTML.card("\(items(first))\(more)", title: text("evidence.mention.thread")))</div>
            """
    }

    // MARK: One treatment

    private var language: Language { text.language }

    /// "Lamotrigine for epilepsy: of 100 people like these, about 47 found it helped a lot (likely 41 to 53)."
    private func line(_ named: Named) -> HTML {
        guard let content = named.figure?.content else {
            return "<p>\(Self.words([name(named), caution(named), few(named)]))</p>"
        }
        let share = FigureView.ofHundred(content.estimate.mean)
        let said = text.html(
            "evidence.mention.said",
            [
                "subject": HTML(text: subject(named)),
                "strong": "<strong>\(text("evidence.sentence.strong", ["share": .text(share)]))</strong>",
                "low": HTML(text: FigureView.low(content.range)), "high": HTML(text: FigureView.high(content.range)),
            ])
        let more = text("evidence.mention.link", ["people": .text(people(content))])
        let link: HTML = "<a href=\"\(page(named))\">\(more)</a>"
        return """
            <p class="mention-said">\(said)</p>\
            \(HTML.note(Self.words([caution(named), link + silent(content)])))
            """
    }

    /// The name, its range on a scale, and the words below it.
    private func item(_ named: Named) -> HTML {
        let heading: HTML = "<h3 class=\"mention-name\">\(name(named))</h3>"
        guard let content = named.figure?.content else {
            let words = Self.words([caution(named), few(named)])
            return heading + HTML.when(!words.isEmpty, HTML.note(words))
        }
        let whom = purpose.map { text("evidence.tabs.for", ["purpose": .text($0.name.inSentence(language))]) }
        return """
            \(heading)<p class="tier">\([text("evidence.tier"), whom].compactMap(\.self).joined(separator: " · "))</p>\
            \(view?.rangeBar(content) ?? .empty)\
            \(HTML.note(Self.words(["\(people(content))\(silent(content))", caution(named)])))
            """
    }

    private var view: FigureView? { release.map { FigureView(text: text, catalogue: catalogue, release: $0) } }

    private static func words(_ parts: [HTML?]) -> HTML {
        HTML.joined(parts.compactMap(\.self).filter { !$0.isEmpty }, by: " ")
    }

    private func page(_ named: Named) -> Link {
        let slug = named.treatment.slug
        return purpose.map { "/treatments/\(slug)/for/\($0.slug)" } ?? "/treatments/\(slug)"
    }

    private func name(_ named: Named) -> HTML {
        "<a href=\"\(page(named))\">\(named.treatment.name(language))</a>"
    }

    private func subject(_ named: Named) -> String {
        text(
            "evidence.subject.pair",
            [
                "treatment": .text(named.treatment.name(language)),
                "purpose": .text(purpose?.name.inSentence(language) ?? ""),
            ])
    }

    private func people(_ content: Figure.Content) -> String {
        let n: [String: TextValue] = ["n": .count(content.evaluations)]
        return content.details.source == .imported
            ? text("evidence.mention.people.elsewhere", n) : text("evidence.mention.people", n)
    }

    private func silent(_ content: Figure.Content) -> HTML {
        HTML.with(content.silent) { " · \(text("evidence.counts.silent", ["n": .count($0)]))" }
    }

    /// Too few, and whom to ask. Nothing where the talk is about no purpose: then there is no pair that could be too small.
    private func few(_ named: Named) -> HTML? {
        guard purpose != nil else { return nil }
        let about: [String: TextValue] = ["treatment": .text(named.treatment.name.inSentence(language))]
        let ask = named.ask.map { link -> HTML in
            """
            <a href="\(link)">\(text("evidence.few.ask")) \
            <span class="unseen">\(text("evidence.few.ask.about", about))</span></a>
            """
        }
        return Self.words(["\(text("evidence.mention.few"))", ask])
    }

    /// The titles that stand open on the treatment's page: what weighs most, and that it must not be stopped suddenly, for a
    /// talk is where somebody may read of stopping.
    private func caution(_ named: Named) -> HTML? {
        let notices = catalogue.notices(about: named.treatment)
        let open = notices.prefix(1) + notices.dropFirst().filter { $0.kind == .doNotStop }
        guard !open.isEmpty else { return nil }
        return "<strong class=\"caution\">\(Self.words(open.map { "\($0.title(language))." }))</strong>"
    }
}
