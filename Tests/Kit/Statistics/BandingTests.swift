import Testing

@testable import Statistics

/// Made-up purposes whose truth is known: shares drawn about a parent's, some of them with one truth, then people, then noise.
enum ManyPurposes {
    struct Purpose {
        let shares: [ComparedShare]
        let truths: [Double]
    }

    static let parent = 0.55
    static let weight = 12.0

    /// - Parameter alike: how many of them have the truth of the first.
    static func purpose(_ random: inout Seeded, size: Int, alike: Int) -> Purpose {
        let truth = BetaDistribution(a: parent * weight, b: (1 - parent) * weight)
        var truths = (0..<size).map { _ in truth.quantile(.random(in: 0..<1, using: &random)) }
        for place in 0..<min(alike, size) { truths[place] = truths[0] }
        let shares = truths.map { truth in
            let people = Int(11 / (1 - .random(in: 0..<0.98, using: &random)))
            let blocks = 1 + people / 20
            let helped = (0..<people).count { _ in .random(in: 0..<1, using: &random) < truth }
            let noise = (0..<blocks).reduce(0) { sum, _ in sum + GeometricNoise.quarter.draw(using: &random) }
            return ComparedShare(
                BlurredCount(
                    people: people, count: Double(helped + noise),
                    variance: Double(blocks) * GeometricNoise.quarter.variance),
                prior: SharePrior(Leaning(mean: parent, variance: 0.002), weight: weight))
        }
        return Purpose(shares: shares, truths: truths)
    }
}

/// Whether what is told apart is so, in made-up purposes.
@Suite struct BandingTests {
    private struct Count {
        var apart = 0.0
        var same = 0.0
        var reversed = 0.0

        mutating func add(_ one: Double, above other: Double) {
            apart += 1
            if one == other { same += 1 }
            if one < other { reversed += 1 }
        }
    }

    private static func apart(_ bands: [[Int]]) -> [(above: Int, below: Int)] {
        bands.indices.flatMap { upper in
            bands[(upper + 1)...].joined().flatMap { below in bands[upper].map { ($0, below) } }
        }
    }

    @Test(arguments: [1, 1_000_000, 2_000_000]) func `of what is told apart at most one in ten is false`(seed: Int) {
        var random = Seeded(seed)
        var (bands, inside) = (Count(), Count())
        for number in 0..<200 {
            let size = 2 + number % 19
            let made = ManyPurposes.purpose(&random, size: size, alike: (size + 1) / 3)
            let found = ClearDifferences(made.shares)
            for pair in Self.apart(found.bands) { bands.add(made.truths[pair.above], above: made.truths[pair.below]) }
            for pair in found.clearInside { inside.add(made.truths[pair.higher], above: made.truths[pair.lower]) }
        }
        #expect(bands.apart > 500 && bands.same > 0 && inside.apart > 500 && inside.same > 0)
        #expect((bands.same + bands.reversed) / bands.apart <= 0.1, "\(bands)")
        #expect((inside.same + inside.reversed) / inside.apart <= 0.1, "\(inside)")
    }

    @Test func `what is clear inside a band agrees with the order, and one more would be too many`() {
        var random = Seeded(7)
        for number in 0..<200 {
            let found = ClearDifferences(ManyPurposes.purpose(&random, size: 2 + number % 19, alike: 3).shares)
            let (doubts, clear) = (found.doubts, found.clearInside)
            let wrong = clear.map { doubts.wrong($0.higher, above: $0.lower) }
            #expect(wrong == wrong.sorted() && wrong.allSatisfy { $0 < 0.5 })
            #expect(Set(clear.map { Set([$0.higher, $0.lower]) }).count == clear.count, "none twice, none both ways")
            #expect(clear.allSatisfy { doubts.means[$0.higher] > doubts.means[$0.lower] })
            let together = found.bands.map(Set.init)
            #expect(clear.allSatisfy { pair in together.contains { $0.isSuperset(of: [pair.higher, pair.lower]) } })
            var rest: [Double] = []
            for band in found.bands {
                for one in band {
                    for other in band where doubts.means[one] > doubts.means[other] {
                        let pair = ClearDifferences.ClearPair(higher: one, lower: other)
                        if !clear.contains(pair) { rest.append(doubts.wrong(one, above: other)) }
                    }
                }
            }
            let apart = Self.apart(found.bands).map { doubts.wrong($0.above, above: $0.below) } + wrong
            #expect(apart.reduce(0, +) <= 0.1 * Double(apart.count) + 1e-6)
            if let next = rest.min(), next < 0.5 {
                #expect(next >= wrong.last ?? 0)
                #expect(apart.reduce(next, +) > 0.1 * Double(apart.count + 1))
            }
        }
    }

    @Test func `where all have one truth hardly a list is cut, and in few anything is named`() {
        var random = Seeded(5)
        let found = (0..<200).map { number in
            ClearDifferences(ManyPurposes.purpose(&random, size: 2 + number % 19, alike: 20).shares)
        }
        let (cut, named) = (found.count { $0.bands.count > 1 }, found.count { !$0.clearInside.isEmpty })
        #expect(cut <= 10 && named <= 20, "\(cut), \(named)")
    }

    /// Every way of cutting a short list is tried.
    @Test func `hardly another cut tells more apart`() {
        var random = Seeded(6)
        var (told, possible) = (0, 0)
        for number in 0..<100 {
            let found = ClearDifferences(ManyPurposes.purpose(&random, size: 3 + number % 7, alike: 3).shares)
            let doubts = found.doubts
            let order = doubts.means.indices.sorted { doubts.means[$0] > doubts.means[$1] }
            let most = (0..<1 << (order.count - 1)).map { cuts in Self.told(order, cuts: cuts, doubts) }.max() ?? 0
            let ours = Self.apart(found.bands)
            #expect(ours.reduce(0) { $0 + doubts.wrong($1.above, above: $1.below) } <= 0.1 * Double(ours.count) + 1e-9)
            #expect(ours.count <= most)
            (told, possible) = (told + ours.count, possible + most)
        }
        #expect(Double(told) >= 0.9 * Double(possible), "\(told) of \(possible)")
    }

    /// How many pairs these cuts tell apart; 0 where they may not.
    private static func told(_ order: [Int], cuts: Int, _ doubts: PairDoubts) -> Int {
        var bands = [[order[0]]]
        for place in 1..<order.count {
            let isCut = cuts >> (place - 1) & 1 == 1
            if isCut, doubts.same(order[place - 1], order[place]) > 0.5 { return 0 }
            if isCut { bands.append([]) }
            bands[bands.count - 1].append(order[place])
        }
        let pairs = apart(bands)
        let sum = pairs.reduce(0) { $0 + doubts.wrong($1.above, above: $1.below) }
        return bands.count <= 8 && sum <= 0.1 * Double(pairs.count) ? pairs.count : 0
    }
}
