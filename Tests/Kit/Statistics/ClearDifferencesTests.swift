import Testing

@testable import Statistics

/// Which shares are told apart. Golden numbers were worked out apart from this code.
@Suite struct ClearDifferencesTests {
    static func share(
        _ people: Int, _ count: Double, noise: Double = 0.9, toward mean: Double = 0.55, doubt: Double = 0.002
    ) -> ComparedShare {
        ComparedShare(
            BlurredCount(people: people, count: count, variance: noise),
            prior: SharePrior(Leaning(mean: mean, variance: doubt), weight: 12))
    }

    static let five = [
        share(400, 300, noise: 3.5), share(60, 39, noise: 1.8, doubt: 0.003),
        share(25, 15, noise: 0.888889, toward: 0.5, doubt: 0.004), share(150, 60, noise: 2.6, toward: 0.52),
        share(11, -1, noise: 0.888889, toward: 0.5, doubt: 0.006),
    ]

    @Test func `five shares are this likely the same, and told apart so`() {
        let doubts = PairDoubts(Self.five)
        expectClose(doubts.alike, 0.158878287, within: 1e-6)
        for (one, other, same, wrong) in [
            (0, 1, 0.1906027, 0.2240312), (0, 2, 0.147433, 0.1686116), (1, 2, 0.2561702, 0.4564325),
            (2, 3, 0.1146253, 0.1554762), (1, 4, 0.0005647, 0.0013537), (3, 4, 0.0149716, 0.1002505),
        ] {
            expectClose(doubts.same(other, one), same, within: 2e-4)
            expectClose(doubts.wrong(one, above: other), wrong, within: 2e-4)
        }
        let found = ClearDifferences(Self.five)
        #expect(found.bands == [[0], [1, 2], [3], [4]])
    }

    /// A cut anywhere in this row would part neighbours of which nobody can say which is the higher.
    @Test func `what lies far apart in one band is named, the surest first`() {
        let found = ClearDifferences([42.0, 37.8, 33.6, 29.4, 25.2, 21].map { Self.share(60, $0) })
        #expect(found.bands == [[0, 1, 2, 3, 4, 5]])
        #expect(
            found.clearInside.map { [$0.higher, $0.lower] } == [[0, 5], [0, 4], [1, 5], [0, 3], [2, 5], [1, 4]])
        for (pair, wrong) in zip(found.clearInside, [0.0018348, 0.0199509, 0.0211166, 0.1096018, 0.1157092, 0.115752]) {
            expectClose(found.doubts.wrong(pair.higher, above: pair.lower), wrong, within: 2e-4)
        }
    }

    @Test func `between two that are sure stands what too few told of`() {
        let few = [5.4, 5.6, 5.8].map { Self.share(11, $0) }
        let found = ClearDifferences([Self.share(60, 45)] + few + [Self.share(100, 40)])
        #expect(found.bands == [[0, 1, 2, 3, 4]])
        #expect(found.clearInside == [.init(higher: 0, lower: 4)])
    }

    @Test func `of one share and of none nothing is said`() {
        #expect(ClearDifferences([]).bands.isEmpty)
        let one = ClearDifferences([Self.share(40, 20)])
        #expect(one.bands == [[0]] && one.clearInside.isEmpty)
    }

    @Test(arguments: [2, 7, 30]) func `equal shares stand in one band, in their order`(count: Int) {
        let found = ClearDifferences([ComparedShare](repeating: Self.share(5_000, 3_000), count: count))
        #expect(found.bands == [Array(0..<count)] && found.clearInside.isEmpty)
    }

    @Test func `inside a band the order is that which was handed in`() {
        let found = ClearDifferences([
            Self.share(30, 15), Self.share(2_000, 400), Self.share(30, 17), Self.share(2_000, 390), Self.share(30, 16),
        ])
        #expect(found.bands == [[0, 2, 4], [1, 3]])
    }

    @Test func `what is sure does not pay for a cut between what is as good as equal`() {
        let found = ClearDifferences([
            Self.share(2_000, 1_900), Self.share(30, 13), Self.share(30, 12), Self.share(2_000, 100),
        ])
        #expect(found.bands == [[0], [1, 2], [3]])
        #expect(found.clearInside.isEmpty, "nor for naming them")
    }

    @Test func `what is sure is told apart, in eight bands at most`() {
        let shares = (1...12).map { Self.share(400_000, 400_000 * Double(13 - $0) / 13) }
        let found = ClearDifferences(shares)
        #expect(found.bands.count == 8)
        #expect(found.bands.joined().elementsEqual(0..<12))
        // The rest of it is named inside.
        let inside = found.bands.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
        #expect(inside > 0 && found.clearInside.count == inside)
        #expect(ClearDifferences(Array(shares.prefix(7))).bands == (0..<7).map { [$0] })
    }

    @Test func `the farther apart and the more people, the smaller the doubt`() {
        func doubt(_ people: Int, _ difference: Double) -> Double {
            let shares = [1, -1].map { Self.share(people, Double(people) * (0.55 + $0 * difference / 2)) }
            return PairDoubts(shares).wrong(0, above: 1)
        }
        for people in [20, 100, 1_000] {
            let doubts = stride(from: 0.0, through: 0.8, by: 0.05).map { doubt(people, $0) }
            #expect(zip(doubts, doubts.dropFirst()).allSatisfy { $0 >= $1 }, "\(doubts)")
        }
        let doubts = [20, 50, 100, 300, 1_000].map { doubt($0, 0.3) }
        #expect(zip(doubts, doubts.dropFirst()).allSatisfy { $0 > $1 }, "\(doubts)")
    }

    @Test func `the order in which they are handed in decides nothing else`() {
        var random = Seeded(3)
        for list in 0..<20 {
            let shares = ManyPurposes.purpose(&random, size: 3 + list % 12, alike: 3).shares
            let places = shares.indices.shuffled(using: &random)
            let (found, moved) = (ClearDifferences(shares), ClearDifferences(places.map { shares[$0] }))
            #expect(found.bands.map(Set.init) == moved.bands.map { Set($0.map { places[$0] }) })
            let pairs = moved.clearInside.map { [places[$0.higher], places[$0.lower]] }
            #expect(Set(found.clearInside.map { [$0.higher, $0.lower] }) == Set(pairs))
        }
    }

    @Test(
        arguments: [
            [(11, -40.0), (11, 60)], [(0, 0), (0, 5), (40, 20)], [(1_000_000, 0), (1_000_000, 1_000_000)],
            [(11, 0), (11, 0), (11, 11), (11, 11)],
        ] as [[(Int, Double)]]) func `no count is too strange`(counts: [(Int, Double)])
    {
        let found = ClearDifferences(counts.map { Self.share($0, $1) })
        #expect(found.bands.joined().sorted() == Array(counts.indices))
        for one in counts.indices {
            for other in counts.indices where other != one {
                #expect((0...1).contains(found.doubts.wrong(one, above: other)))
            }
        }
    }
}
