import Statistics
import Storage
import Vocabulary

/// A group of people with what may be known of their answers: all that estimates are made from.
struct GroupTotals: Sendable {
    let key: GroupKey
    /// The family of the group's treatment or treatments; nil where they are of several.
    let families: [ID<Family>]
    let people: Int
    let known: KnownAnswers
    /// The counts to be expected from what is known.
    let expected: StepCounts
    let taking: Int?
    let silent: Int?
    let firstAt: Instant
    let lastAt: Instant
    let details: FigureDetails

    /// Variance of how many were helped a lot, where that is known as a range: as if every count in it were as likely.
    var helpedVariance: Double {
        let values = Double(known.helped.count)
        return (values * values - 1) / 12
    }
}
