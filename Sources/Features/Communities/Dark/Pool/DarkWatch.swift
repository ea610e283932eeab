import Storage

/// How long somebody waits for whom; only tests wait less.
struct DarkPatience: Sendable {
    /// After a beat that stands still for so long, a stripe is anybody's.
    var still = Duration.seconds(30)
    /// The same for cells of which none opens: whoever has their key may only be starting again.
    var foreign = Duration.hours(1)
    /// No other process can be there: SQLite's file lets in one.
    var isAlone = false
    /// From sending to the answer.
    var answer = Duration.seconds(15)
    /// Between two beats.
    var beat = Duration.seconds(3)
}

/// Since when the beats of stripes stand still, by this process's own steady clock: the clocks of two machines are compared
/// nowhere.
struct DarkWatch: Sendable {
    private var seen: [Int: (beat: Int, since: Duration)] = [:]

    mutating func look(at stripes: [DarkStripe], _ now: Duration) {
        seen = stripes.reduce(into: [:]) { next, stripe in
            guard let before = seen[stripe.number], before.beat == stripe.beat else {
                next[stripe.number] = (stripe.beat, now)
                return
            }
            next[stripe.number] = before
        }
    }

    func standing(_ stripe: Int, _ now: Duration) -> Duration { seen[stripe].map { now - $0.since } ?? .zero }
}
