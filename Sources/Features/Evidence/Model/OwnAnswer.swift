import Journal
import Statistics
import Storage

/// What the viewer said of a treatment for a purpose, and what of it is in figures.
struct OwnAnswer: Sendable, Equatable {
    /// One entry of the course's history.
    struct Entry: Sendable, Equatable {
        let id: ID<Evaluation>
        let at: Instant
        let step: Int
        /// It made things worse; the step is 0 then.
        var gotWorse = false
        let isCurrent: Bool
    }

    /// The block of "helped a lot" that has it.
    struct Drawn: Sendable, Equatable {
        let evaluation: ID<Evaluation>
        let key: GroupKey
        let at: Instant
    }

    /// What the viewer's newest answer would change in a figure.
    struct Change: Hashable, Sendable {
        /// One more person, or the same number.
        let people: Int
        /// -1, 0 or 1 more who were helped a lot.
        let helped: Int
    }

    let course: ID<Course>
    let pair: Pair
    /// When the viewer's account was made.
    let joined: Instant
    /// The newest first.
    var history: [Entry] = []
    var drawn: Drawn?
    /// How often an answer of it was drawn, ever.
    var times = 0
    /// What the release says of it: the pair's figure, or the group's in which it is counted.
    var figure: Figure?

    var current: Entry? { history.first(where: \.isCurrent) }

    /// What it changes in a figure; nil where it is in it already. A block of another group is not in the figure, nor one that
    /// closed after the release was made.
    func change(in figure: Figure, through limit: Instant) -> Change? {
        guard let current else { return nil }
        func helped(_ step: Int) -> Int { step >= StepCounts.helpedALot ? 1 : 0 }
        let inside = drawn.flatMap { $0.key == figure.key && $0.at <= limit ? $0.evaluation : nil }
        guard let former = history.first(where: { $0.id == inside }) else {
            return Change(people: 1, helped: helped(current.step))
        }
        return former.id == current.id
            ? nil : Change(people: 0, helped: helped(current.step) - helped(former.step))
    }
}

extension BlurredCount {
    /// The same with the viewer's newest answer in it, for their own eyes: on top of the noise, and nothing drawn anew.
    func including(_ change: OwnAnswer.Change) -> BlurredCount {
        BlurredCount(people: people + change.people, count: count + Double(change.helped), variance: variance)
    }
}
