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
