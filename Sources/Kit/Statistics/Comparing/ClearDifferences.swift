/// Which of many shares are clearly different, and which are not: bands in the place of a strict order, by a rule with an
/// error rate.
///
/// Two shares are told apart wrongly where they have one truth, and where it is the other way round (`PairDoubts`). Of all
/// pairs that are told apart, at most `falseShare` are expected to be so: the mean of the probabilities over the set is the
/// Bayesian false discovery rate (Storey, *Annals of Statistics* 31 (2003) 2013-2035; Efron, *Large-Scale Inference*, 2010).
/// It is a share of all of them: at the edge of two bands a pair may stand that nobody can tell apart.
package struct ClearDifferences: Sendable {
    /// What can be said of one share beside another.
    package enum Comparison: Sendable, Equatable {
        case more, unclear, fewer
    }

    /// Places of the shares, the band that helped more first; inside a band in the order that was handed in. One band for
    /// all where nothing can be told apart, and never more than eight.
    ///
    /// Runs of the shares by their estimates, cut so that as many pairs as can be stand in different bands while at most
    /// `falseShare` of these are expected to be false, and never between two neighbours with one estimate or more likely the same
    /// than not.
    package let bands: [[Int]]
    /// Of all that is told apart, how much may be expected to be false, 0…1.
    package let falseShare: Double
    let doubts: PairDoubts
    private let limits: [Double]

    package init(_ shares: [ComparedShare], falseShare: Double = 0.1) {
        let doubts = PairDoubts(shares)
        // Equal estimates: who was asked more first, so that the order in which they are handed in decides nothing.
        let order = shares.indices.sorted { one, other in
            let (left, right) = (shares[one].counted, shares[other].counted)
            return (doubts.means[one], left.people, left.count, other)
                > (doubts.means[other], right.people, right.count, one)
        }
        (self.doubts, self.falseShare) = (doubts, min(max(falseShare, 1e-3), 1))
        limits = Self.limits(doubts, self.falseShare)
        bands = Banding(doubts, order: order).runs(falseShare: self.falseShare).map { $0.sorted() }
    }

    /// The share in `place` beside each one, itself too: of those that are not `.unclear`, at most `falseShare` are expected
    /// to be false, above and below together.
    ///
    /// Clear is what is among the largest such set of both, so that each says of the other what the other says of it. A
    /// pair that one of the sets lacks is likelier false than the bound, so the mean of what is left stays under it. The
    /// bands are another choice of pairs: two of one band may be clearly different here, where no cut between them was worth it.
    package func comparisons(of place: Int) -> [Comparison] {
        limits.indices.map { other in
            guard limits.indices.contains(place), other != place,
                doubts.doubt(place, other) <= min(limits[place], limits[other])
            else { return .unclear }
            return doubts.wrong(place, above: other) < doubts.wrong(other, above: place) ? .more : .fewer
        }
    }

    /// One share beside another; `.unclear` beside itself and where there is none in the place.
    package func compare(_ place: Int, with other: Int) -> Comparison {
        let all = comparisons(of: place)
        return all.indices.contains(other) ? all[other] : .unclear
    }

    /// The largest probability of being false among what may be said of each share: of all up to it the mean is at most
    /// `falseShare`. Under 0 where there is nothing.
    private static func limits(_ doubts: PairDoubts, _ falseShare: Double) -> [Double] {
        (0..<doubts.count).map { place in
            let others = (0..<doubts.count).filter { $0 != place }.map { doubts.doubt(place, $0) }.sorted()
            var (limit, sum) = (-1.0, 0.0)
            for (number, doubt) in others.enumerated() {
                sum += doubt
                // Equal ones are taken together or not at all.
                if number + 1 < others.count, others[number + 1] <= doubt { continue }
                guard doubt < 0.5, sum <= falseShare * Double(number + 1) else { break }
                limit = doubt
            }
            return limit
        }
    }
}
