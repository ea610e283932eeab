import Statistics
import Storage
import Testing
import Vocabulary

@testable import Evidence

/// Which treatments for a purpose stand in one band.
@Suite struct BandsTests {
    private static let now = Instant(milliseconds: 1_793_664_000_000)

    /// A figure of the pair with this number, of so many helped among so many.
    private func figure(
        _ number: Int, _ helped: Double, of people: Int, kind: FigureKind = .pair, isBlurred: Bool = true
    ) -> Figure {
        let counted = BlurredCount(people: people, count: helped, variance: 0.9)
        let prior = SharePrior(Leaning(mean: 0.5, variance: 0.002), weight: 12)
        let estimate = ShareEstimate(counted, prior: prior)
        return Figure(
            number: number,
            key: GroupKey(
                kind: kind, treatment: ID(named: "treatment:\(number)"), purpose: ID(named: "condition:pain")),
            content: Figure.Content(
                evaluations: people, people: people, counted: isBlurred ? counted : nil, bar: nil, estimate: estimate,
                range: estimate.likelyRange, prior: prior, priorLevel: .purpose, taking: nil, silent: nil,
                firstAt: Self.now, lastAt: Self.now, details: FigureDetails()))
    }

    @Test func `the band that helped more is first, and inside by the lower end`() {
        let figures = [
            figure(0, 100, of: 2_000), figure(1, 13, of: 30), figure(2, 1_900, of: 2_000), figure(3, 12, of: 30),
        ]
        let found = Bands(figures)
        #expect(found.bands.map { $0.map(\.number) } == [[2], [1, 3], [0]])
        #expect(Bands(figures.reversed()).bands == found.bands)
    }

    @Test func `what is clear inside a band is named with it, the surest first`() {
        let row = [42.0, 39, 36, 33, 30, 27].enumerated().map { figure($0.offset, $0.element, of: 60) }
        let found = Bands(row + [figure(6, 100, of: 2_000)])
        #expect(found.bands.map { $0.map(\.number) } == [[0, 1, 2, 3, 4, 5], [6]])
        #expect(found.clear.count == 2 && found.clear[1].isEmpty)
        let numbers = found.clear[0].map { [$0.higher.number, $0.lower.number] }
        #expect(numbers.first == [0, 5] && numbers.allSatisfy { $0[0] < $0[1] }, "\(numbers)")
        // The order in which they come decides nothing.
        #expect(Bands(row.reversed() + [figure(6, 100, of: 2_000)]).clear == found.clear)
    }

    @Test func `only pairs are compared, and without blurred counts nothing is told apart`() {
        let figures = [figure(0, 100, of: 2_000), figure(1, 1_900, of: 2_000, kind: .familyRest)]
        #expect(Bands(figures).bands.map { $0.map(\.number) } == [[0]] && Bands(figures).clear == [[]])
        let older = [figure(0, 100, of: 2_000), figure(1, 1_900, of: 2_000, isBlurred: false)]
        #expect(Bands(older).bands.map { $0.map(\.number) } == [[1, 0]] && Bands(older).clear == [[]])
    }
}
