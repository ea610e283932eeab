import Storage

/// When a member counts as silent: the course goes on as far as anybody knows, and for eight weeks there was no sign of
/// them about it (no evaluation, no change). Imported evaluations were written once and are never silent.
enum Silence {
    static let after: Duration = .weeks(8)

    /// Courses last seen before this moment are silent: eight weeks before the day (UTC) of the data, so that releases of
    /// one day and the same data are the same.
    static func limit(dataThrough: Instant) -> Instant {
        let day = PartialDate(dataThrough)
        return (PartialDate(year: day.year, month: day.month, day: day.day)?.start ?? dataThrough) - after
    }
}
