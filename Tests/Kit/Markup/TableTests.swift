import Markup
import Testing

/// Rows under headings of their own.
@Suite struct TableTests {
    private let columns = [
        Column("Name"), Column("People", numeric: true), Column("Range", heading: "<i>0 to 100</i>"),
    ]

    private func table(_ groups: [Table.Group]) -> String {
        HTML.table(Table(caption: "What helped", columns: columns, groups: groups)).string
    }

    @Test func `a group has a heading over all columns, and says when its order tells nothing`() {
        let html = table([
            .init("Helped <more>", note: "Enough people.", rows: [["Walking", "70", "x"]]),
            .init("Alike", isTied: true, rows: [["Heat", "11", "x"], ["Cold", "12", "x"]]),
        ])
        for part in [
            "<tbody role=\"rowgroup\" class=\"band\"><tr role=\"row\" class=\"band-head\">",
            "<th role=\"rowheader\" scope=\"rowgroup\" colspan=\"3\">Helped &lt;more&gt;"
                + "<span class=\"note row-note\">Enough people.</span></th></tr><tr role=\"row\">",
            "<tbody role=\"rowgroup\" class=\"band band-tied\">",
            "<th role=\"rowheader\" scope=\"rowgroup\" colspan=\"3\">Alike</th></tr>",
            "<th role=\"columnheader\" scope=\"col\">Range<i>0 to 100</i></th>",
            "<td role=\"cell\" data-label=\"People\" class=\"number\"><div>70</div></td>",
        ] { expect(html.contains(part), "\(part) is not in \(html)") }
        expect(
            html.matches(of: /<th role="rowheader" scope="row">/).count == 3, "each row has its own heading: \(html)")
    }

    @Test func `rows without a heading are a body without a class`() {
        let html = table([.init(nil, isTied: true, rows: [["Walking", "70", "x"]])])
        #expect(
            html.contains("<tbody role=\"rowgroup\"><tr role=\"row\"><th role=\"rowheader\" scope=\"row\">Walking</th>")
        )
        #expect(!html.contains("band") && !html.contains("colspan"))
        let plain = HTML.table(Table(caption: "What helped", columns: columns, rows: [["Walking", "70", "x"]])).string
        #expect(plain == html, "a table of rows is one group without a heading")
    }

    @Test func `a caption that is hidden is still read out, and a table without rows is whole`() throws {
        let hidden = HTML.table(Table(caption: "What helped", isCaptionHidden: true, columns: columns, groups: []))
        #expect(hidden.string.contains("<caption class=\"unseen\">What helped</caption>"))
        #expect(table([]).contains("<caption>What helped</caption>"))
        #expect(isBalanced(try #require(tags(hidden))))
    }
}
