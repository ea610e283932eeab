import Testing

@testable import Statistics

@Suite struct ShareTreeTests {
    private func leaf(_ n: Int, _ x: Double, family: Int?, branch: Int) -> ShareTree.Leaf {
        .init(BlurredCount(people: n, count: x, variance: 0.9), family: family, branch: branch)
    }

    @Test func `nobody leans on their own answers`() {
        func parent(_ x: Double) -> Leaning {
            ShareTree(
                [
                    leaf(40, x, family: 1, branch: 1), leaf(30, 20, family: 1, branch: 1),
                    leaf(30, 12, family: 2, branch: 1),
                    leaf(50, 25, family: 1, branch: 2),
                ], weights: .init()
            ).parent(of: 0)
        }
        // By the overall share alone, against which noise is held, and by nothing else.
        #expect(abs(parent(2).mean - parent(38).mean) < 0.002)
    }

    @Test func `a family tells more than a branch, and a branch more than all`() {
        let others = [leaf(400, 200, family: 3, branch: 2), leaf(400, 200, family: 4, branch: 3)]
        func mean(_ sibling: ShareTree.Leaf) -> Double {
            ShareTree([leaf(11, 5, family: 1, branch: 1), sibling] + others, weights: .init()).parent(of: 0).mean
        }
        let inFamily = mean(leaf(400, 360, family: 1, branch: 1))
        let inBranch = mean(leaf(400, 360, family: 2, branch: 1))
        let elsewhere = mean(leaf(400, 360, family: 2, branch: 4))
        #expect(inFamily > inBranch && inBranch > elsewhere && elsewhere > 0.5)
    }

    @Test func `with nobody else there is nothing to lean on`() {
        let tree = ShareTree([leaf(11, 5, family: 1, branch: 1)], weights: .init())
        #expect(abs(tree.parent(of: 0).mean - 0.5) < 1e-9 && tree.parent(of: 0).variance > 0.05)
        #expect(ShareTree([], weights: .init()).parent(ofBranch: 1) == .unknown)
        let learned = ShareTree.learned(from: [])
        #expect(
            learned.weights.group > 10 && learned.weights.group < 14 && learned.doubt > 0.25 && learned.doubt < 0.45)
    }

    /// Shares drawn about their parent's with a known weight, then people, then noise.
    @Test(arguments: [6.0, 12, 30])
    func `the weight that made the counts is found again`(k: Double) {
        var random = Seeded(Int(k))
        let leaves = (0..<600).map { number in
            let share = beta(0.55 * k, 0.45 * k, &random)
            let n = 11 + number % 90
            let helped = (0..<n).filter { _ in Double.random(in: 0..<1, using: &random) < share }.count
            return ShareTree.Leaf(
                BlurredCount(
                    people: n, count: Double(helped + GeometricNoise.quarter.draw(using: &random)),
                    variance: GeometricNoise.quarter.variance),
                family: number % 40, branch: number % 8)
        }
        let found = ShareTree.learned(from: leaves).weights.group
        #expect(found > k / 1.4 && found < k * 1.4, "\(found)")
    }

    /// Of whole or half parameters, as a share of sums of exponential numbers would be; by Jöhnk's way on halves.
    private func beta(_ a: Double, _ b: Double, _ random: inout Seeded) -> Double {
        BetaDistribution(a: a, b: b).quantile(Double.random(in: 0..<1, using: &random))
    }
}
