import Storage

/// Days between which something appears: more cannot be said to anybody, or they could be told by it.
struct DarkWindow: Sendable, Equatable {
    let first: Instant
    let last: Instant

    /// Of what would be sent now.
    init(_ pace: DarkPace, from now: Instant) {
        let grid = DarkPace.gridHours * 3_600_000
        let hours: Int64 = pace == .soon ? 72 : 192
        (first, last) = (now + .days(1), now + (hours * 3_600_000 + grid))
    }

    /// Of what waits: three days, in which its hour stands now here, now there.
    init(of act: DarkAct) {
        let before = Int64(act.id.low % 3)
        first = act.due + -before * 86_400_000
        last = first + .days(2)
    }
}
