import Storage

/// How long an act waits. Nobody who sees when it appears can say when it was sent.
enum DarkPace: String, Sendable, CaseIterable {
    /// One to three days.
    case soon
    /// One to eight days.
    case patient
    /// At the next beat; only for deleting and for danger, after a page that says what it costs.
    case atOnce

    /// Most hours that it waits; it waits at least a day.
    private var mostHours: Int64 { self == .soon ? 72 : 192 }

    /// What appears, appears at 0, 6, 12 and 18 h UTC.
    static let gridHours: Int64 = 6

    /// A uniform time from a day on, up to the next hour of the grid.
    func due(after now: Instant, using generator: inout some RandomNumberGenerator) -> Instant {
        guard self != .atOnce else { return now }
        let hour: Int64 = 3_600_000
        let at = now.milliseconds + Int64.random(in: 24 * hour...mostHours * hour, using: &generator)
        let grid = Self.gridHours * hour
        return Instant(milliseconds: (at + grid - 1) / grid * grid)
    }
}
