/// Which places in the source ask for writes that stand in each other's way just now, as their losses tell.
///
/// A write that loses now and then is no crowd: the others of its place need not wait for each other. Where more than about
/// one in five loses they gain nothing by running beside each other, and all go to the line for a second; then some try again.
struct CrowdedPlaces {
    private struct Mark {
        var score = 0
        /// In nanoseconds, as `DispatchTime` counts.
        var until: UInt64 = 0
    }

    private static let ofLoss = 4
    private static let most = 8
    private static let lasting: UInt64 = 1_000_000_000

    private var marks: [CallSite: Mark] = [:]

    /// A write lost to another.
    mutating func noteLoss(at place: CallSite, now: UInt64) {
        var mark = marks[place] ?? Mark()
        mark.score += Self.ofLoss
        if mark.score >= Self.most {
            // Half of it stays: when the second is over, one loss is enough.
            mark = Mark(score: Self.most - Self.ofLoss, until: now &+ Self.lasting)
        }
        marks[place] = mark
    }

    /// A write came through beside others.
    mutating func noteSuccess(at place: CallSite, now: UInt64) {
        guard let mark = marks[place], mark.until <= now else { return }
        if mark.score > 1 { marks[place]?.score -= 1 } else { marks[place] = nil }
    }

    /// Whether writes of this place go to the line.
    func holds(_ place: CallSite, now: UInt64) -> Bool { (marks[place]?.until ?? 0) > now }
}
