import Markup
import Vocabulary
import Web

/// What else people tried for the same purpose: the page's own band and its neighbours, a few of each.
struct OtherChoices {
    let view: FigureView
    let treatment: Treatment
    let found: TreatmentParts.Found

    /// Rows of a band beside the page's own.
    private static let most = 4
    private var text: Text { view.text }

    func html() -> HTML {
        guard let purpose = found.purpose else { return .empty }
        let shown = view.catalogue.sold(found.others)
        guard shown.count > 1 else { return .empty }
        let compared = Bands(shown)
        let bands = compared.bands
        let table = BandTable(view: view, purpose: purpose, own: treatment)
            .html(
                shortened(compared), of: compared.areCompared ? bands.count : 0, caption: text("evidence.others.table"))
        let all = HTML(text: text("evidence.others.all", ["n": .count(shown.count)]))
        return HTML.card(
            """
            \(HTML.note(HTML(text: text("evidence.others.lead"))))\(table)\
            <p><a href="\(Link("/conditions/\(purpose.slug)"))">\(all)</a></p>
            """, title: text("evidence.others.title", ["purpose": .text(purpose.name.inSentence(view.language))]))
    }

    /// Of the band above, the page's own and the one below, a few each; without the page's own, of the first ones.
    private func shortened(_ compared: Bands) -> [BandTable.Band] {
        let bands = compared.bands
        let own = bands.firstIndex { $0.contains { $0.treatment == treatment.id } }
        let near = bands.indices.filter { place in own.map { abs(place - $0) <= 1 } ?? (place < 2) }
        return near.map { place in
            let band = bands[place]
            var rows = Array(band.prefix(Self.most))
            if let mine = band.first(where: { $0.treatment == treatment.id }), !rows.contains(mine) {
                rows = rows.dropLast() + [mine]
            }
            // Of what is clear in the band, what the rows show.
            let clear = compared.clear[place].filter { rows.contains($0.higher) && rows.contains($0.lower) }
            return BandTable.Band(
                place: place, size: rows.count, isTied: band.count > 1, rows: rows, clear: clear)
        }
    }
}
