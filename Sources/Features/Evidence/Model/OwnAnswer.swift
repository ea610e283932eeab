import Journal
import Statistics
import Storage

/// What the viewer said of a treatment for a purpose, now and when the release was made.
struct OwnAnswer: Sendable, Equatable {
    /// One entry of the course's history.
    struct Entry: Sendable, Equatable {
        let id: ID<Evaluation>
        let at: Instant
        let step: Int
        let isCurrent: Bool
    }

    let course: ID<Course>
    let pair: Pair
    /// The newest first.
    var history: [Entry] = []
    /// What the release says of it: the pair's figure, or the group's in which it is counted.
    var figure: Figure?

    var current: Entry? { history.first(where: \.isCurrent) }

    /// The answer that a release counted: the newest of those that were written by then. When an entry was written is in
    /// its identifier (UUIDv7); one without a time in it came with a simulation or an import and was there before.
    func counted(through limit: Instant) -> Entry? {
        history.first { entry in
            guard entry.id.high >> 12 & 0xF == 7 else { return true }
            return Int64(entry.id.high >> 16) <= limit.milliseconds
        }
    }

    /// What may be known of a group, with the viewer's newest answer in it; nil when that is in the release already.
    func including(in known: KnownAnswers, through limit: Instant) -> KnownAnswers? {
        guard let current else { return nil }
        let former = counted(through: limit)
        guard former?.step != current.step else { return nil }
        return known.including(step: current.step, insteadOf: former?.step)
    }
}
