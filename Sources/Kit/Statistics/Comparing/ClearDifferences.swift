/// Which of many shares are clearly different, and which are not: bands in the place of a strict order, by a rule with an
/// error rate.
///
/// Two shares are told apart wrongly where they have one truth, and where it is the other way round (`PairDoubts`). Of all
/// pairs that are told apart, at most `falseShare` are expected to be so: the mean of the probabilities over the set is the
/// Bayesian false discovery rate (Storey, *Annals of Statistics* 31 (2003) 2013-2035; Efron, *Large-Scale Inference*, 2010).
/// It is a share of all of them: at the edge of two bands a pair may stand that nobody can tell apart.
package struct ClearDifferences: Sendable {
    /// Places of the shares, the band that helped more first; inside a band in the order that was handed in. One band for
    /// all where nothing can be told apart, and never more than eight.
    ///
    /// Runs of the shares by their estimates, cut so that as many pairs as can be stand in different bands while at most
    /// `falseShare` of these are expected to be false, and never between two neighbours with one estimate or more likely the same
    /// than not.
    package let bands: [[Int]]
    /// What is clear inside the bands: pairs of one band, the surest first, as many as leave at most `falseShare` of all that is
    /// told apart, by the bands and here, expected to be false. None that is as likely false as true, however sure the others
    /// are.
    ///
    /// A cut has to hold for all pairs across it. Two that lie far apart stay in one band where many between them cannot be told
    /// apart; to be silent about them would be to say that they are alike.
    package let clearInside: [ClearPair]
    /// Of all that is told apart, how much may be expected to be false, 0…1.
    package let falseShare: Double
    let doubts: PairDoubts

    /// Places of two shares.
    package struct ClearPair: Sendable, Hashable {
        package let higher: Int
        package let lower: Int
    }

    package init(_ shares: [ComparedShare], falseShare: Double = 0.1) {
        let doubts = PairDoubts(shares)
        // Equal estimates: who was asked more first, so that the order in which they are handed in decides nothing.
        let order = shares.indices.sorted { one, other in
            let (left, right) = (shares[one].counted, shares[other].counted)
            return (doubts.means[one], left.people, left.count, other)
                > (doubts.means[other], right.people, right.count, one)
        }
        (self.doubts, self.falseShare) = (doubts, min(max(falseShare, 1e-3), 1))
        let runs = Banding(doubts, order: order).runs(falseShare: self.falseShare)
        bands = runs.map { $0.sorted() }
        clearInside = Self.clear(inside: runs, doubts, falseShare: self.falseShare)
    }

    /// - Parameter runs: the bands, inside each the highest estimate first.
    private static func clear(inside runs: [[Int]], _ doubts: PairDoubts, falseShare: Double) -> [ClearPair] {
        var (sum, count) = (0.0, 0)
        for (number, run) in runs.enumerated() {
            for above in run {
                for below in runs.dropFirst(number + 1).joined() {
                    sum += doubts.wrong(above, above: below)
                    count += 1
                }
            }
        }
        var inside: [(pair: ClearPair, wrong: Double, place: Int)] = []
        for run in runs {
            for (place, higher) in run.enumerated() {
                for lower in run.dropFirst(place + 1) where doubts.means[higher] > doubts.means[lower] {
                    let wrong = doubts.wrong(higher, above: lower)
                    guard wrong < Banding.worthless else { continue }
                    inside.append((ClearPair(higher: higher, lower: lower), wrong, inside.count))
                }
            }
        }
        inside.sort { ($0.wrong, $0.place) < ($1.wrong, $1.place) }
        // From the first that would be too many on, each is more doubtful than that one.
        let clear = inside.prefix { next in
            // Bands may use up all that may be false, but for the end of the scale.
            guard sum + next.wrong <= falseShare * Double(count + 1) + 1e-9 else { return false }
            sum += next.wrong
            count += 1
            return true
        }
        return clear.map(\.pair)
    }
}
