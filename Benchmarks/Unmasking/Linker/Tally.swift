import Foundation

/// How well somebody was found among others, over many questions.
struct Tally: Sendable {
    private(set) var questions = 0
    /// How often the first guess was right; a tie counts by its share.
    private(set) var first = 0.0
    /// How often the right one was in the first hundredth.
    private(set) var hundredth = 0.0
    private(set) var bits = 0.0
    /// How often the right one stood before another that was drawn.
    private(set) var pairs = 0.0

    /// - Parameters:
    ///   - scores: of everybody who may have asked.
    ///   - asker: who did.
    mutating func add(_ scores: [Double], asker: Int) {
        var (above, same) = (0, 0)
        for (member, score) in scores.enumerated() where member != asker {
            if score > scores[asker] + 1e-9 { above += 1 } else if score > scores[asker] - 1e-9 { same += 1 }
        }
        questions += 1
        let places = Double(same + 1)
        if above == 0 { first += 1 / places }
        hundredth += min(1, max(0, (Double(scores.count) / 100).rounded(.up) - Double(above)) / places)
        pairs += (Double(scores.count - 1 - above - same) + Double(same) / 2) / Double(max(1, scores.count - 1))
        let most = scores.max() ?? 0
        let sum = scores.reduce(0) { $0 + exp($1 - most) }
        bits += log2(Double(scores.count)) + (scores[asker] - most - log(sum)) / log(2)
    }

    static func + (one: Tally, other: Tally) -> Tally {
        var sum = one
        sum.questions += other.questions
        sum.first += other.first
        sum.hundredth += other.hundredth
        sum.bits += other.bits
        sum.pairs += other.pairs
        return sum
    }

    var share: Double { questions == 0 ? 0 : first / Double(questions) }
    var shareOfHundredth: Double { questions == 0 ? 0 : hundredth / Double(questions) }
    /// What is learnt of who it was, on average.
    var meanBits: Double { questions == 0 ? 0 : bits / Double(questions) }
    /// 2p - 1, where p is how often the asker stands before another: 0 is a blind guess, 1 is certainty.
    var advantage: Double { questions == 0 ? 0 : 2 * pairs / Double(questions) - 1 }
    /// Half the width of the 95% interval of the advantage, at most: of as many coins.
    var advantageError: Double { questions == 0 ? 1 : 1.96 / Double(questions).squareRoot() }
    /// Wilson's 95% interval of the share.
    var interval: (low: Double, high: Double) {
        guard questions > 0 else { return (0, 1) }
        let (z, n, p) = (1.96, Double(questions), share)
        let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return (max(0, middle - half), min(1, middle + half))
    }
}
