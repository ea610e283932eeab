import Markup
import Storage
import Vocabulary
import Web

/// Treatments for one purpose in bands that can be told apart. Inside a band the order says nothing; what is clear there all the
/// same is said under its heading.
struct BandTable {
    let view: FigureView
    let purpose: Concept
    /// The treatment whose page it is; nil on the purpose's own page.
    var own: Treatment?

    private var text: Text { view.text }

    /// A band, counted from 0, with those of its figures that are shown.
    struct Band {
        let place: Int
        /// Of which the heading speaks.
        let size: Int
        let isTied: Bool
        let rows: [Figure]
        /// What is clear inside it.
        let clear: [Bands.ClearPair]
    }

    /// - Parameters:
    ///   - count: how many bands there are; 0 where nothing was compared.
    ///   - caption: for those who hear the table.
    func html(_ bands: [Band], of count: Int, caption: String) -> HTML {
        let rows = bands.flatMap(\.rows)
        let columns = columns(rows)
        let own = bands.first { $0.rows.contains { $0.treatment == self.own?.id && self.own != nil } }?.place
        return HTML.table(
            Table(
                caption: caption, isCaptionHidden: true, columns: columns.map(\.column),
                groups: bands.map { band in
                    let cells = band.rows.map { row in columns.map { $0.cell(row) } }
                    let (title, note) = heading(band, of: count, own)
                    return Table.Group(title, note: note, isTied: count > 0 && band.isTied, rows: cells)
                })) + HTML.when(count > 1 || bands.contains { !$0.clear.isEmpty }, rule)
    }

    private var rule: HTML {
        HTML.note(
            "\(text("evidence.apart.rule")) <a href=\"/how-we-know#told-apart\">\(text("evidence.apart.how"))</a>")
    }

    private func heading(_ band: Band, of count: Int, _ own: Int?) -> (title: String?, note: String?) {
        let clear = ClearWords(view: view, pairs: band.clear).words()
        func note(_ words: String, _ more: String?) -> String {
            [words, more].compactMap(\.self).joined(separator: " ")
        }
        guard count > 1 else {
            // One alone is no comparison.
            guard count == 1, band.isTied else { return (nil, nil) }
            let title = clear == nil ? "evidence.apart.same" : "evidence.apart.same.some"
            return (text(title, ["n": .count(band.size)]), note(text("evidence.apart.same.note"), clear))
        }
        if let own, let treatment = self.own {
            let name: [String: TextValue] = ["treatment": .text(treatment.name.inSentence(view.language))]
            if band.place == own {
                guard band.isTied else { return (text("evidence.apart.own.alone"), nil) }
                let isClear = band.clear.contains { [$0.higher.treatment, $0.lower.treatment].contains(treatment.id) }
                let title = isClear ? "evidence.apart.own.some" : "evidence.apart.own"
                return (text(title, name), note(text("evidence.apart.same.note"), clear))
            }
            return band.place < own
                ? (text("evidence.apart.more"), note(text("evidence.apart.own.more", name), clear))
                : (text("evidence.apart.fewer"), note(text("evidence.apart.own.fewer", name), clear))
        }
        let among = band.isTied ? text("evidence.apart.among", ["n": .count(band.size)]) : nil
        let (title, words) = name(of: band.place, of: count)
        return (title, note(words, clear ?? among))
    }

    /// What a band is called by its rank, and from which it stands apart.
    private func name(of place: Int, of count: Int) -> (title: String, words: String) {
        switch place {
        case 0: return (text("evidence.apart.more"), text("evidence.apart.more.note"))
        case count - 1: return (text("evidence.apart.fewer"), text("evidence.apart.fewer.note"))
        default:
            let title = count == 3 ? text("evidence.apart.middle") : text("evidence.apart.middle.\(place + 1)")
            return (title, text("evidence.apart.middle.note"))
        }
    }

    // MARK: Columns

    private typealias Cells = (column: Column, cell: (Figure) -> HTML)

    /// One that most rows cannot fill is left out.
    private func columns(_ rows: [Figure]) -> [Cells] {
        let needed: [Cells] = [
            (Column(text("evidence.column.treatment")), name),
            (Column(text("evidence.column.range"), heading: HTML.scale()), { view.rangeBar($0.content) }),
            (
                Column(text("evidence.column.people"), numeric: true),
                { HTML(text: text.number($0.content.evaluations)) }
            ),
        ]
        guard own == nil else { return needed }
        let more: [Cells] = [
            (
                Column(text("evidence.column.taking"), numeric: true),
                { HTML.with($0.content.taking) { "\(text.number($0))" } }
            ), (Column(text("evidence.column.stopped"), numeric: true), stopped),
        ]
        return needed + more.filter { column in rows.count { !column.cell($0).isEmpty } * 2 > rows.count }
    }

    private func stopped(_ figure: Figure) -> HTML {
        HTML.with(figure.content.details.stops.first { $0.reason == "side-effects" }?.part) { part in
            "\(text("evidence.inHundred", ["share": .text(String(part.ofHundred))]))"
        }
    }

    private func name(_ figure: Figure) -> HTML {
        guard let treatment = figure.treatment.flatMap({ view.catalogue.treatment($0) }) else { return .empty }
        let name = treatment.name(view.language)
        var notes: [String] = []
        if treatment == own { notes.append(text("evidence.others.this")) }
        if view.catalogue.notices(about: treatment).contains(where: { $0.kind == .dependence }) {
            notes.append(text("evidence.mark.dependence"))
        }
        let link: Link = "/treatments/\(treatment.slug)/for/\(purpose.slug)"
        let linked: HTML = treatment == own ? "<strong>\(name)</strong>" : "<a href=\"\(link)\">\(name)</a>"
        return linked
            + HTML.when(!notes.isEmpty, "<span class=\"note row-note\">\(notes.joined(separator: " · "))</span>")
    }
}
