import Markup
import Vocabulary
import Web

/// What else people tried for the same purpose: some of each band, and the page's own.
struct OtherChoices {
    let view: FigureView
    let treatment: Treatment
    let found: TreatmentParts.Found

    /// Rows of a band beside the page's own.
    private static let most = 4
    private var text: Text { view.text }

    func html() -> HTML {
        guard let purpose = found.purpose else { return .empty }
        let shown = found.others.filter { figure in
            figure.kind == .pair
                && figure.treatment.flatMap { view.catalogue.treatment($0) }.map { !view.isWithdrawn($0) } == true
        }
        guard shown.count > 1 else { return .empty }
        let bands = Bands(shown).bands
        let table = BandTable(view: view, purpose: purpose, own: treatment)
            .html(shortened(bands), of: bands.count, caption: text("evidence.others.table"))
        let all = HTML(text: text("evidence.others.all", ["n": .count(shown.count)]))
        return HTML.card(
            """
            \(HTML.note(HTML(text: text("evidence.others.lead"))))\(table)\
            <p><a href="\(Link("/conditions/\(purpose.slug)"))">\(all)</a></p>
            """, title: text("evidence.others.title", ["purpose": .text(purpose.name.inSentence(view.language))]))
    }

    /// Of the band above, the page's own and the one below, a few each; without the page's own, of the first ones.
    private func shortened(_ bands: [[Figure]]) -> [BandTable.Band] {
        let own = bands.firstIndex { $0.contains { $0.treatment == treatment.id } }
        let near = bands.indices.filter { place in own.map { abs(place - $0) <= 1 } ?? (place < 2) }
        return near.map { place in
            let band = bands[place]
            // Of those above, the nearest to the top stand for all.
            var rows = Array(band.prefix(Self.most))
            if let mine = band.first(where: { $0.treatment == treatment.id }), !rows.contains(mine) {
                rows = rows.dropLast() + [mine]
            }
            return BandTable.Band(place: place, rows: rows)
        }
    }
}
