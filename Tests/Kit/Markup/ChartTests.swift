@testable import Markup
import Testing

/// Charts draw what they are given, and say it in figures too.
@Suite struct ChartTests {
    static let shares: [([Double], [Int])] = [
        ([0.14, 0.32, 0.27, 0.15, 0.12], [14, 32, 27, 15, 12]),
        ([1.0 / 3, 1.0 / 3, 1.0 / 3], [34, 33, 33]),
        ([0.005, 0.005, 0.99], [1, 0, 99]),
        ([0, 0, 0], [0, 0, 0]), ([], []), ([.nan, 1], [0, 100]), ([-1, 1], [0, 100]), ([.infinity, 1], [0, 100]),
        ([2, 2], [50, 50]), ([1e308, 1e308], [0, 0]),
    ]

    @Test(arguments: shares) func `figures of a hundred are whole and add up`(shares: [Double], figures: [Int]) {
        #expect(HTML.wholeFigures(shares) == figures)
    }

    @Test func `figures add up to a hundred for any shares, and are within one of them`() {
        var random = Sequence32(seed: 11)
        for _ in 0..<5_000 {
            let shares = (0...random.below(6)).map { _ in Double(random.below(1_000) + 1) }
            let figures = HTML.wholeFigures(shares)
            let sum = shares.reduce(0, +)
            expect(figures.reduce(0, +) == 100, "\(shares) gives \(figures)")
            expect(
                zip(shares, figures).allSatisfy { abs($0 / sum * 100 - Double($1)) < 1 }, "\(shares) gives \(figures)")
        }
    }

    @Test func `a small part has no figure inside, but one in the legend`() {
        let html = HTML.distributionBar(
            segments: [Segment(label: "Many", share: 0.95, tone: 0), Segment(label: "Few", share: 0.05, tone: 4)],
            title: "T", description: "D", table: .empty
        ).string
        #expect(html.contains("Few <b>5</b>") && html.contains(">95</text>") && !html.contains(">5</text>"))
        #expect(html.contains("<title>T</title><desc>D</desc>"))
    }

    @Test func `what is on the bar's scale stands between it and its legend`() {
        let html = HTML.distributionBar(
            segments: [Segment(label: "All", share: 1, tone: 0)], title: "T", description: "D", beneath: "<hr>"
        ).string
        #expect(html.contains("</svg><hr><ul class=\"legend\">"), "\(html)")
    }

    private func bar(_ shares: [Double], after: Int) -> String {
        HTML.distributionBar(
            segments: shares.enumerated().map { Segment(label: "Part", share: $0.element, tone: $0.offset) },
            split: Split(after: after, before: "60 did", behind: "40 < did not"), title: "T", description: "D"
        ).string
    }

    @Test func `a distribution is parted at the sum of what stands before the line`() {
        let html = bar([0.25, 0.35, 0.3, 0.1], after: 2)
        for part in [
            "<p class=\"split\"><b>60 did</b> <span>40 &lt; did not</span></p>",
            "<svg class=\"chart braces\" width=\"100%\" height=\"6\" aria-hidden=\"true\">",
            "<line class=\"brace-before\" x1=\"0\" x2=\"60%\" y1=\"2\" y2=\"2\"/>",
            "<line class=\"brace-behind\" x1=\"60%\" x2=\"100%\" y1=\"2\" y2=\"2\"/>",
            "<line class=\"gap gap-split\" x1=\"60%\" x2=\"60%\" y1=\"0\" y2=\"44\"/>",
        ] { expect(html.contains(part), "\(part) is not in \(html)") }
    }

    @Test func `where one of two parts is empty nothing is drawn for it`() {
        let all = bar([0.5, 0.5, 0], after: 2)
        #expect(all.contains("x2=\"100%\"") && all.contains("60 did") && !all.contains("brace-behind"))
        let none = bar([0, 0.5, 0.5], after: 1)
        #expect(none.contains("x1=\"0%\" x2=\"100%\"") && none.contains("40 &lt; did not"))
        #expect(!none.contains("brace-before") && !all.contains("gap-split") && !none.contains("gap-split"))
        let segments = [Segment(label: "Part", share: 1, tone: 0)]
        let whole = HTML.distributionBar(segments: segments, title: "T", description: "D").string
        #expect(!whole.contains("brace") && !whole.contains("class=\"split\""), "parted only where it is asked for")
    }

    static let widths: [(Double, String)] = [
        (0.25, "25"), (0, "0"), (1, "100"), (-1, "0"), (7, "100"), (.nan, "0"), (.infinity, "0"),
    ]

    @Test(arguments: widths)
    func `a share stands in words, and its bar stays within the whole`(share: Double, width: String) {
        let html = HTML.shareList([
            (label: "Nausea & more", words: "<b>31</b> of 124", share: share),
            (label: "Dry mouth", words: "x", share: 0),
        ]).string
        #expect(html.hasPrefix("<ul class=\"shares\"><li><span>Nausea &amp; more</span> "))
        #expect(html.contains("<span class=\"share\"><b>31</b> of 124</span>"))
        #expect(html.contains("<rect class=\"share-part\" width=\"\(width)%\" height=\"6\" rx=\"3\"/>"), "\(html)")
        #expect(
            html.matches(of: /<svg [^>]*aria-hidden="true">/).count == 2, "the words are enough for those who listen")
    }

    @Test func `a tone beyond the scale is the nearest`() {
        #expect(Segment(label: "", share: 1, tone: 9).tone == 4)
        #expect(Segment(label: "", share: 1, tone: -3).tone == 0)
    }

    static let ranges: [(Double, Double, Double, String)] = [
        (0.4, 0.46, 0.52, "x=\"40%\" y=\"17\" width=\"12%\""), (0.52, 0.46, 0.4, "x=\"40%\" y=\"17\" width=\"12%\""),
        (-1, 0.5, 2, "x=\"0%\" y=\"17\" width=\"100%\""), (.nan, .nan, .nan, "x=\"0%\" y=\"17\" width=\"0%\""),
        (0.2, 0.9, 0.4, "x1=\"40%\" x2=\"40%\""),
    ]

    @Test(arguments: ranges) func `a range stays on its scale`(low: Double, middle: Double, high: Double, part: String)
    {
        #expect(HTML.rangeBar(low: low, middle: middle, high: high, label: "").string.contains(part))
    }

    @Test func `a history is drawn in the order of time, whatever order it comes in`() {
        let points = [(x: 1.0, y: 9, label: "late"), (x: 0.0, y: -2, label: "early"), (x: .nan, y: 2, label: "?")]
        let html = HTML.historyChart(points: points, yLabels: [], title: "", description: "", table: .empty).string
        #expect(html.contains("x=\"0%\"") && html.contains("text-anchor=\"start\">early</text>"))
        #expect(html.contains("text-anchor=\"end\">late</text>"))
        #expect(HTML.historyChart(points: [], yLabels: [], title: "", description: "", table: .empty).count > 0)
    }
}
