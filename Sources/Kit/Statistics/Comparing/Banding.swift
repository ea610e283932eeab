/// Cuts an order into runs: as many pairs as can be in different runs, of which few are expected to be false.
///
/// For a price λ of a false pair, the best runs are those with the largest sum of 1 − λ·(probability of being false) over
/// all pairs in different runs, found exactly by going through the order once for each number of runs (Bellman 1961; the
/// loss is Binder's, *Biometrika* 65 (1978) 31-38). One run has the sum 0, so at the price 1/share the mean is at most the
/// share; the lowest price at which it still is tells the most pairs apart, found by halving. It is 2 at least, where one that
/// is as likely false as true is worth nothing: else sure pairs would pay for cuts between shares that are as good as equal.
struct Banding {
    private static let most = 8
    private static let lowestPrice = 2.0
    /// How likely false a pair is that is worth nothing at the lowest price.
    static let worthless = 1 / lowestPrice

    private let doubts: PairDoubts
    private let order: [Int]

    /// - Parameter order: places, the highest estimate first.
    init(_ doubts: PairDoubts, order: [Int]) { (self.doubts, self.order) = (doubts, order) }

    /// Runs of the order's places.
    func runs(falseShare: Double) -> [[Int]] {
        guard order.count > 1 else { return order.isEmpty ? [] : [order] }
        let finest = cut(price: Self.lowestPrice)
        if meanWrong(finest) <= falseShare { return places(finest) }
        var (low, high) = (Self.lowestPrice, max(1 / falseShare, Self.lowestPrice))
        for _ in 0..<24 {
            let middle = (low + high) / 2
            if meanWrong(cut(price: middle)) <= falseShare { high = middle } else { low = middle }
        }
        let cuts = cut(price: high)
        // At the end of the scale rounding may have its say.
        return meanWrong(cuts) <= falseShare + 1e-9 ? places(cuts) : [order]
    }

    private func places(_ cuts: [Range<Int>]) -> [[Int]] { cuts.map { Array(order[$0]) } }

    /// Of the pairs in different runs, how many are expected to be false; 0 where there is one run.
    private func meanWrong(_ runs: [Range<Int>]) -> Double {
        var (sum, count) = (0.0, 0)
        for run in runs {
            for above in run {
                for below in run.upperBound..<order.count {
                    sum += doubts.wrong(order[above], above: order[below])
                    count += 1
                }
            }
        }
        return count > 0 ? sum / Double(count) : 0
    }

    /// The best runs at this price.
    private func cut(price: Double) -> [Range<Int>] {
        let inside = sumsInside(price: price)
        let count = order.count
        // The least that is lost inside of so many runs up to each place, and where the last of them begins.
        var least = [[0.0] + [Double](repeating: .infinity, count: count)]
        var begins: [[Int]] = [[Int](repeating: 0, count: count + 1)]
        for number in 1...min(Self.most, count) {
            var (sums, starts) = (
                [Double](repeating: .infinity, count: count + 1), [Int](repeating: 0, count: count + 1)
            )
            for end in number...count {
                for start in (number - 1)..<end where start == 0 || isCuttable(start) {
                    let sum = least[number - 1][start] + inside[start * count + end - 1]
                    // Fewer and longer runs where it is the same.
                    if sum < sums[end] - 1e-12 { (sums[end], starts[end]) = (sum, start) }
                }
            }
            least.append(sums)
            begins.append(starts)
        }
        var (best, end) = (1, count)
        for number in least.indices.dropFirst(2) where least[number][count] < least[best][count] - 1e-12 {
            best = number
        }
        var runs: [Range<Int>] = []
        for number in stride(from: best, to: 0, by: -1) {
            runs.append(begins[number][end]..<end)
            end = begins[number][end]
        }
        return runs.reversed()
    }

    private func isCuttable(_ place: Int) -> Bool {
        let (above, below) = (order[place - 1], order[place])
        return doubts.means[above] > doubts.means[below] && doubts.same(above, below) <= 0.5
    }

    /// What a run from one place to another keeps from being told apart, by (first, last).
    private func sumsInside(price: Double) -> [Double] {
        let count = order.count
        var sums = [Double](repeating: 0, count: count * count)
        for length in 1..<count {
            for first in 0..<(count - length) {
                let last = first + length
                let between = length > 1 ? sums[(first + 1) * count + last - 1] : 0
                sums[first * count + last] =
                    sums[first * count + last - 1] + sums[(first + 1) * count + last] - between
                    + 1 - price * doubts.wrong(order[first], above: order[last])
            }
        }
        return sums
    }
}
