extension HTML {
    /// An interval with its estimate on a scale from 0 to 100, with gridlines and the ends written out.
    ///
    /// - Parameters: `low`, `middle`, `high` and `mark` are 0…1; `mark` is the member's own figure, drawn as a ring.
    ///   `label` says the same in words, for those who cannot see it.
    package static func rangeBar(
        low: Double, middle: Double, high: Double, mark: Double? = nil, label: String
    ) -> HTML {
        let ends = [percent(low), percent(high)].sorted()
        let (left, right) = (ends[0], ends[1])
        let centre = min(max(percent(middle), left), right)
        return """
            <div class="range"><svg class="chart range-bar" role="img" width="100%" height="34"><title>\(label)</title>\
            \(gridlines)<line class="track" x1="0" x2="100%" y1="23" y2="23"/>\
            <rect class="interval" x="\(left)%" y="17" width="\(right - left)%" height="12" rx="6"/>\
            \(figures(left, right))\
            <line class="estimate" x1="\(centre)%" x2="\(centre)%" y1="13" y2="33"/>\
            \(HTML.with(mark) { "<circle class=\"own\" cx=\"\(percent($0))%\" cy=\"23\" r=\"6\"/>" })</svg>\
            \(scale())</div>
            """
    }

    /// The ends in figures above the interval: to the left of its beginning and to the right of its end. Close to 100
    /// there is no room for two, so they become one.
    private static func figures(_ left: Double, _ right: Double) -> HTML {
        let (low, high) = (Int(left.rounded()), Int(right.rounded()))
        if low >= 93, high == 100 {
            return "<text x=\"100%\" dx=\"12\" y=\"11\" text-anchor=\"end\" aria-hidden=\"true\">\(low)–\(high)</text>"
        }
        return """
            <text x="\(left)%" dx="-2" y="11" text-anchor="end" aria-hidden="true">\(low)</text>\
            <text x="\(right)%" dx="2" y="11"\(HTML.when(high == 100, " text-anchor=\"middle\"")) aria-hidden="true">\
            \(high)</text>
            """
    }

    /// The numbers 0, 25, 50, 75, 100 over or under range bars: the heading of their column in a `Table`.
    package static func scale() -> HTML {
        """
        <svg class="chart range-scale" width="100%" height="16" aria-hidden="true">\
        <text x="0" y="12" text-anchor="middle">0</text><text x="25%" y="12" text-anchor="middle">25</text>\
        <text x="50%" y="12" text-anchor="middle">50</text><text x="75%" y="12" text-anchor="middle">75</text>\
        <text x="100%" y="12" text-anchor="middle">100</text></svg>
        """
    }

    private static let gridlines: HTML = """
        <line class="grid-line" x1="0" x2="0" y1="0" y2="100%"/><line class="grid-line" x1="25%" x2="25%" y1="0" \
        y2="100%"/><line class="grid-line" x1="50%" x2="50%" y1="0" y2="100%"/><line class="grid-line" x1="75%" \
        x2="75%" y1="0" y2="100%"/><line class="grid-line" x1="100%" x2="100%" y1="0" y2="100%"/>
        """

    /// 0…100 from 0…1; what is not a number is 0.
    static func percent(_ share: Double) -> Double {
        share.isFinite ? min(max(share, 0), 1) * 100 : 0
    }
}
