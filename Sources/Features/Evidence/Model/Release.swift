import Statistics
import Storage

/// The head of a release: which figures, from which data, made how.
struct Release: Sendable, Equatable {
    /// Counts from 1.
    let number: Int
    let startedAt: Instant
    /// Everything recorded until then is in it.
    let dataThrough: Instant
    /// Nil while it is being written.
    var publishedAt: Instant?
    let codeVersion: String
    /// Of the statements that read the journal.
    let queryDigest: String
    /// Of all figures, in order: the same from both engines.
    let figuresDigest: String
    /// The release before it.
    let after: Int?
    let evaluations: Int
    let figures: Int
    let weights: Weights
    /// A sentence of a steward's when something was put right.
    let correction: String?

    /// The rules in this folder and in Statistics; raised by whoever changes what a figure would be.
    static let rules = "3"
}

/// K by level: as many people's answers as a group's parent counts for.
struct Weights: Sendable, Equatable {
    /// A treatment for a purpose, toward its family for that purpose.
    var pair: Double
    /// A family for a purpose, toward everything for that purpose.
    var family: Double
    /// A purpose, toward everything.
    var purpose: Double
    /// Standard deviation of ln K of pairs.
    var doubt: Double

    /// Four numbers with two decimals, separated by spaces.
    var packed: String {
        [pair, family, purpose, doubt].map { "\(Int(($0 * 100).rounded()))" }.joined(separator: " ")
    }

    /// Rounded as they are stored, so that a figure is the same when it is made again.
    init(_ learned: ShareTree.Learned) {
        func rounded(_ number: Double) -> Double { (number * 100).rounded() / 100 }
        (pair, family) = (rounded(learned.weights.group), rounded(learned.weights.family))
        (purpose, doubt) = (rounded(learned.weights.branch), rounded(learned.doubt))
    }

    init?(packed: String) {
        let numbers = packed.utf8.split(separator: UInt8(ascii: " ")).compactMap { String($0).flatMap(Double.init) }
        // By the rules before: five weights, and no doubt.
        guard numbers.count == 4 || numbers.count == 5 else { return nil }
        (pair, family, purpose) = (numbers[0] / 100, numbers[1] / 100, numbers[2] / 100)
        doubt = numbers.count == 4 ? numbers[3] / 100 : 0
    }
}
