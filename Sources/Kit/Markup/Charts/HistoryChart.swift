extension HTML {
    /// How one person's evaluations went over time.
    ///
    /// - Parameters:
    ///   - points: `x` is 0…1 of the span shown, `y` the place of a label, `label` the date in words.
    ///   - yLabels: the steps in words, the lowest first: five, or more where there is something below them.
    ///   - table: the same as a table, behind a disclosure when `tableLabel` is given.
    package static func historyChart(
        points: [(x: Double, y: Int, label: String)], yLabels: [String], title: String, description: String,
        table: HTML, tableLabel: String? = nil
    ) -> HTML {
        let plot = HistoryPlot(highest: max(yLabels.count - 1, 4))
        let points = points.map { (x: HistoryPlot.x($0.x), y: min(max($0.y, 0), plot.highest), label: $0.label) }
            .sorted { $0.x < $1.x }
        return """
            <figure class="history"><div class="history-plot"><svg class="chart history-chart" role="img" width="100%" \
            height="\(plot.height)"><title>\(title)</title><desc>\(description)</desc>\
            \(HTML.each(yLabels.enumerated()) { plot.gridLine($0.offset, $0.element) })\
            \(HTML.each(zip(points, points.dropFirst())) { plot.stretch($0, $1) })\
            \(HTML.each(points) { plot.dot($0) })\(plot.dates(points))</svg></div>\
            \(HTML.with(tableLabel) { disclosure($0, table) })\(HTML.when(tableLabel == nil, table))</figure>
            """
    }
}

/// Where things are in the history chart: x in percent of its width, y in pixels.
private struct HistoryPlot {
    typealias Point = (x: Double, y: Int, label: String)

    /// The place of the highest step.
    let highest: Int

    static let step = 40
    static let top = 12
    var height: Int { Self.top + highest * Self.step + 38 }

    /// 2…98 %, so that dots at the ends stay inside.
    static func x(_ share: Double) -> Double { 2 + HTML.percent(share) * 0.96 }

    func y(_ level: Int) -> Int { Self.top + (highest - level) * Self.step }

    func gridLine(_ level: Int, _ label: String) -> HTML {
        """
        <line class="grid-line" x1="0" x2="100%" y1="\(y(level))" y2="\(y(level))"/>\
        <text class="step" x="-88" y="\(y(level) + 5)">\(label)</text>
        """
    }

    func stretch(_ from: Point, _ to: Point) -> HTML {
        "<line class=\"stretch\" x1=\"\(from.x)%\" y1=\"\(y(from.y))\" x2=\"\(to.x)%\" y2=\"\(y(to.y))\"/>"
    }

    func dot(_ point: Point) -> HTML {
        """
        <circle class="dot tone-\(min(highest - point.y, 4))" cx="\(point.x)%" cy="\(y(point.y))" r="7">\
        <title>\(point.label)</title></circle>
        """
    }

    /// The first and the last date, and those between that have room; a phone has room for two.
    func dates(_ points: [Point]) -> HTML {
        guard let first = points.first, let last = points.last else { return .empty }
        var html = date(first.label, at: 0, anchor: "start")
        guard points.count > 1, last.x - first.x >= 20 else { return html }
        var taken = first.x + 14
        for point in points.dropFirst().dropLast() where point.x - taken >= 16 && last.x - point.x >= 30 {
            html += date(point.label, at: point.x, anchor: "middle", between: true)
            taken = point.x
        }
        return html + date(last.label, at: 100, anchor: "end")
    }

    func date(_ label: String, at x: Double, anchor: StaticString, between: Bool = false) -> HTML {
        """
        <text class="date\(HTML.when(between, " date-between"))" x="\(x)%" y="\(height - 6)" \
        text-anchor="\(HTML(stringLiteral: anchor))">\(label)</text>
        """
    }
}
