/// One part of a distribution.
package struct Segment: Sendable, Hashable {
    package var label: String
    /// 0…1 of the whole.
    package var share: Double
    /// 0 forest (the best answer) … 4 ember (the worst).
    package var tone: Int

    package init(label: String, share: Double, tone: Int) {
        self.label = label
        self.share = share
        self.tone = min(max(tone, 0), 4)
    }
}

/// Where a distribution is parted in two, and what stands over each part.
package struct Split: Sendable, Hashable {
    /// Segments before it.
    package var after: Int
    package var before: String
    package var behind: String

    package init(after: Int, before: String, behind: String) {
        (self.after, self.before, self.behind) = (after, before, behind)
    }
}

extension HTML {
    /// Of 100 people, how many gave each answer: one bar, what belongs on the same scale (`beneath`), a legend with the
    /// figures, and the table behind a disclosure, if it does not stand elsewhere. Shares are taken in proportion to their sum and rounded to whole
    /// people that add up to 100.
    package static func distributionBar(
        segments: [Segment], split: Split? = nil, title: String, description: String, beneath: HTML = .empty,
        table: HTML = .empty,
        tableLabel: String? = nil
    ) -> HTML {
        let figures = wholeFigures(segments.map(\.share))
        let parts = zip(segments, figures).map { (segment: $0, figure: $1) }
        var left = 0
        let bars = parts.map { part in
            defer { left += part.figure }
            return bar(part.figure, from: left, tone: part.segment.tone)
        }
        return """
            <figure class="distribution">\(HTML.with(split) { braces($0, figures) })\
            <svg class="chart distribution-bar" role="img" width="100%" height="44">\
            <title>\(title)</title><desc>\(description)</desc>\(bars)\(HTML.with(split) { gap($0, figures) })</svg>\(beneath)\
            <ul class="legend">\(HTML.each(parts) { key($0.segment, $0.figure) })</ul>\
            \(HTML.with(tableLabel) { disclosure($0, table) })\
            \(HTML.when(tableLabel == nil, table))</figure>
            """
    }

    /// What the two parts are, over lines as long as they.
    private static func braces(_ split: Split, _ figures: [Int]) -> HTML {
        let place = figures.prefix(split.after).reduce(0, +)
        return """
            <p class="split"><b>\(split.before)</b> <span>\(split.behind)</span></p>\
            <svg class="chart braces" width="100%" height="6" aria-hidden="true">\
            \(HTML.when(place > 0, "<line class=\"brace-before\" x1=\"0\" x2=\"\(place)%\" y1=\"2\" y2=\"2\"/>"))\
            \(HTML.when(place < 100, "<line class=\"brace-behind\" x1=\"\(place)%\" x2=\"100%\" y1=\"2\" y2=\"2\"/>"))</svg>
            """
    }

    private static func gap(_ split: Split, _ figures: [Int]) -> HTML {
        let place = figures.prefix(split.after).reduce(0, +)
        guard place > 0, place < 100 else { return .empty }
        return "<line class=\"gap gap-split\" x1=\"\(place)%\" x2=\"\(place)%\" y1=\"0\" y2=\"44\"/>"
    }

    private static func key(_ segment: Segment, _ figure: Int) -> HTML {
        """
        <li><svg class="swatch" width="12" height="12" aria-hidden="true">\
        <rect class="tone-\(segment.tone)" width="12" height="12" rx="3"/></svg>\
        \(segment.label) <b>\(figure)</b></li>
        """
    }

    private static func bar(_ figure: Int, from left: Int, tone: Int) -> HTML {
        guard figure > 0 else { return .empty }
        return """
            <rect class="tone-\(tone)" x="\(left)%" width="\(figure)%" height="44"/>\
            \(HTML.when(left > 0, "<line class=\"gap\" x1=\"\(left)%\" x2=\"\(left)%\" y1=\"0\" y2=\"44\"/>"))\
            \(HTML.when(figure >= 8, number(figure, at: Double(left) + Double(figure) / 2, tone: tone)))
            """
    }

    private static func number(_ figure: Int, at middle: Double, tone: Int) -> HTML {
        """
        <text class="on-tone-\(tone)" x="\(middle)%" y="27" text-anchor="middle" aria-hidden="true">\(figure)</text>
        """
    }

    /// Whole numbers that add up to 100, by largest remainder (Hamilton's method).
    static func wholeFigures(_ shares: [Double]) -> [Int] {
        let clean = shares.map { $0.isFinite ? max($0, 0) : 0 }
        let sum = clean.reduce(0, +)
        guard sum > 0, sum.isFinite else { return shares.map { _ in 0 } }
        let exact = clean.map { $0 / sum * 100 }
        var whole = exact.map { Int($0) }
        let rest = 100 - whole.reduce(0, +)
        let order = exact.indices.sorted {
            let (left, right) = (exact[$0] - exact[$0].rounded(.down), exact[$1] - exact[$1].rounded(.down))
            return left == right ? $0 < $1 : left > right
        }
        for index in order.prefix(max(rest, 0)) { whole[index] += 1 }
        return whole
    }
}
