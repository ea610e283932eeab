import Storage

/// The times in which a member agreed to the use of their health data, from their decisions.
struct ConsentPeriods: Sendable {
    private var periods: [Range<Instant>] = []

    /// `decisions`: oldest first, of any kind.
    init(_ decisions: [ConsentDecision]) {
        var since: Instant?
        for decision in decisions where decision.kind == .healthData {
            if decision.isGranted {
                since = since ?? decision.decidedAt
            } else if let begin = since {
                periods.append(begin..<max(begin, decision.decidedAt))
                since = nil
            }
        }
        if let since { periods.append(since..<Instant(milliseconds: .max)) }
    }

    func contains(_ instant: Instant) -> Bool {
        periods.contains { $0.contains(instant) }
    }

    /// The first moment of all; the end of time when there is none.
    var first: Instant { periods.first?.lowerBound ?? Instant(milliseconds: .max) }
}
