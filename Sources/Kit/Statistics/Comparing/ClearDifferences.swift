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
    /// Of all that is told apart, how much may be expected to be false, 0…1.
    package let falseShare: Double
    let doubts: PairDoubts

    package init(_ shares: [ComparedShare], falseShare: Double = 0.1) {
        let doubts = PairDoubts(shares)
        // Equal estimates: who was asked more first, so that the order in which they are handed in decides nothing.
        let order = shares.indices.sorted { one, other in
            let (left, right) = (shares[one].counted, shares[other].counted)
            return (doubts.means[one], left.people, left.count, other)
                > (doubts.means[other], right.people, right.count, one)
        }
        (self.doubts, self.falseShare) = (doubts, min(max(falseShare, 1e-3), 1))
        bands = Banding(doubts, order: order).runs(falseShare: self.falseShare).map { $0.sorted() }
    }
}
